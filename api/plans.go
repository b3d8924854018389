package api

import (
	"context"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (a *API) registerPlans() {
	plans := route{method: "GET", resource: domain.Plans, action: domain.Read, tag: "plans"}
	add := func(id, path, zh, en string) route {
		rt := plans
		rt.id, rt.path, rt.summary = id, path, domain.Text{ZH: zh, EN: en}
		return rt
	}
	register(a, add("list-plans", "/plans", "计划", "The plans, the latest first"), a.listPlans)
	register(a, add("read-scoreboard", "/plans/{code}/scoreboard", "指标看板", "Every indicator with value, target and progress"), a.scoreboard)
	register(a, add("read-indicator", "/plans/{code}/indicators/{indicator}", "指标", "One indicator in full"), a.indicator)
	contracts := add("list-contracts-of-indicator", "/plans/{code}/indicators/{indicator}/contracts", "指标下钻合同", "The contracts that an indicator's figure is made of")
	contracts.resource, contracts.tag = domain.Contracts, "contracts"
	listAt(a, contracts, postgres.ContractSorts, a.indicatorContracts)
}

// PlanQuery is the input of what is asked of a plan.
type PlanQuery struct {
	Code string      `path:"code" maxLength:"60" zh:"计划代码" doc:"A plan's code, or current."`
	AsOf domain.Date `query:"as_of" zh:"截至日期" doc:"Today when absent. Contracts signed later are left out."`
}

func (a *API) plan(ctx context.Context, q PlanQuery) (domain.Plan, domain.Date, error) {
	asOf := q.AsOf
	if asOf.IsZero() {
		asOf = domain.DateOf(a.db.Now())
	}
	if q.Code == "current" {
		p, err := a.db.CurrentPlan(ctx, a.db.Now())
		return p, asOf, err
	}
	plans, err := a.db.Plans(ctx)
	if err != nil {
		return domain.Plan{}, asOf, err
	}
	at := slices.IndexFunc(plans, func(p domain.Plan) bool { return p.Code == q.Code })
	if at < 0 {
		return domain.Plan{}, asOf, domain.ErrNotFound
	}
	return plans[at], asOf, nil
}

func (a *API) listPlans(ctx context.Context, _ *none) (*page[Plan], error) {
	found, err := a.db.Plans(ctx)
	return every(found, func(p domain.Plan) Plan {
		return Plan{Code: p.Code, Title: p.Title, Number: p.Number, IssuedOn: p.IssuedOn, From: p.Period.From, To: p.Period.To}
	}), err
}

func (a *API) scoreboard(ctx context.Context, in *PlanQuery) (*page[Figure], error) {
	plan, asOf, err := a.plan(ctx, *in)
	if err != nil {
		return nil, err
	}
	figures, err := a.db.Scoreboard(ctx, plan, asOf)
	lang := requestOf(ctx).lang
	return every(figures, func(f domain.Figure) Figure { return figureOf(f, lang) }), err
}

// IndicatorQuery is the input of what is asked of an indicator.
type IndicatorQuery struct {
	PlanQuery
	Indicator string `path:"indicator" maxLength:"80" zh:"指标代码"`
}

func (a *API) indicator(ctx context.Context, in *IndicatorQuery) (*body[IndicatorFigure], error) {
	plan, asOf, err := a.plan(ctx, in.PlanQuery)
	if err != nil {
		return nil, err
	}
	f, err := a.db.Figure(ctx, plan, in.Indicator, asOf)
	if err != nil {
		return nil, err
	}
	targets, err := a.db.Targets(ctx, plan.Code, in.Indicator)
	return &body[IndicatorFigure]{Body: indicatorFigureOf(f, targets, requestOf(ctx).lang)}, err
}

// body is the output of an operation whose answer has no version.
type body[T any] struct{ Body T }

type indicatorContractsQuery struct {
	Page
	IndicatorQuery
}

func (a *API) indicatorContracts(ctx context.Context, in *indicatorContractsQuery) (*page[Contract], error) {
	plan, asOf, err := a.plan(ctx, in.PlanQuery)
	if err != nil {
		return nil, err
	}
	found, err := a.db.FigureContracts(ctx, actorOf(ctx), plan, in.Indicator, asOf, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, contractsOf)
}
