package api

import (
	"context"

	"sanku/domain"
)

func estimateIn(lang string, d domain.Deal, e domain.Estimate, all bool) Estimate {
	out := Estimate{Label: domain.EstimateLabel.In(lang), Answer: e.Answer().In(lang),
		Certain: e.Certain, Possible: e.Possible, Unbounded: e.Unbounded, By: []SideTotal{}, Premises: []string{}, Grants: []Grant{}}
	for _, t := range e.By {
		out.By = append(out.By, SideTotal(t))
	}
	for _, p := range d.Premises() {
		out.Premises = append(out.Premises, p.In(lang))
	}
	for _, g := range e.Grants {
		if g.Truth == domain.Fails && !g.Changeable() {
			out.NotGranted++
			if !all {
				continue
			}
		}
		out.Grants = append(out.Grants, grantIn(lang, d.Today)(g))
	}
	return out
}

// grantIn writes grants in a language on the day today.
func grantIn(lang string, today domain.Date) func(domain.Grant) Grant {
	return func(g domain.Grant) Grant {
		out := Grant{PolicyID: g.PolicyID, Policy: g.Policy, Clause: g.Clause, IncentiveID: g.IncentiveID, Code: g.Code, Kind: g.Kind, Beneficiary: g.Beneficiary,
			Side: g.Side, Occasion: g.Occasion, Payer: g.Payer, Applies: g.Truth.String(), NearMiss: g.Changeable(), Answer: g.Answer(today).In(lang),
			Least: g.Worth.Least, Most: g.Worth.Most, Certain: g.Certain, Possible: g.Possible, LeftOut: g.LeftOut.In(lang), ApplyBy: g.ApplyBy,
			Conditions: append([]GrantCondition{}, each(g.Findings, conditionIn(lang))...)}
		if days, ok := g.DaysLeft(today); ok {
			out.DaysLeft = &days
		}
		return out
	}
}

func conditionIn(lang string) func(domain.Finding) GrantCondition {
	return func(f domain.Finding) GrantCondition {
		return GrantCondition{f.Condition, domain.Conditions.Name(f.Condition).In(lang), f.Truth.String(), f.Assumed, f.Required.In(lang), f.Found.In(lang), f.Change.In(lang)}
	}
}

// Reach is what a policy's incentives would bring to the open needs.
type Reach struct {
	Needs      int              `json:"needs" zh:"需求数" doc:"Open needs that were looked at."`
	Served     int              `json:"served" zh:"惠及的需求数" doc:"At least one incentive applies, or would if open conditions were met."`
	Incentives []IncentiveReach `json:"incentives" zh:"各项奖补"`
	Best       []NeedReach      `json:"best" zh:"惠及最多的需求"`
}

// IncentiveReach counts the needs by whether one incentive applies to them.
type IncentiveReach struct {
	Clause      string     `json:"clause" zh:"条款"`
	IncentiveID domain.ID  `json:"incentive_id" zh:"奖补编号"`
	Code        string     `json:"code,omitempty" zh:"奖补代码"`
	Occasion    string     `json:"occasion" set:"occasions" zh:"奖补事由"`
	Holds       int        `json:"holds" zh:"适用" doc:"If the deal goes ahead."`
	Open        int        `json:"open" zh:"待核实"`
	NearMisses  int        `json:"near_misses" zh:"差一点适用"`
	Fails       int        `json:"fails" zh:"不适用"`
	Certain     domain.Fen `json:"certain_fen" zh:"可确定金额（分）"`
	Possible    domain.Fen `json:"possible_fen" zh:"最高可能金额（分）"`
}

// NeedReach is what a policy would bring to one need.
type NeedReach struct {
	NeedID         domain.ID  `json:"need_id" zh:"需求"`
	Title          string     `json:"title" zh:"需求名称"`
	OrganisationID domain.ID  `json:"organisation_id" zh:"单位编号"`
	Organisation   string     `json:"organisation" zh:"单位"`
	Certain        domain.Fen `json:"certain_fen" zh:"可确定金额（分）"`
	Possible       domain.Fen `json:"possible_fen" zh:"最高可能金额（分）"`
	Answer         string     `json:"answer" zh:"结论"`
}

type reached struct{ Body Reach }

func (a *API) reachOfPolicy(ctx context.Context, in *Record) (*reached, error) {
	r, err := a.db.ReachOf(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	lang, today := requestOf(ctx).lang, domain.DateOf(a.db.Now())
	out := Reach{Needs: r.Needs, Served: r.Served, Incentives: []IncentiveReach{}, Best: []NeedReach{}}
	for _, i := range r.Of {
		out.Incentives = append(out.Incentives, IncentiveReach{i.Clause, i.ID, i.Code, i.Incentive.For(), i.Holds, i.Open, i.NearMisses, i.Fails, i.Certain, i.Possible})
	}
	for _, n := range r.Best {
		out.Best = append(out.Best, NeedReach{n.Need.ID, n.Need.Title, n.Owner.ID, n.Owner.Name, n.Certain, n.Possible, n.Grants[0].Answer(today).In(lang)})
	}
	return &reached{out}, nil
}
