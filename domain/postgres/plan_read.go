package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// Plans lists the plans, the latest first.
func (db *DB) Plans(ctx context.Context) ([]domain.Plan, error) {
	var rows []planRow
	if err := db.read(ctx).Order("lower(period) DESC").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	var sectors []sectorRow
	if err := db.read(ctx).Order("position").Find(&sectors).Error; err != nil {
		return nil, translate(err)
	}
	plans := make([]domain.Plan, len(rows))
	for i, r := range rows {
		plans[i] = domain.Plan{Code: r.Code, Title: r.Title, Number: r.Number, IssuedOn: r.IssuedOn, Period: domain.Period(r.Period), AnnualGrowth: r.AnnualGrowthPct}
		for _, s := range sectors {
			if s.Plan == r.Code {
				plans[i].Sectors = append(plans[i].Sectors, domain.Sector{Code: s.Code, Name: domain.Text{ZH: s.NameZH, EN: s.NameEN}, AnnualGrowth: s.AnnualGrowthPct, Units: s.Units})
			}
		}
	}
	return plans, nil
}

// CurrentPlan is the plan in force at the given time, or the latest that has begun;
// ErrNotFound when none is loaded.
func (db *DB) CurrentPlan(ctx context.Context, at time.Time) (domain.Plan, error) {
	plans, err := db.Plans(ctx)
	if err != nil {
		return domain.Plan{}, err
	}
	today := domain.DateOf(at)
	for _, p := range plans {
		if !today.Before(p.Period.From) {
			return p, nil
		}
	}
	return domain.Plan{}, domain.ErrNotFound
}

// Indicators lists the indicators of a plan in its order.
func (db *DB) Indicators(ctx context.Context, plan string) ([]domain.Indicator, error) {
	var rows []indicatorRow
	if err := db.read(ctx).Where("plan = ?", plan).Order("position").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	var links []indicatorUnitRow
	if err := db.read(ctx).Where("plan = ?", plan).Order("indicator").Order("position").Find(&links).Error; err != nil {
		return nil, translate(err)
	}
	lead, responsible := map[string][]string{}, map[string][]string{}
	for _, l := range links {
		if l.Leads {
			lead[l.Indicator] = append(lead[l.Indicator], l.Unit)
		} else {
			responsible[l.Indicator] = append(responsible[l.Indicator], l.Unit)
		}
	}
	indicators := make([]domain.Indicator, len(rows))
	for i, r := range rows {
		indicators[i] = domain.Indicator{Plan: r.Plan, Code: r.Code, Order: r.Position, Section: r.Section, Name: domain.Text{ZH: r.NameZH, EN: r.NameEN},
			Unit: r.Unit, Measure: r.Measure, Comparator: r.Comparator, PeriodRule: r.PeriodRule, Source: r.Source, Breakdown: r.Breakdown,
			Lead: lead[r.Code], Responsible: responsible[r.Code], Quote: r.Quote, MeasuredBy: r.MeasuredBy.V.domain()}
	}
	return indicators, nil
}

// Targets lists the targets of a plan, or of one indicator when it is not empty.
func (db *DB) Targets(ctx context.Context, plan, indicator string) ([]domain.Target, error) {
	var rows []targetRow
	q := equal(db.read(ctx).Where("plan = ?", plan), "indicator", indicator)
	if err := q.Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	targets := make([]domain.Target, len(rows))
	for i, r := range rows {
		targets[i] = domain.Target{Plan: r.Plan, Indicator: r.Indicator, Dimension: domain.Dimension(r.Dimension),
			Key: string(r.Area + r.Unit + r.Sector), Year: r.Year, Value: r.Value, Source: r.Source}
	}
	return targets, nil
}
