package api

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ContractEstimate is what tax law and policies come to for a contract. It is an
// estimate, no promise.
type ContractEstimate struct {
	Label    string      `json:"label" zh:"性质" doc:"Says that it is an estimate."`
	Contract domain.ID   `json:"contract_id" zh:"合同"`
	Saved    domain.Fen  `json:"tax_saved_most_fen" zh:"税收减免最高（分）" doc:"Income tax and VAT, at most."`
	Due      domain.Fen  `json:"tax_due_most_fen" zh:"应缴印花税最高（分）" doc:"By both sides together, at most."`
	Taxes    []TaxLine   `json:"taxes" zh:"税收"`
	Premises []string    `json:"premises" zh:"估算前提"`
	Policies Estimate    `json:"policies" zh:"政策奖补"`
	SignedOn domain.Date `json:"signed_on,omitzero" zh:"签订日期" doc:"The day whose rules it is judged by."`
}

// TaxLine is what one rule of tax law comes to, and why.
type TaxLine struct {
	Code       string           `json:"code" zh:"代码"`
	Tax        string           `json:"tax" set:"taxes" zh:"税种"`
	Due        bool             `json:"due,omitempty" zh:"应缴" doc:"True: a tax to be paid; else a relief."`
	Side       string           `json:"side,omitempty" set:"sides" zh:"合同哪一方" doc:"Absent: each of the two."`
	Law        string           `json:"law" zh:"法规"`
	Number     string           `json:"number,omitempty" zh:"文号"`
	Clause     string           `json:"clause" zh:"条款"`
	Text       string           `json:"text" zh:"内容"`
	ValidFrom  domain.Date      `json:"valid_from" zh:"施行日期"`
	ValidTo    domain.Date      `json:"valid_to,omitzero" zh:"失效日期"`
	Applies    string           `json:"applies" set:"truths" zh:"是否适用"`
	Base       domain.Fen       `json:"base_fen" zh:"计算基数（分）"`
	Most       domain.Fen       `json:"most_fen" zh:"最高（分）"`
	Year       int              `json:"year,omitempty" zh:"年度"`
	Earlier    domain.Fen       `json:"earlier_fen,omitempty" zh:"当年在先合同已用额度（分）"`
	Slices     []TaxSlice       `json:"slices" zh:"分档"`
	Basis      string           `json:"basis" zh:"估算方法"`
	Apply      string           `json:"apply" zh:"办理"`
	Conditions []GrantCondition `json:"conditions" zh:"条件" doc:"Those not known are for the parties to check."`
}

// TaxSlice is the part of a base that falls into one bracket.
type TaxSlice struct {
	Base      domain.Fen `json:"base_fen" zh:"金额（分）"`
	PercentBP int        `json:"percent_bp" zh:"比例（万分之一）"`
}

func (a *API) contractEstimate(ctx context.Context, in *contractIncentives) (*body[ContractEstimate], error) {
	e, err := a.db.ContractEstimate(ctx, actorOf(ctx), in.ID, in.Known.to)
	if err != nil {
		return nil, err
	}
	return &body[ContractEstimate]{Body: contractEstimateIn(requestOf(ctx).lang, e, in.All)}, nil
}

func contractEstimateIn(lang string, e postgres.ContractEstimate, all bool) ContractEstimate {
	out := ContractEstimate{Label: domain.EstimateLabel.In(lang), Contract: e.Contract.ID, SignedOn: e.Contract.SignedOn, Taxes: []TaxLine{}, Premises: []string{},
		Policies: estimateIn(lang, e.Deal, e.Policies, all)}
	out.Saved, out.Due = domain.TaxTotals(e.Taxes)
	for _, l := range e.Taxes {
		r := l.Rule
		line := TaxLine{Code: r.Code, Tax: r.Tax, Due: r.Due, Side: r.Side, Law: r.Title, Number: r.Number, Clause: r.Clause, Text: r.Text, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
			Applies: l.Truth.String(), Base: l.Base, Most: l.Most, Year: l.Year, Earlier: l.Earlier, Slices: []TaxSlice{}, Basis: r.Basis.In(lang), Apply: r.Apply.In(lang),
			Conditions: append([]GrantCondition{}, each(l.Findings, conditionIn(lang))...)}
		for _, s := range l.Slices {
			line.Slices = append(line.Slices, TaxSlice(s))
		}
		out.Taxes = append(out.Taxes, line)
	}
	for _, p := range domain.TaxPremises {
		out.Premises = append(out.Premises, p.In(lang))
	}
	return out
}

// OccasionEstimate is what policies grant an organisation for other occasions than a
// technology contract.
type OccasionEstimate struct {
	Label          string     `json:"label" zh:"性质"`
	OrganisationID domain.ID  `json:"organisation_id" zh:"单位编号"`
	Organisation   string     `json:"organisation" zh:"单位"`
	Happened       []Occasion `json:"happened" zh:"已有事项" doc:"As the registers have it, and as it was supposed."`
	Grants         []Grant    `json:"grants" zh:"奖补"`
}

// Occasion is something that incentives are granted for, as it happened.
type Occasion struct {
	Occasion string      `json:"occasion" set:"occasions" zh:"奖补事由"`
	What     string      `json:"what,omitempty" zh:"资质或平台级别"`
	On       domain.Date `json:"on" zh:"日期"`
	Supposed bool        `json:"supposed,omitempty" zh:"设想" doc:"Not recorded, but asked about."`
}

type organisationIncentives struct {
	Record
	Occasion string      `query:"occasion" set:"occasions" zh:"设想的事由" doc:"Something supposed to happen besides what is recorded."`
	What     string      `query:"what" maxLength:"40" zh:"设想的资质或平台级别" doc:"A qualification, or the level of a platform."`
	On       domain.Date `query:"on" zh:"设想的日期" doc:"Today when absent."`
	All      bool        `query:"all" zh:"列出不适用的奖补"`
}

func (a *API) incentivesOfOrganisation(ctx context.Context, in *organisationIncentives) (*body[OccasionEstimate], error) {
	var supposed []domain.Occurrence
	if in.Occasion != "" {
		on := in.On
		if on.IsZero() {
			on = domain.DateOf(a.db.Now())
		}
		supposed = append(supposed, domain.Occurrence{Occasion: in.Occasion, What: in.What, On: on, Supposed: true})
	}
	e, err := a.db.Occasions(ctx, actorOf(ctx), in.ID, supposed...)
	if err != nil {
		return nil, err
	}
	lang := requestOf(ctx).lang
	out := OccasionEstimate{Label: domain.EstimateLabel.In(lang), OrganisationID: e.Organisation.ID, Organisation: e.Organisation.Name, Happened: []Occasion{}, Grants: []Grant{}}
	for _, o := range e.Deal.Happened {
		out.Happened = append(out.Happened, Occasion(o))
	}
	for _, g := range e.Grants {
		if in.All || g.Truth != domain.Fails {
			out.Grants = append(out.Grants, grantIn(lang, e.Deal.Today)(g))
		}
	}
	return &body[OccasionEstimate]{Body: out}, nil
}
