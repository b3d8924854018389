package api

import (
	"context"
	"maps"
	"net/http"

	"sanku/domain"
)

// Estimate is what policies would bring to a deal. It is an estimate, no promise.
type Estimate struct {
	Label      string      `json:"label" zh:"性质" doc:"Says that it is an estimate."`
	Answer     string      `json:"answer" zh:"结论"`
	Certain    domain.Fen  `json:"certain_fen" zh:"可确定金额（分）" doc:"If the deal goes ahead, after the rules of stacking."`
	Possible   domain.Fen  `json:"possible_fen" zh:"最高可能金额（分）" doc:"If every open condition is met besides."`
	Unbounded  bool        `json:"unbounded,omitempty" zh:"另有金额不能估算的奖补"`
	By         []SideTotal `json:"by" zh:"按受益方"`
	Premises   []string    `json:"premises" zh:"估算前提"`
	Grants     []Grant     `json:"grants" zh:"奖补" doc:"The most valuable first; then those of other occasions than the deal; near misses last."`
	NotGranted int         `json:"not_granted" zh:"不适用的奖补数" doc:"They are listed with all=true."`
}

// SideTotal is the part of an estimate that goes to one kind of beneficiary on one side.
type SideTotal struct {
	Side        string     `json:"side" set:"sides" zh:"合同哪一方"`
	Beneficiary string     `json:"beneficiary" set:"beneficiaries" zh:"受益方"`
	Certain     domain.Fen `json:"certain_fen" zh:"可确定金额（分）"`
	Possible    domain.Fen `json:"possible_fen" zh:"最高可能金额（分）"`
}

// Grant is what one incentive would bring, and why.
type Grant struct {
	PolicyID    domain.ID        `json:"policy_id" zh:"政策编号"`
	Policy      string           `json:"policy" zh:"政策"`
	Clause      string           `json:"clause" zh:"条款"`
	IncentiveID domain.ID        `json:"incentive_id" zh:"奖补编号"`
	Code        string           `json:"code,omitempty" zh:"奖补代码"`
	Kind        string           `json:"kind" set:"incentive_kinds" zh:"形式"`
	Beneficiary string           `json:"beneficiary" set:"beneficiaries" zh:"受益方"`
	Side        string           `json:"side" set:"sides" zh:"合同哪一方"`
	Occasion    string           `json:"occasion" set:"occasions" zh:"奖补事由"`
	Payer       string           `json:"payer,omitempty" zh:"兑付单位"`
	Applies     string           `json:"applies" set:"truths" zh:"是否适用"`
	NearMiss    bool             `json:"near_miss,omitempty" zh:"差一点适用" doc:"It would apply if the parties changed what conditions name under change."`
	Answer      string           `json:"answer" zh:"结论"`
	Least       domain.Fen       `json:"least_fen" zh:"至少（分）" doc:"What it brings by itself, its conditions met."`
	Most        *domain.Fen      `json:"most_fen,omitempty" zh:"至多（分）" doc:"Absent: not known."`
	Certain     domain.Fen       `json:"certain_fen" zh:"计入可确定金额（分）"`
	Possible    domain.Fen       `json:"possible_fen" zh:"计入最高可能金额（分）"`
	LeftOut     string           `json:"left_out,omitempty" zh:"未计入的原因"`
	ApplyBy     domain.Date      `json:"apply_by,omitzero" zh:"申报截止"`
	DaysLeft    *int             `json:"days_left,omitempty" zh:"距截止天数"`
	Conditions  []GrantCondition `json:"conditions" zh:"条件"`
}

// GrantCondition is what came of one condition.
type GrantCondition struct {
	Condition string `json:"condition" set:"conditions" zh:"条件"`
	Label     string `json:"label" zh:"条件名称"`
	Met       string `json:"met" set:"truths" zh:"是否符合"`
	Assumed   bool   `json:"assumed,omitempty" zh:"以合作达成为前提"`
	Required  string `json:"required" zh:"要求"`
	Found     string `json:"found,omitempty" zh:"现状"`
	Change    string `json:"change,omitempty" zh:"如何才能符合"`
}

