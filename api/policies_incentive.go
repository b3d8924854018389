package api

import (
	"reflect"

	"sanku/domain"
)

// Incentive is help that a clause grants.
type Incentive struct {
	ID          domain.ID     `json:"id,omitzero" zh:"编号"`
	Code        string        `json:"code,omitempty" zh:"代码"`
	Kind        string        `json:"kind" set:"incentive_kinds" zh:"形式"`
	Beneficiary string        `json:"beneficiary" set:"beneficiaries" zh:"对象"`
	Occasion    string        `json:"occasion,omitempty" set:"occasions" zh:"奖补事由" doc:"Absent: a technology contract."`
	Condition   string        `json:"condition,omitempty" zh:"条件" doc:"In the words of the text."`
	Rule        string        `json:"rule" set:"incentive_rules" zh:"计算方式"`
	Amount      *domain.Fen   `json:"amount_fen,omitempty" zh:"金额（分）" doc:"Of fixed and upper_bound."`
	PercentBP   *int          `json:"percent_bp,omitempty" zh:"比例（万分之一）" doc:"Of percent, in basis points: 500 is 5 %."`
	Brackets    []Bracket     `json:"brackets,omitempty" zh:"分档" doc:"Of tiered, rising."`
	Base        string        `json:"base,omitempty" set:"incentive_bases" zh:"计算基数"`
	Floor       *domain.Fen   `json:"floor_fen,omitempty" zh:"下限（分）"`
	Cap         *domain.Fen   `json:"cap_fen,omitempty" zh:"上限（分）"`
	CapPer      string        `json:"cap_per,omitempty" set:"cap_periods" zh:"上限的范围" doc:"What the cap, or upper bound, is of; absent for this one grant."`
	Payer       string        `json:"payer,omitempty" zh:"兑付单位"`
	ApplyBy     domain.Date   `json:"apply_by,omitzero" zh:"申报截止"`
	ApplyWithin *Within       `json:"apply_within,omitempty" zh:"申报期限" doc:"In place of a date."`
	ValidFrom   domain.Date   `json:"valid_from,omitzero" zh:"起始日期" doc:"The occasion lies between these."`
	ValidTo     domain.Date   `json:"valid_to,omitzero" zh:"截止日期"`
	Requires    *Requirements `json:"requires,omitempty" zh:"可核验的条件"`
	Stacking    *Stacking     `json:"stacking,omitempty" zh:"叠加规则"`
}

// Bracket is one step of a tiered amount: a percentage of what the base has above
// from, up to the next bracket, or an amount once the base reaches it.
type Bracket struct {
	From      domain.Fen  `json:"from_fen" zh:"基数起点（分）"`
	PercentBP *int        `json:"percent_bp,omitempty" zh:"比例（万分之一）"`
	Amount    *domain.Fen `json:"amount_fen,omitempty" zh:"金额（分）"`
}

// Within is a term counted from an event.
type Within struct {
	Number int    `json:"number" zh:"数"`
	Unit   string `json:"unit" set:"term_units" zh:"单位"`
	After  string `json:"after" zh:"起算事项" doc:"One of deal_events, or an occasion."`
}

