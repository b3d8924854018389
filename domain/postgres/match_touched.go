package postgres

import (
	"context"

	"sanku/domain"
)

// touchedBy selects, by kind of record, the needs whose stored matches some records
// have a part in.
var touchedBy = map[domain.Resource]string{
	domain.Technologies: `SELECT need_id::text FROM matches WHERE technology_id = ANY($1)
  UNION SELECT need_id::text FROM match_exclusions WHERE technology_id = ANY($1)`,
	domain.Experts: `SELECT need_id::text FROM matches WHERE expert_id = ANY($1)
  UNION SELECT need_id::text FROM match_exclusions WHERE expert_id = ANY($1)`,
	domain.Organisations: `SELECT id::text FROM needs WHERE organisation_id = ANY($1) AND state = 'published'`,
	domain.RegisterEntries: `SELECT n.id::text FROM register_entries e JOIN needs n ON n.organisation_id = e.organisation_id
  WHERE e.id = ANY($1) AND e.register IN ('qualification', 'platform') AND n.state = 'published'`,
	domain.Conflicts: `SELECT n.id::text FROM conflicts c LEFT JOIN experts e ON e.id = c.expert_id
  JOIN needs n ON n.id = c.need_id OR n.organisation_id IN (c.with_id, c.organisation_id) WHERE c.id = ANY($1) AND n.state = 'published'`,
}

// NeedsTouchedBy returns the needs whose stored matches some records have a part in: as
// candidates, as the enterprise that has the need, or as a conflict over it.
func (db *DB) NeedsTouchedBy(ctx context.Context, kind domain.Resource, refs []domain.ID) ([]domain.ID, error) {
	query, ok := touchedBy[kind]
	if !ok {
		return nil, nil
	}
	return db.ids(ctx, query, rawIDs(refs))
}

// behind selects, by kind of candidate and kind of record, the candidates that change
// when the record does.
var behind = map[domain.Resource]map[domain.Resource]string{
	domain.Technologies: {
		domain.Organisations: `SELECT id::text FROM technologies WHERE organisation_id = ANY($1) AND state = 'published' ORDER BY id`,
	},
	domain.Experts: {
		domain.Organisations: `SELECT id::text FROM experts WHERE organisation_id = ANY($1) AND state = 'published' ORDER BY id`,
		domain.Dockings: `SELECT DISTINCT e.id::text FROM dockings d JOIN experts e ON e.id IN (d.steward_id, d.expert_id, d.entrepreneur_id)
  WHERE d.id = ANY($1) AND e.state = 'published' ORDER BY 1`,
	},
}

// CandidatesBehind returns the published candidates of a kind that change as matching
// sees them when records of another kind do: those of an organisation, the experts that
// a docking keeps busy.
func (db *DB) CandidatesBehind(ctx context.Context, candidates, kind domain.Resource, refs []domain.ID) ([]domain.ID, error) {
	query, ok := behind[candidates][kind]
	if !ok {
		return nil, nil
	}
	return db.ids(ctx, query, rawIDs(refs))
}

// NeedsToMatch returns the published needs without matches by the algorithm, those whose
// matches were computed before today or before the library's turnover was at since, and
// those that have matches although they are not published any more.
func (db *DB) NeedsToMatch(ctx context.Context, algorithm string, since int64) ([]domain.ID, error) {
	return db.ids(ctx, `
SELECT n.id::text FROM needs n LEFT JOIN match_runs r ON r.need_id = n.id
WHERE CASE WHEN n.state = 'published' AND n.valid_until >= $2
    THEN r.algorithm IS DISTINCT FROM $1 OR r.need_version <> n.version OR r.turnover < $3 OR r.computed_at < $4
  ELSE r.need_id IS NOT NULL END
ORDER BY n.id`, algorithm, db.today().String(), since, db.today().Time())
}

// NeedsOvertaken returns the needs of whose matches the calendar has overtaken what they
// say: a time to apply for a grant is over.
func (db *DB) NeedsOvertaken(ctx context.Context) ([]domain.ID, error) {
	return db.ids(ctx, `SELECT need_id::text FROM match_runs WHERE overtaken_on <= $1::date ORDER BY need_id`, db.today().String())
}

func rawIDs(ids []domain.ID) [][16]byte {
	raw := make([][16]byte, len(ids))
	for i, id := range ids {
		raw[i] = id
	}
	return raw
}
