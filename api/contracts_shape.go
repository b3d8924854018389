package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ContractBody is what callers write of a contract.
type ContractBody struct {
	Title           string      `json:"title" zh:"合同名称"`
	Kind            string      `json:"kind" set:"contract_kinds" zh:"合同类型"`
	Field           string      `json:"field,omitempty" set:"fields" zh:"技术领域"`
	IPKind          string      `json:"ip_kind,omitempty" set:"ip_kinds" zh:"知识产权类型"`
	PlanSource      string      `json:"plan_source,omitempty" set:"plan_sources" zh:"计划来源"`
	SellerID        domain.ID   `json:"seller_id" zh:"卖方"`
	BuyerID         domain.ID   `json:"buyer_id" zh:"买方"`
	Parties         []Party     `json:"parties,omitempty" zh:"其他当事人"`
	DockingID       domain.ID   `json:"docking_id,omitzero" zh:"对接"`
	NeedID          domain.ID   `json:"need_id,omitzero" zh:"需求"`
	TechnologyID    domain.ID   `json:"technology_id,omitzero" zh:"技术"`
	Amount          domain.Fen  `json:"amount_fen" zh:"成交额（分）"`
	TechnicalAmount domain.Fen  `json:"technical_amount_fen" zh:"技术交易额（分）"`
	Deductions      []Deduction `json:"deductions,omitempty" zh:"扣除项"`
	Payments        []Payment   `json:"payments,omitempty" zh:"付款安排"`
	Milestones      []Milestone `json:"milestones,omitempty" zh:"履行节点"`
	Terms           string      `json:"terms,omitempty" maxLength:"50000" zh:"合同条款" doc:"The text of the contract, which the precheck reads. Lists leave it out."`
	Proofs          []Proof     `json:"proofs,omitempty" zh:"证明材料"`
	IUR             bool        `json:"iur,omitempty" zh:"产学研合作协议"`
	ResultBased     bool        `json:"result_based,omitempty" zh:"转化高校院所成果"`
	Equity          bool        `json:"equity,omitempty" zh:"作价投资"`
	UseFirst        bool        `json:"use_first,omitempty" zh:"先用后付"`
	TrialFrom       domain.Date `json:"trial_from,omitzero" zh:"试用起始日期"`
	TrialTo         domain.Date `json:"trial_to,omitzero" zh:"试用截止日期"`
	SignedOn        domain.Date `json:"signed_on,omitzero" zh:"签订日期"`
	StartsOn        domain.Date `json:"starts_on,omitzero" zh:"起始日期"`
	EndsOn          domain.Date `json:"ends_on,omitzero" zh:"截止日期"`
}

// Party is a further party to a contract.
type Party struct {
	OrganisationID domain.ID `json:"organisation_id" zh:"单位"`
	Side           string    `json:"side" enum:"seller,buyer" zh:"一方"`
}

// Deduction is a part of the contract's value that is not technology.
type Deduction struct {
	What   string     `json:"what" zh:"项目"`
	Amount domain.Fen `json:"amount_fen" zh:"金额（分）"`
}

// Payment is one instalment as agreed.
type Payment struct {
	DueOn  domain.Date `json:"due_on,omitzero" zh:"应付日期"`
	Amount domain.Fen  `json:"amount_fen" zh:"金额（分）"`
	What   string      `json:"what,omitempty" zh:"说明"`
}

// PartyAtSigning is a party as the registration form keeps it.
type PartyAtSigning struct {
	Name     string `json:"name" zh:"名称"`
	USCC     string `json:"uscc,omitempty" zh:"统一社会信用代码"`
	Kind     string `json:"kind" zh:"类型"`
	Area     string `json:"area,omitempty" zh:"所属区域"`
	Division string `json:"division" zh:"行政区划代码"`
}

