package api

import (
	"context"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (a *API) registerReports() {
	reports := collection{"reports", domain.Reports, domain.Text{ZH: "填报", EN: "units' reports"}}
	list(a, reports, postgres.ReportSorts, a.listReports)
	read(a, reports, a.readReport)
	create(a, reports, a.createReport)
	change(a, reports, a.changeReport)
	for _, s := range distinct(domain.ReportSteps, nil) {
		stepRoute(a, reports, s, func(ctx context.Context, in *stepReport) (*one[Report], error) { return a.stepReport(ctx, s.Name, in) })
	}
	correct := reports.route(http.MethodPost, "/{id}/correct", "correct", "correct", "更正：", "Make a correction of one of the")
	correct.versioned, correct.status = true, http.StatusCreated
	register(a, correct, a.correctReport)
	register(a, reports.route(http.MethodGet, "/{id}/events", "list-events-of", domain.Read, "办理记录：", "What was done to one of the"), a.reportEvents)
	register(a, reports.route(http.MethodGet, "/duties", "list-duties-of", domain.Read, "应报事项：", "What units owe:"), a.reportDuties)
	a.registerAttachments(reports)
	a.registerReportTable(reports)
}

type reportsQuery struct {
	Page
	Plan      string `query:"plan" maxLength:"60" zh:"计划代码"`
	Indicator string `query:"indicator" maxLength:"80" zh:"指标代码"`
	Unit      string `query:"unit" maxLength:"40" zh:"填报单位"`
	Dimension string `query:"dimension" set:"dimensions" zh:"分解方式"`
	Key       string `query:"key" maxLength:"60" zh:"分项代码"`
	State     string `query:"state" set:"report_states" zh:"状态"`
	Period    string `query:"period" maxLength:"7" zh:"报告期" doc:"2025-Q4; of 2025 its quarters too."`
	InForce   bool   `query:"in_force" zh:"只看现行" doc:"Approved and not corrected since."`
}

func (a *API) listReports(ctx context.Context, in *reportsQuery) (*page[Report], error) {
	f := postgres.ReportFilter{Plan: in.Plan, Indicator: in.Indicator, Unit: in.Unit, State: in.State, Dimension: in.Dimension, Key: in.Key, InForce: in.InForce}
	if in.Period != "" {
		var err error
		if f.During, err = domain.ParsePeriod(in.Period); err != nil {
			return nil, err
		}
	}
	found, err := a.db.Reports(ctx, actorOf(ctx), f, in.store())
	return pageOf(found, func(r domain.Report) Report { return reportOf(ctx, r) }), err
}

func (a *API) readReport(ctx context.Context, in *Record) (*one[Report], error) {
	r, err := a.db.Report(ctx, actorOf(ctx), in.ID)
	return a.oneReport(ctx, r, err)
}

type createReport struct{ Body ReportBody }

func (a *API) createReport(ctx context.Context, in *createReport) (*created[Report], error) {
	r, err := in.Body.report()
	if err == nil {
		r, err = a.db.CreateReport(ctx, actorOf(ctx), r)
	}
	return a.newReport(ctx, r, err)
}

func (a *API) newReport(ctx context.Context, r domain.Report, err error) (*created[Report], error) {
	out, err := a.oneReport(ctx, r, err)
	if err != nil {
		return nil, err
	}
	return createdIn("reports", r.ID, out.Body, r.Version), nil
}

type changeReport struct {
	Record
	IfMatch
	Body Merge[ReportFigures]
}

func (a *API) changeReport(ctx context.Context, in *changeReport) (*one[Report], error) {
	r, err := a.db.ChangeReport(ctx, actorOf(ctx), in.ID, in.version(), func(r *domain.Report) error {
		figures, err := in.Body.onto(reportFiguresOf(*r))
		figures.to(r)
		return err
	})
	return a.oneReport(ctx, r, err)
}

type stepReport struct {
	Record
	IfMatch
	Body *struct {
		Reason string      `json:"reason,omitempty" maxLength:"1000" zh:"理由" doc:"Required to return."`
		On     domain.Date `json:"on,omitzero" zh:"生效日期" doc:"Of an approval: today when absent, or a day after the period that is entered later."`
	}
}

func (a *API) stepReport(ctx context.Context, step string, in *stepReport) (*one[Report], error) {
	s := postgres.ReportStep{Name: step}
	if in.Body != nil {
		s.Reason, s.On = in.Body.Reason, in.Body.On
	}
	r, err := a.db.StepReport(ctx, actorOf(ctx), in.ID, in.version(), s)
	return a.oneReport(ctx, r, err)
}

func (a *API) correctReport(ctx context.Context, in *Taken) (*created[Report], error) {
	r, err := a.db.CorrectReport(ctx, actorOf(ctx), in.ID, in.version(), in.reason())
	return a.newReport(ctx, r, err)
}

func (a *API) reportEvents(ctx context.Context, in *Record) (*page[ReportEvent], error) {
	found, err := a.db.ReportEvents(ctx, actorOf(ctx), in.ID)
	return every(found, reportEventOf), err
}
