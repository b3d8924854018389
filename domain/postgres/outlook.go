package postgres

import (
	"context"
	"fmt"
	"time"

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
	var rows []struct {
		ID    domain.ID
		Title string
		Area  string
		Stage domain.Stage
		Local bool
	}
	if err := db.read(ctx).Raw(fmt.Sprintf(openDockings, condition), map[string]any{"before": end}).Scan(&rows).Error; err != nil {
		return nil, translate(err)
	}
	left := to.Time().Sub(asOf.Time()).Hours() / 24
	found := make([]domain.Prospect, len(rows))
	for i, r := range rows {
		found[i] = domain.Prospect{Docking: r.ID, Title: r.Title, Area: r.Area, Stage: r.Stage, Local: r.Local, Chance: domain.ContractedBy(r.Stage, records, left)}
	}
	return found, nil
}

// openDockings are those that had begun and not ended before @before. When one was loaded with
// its past, its first step is the first that is known of it.
const openDockings = `
SELECT d.id, n.title, coalesce(d.area, '') AS area, coalesce(last.to_stage, 'proposed') AS stage, e.division LIKE '4303%%' AS local
FROM dockings d JOIN needs n ON n.id = d.need_id JOIN organisations e ON e.id = d.enterprise_id JOIN organisations p ON p.id = d.provider_id
LEFT JOIN LATERAL (
    SELECT v.to_stage FROM docking_events v WHERE v.docking_id = d.id AND v.at < @before ORDER BY v.seq DESC LIMIT 1) last ON true
WHERE %s AND (d.created_at < @before OR last.to_stage IS NOT NULL) AND coalesce(last.to_stage, 'proposed') NOT IN ('contracted', 'declined')
ORDER BY d.id`

// stageRecords tells what became of the dockings that ended before the moment given and
// within the three years before.
func (db *DB) stageRecords(ctx context.Context, before time.Time) ([]domain.StageRecord, error) {
	var found []domain.StageRecord
	err := db.read(ctx).Raw(stageRecords, map[string]any{"before": before, "since": before.AddDate(-3, 0, 0)}).Scan(&found).Error
	return found, translate(err)
}

const stageRecords = `
WITH ended AS (
    SELECT docking_id, to_stage, at FROM docking_events WHERE to_stage IN ('contracted', 'declined') AND at >= @since AND at < @before
), reached AS (
    SELECT v.docking_id, v.to_stage AS stage, min(v.at) AS at FROM docking_events v JOIN ended USING (docking_id)
    WHERE v.to_stage IN ('introduced', 'negotiating', 'agreed') GROUP BY 1, 2
    UNION ALL
    SELECT d.id, 'proposed', least(d.created_at, min(v.at))
    FROM dockings d JOIN ended ON ended.docking_id = d.id JOIN docking_events v ON v.docking_id = d.id GROUP BY d.id
)
SELECT r.stage, count(*) AS ended, count(*) FILTER (WHERE e.to_stage = 'contracted') AS contracted,
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.at - r.at) / 86400) FILTER (WHERE e.to_stage = 'contracted'), 0)::float8 AS days
FROM reached r JOIN ended e USING (docking_id)
GROUP BY r.stage`
