package postgres

import (
	"context"
	"iter"

	"sanku/domain"
)

// Import brings the rows of one file into the library of run.Kind and returns the run
// with its counts. What the source said of a record is remembered: a row that says the
// same again is not written, a row that says something else makes the record's next
// version, and a row never takes a record back to an earlier state. A run whose process
// died is continued where its last chunk ended when the same file is imported again
// with the same options. Progress, if any, is called after every chunk.
//
// With Strict or DryRun all rows are one transaction: nothing is kept when one row is
// rejected, or in any case. Rejected rows are no error; read them by ImportFaults.
//
// The rows of those who may import only their own are their organisation's: see ownImport.
// Errors: ErrForbidden; a ConflictError while the same source is being imported;
// InvalidErrors for options and for too many rows.
func (db *DB) Import(ctx context.Context, actor domain.Actor, run domain.ImportRun, rows iter.Seq[domain.ImportRow], progress func(domain.ImportRun)) (domain.ImportRun, error) {
	resource := domain.ImportResource(run.Kind)
	run.OrganisationID = importsFor(actor, resource)
	if !domain.Can(actor, domain.Create, domain.Imports, run.Facts()) || !domain.Can(actor, domain.Import, resource, run.Facts()) {
		return run, domain.ErrForbidden
	}
	if err := run.Validate(); err != nil {
		return run, err
	}
	leave, err := db.enterImport(ctx, run, rows)
	if err != nil {
		return run, err
	}
	defer leave()
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
// the process. An organisation's sources are held together: what one of them has brought
// in, another may not bring in again.
func (db *DB) lockSource(ctx context.Context, run domain.ImportRun) (unlock func(), err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var got bool
	key := "import " + run.Kind + " " + run.Options.Source
	if own := run.OrganisationID; !own.IsZero() {
		key = "import " + run.Kind + " :" + own.String()
	}
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
