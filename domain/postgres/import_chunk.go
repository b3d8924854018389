package postgres

import (
	"context"
	"errors"
	"iter"
	"maps"

	"gorm.io/gorm"

	"sanku/domain"
)

// importChunk is how many rows one transaction takes: long transactions hold the
// horizon of the change feed back.
const importChunk = 200

// errUndo ends a transaction that is to leave nothing behind.
var errUndo = errors.New("undo")

// importer is one run under way.
type importer struct {
	db            *DB
	actor         domain.Actor
	resource      domain.Resource
	run           domain.ImportRun
	organisations map[string]domain.ID // found or created, by what rows call them
	progress      func(domain.ImportRun)
}

func (i *importer) report() {
	if i.progress != nil {
		i.progress(i.run)
	}
}

// chunks takes the rows that earlier chunks of the run have not taken.
func (i *importer) chunks(ctx context.Context, rows iter.Seq[domain.ImportRow]) error {
	skip := i.run.Rows
	var chunk []domain.ImportRow
	for row := range rows {
		if skip > 0 {
			skip--
			continue
		}
		if chunk = append(chunk, row); len(chunk) == importChunk {
			if err := i.chunk(ctx, chunk); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
	}
	return i.chunk(ctx, chunk)
}

// chunk takes rows in one transaction. When one of them breaks it, the rows are taken
// again each behind a savepoint, so that only that one is rejected.
func (i *importer) chunk(ctx context.Context, rows []domain.ImportRow) error {
	if len(rows) == 0 {
		return nil
	}
	err := i.attempt(ctx, rows, false)
	if isRowError(err) {
		err = i.attempt(ctx, rows, true)
	}
	if err == nil {
		i.report()
	}
	return err
}

func (i *importer) attempt(ctx context.Context, rows []domain.ImportRow, savepoints bool) error {
	var batch *importBatch
	err := i.transaction(ctx, func(t *tx) (err error) {
		batch = i.batch(t, savepoints)
		if err := batch.take(rows); err != nil {
			return err
		}
		return batch.save()
	})
	if err == nil {
		i.run = batch.run
		maps.Copy(i.organisations, batch.organisations)
	}
	return err
}

// whole takes all rows in one transaction, which is undone by a dry run, or by a
// rejected row of a strict one; the counts and faults are kept all the same.
func (i *importer) whole(ctx context.Context, rows iter.Seq[domain.ImportRow]) error {
	var batch *importBatch
	err := i.transaction(ctx, func(t *tx) error {
		batch = i.batch(t, false)
		var chunk []domain.ImportRow
		for row := range rows {
			if chunk = append(chunk, row); len(chunk) == importChunk {
				if err := batch.part(chunk); err != nil {
					return err
				}
				chunk, i.run = chunk[:0], batch.run
				i.report()
			}
		}
		if err := batch.part(chunk); err != nil {
			return err
		}
		i.run = batch.run
		if i.run.Options.DryRun || i.run.Rejected > 0 {
			return errUndo
		}
		return batch.save()
	})
	if errors.Is(err, errUndo) {
		i.run.State = domain.ImportDone
		if !i.run.Options.DryRun {
			i.run.State = domain.ImportFailed
		}
		return translate(i.db.read(ctx).Transaction(func(g *gorm.DB) error { return batch.saveTo(g) }))
	}
	return err
}

// transaction is like DB.write, but a chunk in which nothing has changed leaves no
// trail.
func (i *importer) transaction(ctx context.Context, fn func(*tx) error) error {
	err := i.db.read(ctx).Transaction(func(g *gorm.DB) error {
		t := &tx{DB: g, actor: i.actor, now: i.db.Now()}
		if err := fn(t); err != nil || len(t.audits) == 0 {
			return err
		}
		return t.flush()
	})
	if err != nil {
		return translate(err)
	}
	i.db.woken()
	return nil
}

// finish ends the run. Its audit row is written when it has changed something.
func (i *importer) finish(ctx context.Context) error {
	now := i.db.Now()
	i.run.Version, i.run.FinishedAt = i.run.Version+1, &now
	if i.run.State == domain.ImportRunning {
		i.run.State = domain.ImportDone
	}
	err := i.transaction(ctx, func(t *tx) error {
		if kept := i.run.State == domain.ImportDone && !i.run.Options.DryRun; kept && i.run.Created+i.run.Changed > 0 {
			t.audit(domain.Imports, i.run.ID, i.run.Version, domain.Create, map[string]any{"kind": i.run.Kind, "source": i.run.Options.Source,
				"created": i.run.Created, "changed": i.run.Changed, "rejected": i.run.Rejected})
		}
		return saveImport(t.DB, i.run)
	})
	i.report()
	return err
}
