package api

import (
	"context"
	"slices"
	"strings"
	"time"

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
	opens := func(kind string, resource domain.Resource, zh, en string) route {
		rt := add("list-"+kind+"-of-indicator", "/plans/{code}/indicators/{indicator}/"+kind, "指标下钻"+zh, "The "+en+" that an indicator's figure is made of")
		rt.resource, rt.tag = resource, kind
		return rt
	}
	listAt(a, opens("contracts", domain.Contracts, "合同", "contracts"), postgres.FigureContractSorts, a.indicatorContracts)
	listAt(a, opens("register-entries", domain.RegisterEntries, "登记条目", "entries of a register"), postgres.FigureEntrySorts, a.indicatorEntries)
	listAt(a, opens("reports", domain.Reports, "填报", "reports of units"), postgres.ReportSorts, a.indicatorReports)
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
	courses, err := a.db.Courses(ctx, plan, asOf)
	lang := requestOf(ctx).lang
	return every(courses, func(c domain.Course) Figure { return figureOf(seen(ctx, c), lang) }), err
}

// IndicatorQuery is the input of what is asked of an indicator.
type IndicatorQuery struct {
	PlanQuery
	Indicator string    `path:"indicator" maxLength:"80" zh:"指标代码"`
	Period    string    `query:"period" maxLength:"7" zh:"统计期" doc:"2024, 2024-Q4, 2024-03, or absent: the one that the plan asks for."`
	By        string    `query:"by" set:"figure_dimensions" zh:"分解方式"`
	Key       string    `query:"key" maxLength:"60" zh:"分项代码" doc:"Of lists of records: of this part only."`
	KnownAt   time.Time `query:"known_at" zh:"已知时点" doc:"As far as was known then; absent: now."`
}

func (q IndicatorQuery) figures(asOf domain.Date) (f postgres.FigureQuery, err error) {
	f = postgres.FigureQuery{AsOf: asOf, KnownAt: q.KnownAt, By: domain.Dimension(q.By), Key: q.Key}
	if q.Key != "" && q.By == "" {
		return f, domain.Invalid("by", "分项须同时指明分解方式", "is required beside a key")
	}
	if q.Period != "" {
		f.Period, err = domain.ParsePeriod(q.Period)
	}
	return f, err
}

func (a *API) indicator(ctx context.Context, in *IndicatorQuery) (*body[IndicatorFigure], error) {
	plan, asOf, err := a.plan(ctx, in.PlanQuery)
	if err != nil {
		return nil, err
	}
	q, err := in.figures(asOf)
	if err != nil {
		return nil, err
	}
	course, err := a.db.Course(ctx, plan, in.Indicator, q)
	if err != nil {
		return nil, err
	}
	targets, err := a.db.Targets(ctx, plan.Code, in.Indicator)
	if err != nil {
		return nil, err
	}
	out := indicatorFigureOf(seen(ctx, course), targets, requestOf(ctx).lang)
	out.GrowthDiscrepancies = each(plan.GrowthDiscrepancies(in.Indicator, targets), growthOf)
	if in.By != "" {
		parts, err := a.db.FigureParts(ctx, plan, in.Indicator, q)
		if err != nil {
			return nil, err
		}
		out.Parts = each(parts, partOf)
		out.SumOfParts, out.SumOfTargets = domain.SumOfParts(parts)
	}
	return &body[IndicatorFigure]{Body: out}, nil
}

// body is the output of an operation whose answer has no version.
type body[T any] struct{ Body T }

type indicatorRecords struct {
	Page
	IndicatorQuery
}

// recordsOf lists records of a figure, and tells what of them has changed since, and how
// many the caller may not read.
func recordsOf[D, T any](ctx context.Context, a *API, in *indicatorRecords, list func(context.Context, domain.Actor, domain.Plan, string, postgres.FigureQuery, postgres.Page) (postgres.FigureRecords[D], error), toJSON func(context.Context, []D) ([]T, error)) (*page[T], error) {
	plan, asOf, err := a.plan(ctx, in.PlanQuery)
	if err != nil {
		return nil, err
	}
	q, err := in.figures(asOf)
	if err != nil {
		return nil, err
	}
	found, err := list(ctx, actorOf(ctx), plan, in.Indicator, q, in.store())
	if err != nil {
		return nil, err
	}
	out, err := pageOfAll(ctx, found.List, toJSON)
	if err != nil {
		return nil, err
	}
	out.Body.Hidden = found.Hidden
	for id, changed := range found.Changed {
		if changed {
			out.Body.Changed = append(out.Body.Changed, id)
		}
	}
	slices.SortFunc(out.Body.Changed, func(a, b domain.ID) int { return strings.Compare(a.String(), b.String()) })
	return out, nil
}

func (a *API) indicatorContracts(ctx context.Context, in *indicatorRecords) (*page[Contract], error) {
	return recordsOf(ctx, a, in, a.db.FigureContracts, contractsOf)
}

func (a *API) indicatorEntries(ctx context.Context, in *indicatorRecords) (*page[RegisterEntry], error) {
	return recordsOf(ctx, a, in, a.db.FigureEntries, a.registerEntriesOf)
}

func (a *API) indicatorReports(ctx context.Context, in *indicatorRecords) (*page[Report], error) {
	return recordsOf(ctx, a, in, a.db.FigureReports, func(ctx context.Context, found []domain.Report) ([]Report, error) {
		return each(found, func(r domain.Report) Report { return reportOf(ctx, r) }), nil
	})
}
