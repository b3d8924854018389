package postgres

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// MatchRun is one computation of all matches of a need, and what it was made from.
type MatchRun struct {
	NeedID      domain.ID
	NeedVersion int64
	Algorithm   string
	Seen        Position // every change up to here was seen
	ComputedAt  time.Time

	// What the upkeep of its technologies goes by until the next run.
	Turnover int64       // of the library, when the run began
	Floor    Floor       // which technologies were looked at
	Rest     domain.Rest // which of those answer the need and are not listed

	Excluded []domain.Match // by declared conflicts alone
}

// Floor is the last technology, in the order of retrieval, that was judged for a need;
// the zero Floor when all were.
type Floor struct {
	Score float64
	ID    domain.ID
}

// Admits reports whether a technology that retrieval scores so lies on the floor or
// above it.
func (f Floor) Admits(score float64, id domain.ID) bool {
	return score > f.Score || score == f.Score && bytes.Compare(id[:], f.ID[:]) <= 0
}

// derived begins a transaction that does not wait for the disk: should the machine fail
// within the next moment, the whole run is as if it had never been made, and is made
// again. What is committed later, such as that its job is done, is never kept without it.
var derived = pgx.TxOptions{BeginQuery: "BEGIN; SET LOCAL synchronous_commit TO off"}

// StoreMatches replaces the stored matches of run's need by matches, all at once.
// Nothing is stored, and that is no error, when a later run is there already.
// ErrBehind says that the upkeep of matches has gone beyond what the run saw: it is to
// be made again. ErrStale says that the need is no longer at the version the run was
// made from, ErrNotFound that it is not published any more; its matches are then as
// they were.
func (db *DB) StoreMatches(ctx context.Context, run MatchRun, matches []domain.Match) error {
	return translate(pgx.BeginTxFunc(ctx, db.pool, derived, func(t pgx.Tx) error {
		if err := lockMatched(ctx, t, run); err != nil {
			return err
		}
		if err := holdUpkeep(ctx, t, run.Seen); err != nil {
			return err
		}
		later, err := hasLaterRun(ctx, t, run)
		if err != nil || later {
			return err
		}
		if _, err := t.Exec(ctx, `DELETE FROM matches WHERE need_id = $1`, [16]byte(run.NeedID)); err != nil {
			return err
		}
		if err := copyMatches(ctx, t, run, matches); err != nil {
			return err
		}
		if err := exclude(ctx, t, run, "technology_id IS NOT NULL OR expert_id IS NOT NULL", nil); err != nil {
			return err
		}
		if err := tell(ctx, t, run); err != nil {
			return err
		}
		return recordRun(ctx, t, run, domain.Overtaken(matches, domain.DateOf(run.ComputedAt)))
	}))
}

// lockMatched holds the need until the transaction ends, so that runs take turns.
func lockMatched(ctx context.Context, t pgx.Tx, run MatchRun) error {
	var version int64
	err := t.QueryRow(ctx, `SELECT version FROM needs WHERE id = $1 AND state = 'published' FOR NO KEY UPDATE`, [16]byte(run.NeedID)).Scan(&version)
	if err == nil && version != run.NeedVersion {
		return domain.ErrStale
	}
	return err
}

// hasLaterRun ignores a run beyond the horizon: it is of the time before a restore.
func hasLaterRun(ctx context.Context, t pgx.Tx, run MatchRun) (later bool, err error) {
	err = t.QueryRow(ctx, `
SELECT EXISTS (SELECT FROM match_runs WHERE need_id = $1 AND need_version = $2 AND algorithm = $3
  AND (xid, change_id) > ($4::text::xid8, $5::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot()))`,
		[16]byte(run.NeedID), run.NeedVersion, run.Algorithm, fmt.Sprint(run.Seen.XID), run.Seen.ID).Scan(&later)
	return later, err
}

