package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanku/domain"
)

// inForce is the condition for the reports that count on the day @asof as it was known
// at the moment @known.
const inForce = `state = 'approved' AND approved_on <= @asof AND approved_at <= @known
	AND NOT coalesce(superseded_on <= @asof AND superseded_at <= @known, false)`

// reportsOf are the reports of an indicator that count, by key.
func (db *DB) reportsOf(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) (map[string][]domain.Report, error) {
	args := q.args(plan, ind.MeasuredBy)
	args["plan"], args["indicator"], args["by"], args["begin"] = plan.Code, ind.Code, string(q.By), plan.Period.From
	var rows []reportRow
	err := db.read(ctx).Where(`plan = @plan AND indicator = @indicator AND dimension = @by AND period_to BETWEEN @begin AND @to AND `+inForce, args).
		Order("key, period_to").Find(&rows).Error
	by := map[string][]domain.Report{}
	for _, r := range rows {
		by[r.Key] = append(by[r.Key], r.domain())
	}
	return by, translate(err)
}

func (db *DB) reported(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	by, err := db.reportsOf(ctx, plan, ind, q)
	if err != nil {
		return nil, err
	}
	var figures []domain.Figure
	for _, key := range slices.Sorted(maps.Keys(by)) {
		f := part(ind, q, key)
		f.Records = len(by[key])
		if q.digests {
			f.Digest = reportDigest(by[key])
		}
		f.Value, f.Numerator, f.Denominator = ind.Reckon(q.Period, q.end(), by[key])
		figures = append(figures, f)
	}
	return figures, nil
}

// share computes what some sectors are of another indicator that units report.
func (db *DB) share(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	of, err := db.indicator(ctx, plan, ind.MeasuredBy.Of)
	if err != nil {
		return nil, err
	}
	by, err := db.reportsOf(ctx, plan, of, q)
	if err != nil || len(by[""]) == 0 {
		return nil, err
	}
	whole := by[""] // in order of their periods
	q.Until = q.end()
	q.Period = domain.YearPeriod(whole[len(whole)-1].Period.To.Year)
	f := part(ind, q, "")
	q.By = domain.BySector
	sectors, err := db.reported(ctx, plan, of, q)
	if err != nil {
		return nil, err
	}
	parts := make([]*domain.Decimal, len(ind.MeasuredBy.Keys))
	for i, key := range ind.MeasuredBy.Keys {
		if at := slices.IndexFunc(sectors, func(s domain.Figure) bool { return s.Key == key }); at >= 0 {
			parts[i] = sectors[at].Value
			f.Records += sectors[at].Records
		}
	}
	f.Records += len(whole)
	f.Denominator, _, _ = of.Reckon(q.Period, q.end(), whole)
	f.Value, f.Numerator = domain.ShareOf(f.Denominator, parts)
	return []domain.Figure{f}, nil
}

// reportDigest is the digest of reports, as FigureQuery.digest makes that of versions.
func reportDigest(reports []domain.Report) string {
	slices.SortFunc(reports, func(a, b domain.Report) int { return strings.Compare(a.ID.String(), b.ID.String()) })
	h := sha256.New()
	for _, r := range reports {
		fmt.Fprintf(h, "%s:%d,", r.ID, r.Revision)
	}
	return hex.EncodeToString(h.Sum(nil))
}
