package postgres

import (
	"context"
	"strings"

	"sanku/domain"
)

// pointRow is what the records of a figure came to on a day. Of a rate, N are those among
// All; of money, N are fen.
type pointRow struct {
	At     domain.Date
	Kept   bool
	N, All int64
}

// countedPoints are what an indicator of contracts or of a register was at the ends of
// days, as measured computes it for each of them, by one query for all: a test holds both
// together. The period and what is known are q's.
func (db *DB) countedPoints(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery, days []domain.Date) ([]domain.Point, error) {
	sql := pointsQuery(ind.MeasuredBy)
	if sql == "" || len(days) == 0 {
		return nil, nil
	}
	args := q.args(plan, ind.MeasuredBy)
	var list texts
	for _, d := range days {
		list = append(list, d.String())
	}
	args["days"] = list
	var rows []pointRow
	if err := db.read(ctx).Raw(sql, args).Scan(&rows).Error; err != nil {
		return nil, translate(err)
	}
	var points []domain.Point
	for _, r := range rows {
		if v, ok := r.value(ind); r.Kept && ok {
			points = append(points, domain.Point{On: r.At, Value: v})
		}
	}
	return points, nil
}

func (r pointRow) value(ind domain.Indicator) (domain.Decimal, bool) {
	switch m := ind.MeasuredBy; {
	case m.Rule == "local_transfer", m.Take == "areas":
		return domain.Ratio(domain.Whole(r.N), domain.Whole(r.All))
	case m.Take == "amount":
		return ind.InUnit(domain.Fen(r.N)), true
	}
	return domain.Whole(r.N), true
}

// pointsQuery is the query for the points of what is measured by m; "" for what it is not of.
func pointsQuery(m domain.Measure) string {
	const result = `count(DISTINCT coalesce(technology_id, contract_id))`
	kept, counts, records := `true`, `count(*) AS n, 0 AS "all"`, ""
	switch m.From {
	case "contracts":
		if records = counted(m.Rule); m.Rule == "local_transfer" {
			counts = result + ` FILTER (WHERE buyer_division LIKE '4303%') AS n, ` + result + ` AS "all"`
		}
	case "register":
		kept, records = `EXISTS (SELECT FROM register_versions WHERE register = @register AND starts_on <= @to AND `+asOf+`)`, entriesOf(m)
		switch m.Take {
		case "amount":
			counts = `coalesce(sum(amount), 0)::bigint AS n, 0 AS "all"`
		case "areas":
			counts = `count(DISTINCT area) AS n, (SELECT count(*) FROM areas) AS "all"`
		}
	default:
		return ""
	}
	return `SELECT d.at, r.* FROM unnest(CAST(@days AS date[])) AS d (at) CROSS JOIN LATERAL (
		SELECT ` + strings.NewReplacer("@asof", "d.at", "@to", "d.at").Replace(kept+` AS kept, `+counts+records) + `) AS r ORDER BY d.at`
}
