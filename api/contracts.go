package api

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

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
	a.registerContractLife(contracts)
	a.registerProofs(contracts)
	statistics := contracts.route("GET", "/statistics", "statistics-of", domain.Read, "登记统计：", "Counts and sums of the registered")
	register(a, statistics, a.contractStatistics)
	a.closeParameter(statistics, "by", postgres.ContractCuts())
	a.closeParameter(statistics, "and", postgres.ContractCuts())
	register(a, contracts.route("GET", "/{id}/events", "list-events-of", domain.Read, "办理记录：", "The steps taken by one of the"), a.contractEvents)
	a.registerPrecheck(contracts)
}

type contractsQuery struct {
	Page
	ContractsFilter
	State   string `query:"state" set:"contract_states" zh:"状态"`
	Due     string `query:"due" set:"contract_dues" zh:"办理时限" doc:"Those whose clock runs, by how it stands; the most urgent first with sort=due_on."`
	Overdue string `query:"milestone_overdue" enum:"true" zh:"有逾期节点"`
	Unpaid  string `query:"payment_overdue" enum:"true" zh:"有逾期付款"`
}

// ContractsFilter is the part of a contracts' query that selects besides the state.
type ContractsFilter struct {
	Kind           string      `query:"kind" set:"contract_kinds" zh:"合同类型"`
	Field          string      `query:"field" set:"fields" zh:"技术领域"`
	Area           string      `query:"area" maxLength:"40" zh:"统计区域"`
	OrganisationID domain.ID   `query:"organisation_id" zh:"买方或卖方"`
	IUR            string      `query:"iur" enum:"true,false" zh:"产学研合作协议"`
	SignedFrom     domain.Date `query:"signed_from" zh:"签订日期自"`
	SignedTo       domain.Date `query:"signed_to" zh:"签订日期至"`
	RegisteredFrom domain.Date `query:"registered_from" zh:"登记日期自"`
	RegisteredTo   domain.Date `query:"registered_to" zh:"登记日期至"`
}

func (q ContractsFilter) filter() (postgres.ContractFilter, error) {
	f := postgres.ContractFilter{Kind: q.Kind, Field: q.Field, Area: q.Area, Organisation: q.OrganisationID}
	if q.IUR != "" {
		iur := q.IUR == "true"
		f.IUR = &iur
	}
	if q.SignedFrom.IsZero() != q.SignedTo.IsZero() {
		return f, domain.Invalid("signed_to", "起止日期须同时填写", "and signed_from are given together")
	}
	if q.RegisteredFrom.IsZero() != q.RegisteredTo.IsZero() {
		return f, domain.Invalid("registered_to", "起止日期须同时填写", "and registered_from are given together")
	}
	f.Signed, f.Registered = domain.Period{From: q.SignedFrom, To: q.SignedTo}, domain.Period{From: q.RegisteredFrom, To: q.RegisteredTo}
	return f, nil
}

func (a *API) listContracts(ctx context.Context, in *contractsQuery) (*page[Contract], error) {
	filter, err := in.filter()
	if err != nil {
		return nil, err
	}
	filter.State, filter.Due, filter.MilestoneOverdue, filter.PaymentOverdue = in.State, in.Due, in.Overdue == "true", in.Unpaid == "true"
	found, err := a.db.Contracts(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, contractsOf)
}

func (a *API) readContract(ctx context.Context, in *Record) (*one[Contract], error) {
	c, err := a.db.Contract(ctx, actorOf(ctx), in.ID)
	return a.oneContract(ctx, c, err)
}

type createContract struct{ Body ContractBody }

func (a *API) createContract(ctx context.Context, in *createContract) (*created[Contract], error) {
	var c domain.Contract
	in.Body.to(&c)
	c, err := a.db.CreateContract(ctx, actorOf(ctx), c)
	out, err := a.oneContract(ctx, c, err)
	if err != nil {
		return nil, err
	}
	return createdIn("contracts", c.ID, out.Body, c.Version), nil
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
	return a.oneContract(ctx, c, err)
}
