package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

var reportScope = scopeColumns{units: []string{"reports.unit = ?"}, unitArea: "CASE reports.dimension WHEN 'area' THEN reports.key END"}

// Report returns one report that actor may read, else ErrNotFound.
func (db *DB) Report(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Report, error) {
	var row reportRow
	q := reportScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Reports))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// ReportFilter selects reports; zero fields select all.
type ReportFilter struct {
	Plan, Indicator, Unit, State string
	Dimension, Key               string
	During                       domain.Period // of periods within this
	InForce                      bool          // approved and not superseded
}

// ReportSorts are the sort keys of Reports, which lists by the last update unless asked.
var ReportSorts = []string{"updated_at", "created_at"}

// Reports lists the reports that actor may read.
func (db *DB) Reports(ctx context.Context, actor domain.Actor, f ReportFilter, p Page) (List[domain.Report], error) {
	order, err := sortOf(newestFirst(p.Sort), ReportSorts, reportSortKey)
	if err != nil {
		return List[domain.Report]{}, err
	}
	q := reportScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Reports))
	return list(f.where(q), order, p, reportRow.domain)
}

func (f ReportFilter) where(q *gorm.DB) *gorm.DB {
	for _, c := range []struct{ column, value string }{{"plan", f.Plan}, {"indicator", f.Indicator}, {"unit", f.Unit}, {"state", f.State}, {"dimension", f.Dimension}, {"key", f.Key}} {
		q = equal(q, c.column, c.value)
	}
	if f.During != (domain.Period{}) {
		q = q.Where("period_from >= ? AND period_to <= ?", f.During.From, f.During.To)
	}
	if f.InForce {
		q = q.Where("state = 'approved' AND superseded_on IS NULL")
	}
	return q
}

func reportSortKey(r reportRow, column string) string {
	if column == "created_at" {
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}

// ReportEvents lists what was done to a report that actor may read, oldest first.
func (db *DB) ReportEvents(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.ReportEvent, error) {
	if _, err := db.Report(ctx, actor, id); err != nil {
		return nil, err
	}
	return reportEvents(db.read(ctx), id)
}

func reportEvents(g *gorm.DB, id domain.ID) ([]domain.ReportEvent, error) {
	var rows []reportEventRow
	err := g.Where("report_id = ?", id).Order("seq").Find(&rows).Error
	return domains(rows, reportEventRow.domain), translate(err)
}

// Reporting returns what reports of a plan are checked against; ErrNotFound for an
// unknown plan.
func (db *DB) Reporting(ctx context.Context, plan string) (domain.Reporting, error) {
	g := domain.Reporting{}
	plans, err := db.Plans(ctx)
	if err != nil {
		return g, err
	}
	for _, p := range plans {
		if p.Code == plan {
			g.Plan = p
		}
	}
	if g.Plan.Code == "" {
		return g, domain.ErrNotFound
	}
	if g.Indicators, err = db.Indicators(ctx, plan); err != nil {
		return g, err
	}
	if g.Targets, err = db.Targets(ctx, plan, ""); err != nil {
		return g, err
	}
	if g.Areas, err = db.Areas(ctx); err != nil {
		return g, err
	}
	g.Units, err = db.Units(ctx)
	return g, err
}

// ReportWarnings lists what is implausible about a report, beside the others of its
// indicator that hold or wait for approval.
func (db *DB) ReportWarnings(ctx context.Context, g domain.Reporting, r domain.Report) ([]domain.Warning, error) {
	var rows []reportRow
	err := db.read(ctx).Where("plan = ? AND indicator = ? AND period_to <= ? AND id <> ?", r.Plan, r.Indicator, r.Period.To, r.ID).
		Where("(dimension = ? AND key = ? OR period_to = ?)", string(r.Dimension), r.Key, r.Period.To).
		Where("(state = 'submitted' OR state = 'approved' AND superseded_on IS NULL) AND id IS DISTINCT FROM ?", r.Corrects).
		Order("revision").Order("id").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return g.Warnings(r, domains(rows, reportRow.domain)), nil
}
