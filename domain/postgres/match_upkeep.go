package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"sanku/domain"
)

// ErrBehind says that the stored matches know of changes which a computation has not
// seen: it is to be made again.
var ErrBehind = errors.New("stored matches know of later changes")

// upkeepLock is the advisory lock that makes the upkeep one per cluster.
const upkeepLock = 0x75706b656570 // "upkeep"

// Upkeep is the right to change stored matches record by record, which one holder in
// the cluster has at a time. Whole runs go on beside it: one that has not seen what the
// upkeep knows is refused, and a list of one that has seen more is left alone.
type Upkeep struct {
	db   *DB
	conn *pgxpool.Conn
	seen Position
}

// BeginUpkeep waits for the upkeep. It must be ended.
func (db *DB) BeginUpkeep(ctx context.Context) (*Upkeep, error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, translate(err)
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(upkeepLock)); err != nil {
		conn.Conn().Close(context.WithoutCancel(ctx))
		conn.Release()
		return nil, translate(err)
	}
	return &Upkeep{db: db, conn: conn}, nil
}

// End lets another have the upkeep. Should the connection be lost, so is the lock.
func (u *Upkeep) End() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := u.conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, int64(upkeepLock)); err != nil {
		u.conn.Conn().Close(ctx)
	}
	u.conn.Release()
}

// Advance says what the holder has seen of the feed, and how many technologies it is
// going to look at, before it reads which needs those have a part in. From then on no
// whole run is stored that has seen less. It returns the library's turnover.
func (u *Upkeep) Advance(ctx context.Context, seen Position, technologies int) (turnover int64, err error) {
	err = u.db.pool.QueryRow(ctx, `UPDATE match_upkeep SET xid = $1::text::xid8, change_id = $2, turnover = turnover + $3 RETURNING turnover`,
		fmt.Sprint(seen.XID), seen.ID, technologies).Scan(&turnover)
	u.seen = seen
	return turnover, translate(err)
}

// holdUpkeep keeps the upkeep from advancing until t ends, and returns ErrBehind if it
// is beyond seen. A position beyond the horizon is of the time before a restore.
func holdUpkeep(ctx context.Context, t pgx.Tx, seen Position) error {
	var behind bool
	err := t.QueryRow(ctx, `
SELECT (xid, change_id) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot()) FROM match_upkeep FOR SHARE`,
		fmt.Sprint(seen.XID), seen.ID).Scan(&behind)
	if err == nil && behind {
		return ErrBehind
	}
	return err
}

// Turnover is how many technologies have changed since the beginning.
func (db *DB) Turnover(ctx context.Context) (n int64, err error) {
	err = db.pool.QueryRow(ctx, `SELECT turnover FROM match_upkeep`).Scan(&n)
	return n, translate(err)
}

// Judgement is what looking again at some candidates of one kind has brought for a need:
// those that answer it are among Answers.
type Judgement struct {
	Looked  []domain.ID
	Answers []domain.Match
	Explain func(*domain.Match) // an answer that is to be listed
}

// Revise changes the stored matches of one kind of a need by a judgement, made while the
// need is held for the run that they are of. Refill says that the need is to be matched
// whole, since something unlisted may belong into the list now. Nothing is done where a
// run with all that the holder knows is stored or under way.
func (u *Upkeep) Revise(ctx context.Context, need MatchRun, kind string, judge func(MatchRun) (Judgement, error)) (refill bool, err error) {
	err = u.hold(ctx, need, func(t pgx.Tx, run MatchRun) error {
		j, err := judge(run)
		if err != nil || len(j.Looked) == 0 {
			return err
		}
		listed, err := standings(ctx, t, need.NeedID, kind)
		if err != nil {
			return err
		}
		var revised []domain.Match
		var rest domain.Rest
		revised, rest, refill = domain.ReviseMatches(listed, run.Rest, j.Looked, j.Answers)
		if err := revise(ctx, t, need, kind, listed, revised, j); err != nil {
			return err
		}
		need.Excluded = domain.Excluded(j.Answers)
		if err := exclude(ctx, t, need, kind+"_id = ANY($2)", rawIDs(j.Looked)); err != nil {
			return err
		}
		if rest == run.Rest {
			return nil
		}
		_, err = t.Exec(ctx, `UPDATE match_runs SET rest = $2, rest_miss = $3 WHERE need_id = $1`, [16]byte(need.NeedID), rest.Match, rest.Miss)
		return err
	})
	return refill, err
}

// Replace puts matches, computed anew, in the place of all stored ones of one kind of a
// need. As Revise, it leaves alone what knows as much.
func (u *Upkeep) Replace(ctx context.Context, need MatchRun, kind string, matches []domain.Match) error {
	return u.hold(ctx, need, func(t pgx.Tx, _ MatchRun) error {
		if _, err := t.Exec(ctx, `DELETE FROM matches WHERE need_id = $1 AND kind = $2`, [16]byte(need.NeedID), kind); err != nil {
			return err
		}
		if err := copyMatches(ctx, t, need, matches); err != nil {
			return err
		}
		if kind == domain.MatchPolicy {
			_, err := t.Exec(ctx, `UPDATE match_runs SET overtaken_on = $2 WHERE need_id = $1`,
				[16]byte(need.NeedID), domain.Overtaken(matches, domain.DateOf(need.ComputedAt)))
			if err != nil {
				return err
			}
			return tell(ctx, t, need)
		}
		if err := exclude(ctx, t, need, kind+"_id IS NOT NULL", nil); err != nil {
			return err
		}
		return tell(ctx, t, need)
	})
}

// hold runs fn with the need held and the run that its matches are of, unless that run
// is absent, made by other rules or from another version, or has seen all that the
// holder has: then a whole run is done or under way.
func (u *Upkeep) hold(ctx context.Context, need MatchRun, fn func(pgx.Tx, MatchRun) error) error {
	err := pgx.BeginTxFunc(ctx, u.db.pool, derived, func(t pgx.Tx) error {
		if err := lockMatched(ctx, t, need); err != nil {
			return err
		}
		run, err := storedRun(ctx, t, need.NeedID)
		if err != nil || run.NeedVersion != need.NeedVersion || run.Algorithm != need.Algorithm || run.Seen.Compare(u.seen) > 0 {
			return err
		}
		return fn(t, run)
	})
	if err = translate(err); errors.Is(err, domain.ErrNotFound) || errors.Is(err, domain.ErrStale) {
		return nil
	}
	return err
}
