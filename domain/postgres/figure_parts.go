package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// FigureParts computes the parts of an indicator by q.By: those that the plan sets
// targets for, and those that have a value. None for what it is not divided by.
func (db *DB) FigureParts(ctx context.Context, plan domain.Plan, code string, q FigureQuery) (parts []domain.Figure, err error) {
	err = db.snapshot(ctx, func(db *DB) error {
		indicator, targets, err := db.askedFor(ctx, plan, code)
		if err != nil {
			return err
		}
		parts, err = db.parts(ctx, plan, indicator, targets, q)
		return err
	})
	return parts, translate(err)
}

func (db *DB) parts(ctx context.Context, plan domain.Plan, ind domain.Indicator, targets []domain.Target, q FigureQuery) ([]domain.Figure, error) {
	if !ind.MeasuredBy.Divides(q.By) {
		return nil, nil
	}
	whole, q := beginning(plan, ind, targets, q)
	if q.AsOf.Before(q.Period.From) {
		return withTargets(whole, nil, false, targets, q), nil
	}
	parts, err := db.measured(ctx, plan, ind, q)
	if err != nil {
		return nil, err
	}
	kept := whole.Basis == "contracts" && ind.MeasuredBy.Rule != "local_transfer" || whole.Basis == "register" && parts != nil
	return withTargets(whole, parts, kept, targets, q), nil
}

// withTargets sets the targets of parts, and adds those that have a target only: none is
// counted of them, which is known where records of all parts are kept. What is asked for
// over several years together is asked of a part in the sum of its years.
func withTargets(whole domain.Figure, parts []domain.Figure, kept bool, targets []domain.Target, q FigureQuery) []domain.Figure {
	year := max(min(q.Period.To.Year, q.day().Year), q.Period.From.Year)
	together := whole.Indicator.Accumulates() && q.Period.From.Year < q.Period.To.Year
	for _, t := range targets {
		within := t.Year >= q.Period.From.Year && t.Year <= q.Period.To.Year
		if t.Indicator != whole.Indicator.Code || t.Dimension != q.By || together && !within || !together && t.Year != year {
			continue
		}
		at := slices.IndexFunc(parts, func(f domain.Figure) bool { return f.Key == t.Key })
		if at < 0 {
			part := whole
			part.Key, part.Dimension, part.Target, part.TargetYear = t.Key, q.By, nil, 0
			if kept {
				part.Value = new(domain.Decimal)
			}
			parts, at = append(parts, part), len(parts)
		}
		p := &parts[at]
		switch {
		case !together:
			p.Target, p.TargetYear = t.Value, t.Year
		case p.Target == nil:
			p.Target = t.Value
		case t.Value != nil:
			sum := *p.Target + *t.Value
			p.Target = &sum
		}
	}
	return parts
}
