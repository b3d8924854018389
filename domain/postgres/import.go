package postgres

import (
	"context"
	"errors"
	"fmt"
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

// Import brings the rows of one file into the library of run.Kind and returns the run
// with its counts. What the source said of a record is remembered: a row that says the
// same again is not written, a row that says something else makes the record's next
// version, and a row never takes a record back to an earlier state. A run whose process
// died is continued where its last chunk ended when the same file is imported again
// with the same options. Progress, if any, is called after every chunk.
//
// With Strict or DryRun all rows are one transaction: nothing is kept when one row is
// rejected, or in any case. Rejected rows are no error; read them by ImportFaults.
// Errors: ErrForbidden; a ConflictError while the same source is being imported;
// InvalidErrors for options.
func (db *DB) Import(ctx context.Context, actor domain.Actor, run domain.ImportRun, rows iter.Seq[domain.ImportRow], progress func(domain.ImportRun)) (domain.ImportRun, error) {
	resource := domain.ImportResource(run.Kind)
	if !domain.Can(actor, domain.Create, domain.Imports, domain.Facts{}) || !domain.Can(actor, domain.Import, resource, domain.Facts{}) {
		return run, domain.ErrForbidden
	}
	if err := run.Options.Validate(); err != nil {
		return run, err
	}
	unlock, err := db.lockSource(ctx, run)
	if err != nil {
		return run, err
	}
	defer unlock()
	run.ActorID = actor.UserID
	if run, err = db.beginImport(ctx, run); err != nil {
		return run, err
	}
	i := importer{db: db, actor: actor, resource: resource, run: run, organisations: map[string]domain.ID{}, progress: progress}
	if run.Options.Strict || run.Options.DryRun {
		err = i.whole(ctx, rows)
	} else {
		err = i.chunks(ctx, rows)
	}
	if err != nil {
		return i.run, err
	}
	return i.run, i.finish(ctx)
}

// lockSource holds the source on a connection of its own, so that the lock goes with
// the process.
func (db *DB) lockSource(ctx context.Context, run domain.ImportRun) (unlock func(), err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var got bool
	key := "import " + run.Kind + " " + run.Options.Source
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", key).Scan(&got)
	if err != nil || !got {
		conn.Release()
	}
	switch {
	case err != nil:
		return nil, translate(err)
	case !got:
		return nil, domain.Conflict("同一来源正在导入中，请稍后再试", "the same source is being imported")
	}
	return func() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(hashtextextended($1, 0))", key)
		conn.Release()
	}, nil
}

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
		batch = i.batch(t, true)
		var chunk []domain.ImportRow
		for row := range rows {
			if chunk = append(chunk, row); len(chunk) == importChunk {
				if err := batch.take(chunk); err != nil {
					return err
				}
				chunk, i.run = chunk[:0], batch.run
				i.report()
			}
		}
		if err := batch.take(chunk); err != nil {
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

// isRowError tells an error that is the row's own from one of the database or the
// context, which ends the run.
func isRowError(err error) bool {
	var invalid domain.InvalidErrors
	return errors.As(err, &invalid) || errors.Is(err, domain.ErrConflict) || errors.Is(err, domain.ErrNotFound)
}

// faultsOf says why a row was rejected.
func faultsOf(row int, err error) []domain.ImportFault {
	var invalid domain.InvalidErrors
	var conflict domain.ConflictError
	switch {
	case errors.As(err, &invalid):
		faults := make([]domain.ImportFault, len(invalid))
		for i, e := range invalid {
			faults[i] = domain.ImportFault{Row: row, Field: e.Field, Reason: e.Reason}
		}
		return faults
	case errors.As(err, &conflict):
		return []domain.ImportFault{{Row: row, Reason: conflict.Reason}}
	}
	return []domain.ImportFault{{Row: row, Reason: domain.Text{ZH: "与已有记录冲突", EN: fmt.Sprint("conflicts with what is recorded already")}}}
}
