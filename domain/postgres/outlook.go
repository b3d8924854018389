package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// prospective are the conditions under which an open docking d, between the enterprise e
// and the provider p, may make a contract that counts by a rule of domain.Measure.
var prospective = map[string]string{
	"iur_agreements": "p.kind IN ('university', 'institute')",
	"local_transfer": "p.kind IN ('university', 'institute') AND p.division LIKE '4303%' AND d.technology_id IS NOT NULL",
}

// Prospects lists the dockings that were open at the end of the day asOf and may come to
// count by the rule named by the day to, each with its chance; none for a rule that no
// docking feeds.
func (db *DB) Prospects(ctx context.Context, rule string, asOf, to domain.Date) ([]domain.Prospect, error) {
	condition, ok := prospective[rule]
	if !ok {
		return nil, nil
	}
	end := asOf.AddDays(1).Time()
	records, err := db.stageRecords(ctx, end)
	if err != nil {
		return nil, err
	}
	rows, err := db.pool.Query(ctx, fmt.Sprintf(openDockings, condition), end)
	if err != nil {
		return nil, translate(err)
	}
	left := to.Time().Sub(asOf.Time()).Hours() / 24
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (x domain.Prospect, err error) {
		err = row.Scan(&x.Docking, &x.Title, &x.Area, &x.Stage, &x.Local)
		x.Chance = domain.ContractedBy(x.Stage, records, left)
		return x, err
	})
	return found, translate(err)
}

// openDockings are those that had begun and not ended before $1. When one was loaded with
// its past, its first step is the first that is known of it.
const openDockings = `
SELECT d.id, n.title, coalesce(d.area, ''), coalesce(last.to_stage, 'proposed'), e.division LIKE '4303%%'
FROM dockings d JOIN needs n ON n.id = d.need_id JOIN organisations e ON e.id = d.enterprise_id JOIN organisations p ON p.id = d.provider_id
LEFT JOIN LATERAL (
    SELECT v.to_stage FROM docking_events v WHERE v.docking_id = d.id AND v.at < $1 ORDER BY v.seq DESC LIMIT 1) last ON true
WHERE %s AND (d.created_at < $1 OR last.to_stage IS NOT NULL) AND coalesce(last.to_stage, 'proposed') NOT IN ('contracted', 'declined')
ORDER BY d.id`

// stageRecords tells what became of the dockings that ended before the moment given and
// within the three years before.
func (db *DB) stageRecords(ctx context.Context, before time.Time) ([]domain.StageRecord, error) {
	rows, err := db.pool.Query(ctx, stageRecords, before, before.AddDate(-3, 0, 0))
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r domain.StageRecord, err error) {
		return r, row.Scan(&r.Stage, &r.Ended, &r.Contracted, &r.Days)
	})
	return found, translate(err)
}

const stageRecords = `
WITH ended AS (
    SELECT docking_id, to_stage, at FROM docking_events WHERE to_stage IN ('contracted', 'declined') AND at >= $2 AND at < $1
), reached AS (
    SELECT v.docking_id, v.to_stage AS stage, min(v.at) AS at FROM docking_events v JOIN ended USING (docking_id)
    WHERE v.to_stage IN ('introduced', 'negotiating', 'agreed') GROUP BY 1, 2
    UNION ALL
    SELECT d.id, 'proposed', least(d.created_at, min(v.at))
    FROM dockings d JOIN ended ON ended.docking_id = d.id JOIN docking_events v ON v.docking_id = d.id GROUP BY d.id
)
SELECT r.stage, count(*), count(*) FILTER (WHERE e.to_stage = 'contracted'),
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.at - r.at) / 86400) FILTER (WHERE e.to_stage = 'contracted'), 0)::float8
FROM reached r JOIN ended e USING (docking_id)
GROUP BY r.stage`
