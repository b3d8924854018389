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
	IUR             bool        `json:"iur,omitempty" zh:"产学研合作协议"`
	ResultBased     bool        `json:"result_based,omitempty" zh:"转化高校院所成果"`
	Equity          bool        `json:"equity,omitempty" zh:"作价投资"`
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
	Seller         PartyAtSigning `json:"seller" zh:"卖方（登记时）"`
	Buyer          PartyAtSigning `json:"buyer" zh:"买方（登记时）"`
	StewardID      domain.ID      `json:"steward_id,omitzero" zh:"管家"`
	Area           string         `json:"area,omitempty" zh:"统计区域"`
	State          string         `json:"state" zh:"状态"`
	OpenSteps      []string       `json:"open_steps" zh:"可办理的步骤"`
	Grounds        []Ground       `json:"grounds,omitempty" zh:"不予登记的理由"`
	Reason         string         `json:"reason,omitempty" zh:"理由"`
	RegistryNumber string         `json:"registry_number,omitempty" zh:"登记编号"`
	RegisteredOn   domain.Date    `json:"registered_on,omitzero" zh:"登记日期"`
	EndedOn        domain.Date    `json:"ended_on,omitzero" zh:"终止日期"`
	CreatedAt      time.Time      `json:"created_at" zh:"创建时间"`
	UpdatedAt      time.Time      `json:"updated_at" zh:"更新时间"`
}

// Ground is a ground on which registration would be refused.
type Ground struct {
	Field  string `json:"field" zh:"字段"`
	Reason string `json:"reason" zh:"理由"`
}

func contractBodyOf(c domain.Contract) ContractBody {
	b := ContractBody{Title: c.Title, Kind: c.Kind, Field: c.Field, IPKind: c.IPKind, PlanSource: c.PlanSource, SellerID: c.SellerID, BuyerID: c.BuyerID,
		DockingID: c.DockingID, NeedID: c.NeedID, TechnologyID: c.TechnologyID, Amount: c.Amount, TechnicalAmount: c.TechnicalAmount,
		IUR: c.IUR, ResultBased: c.ResultBased, Equity: c.Equity, SignedOn: c.SignedOn, StartsOn: c.StartsOn, EndsOn: c.EndsOn}
	for _, p := range c.Parties {
		b.Parties = append(b.Parties, Party(p))
	}
	for _, d := range c.Deductions {
		b.Deductions = append(b.Deductions, Deduction(d))
	}
	for _, p := range c.Payments {
		b.Payments = append(b.Payments, Payment(p))
	}
	return b
}

// to writes the body onto c.
func (b ContractBody) to(c *domain.Contract) {
	c.Title, c.Kind, c.Field, c.IPKind, c.PlanSource, c.SellerID, c.BuyerID = b.Title, b.Kind, b.Field, b.IPKind, b.PlanSource, b.SellerID, b.BuyerID
	c.DockingID, c.NeedID, c.TechnologyID, c.Amount, c.TechnicalAmount = b.DockingID, b.NeedID, b.TechnologyID, b.Amount, b.TechnicalAmount
	c.IUR, c.ResultBased, c.Equity, c.SignedOn, c.StartsOn, c.EndsOn = b.IUR, b.ResultBased, b.Equity, b.SignedOn, b.StartsOn, b.EndsOn
	c.Parties, c.Deductions, c.Payments = nil, nil, nil
	for _, p := range b.Parties {
		c.Parties = append(c.Parties, domain.Party(p))
	}
	for _, d := range b.Deductions {
		c.Deductions = append(c.Deductions, domain.Deduction(d))
	}
	for _, p := range b.Payments {
		c.Payments = append(c.Payments, domain.Payment(p))
	}
}