func (a *API) registerIncentives() {
	on := func(path, singular string, resource domain.Resource, zh, en string) route {
		return route{id: "estimate-incentives-of-" + singular, method: http.MethodGet, path: "/" + path + "/{id}/incentives", resource: resource, action: domain.Read,
			tag: path, summary: domain.Text{ZH: zh, EN: en}}
	}
	register(a, on("needs", "need", domain.Matches, "估算需求成交可得的奖补", "Estimate what a deal on a need would bring"), a.incentivesOfNeed)
	register(a, on("dockings", "docking", domain.Dockings, "估算对接成交可得的奖补", "Estimate what the deal of a docking would bring"), a.incentivesOfDocking)
	register(a, on("contracts", "contract", domain.Contracts, "估算合同可得的奖补", "Estimate what a contract brings"), a.incentivesOfContract)
	register(a, on("organisations", "organisation", domain.Matches, "估算单位因其他事项可得的奖补", "Estimate what other occasions than a deal bring an organisation"), a.incentivesOfOrganisation)
	register(a, route{id: "estimate-contract", method: http.MethodGet, path: "/contracts/{id}/estimate", resource: domain.Contracts, action: domain.Read, tag: "contracts",
		summary: domain.Text{ZH: "估算合同的税收减免与政策奖补", EN: "Estimate the tax relief and the incentives of a contract"}}, a.contractEstimate)
	register(a, route{id: "reach-of-policy", method: http.MethodGet, path: "/policies/{id}/needs", resource: domain.Matches, action: domain.Read, tag: "policies",
		summary: domain.Text{ZH: "统计政策奖补惠及的需求", EN: "Count the needs that a policy's incentives would serve"}}, a.reachOfPolicy)
}

// Known are facts that the caller knows and the records do not say.
type Known struct {
	Holds []string `query:"holds" set:"qualifications" zh:"企业具有的资质"`
	Lacks []string `query:"lacks" set:"qualifications" zh:"企业没有的资质"`
	All   bool     `query:"all" zh:"列出不适用的奖补"`
}

// Supposed is a deal as it might be made.
type Supposed struct {
	Kind      string     `query:"kind" set:"contract_kinds" zh:"设想的合同类型"`
	Amount    domain.Fen `query:"amount_fen" minimum:"0" zh:"设想的成交额（分）"`
	Technical domain.Fen `query:"technical_amount_fen" minimum:"0" zh:"设想的技术交易额（分）"`
}

type needIncentives struct {
	Record
	Known
	Supposed
	TechnologyID domain.ID `query:"technology_id" zh:"设想的技术"`
}

type dockingIncentives struct {
	Record
	Known
	Supposed
}

type contractIncentives struct {
	Record
	Known
}

func (a *API) incentivesOfNeed(ctx context.Context, in *needIncentives) (*estimated, error) {
	d, err := a.db.DealOfNeed(ctx, actorOf(ctx), in.ID, in.TechnologyID)
	if err == nil {
		err = in.Supposed.to(&d)
	}
	return a.estimate(ctx, d, in.Known, err)
}

func (a *API) incentivesOfDocking(ctx context.Context, in *dockingIncentives) (*estimated, error) {
	d, err := a.db.DealOfDocking(ctx, actorOf(ctx), in.ID)
	if err == nil {
		err = in.Supposed.to(&d)
	}
	return a.estimate(ctx, d, in.Known, err)
}

func (a *API) incentivesOfContract(ctx context.Context, in *contractIncentives) (*estimated, error) {
	d, err := a.db.DealOfContract(ctx, actorOf(ctx), in.ID)
	return a.estimate(ctx, d, in.Known, err)
}

type estimated struct{ Body Estimate }

func (a *API) estimate(ctx context.Context, d domain.Deal, k Known, err error) (*estimated, error) {
	if err != nil {
		return nil, err
	}
	offers, err := a.db.Offers(ctx)
	if err != nil {
		return nil, err
	}
	k.to(&d.Buyer)
	return &estimated{estimateIn(requestOf(ctx).lang, d, d.Estimate(offers), k.All)}, nil
}

// to adds what the caller knows of the enterprise.
func (k Known) to(p *domain.DealParty) {
	known := p.Qualified
	p.Qualified = map[string]domain.Truth{}
	maps.Copy(p.Qualified, known) // of the registers
	for _, q := range k.Lacks {
		p.Qualified[q] = domain.Fails
	}
	for _, q := range k.Holds {
		p.Qualified[q] = domain.Holds
	}
}

// to makes d the deal that is supposed.
func (s Supposed) to(d *domain.Deal) error {
	if s.Kind != "" {
		d.Kinds = []string{s.Kind}
	}
	given := func(f domain.Fen) *domain.Fen {
		if f == 0 {
			return nil
		}
		return &f
	}
	return d.Settle(given(s.Amount), given(s.Technical))
}
