package intake

import (
	"encoding/json"
	"fmt"
	"math"

	"sanku/domain"
)

// incentiveObject is an incentive as JSON lines give it. Areas and kinds of contract go
// by their older names here.
type incentiveObject struct {
	Code, Kind, Beneficiary, Occasion, Condition, Rule, Base, Payer string

	AmountYuan  *json.Number    `json:"amount_yuan"`
	Percent     *float64        `json:"percent"`
	Brackets    []bracketObject `json:"brackets"`
	FloorYuan   *json.Number    `json:"floor_yuan"`
	CapYuan     *json.Number    `json:"cap_yuan"`
	CapPer      string          `json:"cap_per"`
	ApplyBy     domain.Date     `json:"apply_by"`
	ApplyWithin struct {
		Number      int
		Unit, After string
	} `json:"apply_within"`
	ValidFrom domain.Date        `json:"valid_from"`
	ValidTo   domain.Date        `json:"valid_to"`
	Requires  requirementsObject `json:"requires"`
	Stacking  struct {
		Group, Rule string
		CapYuan     *json.Number `json:"cap_yuan"`
		Excludes    []string
	} `json:"stacking"`
}

type bracketObject struct {
	FromYuan   *json.Number `json:"from_yuan"`
	Percent    *float64     `json:"percent"`
	AmountYuan *json.Number `json:"amount_yuan"`
}

type requirementsObject struct {
	Areas          []string     `json:"party_areas"`
	PartyKinds     []string     `json:"party_kinds"`
	Qualifications []string     `json:"qualifications"`
	MaxStaff       *int         `json:"max_staff"`
	Side           string       `json:"side"`
	SellerIn       string       `json:"seller_in"`
	BuyerIn        string       `json:"buyer_in"`
	Kinds          []string     `json:"kinds"`
	Fields         []string     `json:"fields"`
	MinAmount      *json.Number `json:"min_amount_yuan"`
	MaxAmount      *json.Number `json:"max_amount_yuan"`
	MinTechnical   *json.Number `json:"min_technical_yuan"`
	TRLMin         int          `json:"trl_min"`
	IPKinds        []string     `json:"ip_kinds"`
	IUR            bool         `json:"iur"`
	PlatformLevels []string     `json:"platform_levels"`
	Events         []string     `json:"events"`
	Selected       bool         `json:"selected"`
	Complete       bool         `json:"complete"`
}

func (o incentiveObject) incentive() (domain.Incentive, error) {
	r := o.Requires
	in := domain.Incentive{Code: plain(o.Code), Kind: o.Kind, Beneficiary: o.Beneficiary, Occasion: o.Occasion, Condition: plain(o.Condition), Rule: o.Rule,
		Base: o.Base, CapPer: o.CapPer, Payer: plain(o.Payer), ApplyBy: o.ApplyBy, ApplyWithin: domain.Within(o.ApplyWithin), ValidFrom: o.ValidFrom, ValidTo: o.ValidTo,
		Stacking: domain.Stacking{Group: plain(o.Stacking.Group), Rule: o.Stacking.Rule, Excludes: o.Stacking.Excludes},
		Requires: domain.Requirements{Areas: r.Areas, PartyKinds: r.PartyKinds, Qualifications: r.Qualifications, MaxStaff: r.MaxStaff, Side: r.Side,
			SellerIn: r.SellerIn, BuyerIn: r.BuyerIn, ContractKinds: r.Kinds, Fields: r.Fields, TRLMin: r.TRLMin, IPKinds: r.IPKinds, IUR: r.IUR,
			PlatformLevels: r.PlatformLevels, Events: r.Events, Selected: r.Selected, Complete: r.Complete}}
	m := &numbers{}
	m.yuan("amount_yuan", o.AmountYuan, &in.Amount)
	m.yuan("floor_yuan", o.FloorYuan, &in.Floor)
	m.yuan("cap_yuan", o.CapYuan, &in.Cap)
	m.yuan("stacking.cap_yuan", o.Stacking.CapYuan, &in.Stacking.Cap)
	m.yuan("requires.min_amount_yuan", r.MinAmount, &in.Requires.MinAmount)
	m.yuan("requires.max_amount_yuan", r.MaxAmount, &in.Requires.MaxAmount)
	m.yuan("requires.min_technical_yuan", r.MinTechnical, &in.Requires.MinTechnical)
	m.percent("percent", o.Percent, &in.PercentBP)
	in.Brackets = m.brackets(o.Brackets)
	return in, m.err
}

// numbers reads amounts and percentages and keeps the first error.
type numbers struct{ err error }

func (m *numbers) yuan(name string, from *json.Number, to **domain.Fen) {
	if from == nil || m.err != nil {
		return
	}
	f, err := fen(from.String(), yuan)
	if err != nil {
		m.err = within(name, err)
	}
	*to = &f
}

// percent reads a percentage of a hundred into basis points; a finer one is an error.
func (m *numbers) percent(name string, from *float64, to **int) {
	if from == nil || m.err != nil {
		return
	}
	bp := int(math.Round(*from * 100))
	if *from <= 0 || *from > 100 || math.Abs(*from*100-float64(bp)) > 1e-6 {
		m.err = domain.Invalid(name, "应在 0 与 100 之间，最多两位小数", "must lie between 0 and 100, with at most two decimals")
	}
	*to = &bp
}

func (m *numbers) brackets(objects []bracketObject) []domain.Bracket {
	var brackets []domain.Bracket
	for i, o := range objects {
		at := fmt.Sprintf("brackets[%d].", i)
		var b domain.Bracket
		from := &b.From
		m.yuan(at+"from_yuan", o.FromYuan, &from)
		m.percent(at+"percent", o.Percent, &b.PercentBP)
		m.yuan(at+"amount_yuan", o.AmountYuan, &b.Amount)
		b.From = *from
		brackets = append(brackets, b)
	}
	return brackets
}
