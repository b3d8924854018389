package postgres

import (
	"context"

	"sanku/domain"
)

// CountedIn is an indicator of a plan, over whose period a contract is counted in it.
type CountedIn struct {
	Plan      domain.Plan
	Indicator domain.Indicator
}

// Counting is what figures make of a contract as things stand.
type Counting struct {
	In      []CountedIn
	Outside domain.Text // that it was signed outside the plans' periods; zero when it was not
}

// Counting tells which indicators count a contract that actor may read, by the measure of
// their figures: those whose figure over its plan, as of today, opens into it. Errors:
// ErrNotFound.
func (db *DB) Counting(ctx context.Context, actor domain.Actor, id domain.ID) (Counting, error) {
	c, err := db.Contract(ctx, actor, id)
	if err != nil {
		return Counting{}, err
	}
	plans, err := db.Plans(ctx)
	if err != nil {
		return Counting{}, err
	}
	var found Counting
	found.Outside, _ = c.OutsidePlans(plans)
	for _, plan := range plans {
		if err := db.countIn(ctx, &found, plan, id); err != nil {
			return found, err
		}
	}
	return found, nil
}

// countIn adds the indicators of a plan that count a contract. What it said, not what it
// says, may be what counts.
func (db *DB) countIn(ctx context.Context, found *Counting, plan domain.Plan, contract domain.ID) error {
	indicators, err := db.Indicators(ctx, plan.Code)
	if err != nil {
		return err
	}
	for _, ind := range indicators {
		if ind.MeasuredBy.From != "contracts" {
			continue
		}
		args := FigureQuery{AsOf: db.today(), Period: plan.Period}.args(plan, ind.MeasuredBy)
		args["contract"] = contract
		var counts bool
		if err := db.read(ctx).Raw(`SELECT EXISTS (SELECT`+counted(ind.MeasuredBy.Rule)+` AND contract_id = @contract)`, args).Row().Scan(&counts); err != nil {
			return translate(err)
		}
		if counts {
			found.In = append(found.In, CountedIn{plan, ind})
		}
	}
	return nil
}
