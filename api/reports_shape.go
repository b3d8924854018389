package api

import (
	"context"
	"slices"
	"time"

	"sanku/domain"
)

// ReportFigures is what callers write of a report once it is made.
type ReportFigures struct {
	Value       *domain.Decimal `json:"value,omitempty" zh:"数值" doc:"Flows and annual sums: from 1 January to the period's end."`
	Numerator   *domain.Decimal `json:"numerator,omitempty" zh:"分子" doc:"With denominator, of indicators that are reported as a ratio."`
	Denominator *domain.Decimal `json:"denominator,omitempty" zh:"分母"`
	Note        string          `json:"note,omitempty" zh:"说明"`
	Source      string          `json:"source,omitempty" zh:"数据来源"`
}

// ReportBody is what callers write of a new report.
type ReportBody struct {
	Plan      string `json:"plan" zh:"计划代码"`
	Indicator string `json:"indicator" zh:"指标代码"`
	Dimension string `json:"dimension,omitempty" set:"dimensions" zh:"分解方式" doc:"Absent: the whole city."`
	Key       string `json:"key,omitempty" zh:"分项代码" doc:"Of the area, unit or sector."`
	Period    string `json:"period" pattern:"^[0-9]{4}(-(Q[1-4]|[01][0-9]))?$" zh:"报告期" doc:"2025-Q4, or 2025, as the indicator is reported."`
	Unit      string `json:"unit,omitempty" zh:"填报单位" doc:"The caller's when absent."`
	ReportFigures
}

// Report is a report as callers read it.
type Report struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	ReportBody
	Revision     int         `json:"revision" zh:"修订次序"`
	Corrects     domain.ID   `json:"corrects,omitzero" zh:"更正的报告"`
	State        string      `json:"state" set:"report_states" zh:"状态"`
	OpenSteps    []string    `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	Warnings     []Warning   `json:"warnings,omitempty" zh:"可疑之处" doc:"Of one report: what is implausible, though it may be right."`
	Reason       string      `json:"reason,omitempty" zh:"退回或更正理由"`
	AuthorID     domain.ID   `json:"author_id,omitzero" zh:"填报人"`
	SubmittedAt  *time.Time  `json:"submitted_at,omitempty" zh:"提交时间"`
	DecidedBy    domain.ID   `json:"decided_by,omitzero" zh:"审核人"`
	ApprovedOn   domain.Date `json:"approved_on,omitzero" zh:"生效日期"`
	ApprovedAt   *time.Time  `json:"approved_at,omitempty" zh:"审核通过时间"`
	SupersededOn domain.Date `json:"superseded_on,omitzero" zh:"被更正日期"`
	SupersededAt *time.Time  `json:"superseded_at,omitempty" zh:"被更正时间"`
	CreatedAt    time.Time   `json:"created_at" zh:"创建时间"`
	UpdatedAt    time.Time   `json:"updated_at" zh:"更新时间"`
}

func reportFiguresOf(r domain.Report) ReportFigures {
	return ReportFigures{r.Value, r.Numerator, r.Denominator, r.Note, r.Source}
}

func (f ReportFigures) to(r *domain.Report) {
	r.Value, r.Numerator, r.Denominator, r.Note, r.Source = f.Value, f.Numerator, f.Denominator, f.Note, f.Source
}

func (b ReportBody) report() (domain.Report, error) {
	period, err := domain.ParsePeriod(b.Period)
	r := domain.Report{Plan: b.Plan, Indicator: b.Indicator, Dimension: domain.Dimension(b.Dimension), Key: b.Key, Period: period, Unit: b.Unit}
	b.ReportFigures.to(&r)
	return r, err
}

func reportOf(ctx context.Context, r domain.Report) Report {
	actor := actorOf(ctx)
	open := openTo(actor, domain.Reports, domain.ReportSteps.Open(r.State), r.Facts())
	if actor.UserID == r.AuthorID { // others who wrote it are told when they try
		open = slices.DeleteFunc(open, func(step string) bool { return step == "approve" || step == "return" })
	}
	return Report{ID: r.ID, Version: r.Version, ReportBody: ReportBody{Plan: r.Plan, Indicator: r.Indicator, Dimension: string(r.Dimension), Key: r.Key,
		Period: r.Period.Code(), Unit: r.Unit, ReportFigures: reportFiguresOf(r)},
		Revision: r.Revision, Corrects: r.Corrects, State: string(r.State), OpenSteps: open, Reason: r.Reason,
		AuthorID: r.AuthorID, SubmittedAt: r.SubmittedAt, DecidedBy: r.DecidedBy, ApprovedOn: r.ApprovedOn, ApprovedAt: r.ApprovedAt,
		SupersededOn: r.SupersededOn, SupersededAt: r.SupersededAt, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

// oneReport answers with r and what is implausible about it, or with err.
func (a *API) oneReport(ctx context.Context, r domain.Report, err error) (*one[Report], error) {
	if err != nil {
		return nil, err
	}
	out := reportOf(ctx, r)
	g, err := a.db.Reporting(ctx, r.Plan)
	if err != nil {
		return nil, err
	}
	warnings, err := a.db.ReportWarnings(ctx, g, r)
	out.Warnings = each(warnings, func(w domain.Warning) Warning { return Warning{w.Field, w.Text.In(requestOf(ctx).lang)} })
	return oneOf(out, r.Version), err
}

// Warning is something in a record that is implausible, though it may be right.
type Warning struct {
	Field  string `json:"field" zh:"字段"`
	Reason string `json:"reason" zh:"理由"`
}

// ReportEvent is one thing done to a report.
type ReportEvent struct {
	Step   string    `json:"step" zh:"步骤"`
	From   string    `json:"from,omitempty" zh:"原状态"`
	To     string    `json:"to" zh:"新状态"`
	By     domain.ID `json:"by,omitzero" zh:"办理人"`
	Reason string    `json:"reason,omitempty" zh:"理由"`
	At     time.Time `json:"at" zh:"办理时间"`
}

func reportEventOf(e domain.ReportEvent) ReportEvent {
	return ReportEvent{Step: e.Step, From: string(e.From), To: string(e.To), By: e.Actor, Reason: e.Reason, At: e.At}
}
