package postgres

import "sanku/domain"

type clauseRow struct {
	ID       domain.ID `gorm:"column:id;primaryKey"`
	PolicyID domain.ID `gorm:"column:policy_id"`
	Position int       `gorm:"column:position"`
	Ref      string    `gorm:"column:ref"`
	Heading  string    `gorm:"column:heading"`
	Text     string    `gorm:"column:text"`
	Fields   texts     `gorm:"column:fields"`
	Modes    texts     `gorm:"column:modes"`
}

func (clauseRow) TableName() string { return "clauses" }

func clauseRowOf(policy domain.ID, position int, c domain.Clause) clauseRow {
	return clauseRow{c.ID, policy, position, c.Ref, c.Heading, c.Text, c.Fields, c.Modes}
}

// domain returns the clause without its incentives.
func (r clauseRow) domain() domain.Clause {
	return domain.Clause{ID: r.ID, Ref: r.Ref, Heading: r.Heading, Text: r.Text, Fields: r.Fields, Modes: r.Modes}
}

type incentiveRow struct {
	ID          domain.ID           `gorm:"column:id;primaryKey"`
	ClauseID    domain.ID           `gorm:"column:clause_id"`
	Position    int                 `gorm:"column:position"`
	Code        string              `gorm:"column:code"`
	Kind        string              `gorm:"column:kind"`
	Beneficiary string              `gorm:"column:beneficiary"`
	Condition   string              `gorm:"column:condition"`
	Rule        string              `gorm:"column:rule"`
	Amount      *domain.Fen         `gorm:"column:amount"`
	PercentBP   *int                `gorm:"column:percent_bp"`
	Cap         *domain.Fen         `gorm:"column:cap"`
	Base        string              `gorm:"column:base"`
	Payer       string              `gorm:"column:payer"`
	ApplyBy     domain.Date         `gorm:"column:apply_by"`
	ValidFrom   domain.Date         `gorm:"column:valid_from"`
	ValidTo     domain.Date         `gorm:"column:valid_to"`
	Requires    jsonb[requirements] `gorm:"column:requires"`
}

func (incentiveRow) TableName() string { return "incentives" }

// requirements is how the conditions of an incentive are kept in a jsonb column.
type requirements struct {
	Areas         []string    `json:"areas,omitempty"`
	ContractKinds []string    `json:"contract_kinds,omitempty"`
	Fields        []string    `json:"fields,omitempty"`
	MinAmount     *domain.Fen `json:"min_amount_fen,omitempty"`
	IUR           bool        `json:"iur,omitempty"`
}

func incentiveRowOf(clause domain.ID, position int, i domain.Incentive) incentiveRow {
	return incentiveRow{i.ID, clause, position, i.Code, i.Kind, i.Beneficiary, i.Condition, i.Rule, i.Amount, i.PercentBP, i.Cap, i.Base,
		i.Payer, i.ApplyBy, i.ValidFrom, i.ValidTo, jsonb[requirements]{requirements(i.Requires)}}
}

func (r incentiveRow) domain() domain.Incentive {
	return domain.Incentive{ID: r.ID, Code: r.Code, Kind: r.Kind, Beneficiary: r.Beneficiary, Condition: r.Condition, Rule: r.Rule, Amount: r.Amount,
		PercentBP: r.PercentBP, Cap: r.Cap, Base: r.Base, Payer: r.Payer, ApplyBy: r.ApplyBy, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
		Requires: domain.Requirements(r.Requires.V)}
}
