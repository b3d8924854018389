package postgres

import (
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
}

// StoreMatches replaces the stored matches of run's need by matches, all at once.
// Nothing is stored, and that is no error, when a later run is there already.
// ErrStale says that the need is no longer at the version the run was made from,
// ErrNotFound that it is not published any more; its matches are then as they were.
func (db *DB) StoreMatches(ctx context.Context, run MatchRun, matches []domain.Match) error {
	return translate(pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		if err := lockMatched(ctx, t, run); err != nil {
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
		return recordRun(ctx, t, run)
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

func recordRun(ctx context.Context, t pgx.Tx, run MatchRun) error {
	_, err := t.Exec(ctx, `
INSERT INTO match_runs (need_id, need_version, algorithm, xid, change_id, computed_at) VALUES ($1, $2, $3, $4::text::xid8, $5, $6)
ON CONFLICT (need_id) DO UPDATE SET need_version = excluded.need_version, algorithm = excluded.algorithm,
  xid = excluded.xid, change_id = excluded.change_id, computed_at = excluded.computed_at`,
		[16]byte(run.NeedID), run.NeedVersion, run.Algorithm, fmt.Sprint(run.Seen.XID), run.Seen.ID, run.ComputedAt)
	return err
}

var matchFields = []string{"need_id", "kind", "rank", "technology_id", "expert_id", "policy_id", "score", "near_miss",
	"features", "gates", "passages", "algorithm", "need_version", "candidate_version", "computed_at"}

func copyMatches(ctx context.Context, t pgx.Tx, run MatchRun, matches []domain.Match) error {
	rows := pgx.CopyFromSlice(len(matches), func(i int) ([]any, error) {
		m := matches[i]
		parts, err := encodeMatch(m)
		return []any{[16]byte(run.NeedID), m.Kind, m.Rank, candidateOf(m, domain.MatchTechnology), candidateOf(m, domain.MatchExpert),
			candidateOf(m, domain.MatchPolicy), m.Score, m.NearMiss, parts.features, parts.gates, parts.passages, run.Algorithm,
			run.NeedVersion, m.CandidateVersion, run.ComputedAt}, err
	})
	_, err := t.CopyFrom(ctx, pgx.Identifier{"matches"}, matchFields, rows)
	return err
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
		_, err := t.Exec(ctx, `DELETE FROM match_runs WHERE need_id = $1`, [16]byte(need))
		return err
	}))
}

// MatchIsFresh reports whether the stored matches of a need at a version were
// computed by the algorithm and no record that they derive from has changed since.
func (db *DB) MatchIsFresh(ctx context.Context, need domain.ID, version int64, algorithm string) (fresh bool, err error) {
	err = db.pool.QueryRow(ctx, `
SELECT EXISTS (SELECT FROM match_runs r WHERE r.need_id = $1 AND r.need_version = $2 AND r.algorithm = $3
  AND r.xid < pg_snapshot_xmin(pg_current_snapshot())
  AND NOT EXISTS (SELECT FROM changes c WHERE (c.xid, c.id) > (r.xid, r.change_id) AND (c.kind <> 'need' OR c.ref = r.need_id)))`,
		[16]byte(need), version, algorithm).Scan(&fresh)
	return fresh, translate(err)
}

// touchedBy selects, by kind of record, the needs whose stored matches a record has
// a part in.
var touchedBy = map[domain.Resource]string{
	domain.Technologies: `SELECT need_id::text FROM matches WHERE technology_id = $1`,
	domain.Experts:      `SELECT need_id::text FROM matches WHERE expert_id = $1`,
	domain.Policies:     `SELECT need_id::text FROM matches WHERE policy_id = $1`,
	domain.Dockings: `SELECT DISTINCT m.need_id::text FROM dockings d
  JOIN matches m ON m.expert_id IN (d.steward_id, d.expert_id, d.entrepreneur_id) WHERE d.id = $1`,
	domain.Organisations: `SELECT id::text FROM needs WHERE organisation_id = $1 AND state = 'published'
  UNION SELECT m.need_id::text FROM technologies t JOIN matches m ON m.technology_id = t.id WHERE t.organisation_id = $1
  UNION SELECT m.need_id::text FROM experts e JOIN matches m ON m.expert_id = e.id WHERE e.organisation_id = $1`,
}

// NeedsTouchedBy returns the needs whose stored matches a record has a part in: as
// a candidate, as the owner of one, or as a docking that keeps an expert busy.
func (db *DB) NeedsTouchedBy(ctx context.Context, kind domain.Resource, ref domain.ID) ([]domain.ID, error) {
	query, ok := touchedBy[kind]
	if !ok {
		return nil, nil
	}
	return db.ids(ctx, query, [16]byte(ref))
}

// NeedsToMatch returns the published needs without matches by the algorithm, and
// those that have matches although they are not published any more.
func (db *DB) NeedsToMatch(ctx context.Context, algorithm string) ([]domain.ID, error) {
	return db.ids(ctx, `
SELECT n.id::text FROM needs n LEFT JOIN match_runs r ON r.need_id = n.id
WHERE CASE WHEN n.state = 'published' AND n.valid_until >= $2 THEN r.algorithm IS DISTINCT FROM $1 OR r.need_version <> n.version
  ELSE r.need_id IS NOT NULL END
ORDER BY n.id`, algorithm, db.today().String())
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
