package workbench

import (
	"net/http"
	"slices"

	"sanku/domain"
)

type reportPage struct {
	Title, State, Reason string
	Facts                []fact
	Warnings             []string
	Files                []reportFileView
	Do                   []act
	Events               []eventView
}

type reportFileView struct{ Name, Href, Drop string }

func (v *visit) askedReport(action domain.Action) (domain.Report, domain.Reporting, error) {
	id, err := v.record()
	if err != nil {
		return domain.Report{}, domain.Reporting{}, err
	}
	ctx := v.r.Context()
	r, err := v.DB.Report(ctx, v.actor, id)
	if err == nil && !domain.Can(v.actor, action, domain.Reports, r.Facts()) {
		err = domain.ErrForbidden
	}
	if err != nil {
		return r, domain.Reporting{}, err
	}
	g, err := v.DB.Reporting(ctx, r.Plan)
	return r, g, err
}

func reportPath(id domain.ID) string { return "/reports/" + id.String() }

// report is one report as people read it, with what they may do.
func (w *Workbench) report(v *visit) error {
	r, g, err := v.askedReport(domain.Read)
	if err != nil {
		return err
	}
	ctx, at := v.r.Context(), reportPath(r.ID)
	i, _ := g.Indicator(r.Indicator)
	p := reportPage{Title: g.Name(r.Subject()).In(v.lang), State: domain.ReportStates.Name(string(r.State)).In(v.lang), Reason: r.Reason}
	add := func(zh, en, value string) {
		if value != "" {
			p.Facts = append(p.Facts, fact{v.say(zh, en), value})
		}
	}
	add("报告期", "Period", r.Period.Code())
	add("填报单位", "Unit", v.unitName(g, r.Unit))
	for _, f := range []struct {
		zh, en string
		n      *domain.Decimal
	}{{"数值", "Value", r.Value}, {i.MeasuredBy.Numerator.Name.ZH, i.MeasuredBy.Numerator.Name.EN, r.Numerator}, {i.MeasuredBy.Denominator.Name.ZH, i.MeasuredBy.Denominator.Name.EN, r.Denominator}} {
		if f.n != nil {
			unit := v.unit(i.Unit)
			if f.n != r.Value {
				unit = ""
			}
			add(f.zh, f.en, f.n.String()+" "+unit)
		}
	}
	add("数据来源", "Source", r.Source)
	add("说明", "Note", r.Note)
	warnings, err := w.DB.ReportWarnings(ctx, g, r)
	if err != nil {
		return err
	}
	for _, x := range warnings {
		p.Warnings = append(p.Warnings, x.Text.In(v.lang))
	}
	files, err := w.DB.Attachments(ctx, v.actor, r.ID)
	if err != nil {
		return err
	}
	for _, a := range files {
		file := reportFileView{Name: a.Name, Href: v.href(at + "/file?of=" + a.ID.String())}
		if r.Editable() && domain.Can(v.actor, "detach", domain.Reports, r.Facts()) {
			file.Drop = v.href(at + "/detach?of=" + a.ID.String())
		}
		p.Files = append(p.Files, file)
	}
	v.reportActs(&p, r)
	events, err := w.DB.ReportEvents(ctx, v.actor, r.ID)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(events) {
		p.Events = append(p.Events, eventView{Name: v.reportStep(e.Step), On: v.date(domain.DateOf(e.At)), Reason: e.Reason})
	}
	v.page(http.StatusOK, "report", p.Title, p)
	return nil
}

func (v *visit) reportActs(p *reportPage, r domain.Report) {
	at := reportPath(r.ID)
	offer := func(on bool, action, zh, en string) {
		if on && domain.Can(v.actor, domain.Action(action), domain.Reports, r.Facts()) {
			path := map[string]string{string(domain.Change): "edit"}[action]
			if path == "" {
				path = action
			}
			p.Do = append(p.Do, act{v.say(zh, en), v.href(at + "/" + path), action == "withdraw"})
		}
	}
	offer(r.Editable(), string(domain.Change), "填写数据", "Fill in")
	offer(r.Editable(), "attach", "上传附件", "Attach a file")
	open := domain.ReportSteps.Open(r.State)
	for _, s := range domain.ReportSteps {
		offer(slices.Contains(open, s.Name), s.Name, s.Label.ZH, s.Label.EN)
	}
	offer(r.State == domain.ReportApproved && r.SupersededOn.IsZero(), "correct", "更正", "Correct")
}

func (v *visit) reportStep(name string) string {
	for _, s := range domain.ReportSteps {
		if s.Name == name {
			return s.Label.In(v.lang)
		}
	}
	return domain.Terms{{Code: "create", Name: domain.Text{ZH: "建立", EN: "Made"}}, {Code: "correct", Name: domain.Text{ZH: "更正", EN: "Correction"}}, {Code: "change", Name: domain.Text{ZH: "修改", EN: "Changed"}}}.Name(name).In(v.lang)
}

func (w *Workbench) reportFile(v *visit) error {
	r, _, err := v.askedReport(domain.Read)
	if err != nil {
		return err
	}
	asked := v.r.URL.Query().Get("of")
	if asked == "" { // all there is to show without one
		return w.report(v)
	}
	id, err := domain.ParseID(asked)
	if err != nil {
		return domain.ErrNotFound
	}
	f, err := w.DB.Attachment(v.r.Context(), v.actor, r.ID, id)
	if err != nil {
		return err
	}
	v.saved(f.Name, f.Type, f.Content)
	return nil
}
