package api

import "sanku/domain"

// Clause is one numbered part of a policy.
type Clause struct {
	ID         domain.ID   `json:"id,omitzero" zh:"编号" doc:"Given to a new clause; may be kept in a change."`
	Ref        string      `json:"ref" zh:"条款号"`
	Heading    string      `json:"heading,omitempty" zh:"标题"`
	Text       string      `json:"text" zh:"正文"`
	Fields     []string    `json:"fields,omitempty" set:"fields" zh:"支持的技术领域" doc:"Absent for all."`
	Modes      []string    `json:"modes,omitempty" set:"modes" zh:"支持的合作方式" doc:"Absent for all."`
	Incentives []Incentive `json:"incentives,omitempty" zh:"奖补"`
}

// Incentive is help that a clause grants.
type Incentive struct {
	ID          domain.ID     `json:"id,omitzero" zh:"编号"`
	Code        string        `json:"code,omitempty" zh:"代码"`
	Kind        string        `json:"kind" set:"incentive_kinds" zh:"形式"`
	Beneficiary string        `json:"beneficiary" set:"beneficiaries" zh:"对象"`
	Condition   string        `json:"condition,omitempty" zh:"条件" doc:"In the words of the text."`
	Rule        string        `json:"rule" set:"incentive_rules" zh:"计算方式"`
	Amount      *domain.Fen   `json:"amount_fen,omitempty" zh:"金额（分）" doc:"Of fixed and upper_bound."`
	PercentBP   *int          `json:"percent_bp,omitempty" zh:"比例（万分之一）" doc:"Of percent, in basis points: 500 is 5 %."`
	Cap         *domain.Fen   `json:"cap_fen,omitempty" zh:"上限（分）"`
	Base        string        `json:"base,omitempty" set:"incentive_bases" zh:"计算基数"`
	Payer       string        `json:"payer,omitempty" zh:"兑付单位"`
	ApplyBy     domain.Date   `json:"apply_by,omitzero" zh:"申报截止"`
	ValidFrom   domain.Date   `json:"valid_from,omitzero" zh:"起始日期"`
	ValidTo     domain.Date   `json:"valid_to,omitzero" zh:"截止日期"`
	Requires    *Requirements `json:"requires,omitempty" zh:"可核验的条件"`
}

// Requirements are conditions of an incentive that a program can check.
type Requirements struct {
	Areas         []string    `json:"areas,omitempty" zh:"区域"`
	ContractKinds []string    `json:"contract_kinds,omitempty" set:"contract_kinds" zh:"合同类型"`
	Fields        []string    `json:"fields,omitempty" set:"fields" zh:"技术领域"`
	MinAmount     *domain.Fen `json:"min_amount_fen,omitempty" zh:"合同额不低于（分）"`
	IUR           bool        `json:"iur,omitempty" zh:"产学研合作"`
}

func clauseOf(c domain.Clause) Clause {
	return Clause{ID: c.ID, Ref: c.Ref, Heading: c.Heading, Text: c.Text, Fields: c.Fields, Modes: c.Modes, Incentives: each(c.Incentives, incentiveOf)}
}

func (c Clause) domain() domain.Clause {
	return domain.Clause{ID: c.ID, Ref: c.Ref, Heading: c.Heading, Text: c.Text, Fields: c.Fields, Modes: c.Modes, Incentives: each(c.Incentives, Incentive.domain)}
}

func incentiveOf(i domain.Incentive) Incentive {
	out := Incentive{ID: i.ID, Code: i.Code, Kind: i.Kind, Beneficiary: i.Beneficiary, Condition: i.Condition, Rule: i.Rule, Amount: i.Amount,
		PercentBP: i.PercentBP, Cap: i.Cap, Base: i.Base, Payer: i.Payer, ApplyBy: i.ApplyBy, ValidFrom: i.ValidFrom, ValidTo: i.ValidTo}
	r := i.Requires
	if len(r.Areas)+len(r.ContractKinds)+len(r.Fields) > 0 || r.MinAmount != nil || r.IUR {
		out.Requires = (*Requirements)(&r)
	}
	return out
}

func (i Incentive) domain() domain.Incentive {
	out := domain.Incentive{ID: i.ID, Code: i.Code, Kind: i.Kind, Beneficiary: i.Beneficiary, Condition: i.Condition, Rule: i.Rule, Amount: i.Amount,
		PercentBP: i.PercentBP, Cap: i.Cap, Base: i.Base, Payer: i.Payer, ApplyBy: i.ApplyBy, ValidFrom: i.ValidFrom, ValidTo: i.ValidTo}
	if i.Requires != nil {
		out.Requires = domain.Requirements(*i.Requires)
	}
	return out
}
