package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// measure computes an indicator from contracts. Where is the SQL condition for the
// contracts that it is made of, within the period by the day of signing; compute
// is the rule itself, over those contracts.
type measure struct {
	where   string
	compute func(*domain.Figure, []domain.Contract)
}

// measures are the indicators that follow from contracts. The others come from
// registers and reports, and are not known until those are kept.
var measures = map[string]measure{
	"iur_agreements": {
		where:   "iur AND state NOT IN ('draft', 'refused', 'voided')",
		compute: countAgreements,
	},
	"local_transfer_rate": {
		where: `result_based AND state = 'registered' AND (kind IN ('transfer', 'licence', 'development') OR equity)
			AND seller_kind IN ('university', 'institute') AND seller_division LIKE '4303%'`,
		compute: transferRate,
	},
}

func countAgreements(f *domain.Figure, contracts []domain.Contract) {
	n := int64(0)
	for _, c := range contracts {
		if c.IsIURAgreement() {
			n++
		}
	}
	value := domain.Whole(n)
	f.Value, f.Numerator = &value, &value
}

func transferRate(f *domain.Figure, contracts []domain.Contract) {
	f.Variants = domain.LocalTransfer(contracts)
	headline := f.Variants[0]
	f.Value, f.Numerator, f.Denominator = headline.Value, &headline.Numerator, &headline.Denominator
}

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
	indicators, err := db.Indicators(ctx, plan.Code)
	if err != nil {
		return domain.Figure{}, err
	}
	at := slices.IndexFunc(indicators, func(i domain.Indicator) bool { return i.Code == code })
	if at < 0 {
		return domain.Figure{}, domain.ErrNotFound
	}
	targets, err := db.Targets(ctx, plan.Code, code)
	if err != nil {
		return domain.Figure{}, err
	}
	return db.figure(ctx, plan, indicators[at], targets, asOf)
}

func (db *DB) figure(ctx context.Context, plan domain.Plan, ind domain.Indicator, targets []domain.Target, asOf domain.Date) (domain.Figure, error) {
	f := domain.Figure{Indicator: ind, Period: figurePeriod(plan, asOf), AsOf: asOf}
	f.Target, f.TargetYear = headlineTarget(ind, plan, targets)
	m, ok := measures[ind.Code]
	if !ok {
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

func (db *DB) measured(ctx context.Context, m measure, p domain.Period) ([]domain.Contract, error) {
	var rows []contractRow
	err := db.read(ctx).Where(m.where).Where("signed_on BETWEEN ? AND ?", p.From, p.To).Order("id").Find(&rows).Error
	contracts := make([]domain.Contract, len(rows))
	for i, r := range rows {
		contracts[i] = r.domain()
	}
	return contracts, translate(err)
}

// FigureContracts lists the contracts that an indicator's figure is made of, as far
// as actor may read them; ErrNotFound for an indicator that contracts do not make.
func (db *DB) FigureContracts(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, asOf domain.Date, p Page) (List[domain.Contract], error) {
	m, ok := measures[code]
	if !ok {
		return List[domain.Contract]{}, domain.ErrNotFound
	}
	order, err := sortOf(p.Sort, ContractSorts, contractSortKey)
	if err != nil {
		return List[domain.Contract]{}, err
	}
	within := figurePeriod(plan, asOf)
	q := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	q = q.Where(m.where).Where("signed_on BETWEEN ? AND ?", within.From, within.To)
	return list(q, order, p, contractRow.domain)
}