// Requirements are conditions of an incentive that a program can check.
type Requirements struct {
	Areas          []string    `json:"areas,omitempty" zh:"受益方所在区域"`
	PartyKinds     []string    `json:"party_kinds,omitempty" set:"organisation_kinds" zh:"受益方类型"`
	Qualifications []string    `json:"qualifications,omitempty" set:"qualifications" zh:"受益方资质" doc:"One of these."`
	MaxStaff       *int        `json:"max_staff,omitempty" zh:"受益方人数不超过"`
	Side           string      `json:"side,omitempty" set:"sides" zh:"受益方为合同哪一方"`
	SellerIn       string      `json:"seller_in,omitempty" set:"territories" zh:"卖方地域"`
	BuyerIn        string      `json:"buyer_in,omitempty" set:"territories" zh:"买方地域"`
	ContractKinds  []string    `json:"contract_kinds,omitempty" set:"contract_kinds" zh:"合同类型"`
	Fields         []string    `json:"fields,omitempty" set:"fields" zh:"技术领域"`
	MinAmount      *domain.Fen `json:"min_amount_fen,omitempty" zh:"合同额不低于（分）"`
	MaxAmount      *domain.Fen `json:"max_amount_fen,omitempty" zh:"合同额不超过（分）"`
	MinTechnical   *domain.Fen `json:"min_technical_fen,omitempty" zh:"技术交易额不低于（分）"`
	TRLMin         int         `json:"trl_min,omitempty" zh:"成熟度不低于"`
	IPKinds        []string    `json:"ip_kinds,omitempty" set:"ip_kinds" zh:"知识产权" doc:"One of these."`
	IUR            bool        `json:"iur,omitempty" zh:"产学研合作"`
	PlatformLevels []string    `json:"platform_levels,omitempty" set:"policy_levels" zh:"平台级别"`
	Events         []string    `json:"events,omitempty" set:"deal_events" zh:"须办成的事项"`
	Selected       bool        `json:"selected,omitempty" zh:"择优"`
	Complete       bool        `json:"complete,omitempty" zh:"条件已全部列出" doc:"The parts are all that condition asks for."`
}

// Stacking says how an incentive goes together with others.
type Stacking struct {
	Group    string      `json:"group,omitempty" zh:"叠加组" doc:"A code that policies share."`
	Rule     string      `json:"rule,omitempty" set:"stacking_rules" zh:"组内规则" doc:"Absent: the text does not say. The strictest that a member states holds for the group."`
	Cap      *domain.Fen `json:"cap_fen,omitempty" zh:"合计上限（分）"`
	Excludes []string    `json:"excludes,omitempty" zh:"不可叠加的奖补" doc:"Codes of incentives or groups."`
}

func incentiveOf(i domain.Incentive) Incentive {
	out := Incentive{ID: i.ID, Code: i.Code, Kind: i.Kind, Beneficiary: i.Beneficiary, Occasion: i.Occasion, Condition: i.Condition, Rule: i.Rule, Amount: i.Amount,
		PercentBP: i.PercentBP, Base: i.Base, Floor: i.Floor, Cap: i.Cap, CapPer: i.CapPer, Payer: i.Payer, ApplyBy: i.ApplyBy, ValidFrom: i.ValidFrom, ValidTo: i.ValidTo,
		Brackets: each(i.Brackets, func(b domain.Bracket) Bracket { return Bracket(b) })}
	if w := Within(i.ApplyWithin); w != (Within{}) {
		out.ApplyWithin = &w
	}
	if r := Requirements(i.Requires); !reflect.ValueOf(r).IsZero() {
		out.Requires = &r
	}
	if s := Stacking(i.Stacking); !reflect.ValueOf(s).IsZero() {
		out.Stacking = &s
	}
	return out
}

func (i Incentive) domain() domain.Incentive {
	out := domain.Incentive{ID: i.ID, Code: i.Code, Kind: i.Kind, Beneficiary: i.Beneficiary, Occasion: i.Occasion, Condition: i.Condition, Rule: i.Rule, Amount: i.Amount,
		PercentBP: i.PercentBP, Base: i.Base, Floor: i.Floor, Cap: i.Cap, CapPer: i.CapPer, Payer: i.Payer, ApplyBy: i.ApplyBy, ValidFrom: i.ValidFrom, ValidTo: i.ValidTo,
		Brackets: each(i.Brackets, func(b Bracket) domain.Bracket { return domain.Bracket(b) })}
	if i.ApplyWithin != nil {
		out.ApplyWithin = domain.Within(*i.ApplyWithin)
	}
	if i.Requires != nil {
		out.Requires = domain.Requirements(*i.Requires)
	}
	if i.Stacking != nil {
		out.Stacking = domain.Stacking(*i.Stacking)
	}
	return out
}
