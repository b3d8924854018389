package api

import (
	"context"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Figure is one line of the scoreboard. What is not known is null.
type Figure struct {
	Code        string          `json:"code" zh:"指标代码"`
	Name        string          `json:"name" zh:"指标"`
	Section     string          `json:"section" zh:"计划章节"`
	Unit        string          `json:"unit" zh:"计量单位"`
	Value       *domain.Decimal `json:"value" zh:"当前值"`
	Numerator   *domain.Decimal `json:"numerator" zh:"分子"`
	Denominator *domain.Decimal `json:"denominator" zh:"分母"`
	Target      *domain.Decimal `json:"target" zh:"目标值"`
	TargetYear  int             `json:"target_year,omitempty" zh:"目标年度" doc:"Absent: the plan period as a whole."`
	Progress    *domain.Decimal `json:"progress_pct" zh:"完成率（%）"`
	Basis       string          `json:"basis,omitempty" zh:"数据来源" doc:"contracts: computed from the contracts listed under it. Absent: nothing is reported yet."`
	From        domain.Date     `json:"from" zh:"统计期自"`
	To          domain.Date     `json:"to" zh:"统计期至"`
	AsOf        domain.Date     `json:"as_of" zh:"截至"`
}

// IndicatorFigure is one indicator in full: its figure, other readings of it, its
// targets, and what the plan says.
type IndicatorFigure struct {
	Figure
	Measure     string    `json:"measure" zh:"指标性质"`
	PeriodRule  string    `json:"period_rule" zh:"期间规则"`
	Source      string    `json:"source" zh:"口径"`
	Quote       string    `json:"quote" zh:"计划原文"`
	Lead        []string  `json:"lead_units" zh:"牵头单位"`
	Responsible []string  `json:"responsible_units" zh:"责任单位"`
	Variants    []Variant `json:"variants,omitempty" zh:"其他口径"`
	Targets     []Target  `json:"targets" zh:"目标分解"`
}

// Variant is another reading of an indicator.
type Variant struct {
	Code        string          `json:"code" zh:"代码"`
	Name        string          `json:"name" zh:"口径"`
	Headline    bool            `json:"headline" zh:"主口径"`
	Unit        string          `json:"unit" zh:"计量单位"`
	Value       *domain.Decimal `json:"value" zh:"值"`
	Numerator   domain.Decimal  `json:"numerator" zh:"分子"`
	Denominator domain.Decimal  `json:"denominator" zh:"分母"`
}

// Target is what the plan asks. A null value is "not set", which is not zero.
type Target struct {
	Dimension string          `json:"dimension,omitempty" zh:"分解维度" doc:"area, unit or sector; absent: the whole city."`
	Key       string          `json:"key,omitempty" zh:"分解对象"`
	Year      int             `json:"year,omitempty" zh:"年度" doc:"Absent: the plan period as a whole."`
	Value     *domain.Decimal `json:"value" zh:"目标值"`
	Source    string          `json:"source" zh:"出处"`
}

// Plan is a plan as callers read it.
type Plan struct {
	Code     string      `json:"code" zh:"代码"`
	Title    string      `json:"title" zh:"名称"`
	Number   string      `json:"number" zh:"文号"`
	IssuedOn domain.Date `json:"issued_on,omitzero" zh:"发布日期"`
	From     domain.Date `json:"from" zh:"起"`
	To       domain.Date `json:"to" zh:"止"`
}

func figureOf(f domain.Figure, lang string) Figure {
	out := Figure{Code: f.Indicator.Code, Name: f.Indicator.Name.In(lang), Section: f.Indicator.Section, Unit: f.Indicator.Unit,
		Value: f.Value, Numerator: f.Numerator, Denominator: f.Denominator, Target: f.Target, TargetYear: f.TargetYear,
		Basis: f.Basis, From: f.Period.From, To: f.Period.To, AsOf: f.AsOf}
	if progress, ok := f.Progress(); ok {
		out.Progress = &progress
	}
	return out
}

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

func (a *API) listPlans(ctx context.Context, _ *none) (*events[Plan], error) {
	found, err := a.db.Plans(ctx)
	return eventsOf(found, func(p domain.Plan) Plan {
		return Plan{Code: p.Code, Title: p.Title, Number: p.Number, IssuedOn: p.IssuedOn, From: p.Period.From, To: p.Period.To}
	}), err
}

func (a *API) scoreboard(ctx context.Context, in *PlanQuery) (*events[Figure], error) {
	plan, asOf, err := a.plan(ctx, *in)
	if err != nil {
		return nil, err
	}
	figures, err := a.db.Scoreboard(ctx, plan, asOf)
	lang := requestOf(ctx).lang
	return eventsOf(figures, func(f domain.Figure) Figure { return figureOf(f, lang) }), err
}

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

func indicatorFigureOf(f domain.Figure, targets []domain.Target, lang string) IndicatorFigure {
	i := f.Indicator
	out := IndicatorFigure{Figure: figureOf(f, lang), Measure: i.Measure, PeriodRule: i.PeriodRule, Source: i.Source, Quote: i.Quote, Lead: i.Lead, Responsible: i.Responsible}
	for _, v := range f.Variants {
		out.Variants = append(out.Variants, Variant{Code: v.Code, Name: v.Name.In(lang), Headline: v.Headline, Unit: v.Unit, Value: v.Value, Numerator: v.Numerator, Denominator: v.Denominator})
	}
	for _, t := range targets {
		out.Targets = append(out.Targets, Target{Dimension: string(t.Dimension), Key: t.Key, Year: t.Year, Value: t.Value, Source: t.Source})
	}
	return out
}

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
	return pageOf(found, contractOf), err
}
