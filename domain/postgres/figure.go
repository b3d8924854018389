package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// Scoreboard computes every indicator of a plan over the plan's period up to a day,
// with its target for the plan's end. Indicators without a source have no value.
func (db *DB) Scoreboard(ctx context.Context, plan domain.Plan, asOf domain.Date) ([]domain.Figure, error) {
	indicators, err := db.Indicators(ctx, plan.Code)
	if err != nil {
		return nil, err
	}
	targets, err := db.Targets(ctx, plan.Code, "")
	if err != nil {
		return nil, err
	}
	figures := make([]domain.Figure, len(indicators))
	for i, ind := range indicators {
		if figures[i], err = db.figure(ctx, plan, ind, targets, asOf); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// Figure computes one indicator as Scoreboard does; ErrNotFound for an unknown code.
func (db *DB) Figure(ctx context.Context, plan domain.Plan, code string, asOf domain.Date) (domain.Figure, error) {
	indicator, err := db.indicator(ctx, plan, code)
	if err != nil {
		return domain.Figure{}, err
	}
	targets, err := db.Targets(ctx, plan.Code, code)
	if err != nil {
		return domain.Figure{}, err
	}
	return db.figure(ctx, plan, indicator, targets, asOf)
}

func (db *DB) indicator(ctx context.Context, plan domain.Plan, code string) (domain.Indicator, error) {
	indicators, err := db.Indicators(ctx, plan.Code)
	if err != nil {
		return domain.Indicator{}, err
	}
	at := slices.IndexFunc(indicators, func(i domain.Indicator) bool { return i.Code == code })
	if at < 0 {
		return domain.Indicator{}, domain.ErrNotFound
	}
	return indicators[at], nil
}

func (db *DB) figure(ctx context.Context, plan domain.Plan, ind domain.Indicator, targets []domain.Target, asOf domain.Date) (domain.Figure, error) {
	f := domain.Figure{Indicator: ind, Period: figurePeriod(plan, asOf), AsOf: asOf}
	f.Target, f.TargetYear = headlineTarget(ind, plan, targets)
	m, ok := measures[ind.Code]
	if !ok || asOf.Before(plan.Period.From) {
		return f, nil
	}
	contracts, err := db.measured(ctx, m, f.Period)
	if err != nil {
		return f, err
	}
	f.Basis = "contracts"
	m.compute(&f, contracts)
	return f, nil
}

// figurePeriod is the plan's period, up to asOf when that lies within it.
func figurePeriod(plan domain.Plan, asOf domain.Date) domain.Period {
	p := plan.Period
	if asOf.Before(p.To) {
		p.To = asOf
	}
	return p
}

// headlineTarget is the city's target for the plan as a whole, else for its last
// year that has one.
func headlineTarget(ind domain.Indicator, plan domain.Plan, targets []domain.Target) (*domain.Decimal, int) {
	var best *domain.Target
	for _, t := range targets {
		if t.Indicator != ind.Code || t.Dimension != domain.WholeCity || t.Value == nil {
			continue
		}
		if t.Year == 0 {
			return t.Value, 0
		}
		if best == nil || t.Year > best.Year {
			best = &t
		}
	}
	if best == nil {
		return nil, 0
	}
	return best.Value, best.Year
}

// FigureContracts lists the contracts that an indicator's figure is made of, as far
// as actor may read them; ErrNotFound for an indicator that the plan does not have, or
// that contracts do not make.
func (db *DB) FigureContracts(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, asOf domain.Date, p Page) (List[domain.Contract], error) {
	m, ok := measures[code]
	if !ok {
		return List[domain.Contract]{}, domain.ErrNotFound
	}
	if _, err := db.indicator(ctx, plan, code); err != nil {
		return List[domain.Contract]{}, err
	}
	order, err := sortOf(newestFirst(p.Sort), ContractSorts, contractSortKey)
	if err != nil {
		return List[domain.Contract]{}, err
	}
	q := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	return list(m.over(q, figurePeriod(plan, asOf)), order, p, contractRow.domain)
}
