package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// Presence tells other copies that one is there: a lock on its name, held by a
// connection of its own, which PostgreSQL lets go when the copy ends, however it ends.
type Presence struct {
	db   *DB
	name string
	conn *pgx.Conn // nil after it was lost
}

// presencePrefix tells names of copies that keep a presence from others.
const presencePrefix = "sanku/"

// keepalive has PostgreSQL notice within half a minute that a machine has gone, rather
// than after hours.
const keepalive = `SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4`

// Appear makes a copy present under a name of its own until End.
func (db *DB) Appear(ctx context.Context) (*Presence, error) {
	p := &Presence{db: db, name: presencePrefix + domain.NewID().String()}
	return p, p.Renew(ctx)
}

// Name is the name by which others see the copy.
func (p *Presence) Name() string { return p.name }

// Renew makes the copy present again if its connection was lost.
func (p *Presence) Renew(ctx context.Context) error {
	if p.conn != nil && p.conn.Ping(ctx) == nil {
		return nil
	}
	p.End()
	conn, err := p.db.pool.Acquire(ctx)
	if err != nil {
		return translate(err)
	}
	p.conn = conn.Hijack() // it is no longer one of those that requests share
	if _, err = p.conn.Exec(ctx, keepalive); err == nil {
		_, err = p.conn.Exec(ctx, `SELECT pg_advisory_lock_shared(hashtextextended($1, 0))`, p.name)
	}
	if err != nil {
		p.End() // a connection without the lock makes nobody present
	}
	return translate(err)
}

// End makes the copy absent.
func (p *Presence) End() {
	if p.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = p.conn.Close(ctx) // the lock goes with the connection, in order or not
	p.conn = nil
}

// workedBy is the copy that a running job was last taken by.
const workedBy = `attempted_by[cardinality(attempted_by)]`

// Absent names the copies that have taken jobs, have not finished them, and are not
// there.
func (db *DB) Absent(ctx context.Context) ([]string, error) {
	rows, err := db.pool.Query(ctx, `
WITH working AS MATERIALIZED (SELECT DISTINCT `+workedBy+` AS name FROM river_job WHERE state = 'running')
SELECT name FROM working WHERE starts_with(name, $1) AND pg_try_advisory_xact_lock(hashtextextended(name, 0)) ORDER BY name`, presencePrefix)
	if err != nil {
		return nil, translate(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return names, translate(err)
}

// ReleaseJobs has other copies do the jobs that absent ones have left undone, but for those
// that may not be tried again: they have failed. It returns how many jobs that were.
func (db *DB) ReleaseJobs(ctx context.Context, absent []string) (int64, error) {
	done, err := db.pool.Exec(ctx, `
UPDATE river_job SET state = CASE WHEN attempt < max_attempts THEN 'available' ELSE 'discarded' END::river_job_state,
  finalized_at = CASE WHEN attempt < max_attempts THEN NULL ELSE now() END, scheduled_at = now(),
  errors = array_append(errors, jsonb_build_object('at', now(), 'attempt', attempt, 'error', $2::text, 'trace', ''))
WHERE state = 'running' AND `+workedBy+` = ANY($1)`, absent, "the copy that did it is gone: "+strings.Join(absent, ", "))
	return done.RowsAffected(), translate(err)
}
