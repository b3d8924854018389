package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// untold selects who is to hear of which match of need $1: its enterprise, the
// technology's organisation, the expert, and, where it is strong, the stewards of the
// enterprise's area; each if it passes their threshold and they have not been told. What
// would be a match but for a condition is told to nobody.
const untold = `
WITH passing AS (
  SELECT m.kind, coalesce(m.technology_id, m.expert_id, m.policy_id) AS candidate, m.score, m.technology_id, m.expert_id,
    d.threshold AS usual, d.strong, n.organisation_id AS enterprise, o.area, c.organisation_id AS provider
  FROM matches m JOIN notice_defaults d ON d.kind = m.kind JOIN needs n ON n.id = m.need_id JOIN organisations o ON o.id = n.organisation_id
  LEFT JOIN technologies c ON c.id = m.technology_id
  WHERE m.need_id = $1 AND NOT m.near_miss
), told (organisation, expert, area, kind, candidate, score) AS (
  SELECT enterprise, NULL::uuid, NULL::text, kind, candidate, score FROM passing
  WHERE score >= coalesce((SELECT threshold FROM notice_thresholds WHERE need_id = $1),
    (SELECT threshold FROM notice_thresholds WHERE organisation_id = enterprise AND need_id IS NULL AND technology_id IS NULL), usual)
  UNION ALL
  SELECT provider, NULL, NULL, kind, candidate, score FROM passing p
  WHERE provider IS NOT NULL AND score >= coalesce((SELECT threshold FROM notice_thresholds x WHERE x.technology_id = p.technology_id),
    (SELECT threshold FROM notice_thresholds WHERE organisation_id = provider AND need_id IS NULL AND technology_id IS NULL), usual)
  UNION ALL
  SELECT NULL, expert_id, NULL, kind, candidate, score FROM passing WHERE expert_id IS NOT NULL AND score >= usual
  UNION ALL
  SELECT NULL, NULL, area, kind, candidate, score FROM passing WHERE area IS NOT NULL AND kind = 'technology' AND score >= strong
)
SELECT organisation, expert, area, kind, candidate, score FROM told t
WHERE NOT EXISTS (SELECT FROM notices n WHERE n.need_id = $1 AND n.candidate_id = t.candidate
  AND coalesce(n.organisation_id::text, n.expert_id::text, n.area) = coalesce(t.organisation::text, t.expert::text, t.area))
ORDER BY score, candidate`

// tell writes the notices that the stored matches of run's need ask for. The need is
// held, so that nobody is told twice.
func tell(ctx context.Context, t pgx.Tx, run MatchRun) error {
	rows, err := t.Query(ctx, untold, [16]byte(run.NeedID))
	if err != nil {
		return err
	}
	notices, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) {
		values := make([]any, 6)
		err := row.Scan(&values[0], &values[1], &values[2], &values[3], &values[4], &values[5])
		return append([]any{[16]byte(domain.NewID()), [16]byte(run.NeedID), run.ComputedAt}, values...), err
	})
	if err != nil || len(notices) == 0 {
		return err
	}
	fields := []string{"id", "need_id", "created_at", "organisation_id", "expert_id", "area", "kind", "candidate_id", "score"}
	if _, err = t.CopyFrom(ctx, pgx.Identifier{"notices"}, fields, pgx.CopyFromRows(notices)); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO changes (kind, ref, version) VALUES ('notice', $1, 0)`, [16]byte(run.NeedID))
	return err
}