// Contract is a contract as callers read it.
type Contract struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	ContractBody
	Seller         PartyAtSigning  `json:"seller" zh:"卖方（登记时）"`
	Buyer          PartyAtSigning  `json:"buyer" zh:"买方（登记时）"`
	StewardID      domain.ID       `json:"steward_id,omitzero" zh:"管家"`
	Area           string          `json:"area,omitempty" zh:"统计区域"`
	State          string          `json:"state" set:"contract_states" zh:"状态"`
	OpenSteps      []string        `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	Grounds        []Ground        `json:"grounds,omitempty" zh:"不予登记的理由" doc:"Every ground, of one contract that is not yet registered."`
	Reason         string          `json:"reason,omitempty" zh:"理由"`
	RegistryNumber string          `json:"registry_number,omitempty" zh:"登记编号"`
	RegisteredOn   domain.Date     `json:"registered_on,omitzero" zh:"登记日期"`
	EndedOn        domain.Date     `json:"ended_on,omitzero" zh:"终止日期"`
	Refusal        []RefusalGround `json:"refusal,omitempty" zh:"不予登记的依据"`
	Disputed       bool            `json:"disputed,omitempty" zh:"有争议"`
	ExpertReview   bool            `json:"expert_review,omitempty" zh:"专家评审"`
	Review         *Review         `json:"review,omitempty" zh:"专家评审意见"`
	DueOn          domain.Date     `json:"due_on,omitzero" zh:"办理截止日期"`
	Clock          *Clock          `json:"clock,omitempty" zh:"认定登记时限" doc:"Of one contract that is being dealt with, or has been returned."`
	Progress       []Progress      `json:"progress,omitempty" zh:"履行情况"`
	Received       []Paid          `json:"received,omitempty" zh:"其他付款"`
	Paid           domain.Fen      `json:"paid_fen,omitempty" zh:"累计付款（分）"`
	Instalments    []DueInstalment `json:"due_instalments,omitempty" zh:"未付清的付款" doc:"Of one registered contract: those with a day, the earliest first."`
	Amendment      *Amendment      `json:"amendment,omitempty" zh:"待审核的变更" doc:"Of one contract."`
	CountedIn      domain.ID       `json:"counted_in,omitzero" zh:"计入的合同" doc:"The contract that it repeats, as decided: figures count it there."`
	CountsIn       []CountsIn      `json:"counts_in,omitempty" zh:"计入的规划指标" doc:"Of one contract: those whose figure opens into it."`
	OutsidePlan    string          `json:"outside_plan,omitempty" zh:"不在规划期内" doc:"Of one contract: that it was signed outside the plan's period, so that no indicator counts it."`
	CreatedAt      time.Time       `json:"created_at" zh:"创建时间"`
	UpdatedAt      time.Time       `json:"updated_at" zh:"更新时间"`
}

// CountsIn is an indicator of a plan that counts a contract.
type CountsIn struct {
	Plan      string `json:"plan" zh:"规划"`
	Indicator string `json:"indicator" zh:"指标"`
	Name      string `json:"name" zh:"指标名称"`
}

func contractBodyOf(c domain.Contract) ContractBody {
	return ContractBody{Title: c.Title, Kind: c.Kind, Field: c.Field, IPKind: c.IPKind, PlanSource: c.PlanSource, SellerID: c.SellerID, BuyerID: c.BuyerID,
		DockingID: c.DockingID, NeedID: c.NeedID, TechnologyID: c.TechnologyID, Amount: c.Amount, TechnicalAmount: c.TechnicalAmount,
		IUR: c.IUR, ResultBased: c.ResultBased, Equity: c.Equity, SignedOn: c.SignedOn, StartsOn: c.StartsOn, EndsOn: c.EndsOn,
		Terms: c.Terms, Proofs: each(c.Proofs, proofOf),
		Parties:    each(c.Parties, func(p domain.Party) Party { return Party(p) }),
		Deductions: each(c.Deductions, func(d domain.Deduction) Deduction { return Deduction(d) }),
		Payments:   each(c.Payments, func(p domain.Payment) Payment { return Payment(p) }),
		Milestones: each(c.Milestones, milestoneOf), UseFirst: c.UseFirst, TrialFrom: c.TrialFrom, TrialTo: c.TrialTo}
}

// to writes the body onto c.
func (b ContractBody) to(c *domain.Contract) {
	c.Title, c.Kind, c.Field, c.IPKind, c.PlanSource, c.SellerID, c.BuyerID = b.Title, b.Kind, b.Field, b.IPKind, b.PlanSource, b.SellerID, b.BuyerID
	c.DockingID, c.NeedID, c.TechnologyID, c.Amount, c.TechnicalAmount = b.DockingID, b.NeedID, b.TechnologyID, b.Amount, b.TechnicalAmount
	c.IUR, c.ResultBased, c.Equity, c.SignedOn, c.StartsOn, c.EndsOn = b.IUR, b.ResultBased, b.Equity, b.SignedOn, b.StartsOn, b.EndsOn
	c.Terms, c.Proofs = b.Terms, each(b.Proofs, Proof.domain)
	c.Parties = each(b.Parties, func(p Party) domain.Party { return domain.Party(p) })
	c.Deductions = each(b.Deductions, func(d Deduction) domain.Deduction { return domain.Deduction(d) })
	c.Payments = each(b.Payments, func(p Payment) domain.Payment { return domain.Payment(p) })
	c.Milestones = each(b.Milestones, Milestone.domain)
	c.UseFirst, c.TrialFrom, c.TrialTo = b.UseFirst, b.TrialFrom, b.TrialTo
}

func contractOf(ctx context.Context, c domain.Contract) Contract {
	return Contract{ID: c.ID, Version: c.Version, ContractBody: contractBodyOf(c), Seller: PartyAtSigning(c.Seller), Buyer: PartyAtSigning(c.Buyer),
		StewardID: c.StewardID, Area: c.Area(), State: string(c.State), Reason: c.Reason,
		OpenSteps:      openTo(actorOf(ctx), domain.Contracts, domain.ContractSteps.Open(c.State), c.Principals()),
		RegistryNumber: c.RegistryNumber, RegisteredOn: c.RegisteredOn, EndedOn: c.EndedOn, CountedIn: c.CountedIn, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		Refusal:  each(c.Refusal, func(g domain.RefusalGround) RefusalGround { return RefusalGround(g) }),
		Disputed: c.Disputed, ExpertReview: c.ExpertReview, Review: reviewOf(c.Review), DueOn: c.DueOn,
		Received: each(c.Received, func(p domain.Paid) Paid { return Paid(p) }), Paid: c.PaidSoFar(), Progress: each(c.Milestones, progressOf)}
}

func contractsOf(ctx context.Context, contracts []domain.Contract) ([]Contract, error) {
	return each(contracts, func(c domain.Contract) Contract { return contractOf(ctx, c) }), nil
}

// oneContract answers with c, what stands in the way of its registration and how its
// clock stands, or with err.
func (a *API) oneContract(ctx context.Context, c domain.Contract, err error) (*one[Contract], error) {
	if err != nil {
		return nil, err
	}
	out, lang, today := contractOf(ctx, c), requestOf(ctx).lang, domain.DateOf(a.db.Now())
	if c.Editable() || c.State == domain.ContractSubmitted || c.State == domain.ContractPrechecked {
		found, err := a.db.Grounds(ctx, actorOf(ctx), c.ID)
		if err != nil {
			return nil, err
		}
		unmet, err := a.db.UnmetUseFirst(ctx, c)
		if err != nil {
			return nil, err
		}
		out.Grounds = append(each(found, groundIn(lang)), each(unmet, useFirstGround(lang))...)
	}
	for i, m := range c.Milestones {
		out.Progress[i].Overdue = m.Overdue(today) && c.State == domain.ContractRegistered
	}
	out.Instalments = dueInstalmentsOf(c, today)
	if err := a.withClock(ctx, c, &out); err != nil {
		return nil, err
	}
	if err := a.withAmendment(ctx, c, &out); err != nil {
		return nil, err
	}
	counting, err := a.db.Counting(ctx, actorOf(ctx), c.ID)
	if err != nil {
		return nil, err
	}
	out.OutsidePlan = counting.Outside.In(lang)
	out.CountsIn = each(counting.In, func(in postgres.CountedIn) CountsIn {
		return CountsIn{in.Plan.Code, in.Indicator.Code, in.Indicator.Name.In(lang)}
	})
	return oneOf(out, c.Version), nil
}