func recordRun(ctx context.Context, t pgx.Tx, run MatchRun, overtaken domain.Date) error {
	_, err := t.Exec(ctx, `
INSERT INTO match_runs (need_id, need_version, algorithm, xid, change_id, computed_at, turnover, floor, floor_id, rest, rest_miss, overtaken_on)
VALUES ($1, $2, $3, $4::text::xid8, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (need_id) DO UPDATE SET need_version = excluded.need_version, algorithm = excluded.algorithm, xid = excluded.xid,
  change_id = excluded.change_id, computed_at = excluded.computed_at, turnover = excluded.turnover, floor = excluded.floor,
  floor_id = excluded.floor_id, rest = excluded.rest, rest_miss = excluded.rest_miss, overtaken_on = excluded.overtaken_on`,
		[16]byte(run.NeedID), run.NeedVersion, run.Algorithm, fmt.Sprint(run.Seen.XID), run.Seen.ID, run.ComputedAt,
		run.Turnover, run.Floor.Score, orNull(run.Floor.ID), run.Rest.Match, run.Rest.Miss, overtaken)
	return err
}

var matchFields = []string{"need_id", "kind", "rank", "technology_id", "expert_id", "policy_id", "score", "near_miss",
	"features", "gates", "passages", "need_passages", "targets", "grants", "algorithm", "need_version", "candidate_version", "computed_at"}

func copyMatches(ctx context.Context, t pgx.Tx, run MatchRun, matches []domain.Match) error {
	rows := pgx.CopyFromSlice(len(matches), func(i int) ([]any, error) {
		m := matches[i]
		parts, err := encodeMatch(m)
		return []any{[16]byte(run.NeedID), m.Kind, m.Rank, candidateOf(m, domain.MatchTechnology), candidateOf(m, domain.MatchExpert),
			candidateOf(m, domain.MatchPolicy), m.Score, m.NearMiss, parts.features, parts.gates, parts.passages, parts.needPassages, parts.targets, parts.grants, run.Algorithm,
			run.NeedVersion, m.CandidateVersion, run.ComputedAt}, err
	})
	_, err := t.CopyFrom(ctx, pgx.Identifier{"matches"}, matchFields, rows)
	return err
}

func orNull(id domain.ID) any {
	if id.IsZero() {
		return nil
	}
	return [16]byte(id)
}

// candidateOf is the candidate's id if the match is of the kind, else NULL.
func candidateOf(m domain.Match, kind string) any {
	if m.Kind != kind {
		return nil
	}
	return [16]byte(m.CandidateID)
}

// DropMatches removes the stored matches of a need that is not to be matched.
func (db *DB) DropMatches(ctx context.Context, need domain.ID) error {
	return translate(pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `DELETE FROM matches WHERE need_id = $1`, [16]byte(need)); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `DELETE FROM match_exclusions WHERE need_id = $1`, [16]byte(need)); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `DELETE FROM match_runs WHERE need_id = $1`, [16]byte(need))
		return err
	}))
}

// unmatched are the kinds of change that no match follows from: what people are told.
var unmatched = []string{addressChanges, string(domain.Notices), string(domain.Messages), string(domain.Invitations), string(domain.Reminders), string(domain.Publications), string(domain.Webhooks), string(domain.SavedSearches)}

// MatchIsFresh reports whether the stored matches of a need at a version were
// computed by the algorithm, today, and no record that they derive from has changed
// since.
func (db *DB) MatchIsFresh(ctx context.Context, need domain.ID, version int64, algorithm string) (fresh bool, err error) {
	err = db.pool.QueryRow(ctx, `
SELECT EXISTS (SELECT FROM match_runs r WHERE r.need_id = $1 AND r.need_version = $2 AND r.algorithm = $3
  AND r.xid < pg_snapshot_xmin(pg_current_snapshot()) AND r.computed_at >= $4
  AND NOT EXISTS (SELECT FROM changes c WHERE (c.xid, c.id) > (r.xid, r.change_id) AND NOT c.kind = ANY($5)
    AND (c.kind NOT IN ('need', 'need.meaning') OR c.ref = r.need_id)))`,
		[16]byte(need), version, algorithm, db.today().Time(), unmatched).Scan(&fresh)
	return fresh, translate(err)
}

func (db *DB) ids(ctx context.Context, sql string, args ...any) ([]domain.ID, error) {
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (domain.ID, error) {
		var s string
		if err := row.Scan(&s); err != nil {
			return domain.ID{}, err
		}
		return domain.ParseID(s)
	})
	return found, translate(err)
}
