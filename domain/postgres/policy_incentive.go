package postgres

import (
	"cmp"

	"sanku/domain"
)

type incentiveRow struct {
	ID          domain.ID                 `gorm:"column:id;primaryKey"`
	ClauseID    domain.ID                 `gorm:"column:clause_id"`
	Position    int                       `gorm:"column:position"`
	Code        string                    `gorm:"column:code"`
	Kind        string                    `gorm:"column:kind"`
	Beneficiary string                    `gorm:"column:beneficiary"`
	Occasion    string                    `gorm:"column:occasion"`
	Condition   string                    `gorm:"column:condition"`
	Rule        string                    `gorm:"column:rule"`
	Amount      *domain.Fen               `gorm:"column:amount"`
	PercentBP   *int                      `gorm:"column:percent_bp"`
	Brackets    jsonb[[]incentiveBracket] `gorm:"column:brackets"`
	Base        string                    `gorm:"column:base"`
	Floor       *domain.Fen               `gorm:"column:floor"`
	Cap         *domain.Fen               `gorm:"column:cap"`
	CapPer      string                    `gorm:"column:cap_per"`
	Payer       string                    `gorm:"column:payer"`
	ApplyBy     domain.Date               `gorm:"column:apply_by"`
	ApplyWithin *jsonb[applyWithin]       `gorm:"column:apply_within"`
	ValidFrom   domain.Date               `gorm:"column:valid_from"`
	ValidTo     domain.Date               `gorm:"column:valid_to"`
	Requires    jsonb[requirements]       `gorm:"column:requires"`
	Stacking    jsonb[stacking]           `gorm:"column:stacking"`
}

func (incentiveRow) TableName() string { return "incentives" }

// incentiveBracket and the types below are how parts of an incentive are kept in jsonb
// columns.
type incentiveBracket struct {
	From      domain.Fen  `json:"from_fen"`
	PercentBP *int        `json:"percent_bp,omitempty"`
	Amount    *domain.Fen `json:"amount_fen,omitempty"`
}

type applyWithin struct {
	Number int    `json:"number,omitempty"`
	Unit   string `json:"unit,omitempty"`
	After  string `json:"after,omitempty"`
}

type stacking struct {
	Group    string      `json:"group,omitempty"`
	Rule     string      `json:"rule,omitempty"`
	Cap      *domain.Fen `json:"cap_fen,omitempty"`
	Excludes []string    `json:"excludes,omitempty"`
}

type requirements struct {
	Areas          []string    `json:"areas,omitempty"`
	PartyKinds     []string    `json:"party_kinds,omitempty"`
	Qualifications []string    `json:"qualifications,omitempty"`
	MaxStaff       *int        `json:"max_staff,omitempty"`
	Side           string      `json:"side,omitempty"`
	SellerIn       string      `json:"seller_in,omitempty"`
	BuyerIn        string      `json:"buyer_in,omitempty"`
	ContractKinds  []string    `json:"contract_kinds,omitempty"`
	Fields         []string    `json:"fields,omitempty"`
	MinAmount      *domain.Fen `json:"min_amount_fen,omitempty"`
	MaxAmount      *domain.Fen `json:"max_amount_fen,omitempty"`
	MinTechnical   *domain.Fen `json:"min_technical_fen,omitempty"`
	TRLMin         int         `json:"trl_min,omitempty"`
	IPKinds        []string    `json:"ip_kinds,omitempty"`
	IUR            bool        `json:"iur,omitempty"`
	PlatformLevels []string    `json:"platform_levels,omitempty"`
	Events         []string    `json:"events,omitempty"`
	Selected       bool        `json:"selected,omitempty"`
	Complete       bool        `json:"complete,omitempty"`
}

func incentiveRowOf(clause domain.ID, position int, i domain.Incentive) incentiveRow {
	r := incentiveRow{ID: i.ID, ClauseID: clause, Position: position, Code: i.Code, Kind: i.Kind, Beneficiary: i.Beneficiary, Occasion: cmp.Or(i.Occasion, domain.OfDeal),
		Condition: i.Condition, Rule: i.Rule, Amount: i.Amount, PercentBP: i.PercentBP, Base: i.Base, Floor: i.Floor, Cap: i.Cap, CapPer: i.CapPer,
		Payer: i.Payer, ApplyBy: i.ApplyBy, ValidFrom: i.ValidFrom, ValidTo: i.ValidTo,
		Brackets: jsonb[[]incentiveBracket]{[]incentiveBracket{}}, Requires: jsonb[requirements]{requirements(i.Requires)}, Stacking: jsonb[stacking]{stacking(i.Stacking)}}
	for _, b := range i.Brackets {
		r.Brackets.V = append(r.Brackets.V, incentiveBracket(b))
	}
	if i.ApplyWithin != (domain.Within{}) {
		r.ApplyWithin = &jsonb[applyWithin]{applyWithin(i.ApplyWithin)}
	}
	return r
}

func (r incentiveRow) domain() domain.Incentive {
	i := domain.Incentive{ID: r.ID, Code: r.Code, Kind: r.Kind, Beneficiary: r.Beneficiary, Condition: r.Condition, Rule: r.Rule,
		Amount: r.Amount, PercentBP: r.PercentBP, Base: r.Base, Floor: r.Floor, Cap: r.Cap, CapPer: r.CapPer, Payer: r.Payer, ApplyBy: r.ApplyBy,
		ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Requires: domain.Requirements(r.Requires.V), Stacking: domain.Stacking(r.Stacking.V)}
	if r.Occasion != domain.OfDeal {
		i.Occasion = r.Occasion
	}
	for _, b := range r.Brackets.V {
		i.Brackets = append(i.Brackets, domain.Bracket(b))
	}
	if r.ApplyWithin != nil {
		i.ApplyWithin = domain.Within(r.ApplyWithin.V)
	}
	return i
}
