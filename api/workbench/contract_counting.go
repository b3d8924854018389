package workbench

import (
	"errors"
	"net/url"

	"sanku/domain"
)

// contractCounting tells which indicators count a contract, or why none does.
func (v *visit) contractCounting(p *contractPage, c domain.Contract) error {
	if c.State == domain.ContractRefused {
		return nil
	}
	ctx := v.r.Context()
	told, err := v.DB.Counting(ctx, v.actor, c.ID)
	if err != nil {
		return err
	}
	current, err := v.DB.CurrentPlan(ctx, v.DB.Now())
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	for _, in := range told.In {
		to := reference{Name: in.Indicator.Name.In(v.lang)}
		if in.Plan.Code == current.Code {
			to.Href = v.reach("/plan/indicators/" + url.PathEscape(in.Indicator.Code))
		}
		p.Counts = append(p.Counts, to)
	}
	switch {
	case len(told.In) > 0:
	case told.Outside.ZH != "":
		p.Uncounted = append(p.Uncounted, told.Outside.In(v.lang))
	case !c.CountedIn.IsZero():
		return v.repeats(p, c)
	case c.Certified():
		p.Uncounted = append(p.Uncounted, v.say("本合同不属于规划指标的统计范围，不计入规划指标。", "It is of no kind that the plan counts: no indicator counts it."))
	}
	return nil
}

// repeats tells of the contract in whose place c is not counted.
func (v *visit) repeats(p *contractPage, c domain.Contract) error {
	p.Uncounted = append(p.Uncounted, v.say("经核查与另一合同重复，只计那一份。", "It was found to repeat another contract, which is counted in its place."))
	other, err := v.DB.Contract(v.r.Context(), v.actor, c.CountedIn)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err == nil {
		p.Repeats = &reference{other.Title, v.href(contractPath(other.ID))}
	}
	return err
}
