package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"sanku/domain"
)

const (
	relayReader = "relay"
	relayLock   = 0x72656c6179 // "relay": the advisory lock that makes it one per cluster
	relayBatch  = 1000         // changes read at once, and so the most records that one job is about
)

// RefArgs are the arguments of a job about one record. Their JSON holds its id
// under "ref", by which the relay finds the jobs that wait for the record.
type RefArgs interface {
	river.JobArgs
	Record() domain.ID
}

// BatchArgs are RefArgs of which many make one job. The JSON of that job holds the
// records' ids under "refs", and under "of" what tells its batches from others of the
// kind.
type BatchArgs interface {
	RefArgs
	Of() string
	Records() []domain.ID
	Join(refs []domain.ID) BatchArgs
}

// Relay turns the change feed into background jobs: it inserts them and moves its
// cursor in one transaction, so that a change leads to a job exactly when it counts
// as read. A record that has a job waiting gets no second one that is no more urgent:
// the job has not begun, so it will read what changed. A job under way does not count,
// since it may have read the record before it changed. (For that reason River's own
// unique jobs, which cannot leave running jobs out, are not used here.)
type Relay struct {
	db     *DB
	client *river.Client[pgx.Tx]
	jobs   []func(ChangeEntry) RefArgs
}

// NewRelay makes the relay of db. Each of jobs says which job a change asks for, nil for
// none.
func (db *DB) NewRelay(jobs ...func(ChangeEntry) RefArgs) (*Relay, error) {
	client, err := river.NewClient(riverpgxv5.New(db.pool), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	return &Relay{db, client, jobs}, err
}

// Run relays until ctx ends, looking at every poll.
func (r *Relay) Run(ctx context.Context, poll time.Duration, log *slog.Logger) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for failing := false; ; {
		n, err := r.Move(ctx)
		if err != nil && ctx.Err() == nil && !failing {
			log.Warn("changes not relayed; tried again until they are", "error", err)
		}
		failing = err != nil
		if n == relayBatch {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Move relays one batch of changes and returns how many it read: none when there
// are none, or when another process is relaying.
func (r *Relay) Move(ctx context.Context) (read int, err error) {
	err = pgx.BeginFunc(ctx, r.db.pool, func(t pgx.Tx) error {
		at, mine, err := r.take(ctx, t)
		if err != nil || !mine {
			return err
		}
		changes, err := changesIn(ctx, t, nil, at, relayBatch)
		if err != nil || len(changes) == 0 {
			return err
		}
		read = len(changes)
		if err := r.insert(ctx, t, r.asked(changes)); err != nil {
			return err
		}
		return r.move(ctx, t, changes[read-1].Position)
	})
	return read, translate(err)
}

// take locks the relay and reads its cursor. A cursor beyond the horizon is of
// another cluster, from before a restore: the feed is read from its beginning.
func (r *Relay) take(ctx context.Context, t pgx.Tx) (at Position, mine bool, err error) {
	if err := t.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, int64(relayLock)).Scan(&mine); err != nil || !mine {
		return at, false, err
	}
	at, err = scanPosition(t.QueryRow(ctx, `SELECT xid::text::bigint, id FROM change_readers WHERE reader = $1`, relayReader))
	if err != nil {
		return at, false, err
	}
	horizon, err := horizonIn(ctx, t)
	if at.Compare(horizon) > 0 {
		at = Position{}
	}
	return at, true, err
}

func (r *Relay) move(ctx context.Context, t pgx.Tx, to Position) error {
	_, err := t.Exec(ctx, `
INSERT INTO change_readers (reader, xid, id, updated_at) VALUES ($1, $2::text::xid8, $3, $4)
ON CONFLICT (reader) DO UPDATE SET xid = excluded.xid, id = excluded.id, updated_at = excluded.updated_at`,
		relayReader, fmt.Sprint(to.XID), to.ID, r.db.Now())
	return err
}

// asked are the jobs that changes ask for, one of each for a record.
func (r *Relay) asked(changes []ChangeEntry) []RefArgs {
	among := map[string]int{}
	for _, c := range changes {
		among[c.Kind]++
	}
	var jobs []RefArgs
	for _, jobOf := range r.jobs {
		seen := map[ChangeEntry]bool{}
		for _, c := range changes {
			record := ChangeEntry{Kind: c.Kind, Ref: c.Ref}
			c.Among = among[c.Kind]
			if job := jobOf(c); job != nil && !seen[record] {
				seen[record] = true
				jobs = append(jobs, job)
			}
		}
	}
	return jobs
}

// insert adds the jobs whose record has none of the kind waiting.
func (r *Relay) insert(ctx context.Context, t pgx.Tx, jobs []RefArgs) error {
	wanted, err := withoutWaiting(ctx, t, jobs)
	if err != nil || len(wanted) == 0 {
		return err
	}
	params, err := growWaiting(ctx, t, joined(wanted))
	if err != nil || len(params) == 0 {
		return err
	}
	_, err = r.client.InsertManyTx(ctx, t, params)
	return err
}

// Enqueue inserts jobs, but for those whose record has one of the kind waiting.
func (r *Relay) Enqueue(ctx context.Context, jobs []RefArgs) error {
	return translate(pgx.BeginFunc(ctx, r.db.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(relayLock)); err != nil {
			return err
		}
		return r.insert(ctx, t, jobs)
	}))
}
