package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"sanku/domain"
)

// inForce is the condition for the reports that count on the day @asof as it was known
// at the moment @known.
const inForce = `state = 'approved' AND approved_on <= @asof AND approved_at <= @known
	AND NOT coalesce(superseded_on <= @asof AND superseded_at <= @known, false)`

// inForce are the reports of a plan that count, of the parts by q.By.
func (db *DB) inForce(ctx context.Context, plan domain.Plan, q FigureQuery) *gorm.DB {
	args := q.args(plan, domain.Measure{})
	args["plan"], args["by"], args["begin"] = plan.Code, string(q.By), plan.Period.From
	return db.read(ctx).Where(`plan = @plan AND dimension = @by AND period_to BETWEEN @begin AND @to AND `+inForce, args)
}

// reportsOf are the reports of an indicator that count, by key.
func (db *DB) reportsOf(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) (map[string][]domain.Report, error) {
	by := map[string][]domain.Report{}
	if q.board != nil && q.By == domain.WholeCity {
		by[""] = q.board.reports[ind.Code]
		return by, nil
	}
	var rows []reportRow
	err := db.inForce(ctx, plan, q).Where("indicator = ?", ind.Code).Order("key, period_to").Find(&rows).Error
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
		made := ind.MadeOf(q.Period, q.end(), by[key])
		if len(made) == 0 {
			continue
		}
		f := part(ind, q, key)
		f.Value, f.Numerator, f.Denominator = ind.Reckon(q.Period, q.end(), made)
		f.StatedOn = ind.StatedOn(made)
		figures = append(figures, withReports(f, made, q))
	}
	return figures, nil
}

// share computes what some sectors are of another indicator that units report.
func (db *DB) share(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	of, whole, parts, err := db.shared(ctx, plan, ind, q)
	if err != nil {
		return nil, err
	}
	f := part(ind, q, "")
	value, numerator, denominator, made := of.ShareOf(q.end(), whole, parts)
	if len(made) == 0 {
		return nil, nil
	}
	f.Value, f.Numerator, f.Denominator, f.StatedOn = value, numerator, denominator, made[0].Period.To
	return []domain.Figure{withReports(f, made, q)}, nil
}

// shared are the indicator that ind is a share of, the reports of its whole, and those of
// each part that is counted.
func (db *DB) shared(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) (of domain.Indicator, whole []domain.Report, parts [][]domain.Report, err error) {
	if q.board != nil {
		of, err = q.board.indicator(ind.MeasuredBy.Of)
	} else {
		of, err = db.indicator(ctx, plan, ind.MeasuredBy.Of)
	}
	if err != nil {
		return of, nil, nil, err
	}
	by := map[domain.Dimension]map[string][]domain.Report{}
	for _, q.By = range []domain.Dimension{domain.WholeCity, domain.BySector} {
		if by[q.By], err = db.reportsOf(ctx, plan, of, q); err != nil {
			return of, nil, nil, err
		}
	}
	for _, key := range ind.MeasuredBy.Keys {
		parts = append(parts, by[domain.BySector][key])
	}
	return of, by[domain.WholeCity][""], parts, nil
}

// reportsMaking are the reports that a figure is made of, or all its parts together.
func (db *DB) reportsMaking(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Report, error) {
	if ind.MeasuredBy.From == "share" {
		of, whole, parts, err := db.shared(ctx, plan, ind, q)
		_, _, _, made := of.ShareOf(q.end(), whole, parts)
		return slices.DeleteFunc(made, func(r domain.Report) bool { return q.Key != "" && r.Key != q.Key }), err
	}
	by, err := db.reportsOf(ctx, plan, ind, q)
	var made []domain.Report
	for key, reports := range by {
		if q.Key == "" || q.Key == key {
			made = append(made, ind.MadeOf(q.Period, q.end(), reports)...)
		}
	}
	return made, err
}

func withReports(f domain.Figure, made []domain.Report, q FigureQuery) domain.Figure {
	f.Records = len(made)
	if q.digests {
		f.Digest = reportDigest(made)
	}
	return f
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
