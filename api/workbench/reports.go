package workbench

import (
	"net/http"
	"net/url"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addReports() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Reports, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "数据填报", EN: "Reports"}, of("/reports", domain.Read, w.reports))
	w.addForm(of("/reports/new", domain.Create, w.newReport))
	w.add(domain.Text{}, of("/reports/table", domain.Create, w.reportTable))
	table := of("/reports/import", domain.Create, w.importReports)
	table.limit = maxUpload
	w.addForm(table)
	w.add(domain.Text{}, of("/reports/{id}", domain.Read, w.report))
	w.add(domain.Text{}, of("/reports/{id}/file", domain.Read, w.reportFile))
	w.addForm(of("/reports/{id}/edit", domain.Change, w.editReport))
	w.addForm(of("/reports/{id}/correct", "correct", w.correctReport))
	attach := of("/reports/{id}/attach", "attach", w.attachToReport)
	attach.limit = maxUpload
	w.addForm(attach)
	w.addForm(of("/reports/{id}/detach", "detach", w.detachFromReport))
	for _, s := range domain.ReportSteps {
		w.addForm(of("/reports/{id}/"+s.Name, domain.Action(s.Name), func(v *visit) error { return v.stepReport(s.Name, s.Label, s.NeedsReason) }))
	}
}

type reportsPage struct {
	Import string // by a table, for who reports; else ""
	Duties []dutyRow
	States []option
	Rows   []homeRow
	Next   string
}

type dutyRow struct{ Name, Period, Unit, Due, State, Class, Href, Do string }

// reports is what units owe of the plan, what is due first before what has been handed in,
// and the reports that there are.
func (w *Workbench) reports(v *visit) error {
	ctx, q := v.r.Context(), v.r.URL.Query()
	page := reportsPage{Import: v.reach("/reports/import")}
	if err := v.duties(&page); err != nil {
		return err
	}
	state := q.Get("state")
	for _, t := range domain.ReportStates {
		page.States = append(page.States, option{t.Code, t.Name.In(v.lang), t.Code == state})
	}
	found, err := w.DB.Reports(ctx, v.actor, postgres.ReportFilter{State: state}, postgres.Page{After: q.Get("after"), Limit: 30})
	if err != nil {
		return err
	}
	names := map[string]domain.Reporting{}
	for _, r := range found.Items {
		name, err := v.reportName(names, r)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, homeRow{Title: name, Href: v.href("/reports/" + r.ID.String()), Tag: domain.ReportStates.Name(string(r.State)).In(v.lang), Note: r.Period.Code() + " · " + v.unitName(names[r.Plan], r.Unit)})
	}
	if found.Next != "" {
		page.Next = v.href("/reports?" + url.Values{"state": {state}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "reports", v.say("数据填报", "Reports"), page)
	return nil
}

// duties are the reports of the current plan that are owed and not handed in.
func (v *visit) duties(page *reportsPage) error {
	ctx := v.r.Context()
	plan, err := v.DB.CurrentPlan(ctx, v.DB.Now())
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	duties, err := v.DB.ReportDuties(ctx, v.actor, plan.Code)
	if err != nil {
		return err
	}
	g, err := v.DB.Reporting(ctx, plan.Code)
	for _, d := range duties {
		if d.State == domain.DutyDone || len(page.Duties) >= 60 {
			continue
		}
		row := dutyRow{Name: d.Name.In(v.lang), Period: d.Period.Code(), Unit: v.unitName(g, d.Unit), Due: d.DueOn.String(), State: domain.DutyStates.Name(string(d.State)).In(v.lang),
			Class: map[domain.DutyState]string{domain.DutyOverdue: "missed", domain.DutySoon: "at_risk"}[d.State]}
		switch {
		case !d.ReportID.IsZero():
			row.Href, row.Do = v.href("/reports/"+d.ReportID.String()), v.say("继续填报", "Go on")
		case domain.Can(v.actor, domain.Create, domain.Reports, d.Facts()):
			row.Href, row.Do = v.href("/reports/new?"+url.Values{"plan": {d.Plan}, "indicator": {d.Indicator}, "dimension": {string(d.Dimension)}, "key": {d.Key}, "period": {d.Period.Code()}, "unit": {d.Unit}}.Encode()), v.say("填报", "Report")
		}
		page.Duties = append(page.Duties, row)
	}
	return err
}

func (v *visit) unitName(g domain.Reporting, code string) string {
	at := slices.IndexFunc(g.Units, func(u domain.Unit) bool { return u.Code == code })
	if at < 0 {
		return code
	}
	return g.Units[at].Name.In(v.lang)
}

// reportName is what a report is of, for people; g keeps what plans ask between calls.
func (v *visit) reportName(g map[string]domain.Reporting, r domain.Report) (string, error) {
	if _, ok := g[r.Plan]; !ok {
		asked, err := v.DB.Reporting(v.r.Context(), r.Plan)
		if err != nil {
			return "", err
		}
		g[r.Plan] = asked
	}
	return g[r.Plan].Name(r.Subject()).In(v.lang), nil
}
