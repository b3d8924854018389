package postgres

import (
	"time"

	"sanku/domain"
)

type reportRow struct {
	ID           domain.ID       `gorm:"column:id;primaryKey"`
	Version      int64           `gorm:"column:version"`
	Plan         string          `gorm:"column:plan"`
	Indicator    string          `gorm:"column:indicator"`
	Dimension    string          `gorm:"column:dimension"`
	Key          string          `gorm:"column:key"`
	PeriodFrom   domain.Date     `gorm:"column:period_from"`
	PeriodTo     domain.Date     `gorm:"column:period_to"`
	Revision     int             `gorm:"column:revision"`
	Corrects     domain.ID       `gorm:"column:corrects"`
	Unit         string          `gorm:"column:unit"`
	Value        *domain.Decimal `gorm:"column:value"`
	Numerator    *domain.Decimal `gorm:"column:numerator"`
	Denominator  *domain.Decimal `gorm:"column:denominator"`
	Note         string          `gorm:"column:note"`
	Source       string          `gorm:"column:source"`
	State        string          `gorm:"column:state"`
	Reason       string          `gorm:"column:reason"`
	AuthorID     domain.ID       `gorm:"column:author_id"`
	SubmittedAt  *time.Time      `gorm:"column:submitted_at"`
	DecidedBy    domain.ID       `gorm:"column:decided_by"`
	ApprovedOn   domain.Date     `gorm:"column:approved_on"`
	ApprovedAt   *time.Time      `gorm:"column:approved_at"`
	SupersededOn domain.Date     `gorm:"column:superseded_on"`
	SupersededAt *time.Time      `gorm:"column:superseded_at"`
	SourceKey    optional        `gorm:"column:source_key"`
	CreatedAt    time.Time       `gorm:"column:created_at"`
	UpdatedAt    time.Time       `gorm:"column:updated_at"`
}

func (reportRow) TableName() string { return "reports" }

func (r reportRow) rowID() domain.ID { return r.ID }

func reportRowOf(r domain.Report) reportRow {
	return reportRow{ID: r.ID, Version: r.Version, Plan: r.Plan, Indicator: r.Indicator, Dimension: string(r.Dimension), Key: r.Key,
		PeriodFrom: r.Period.From, PeriodTo: r.Period.To, Revision: r.Revision, Corrects: r.Corrects, Unit: r.Unit,
		Value: r.Value, Numerator: r.Numerator, Denominator: r.Denominator, Note: r.Note, Source: r.Source,
		State: string(r.State), Reason: r.Reason, AuthorID: r.AuthorID, SubmittedAt: r.SubmittedAt, DecidedBy: r.DecidedBy,
		ApprovedOn: r.ApprovedOn, ApprovedAt: r.ApprovedAt, SupersededOn: r.SupersededOn, SupersededAt: r.SupersededAt,
		SourceKey: optional(r.SourceKey), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

func (r reportRow) domain() domain.Report {
	return domain.Report{ID: r.ID, Version: r.Version, Plan: r.Plan, Indicator: r.Indicator, Dimension: domain.Dimension(r.Dimension), Key: r.Key,
		Period: domain.Period{From: r.PeriodFrom, To: r.PeriodTo}, Revision: r.Revision, Corrects: r.Corrects, Unit: r.Unit,
		Value: r.Value, Numerator: r.Numerator, Denominator: r.Denominator, Note: r.Note, Source: r.Source,
		State: domain.ReportState(r.State), Reason: r.Reason, AuthorID: r.AuthorID, SubmittedAt: utc(r.SubmittedAt), DecidedBy: r.DecidedBy,
		ApprovedOn: r.ApprovedOn, ApprovedAt: utc(r.ApprovedAt), SupersededOn: r.SupersededOn, SupersededAt: utc(r.SupersededAt),
		SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

type reportEventRow struct {
	ID        domain.ID `gorm:"column:id;primaryKey"`
	ReportID  domain.ID `gorm:"column:report_id"`
	FromState string    `gorm:"column:from_state"`
	ToState   string    `gorm:"column:to_state"`
	Step      string    `gorm:"column:step"`
	ActorID   domain.ID `gorm:"column:actor_id"`
	Reason    string    `gorm:"column:reason"`
	At        time.Time `gorm:"column:at"`
}

func (reportEventRow) TableName() string { return "report_events" }

func (r reportEventRow) domain() domain.ReportEvent {
	return domain.ReportEvent{ID: r.ID, ReportID: r.ReportID, From: domain.ReportState(r.FromState), To: domain.ReportState(r.ToState),
		Step: r.Step, Actor: r.ActorID, Reason: r.Reason, At: r.At.UTC()}
}