func contractOf(c domain.Contract) Contract {
	return Contract{ID: c.ID, Version: c.Version, ContractBody: contractBodyOf(c), Seller: PartyAtSigning(c.Seller), Buyer: PartyAtSigning(c.Buyer),
		StewardID: c.StewardID, Area: c.Area(), State: string(c.State), OpenSteps: domain.ContractSteps.Open(c.State), Reason: c.Reason,
		RegistryNumber: c.RegistryNumber, RegisteredOn: c.RegisteredOn, EndedOn: c.EndedOn, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
}

// withGrounds adds what stands in the way of registering a contract that is not yet.
func (a *API) withGrounds(ctx context.Context, c domain.Contract) Contract {
	out := contractOf(c)
	if len(out.OpenSteps) == 0 || c.State == domain.ContractRegistered {
		return out
	}
	for _, g := range c.Grounds(domain.DateOf(a.db.Now())) {
		out.Grounds = append(out.Grounds, Ground{Field: g.Field, Reason: g.Ask.In(requestOf(ctx).lang)})
	}
	return out
}

// ContractEvent is one step of a contract as it was taken.
type ContractEvent struct {
	Step   string      `json:"step" zh:"步骤"`
	From   string      `json:"from" zh:"原状态"`
	To     string      `json:"to" zh:"新状态"`
	By     domain.ID   `json:"by,omitzero" zh:"办理人"`
	Reason string      `json:"reason,omitempty" zh:"理由"`
	On     domain.Date `json:"on" zh:"生效日期"`
	At     time.Time   `json:"at" zh:"办理时间"`
}

func contractEventOf(e domain.ContractEvent) ContractEvent {
	return ContractEvent{Step: e.Step, From: string(e.From), To: string(e.To), By: e.Actor, Reason: e.Reason, On: e.On, At: e.At}
}

func (a *API) registerContracts() {
	contracts := collection{"contracts", domain.Contracts, domain.Text{ZH: "合同", EN: "contracts"}}
	list(a, contracts, postgres.ContractSorts, a.listContracts)
	read(a, contracts, a.readContract)
	create(a, contracts, a.createContract)
	change(a, contracts, a.changeContract)
	for _, s := range distinct(domain.ContractSteps, nil) {
		stepRoute(a, contracts, s, func(ctx context.Context, in *stepContract) (*one[Contract], error) {
			return a.stepContract(ctx, s.Name, in)
		})
	}
	register(a, contracts.route("GET", "/{id}/events", "list-events-of", domain.Read, "办理记录：", "The steps taken by one of the"), a.contractEvents)
}

type contractsQuery struct {
	Page
	State          string      `query:"state" set:"contract_states" zh:"状态"`
	Kind           string      `query:"kind" set:"contract_kinds" zh:"合同类型"`
	Field          string      `query:"field" set:"fields" zh:"技术领域"`
	Area           string      `query:"area" maxLength:"40" zh:"统计区域"`
	OrganisationID domain.ID   `query:"organisation_id" zh:"买方或卖方"`
	IUR            string      `query:"iur" enum:"true,false" zh:"产学研合作协议"`
	SignedFrom     domain.Date `query:"signed_from" zh:"签订日期自"`
	SignedTo       domain.Date `query:"signed_to" zh:"签订日期至"`
}

func (q *contractsQuery) filter() (postgres.ContractFilter, error) {
	f := postgres.ContractFilter{State: q.State, Kind: q.Kind, Field: q.Field, Area: q.Area, Organisation: q.OrganisationID}
	if q.IUR != "" {
		iur := q.IUR == "true"
		f.IUR = &iur
	}
	if q.SignedFrom.IsZero() != q.SignedTo.IsZero() {
		return f, domain.Invalid("signed_to", "起止日期须同时填写", "and signed_from are given together")
	}
	f.Signed = domain.Period{From: q.SignedFrom, To: q.SignedTo}
	return f, nil
}

func (a *API) listContracts(ctx context.Context, in *contractsQuery) (*page[Contract], error) {
	filter, err := in.filter()
	if err != nil {
		return nil, err
	}
	found, err := a.db.Contracts(ctx, actorOf(ctx), filter, in.store())
	return pageOf(found, contractOf), err
}

func (a *API) readContract(ctx context.Context, in *Record) (*one[Contract], error) {
	c, err := a.db.Contract(ctx, actorOf(ctx), in.ID)
	return oneOf(a.withGrounds(ctx, c), c.Version), err
}

type createContract struct{ Body ContractBody }

func (a *API) createContract(ctx context.Context, in *createContract) (*created[Contract], error) {
	var c domain.Contract
	in.Body.to(&c)
	c, err := a.db.CreateContract(ctx, actorOf(ctx), c)
	return createdIn("contracts", c.ID, a.withGrounds(ctx, c), c.Version), err
}

type changeContract struct {
	Record
	IfMatch
	Body Merge[ContractBody]
}

func (a *API) changeContract(ctx context.Context, in *changeContract) (*one[Contract], error) {
	c, err := a.db.ChangeContract(ctx, actorOf(ctx), in.ID, in.version(), func(c *domain.Contract) error {
		body, err := in.Body.onto(contractBodyOf(*c))
		body.to(c)
		return err
	})
	return oneOf(a.withGrounds(ctx, c), c.Version), err
}

type stepContract struct {
	Record
	IfMatch
	Body *struct {
		Reason         string      `json:"reason,omitempty" maxLength:"1000" zh:"理由"`
		RegistryNumber string      `json:"registry_number,omitempty" maxLength:"60" zh:"登记编号" doc:"Required to register."`
		On             domain.Date `json:"on,omitzero" zh:"生效日期" doc:"Today when absent."`
	}
}

func (a *API) stepContract(ctx context.Context, step string, in *stepContract) (*one[Contract], error) {
	s := postgres.ContractStep{Name: step}
	if in.Body != nil {
		s.Reason, s.RegistryNumber, s.On = in.Body.Reason, in.Body.RegistryNumber, in.Body.On
	}
	c, err := a.db.StepContract(ctx, actorOf(ctx), in.ID, in.version(), s)
	return oneOf(a.withGrounds(ctx, c), c.Version), err
}

func (a *API) contractEvents(ctx context.Context, in *Record) (*events[ContractEvent], error) {
	found, err := a.db.ContractEvents(ctx, actorOf(ctx), in.ID)
	return eventsOf(found, contractEventOf), err
}
