package workbench

import (
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// reportFields asks for the figure of r, by the form that the indicator has.
func (v *visit) reportFields(f *form, i domain.Indicator, r *domain.Report) {
	if i.MeasuredBy.Form == "ratio" {
		f.decimal(&r.Numerator, "numerator", i.MeasuredBy.Numerator.Name.ZH, i.MeasuredBy.Numerator.Name.EN)
		f.decimal(&r.Denominator, "denominator", i.MeasuredBy.Denominator.Name.ZH, i.MeasuredBy.Denominator.Name.EN)
	} else {
		d := f.decimal(&r.Value, "value", "数值", "Value")
		d.Unit = v.unit(i.Unit)
		if i.Measure == "flow" || i.Measure == "annual" || i.Measure == "cumulative" {
			d.hint("从当年 1 月 1 日起累计", "Cumulated from 1 January")
		}
	}
	f.text(&r.Source, "source", "数据来源", "Source").hint("如统计快报、部门台账", "Such as a statistical bulletin")
	f.area(&r.Note, "note", "说明", "Note").rows(3)
}

func (w *Workbench) newReport(v *visit) error {
	var r domain.Report
	var dimension, period string
	f := v.form(0, "填报数据", "Report a figure")
	q := v.r.URL.Query()
	for _, h := range []struct {
		to   *string
		name string
	}{{&r.Plan, "plan"}, {&r.Indicator, "indicator"}, {&dimension, "dimension"}, {&r.Key, "key"}, {&period, "period"}, {&r.Unit, "unit"}} {
		*h.to = q.Get(h.name)
		f.hidden(h.to, h.name)
	}
	f.cancel = "/reports"
	r.Dimension = domain.Dimension(dimension)
	var i domain.Indicator
	if r.Plan != "" {
		g, err := w.DB.Reporting(v.r.Context(), r.Plan)
		if err != nil {
			return err
		}
		i, _ = g.Indicator(r.Indicator)
		var perr error
		if r.Period, perr = domain.ParsePeriod(period); perr != nil {
			return perr
		}
		f.Lead = g.Name(r.Subject()).In(v.lang) + " · " + period
	} else {
		f.Lead = v.say("请从“数据填报”页的应报事项进入。", "Begin from what is due on the page of reports.")
	}
	v.reportFields(f, i, &r)
	return f.serve(func() (string, error) {
		made, err := w.DB.CreateReport(v.r.Context(), v.actor, r)
		return reportPath(made.ID), err
	})
}

func (w *Workbench) editReport(v *visit) error {
	r, g, err := v.askedReport(domain.Change)
	if err != nil {
		return err
	}
	i, _ := g.Indicator(r.Indicator)
	f := v.form(r.Version, "填写数据", "Fill in the report")
	f.Lead, f.cancel = g.Name(r.Subject()).In(v.lang)+" · "+r.Period.Code(), reportPath(r.ID)
	f.only(r.Editable(), domain.ReportStates.Name(string(r.State)))
	v.reportFields(f, i, &r)
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeReport(v.r.Context(), v.actor, r.ID, f.version, func(kept *domain.Report) error {
			kept.Value, kept.Numerator, kept.Denominator, kept.Source, kept.Note = r.Value, r.Numerator, r.Denominator, r.Source, r.Note
			return nil
		})
		return reportPath(r.ID), err
	})
}

func (w *Workbench) attachToReport(v *visit) error {
	r, g, err := v.askedReport("attach")
	if err != nil {
		return err
	}
	f := v.form(0, "上传附件", "Attach a file")
	f.Lead, f.cancel = g.Name(r.Subject()).In(v.lang), reportPath(r.ID)
	f.only(r.Editable(), domain.ReportStates.Name(string(r.State)))
	var file sentFile
	f.file(&file, "file", "文件", "File", ".pdf,.xlsx,.docx,.csv,.png,.jpg").required().hint("不超过 20 MB", "At most 20 MB")
	return f.serve(func() (string, error) {
		_, err := w.DB.Attach(v.r.Context(), v.actor, r.ID, file.Name, file.Content)
		return reportPath(r.ID), err
	})
}

// detachFromReport asks, and then deletes a file of a report that is not handed in.
func (w *Workbench) detachFromReport(v *visit) error {
	r, _, err := v.askedReport("detach")
	if err != nil {
		return err
	}
	f := v.form(0, "删除附件", "Delete a file")
	of := v.r.URL.Query().Get("of")
	f.hidden(&of, "of")
	if of == "" { // all there is to show without one
		return w.report(v)
	}
	files, err := w.DB.Attachments(v.r.Context(), v.actor, r.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(files, func(a domain.Attachment) bool { return a.ID.String() == of })
	if at < 0 {
		return domain.ErrNotFound
	}
	f.Lead, f.cancel, f.Submit, f.done = files[at].Name, reportPath(r.ID), v.say("删除", "Delete"), v.say("附件已删除。", "Deleted.")
	f.only(r.Editable(), domain.ReportStates.Name(string(r.State)))
	f.Danger, f.Warning = true, v.say("删除后不能恢复，需要时请重新上传。", "This cannot be undone: attach it again when it is needed.")
	return f.serve(func() (string, error) {
		return reportPath(r.ID), w.DB.Detach(v.r.Context(), v.actor, r.ID, files[at].ID)
	})
}

func (w *Workbench) correctReport(v *visit) error {
	r, g, err := v.askedReport("correct")
	if err != nil {
		return err
	}
	f := v.form(r.Version, "更正已通过的数据", "Correct an approved figure")
	f.Lead, f.cancel = g.Name(r.Subject()).In(v.lang)+" · "+r.Period.Code(), reportPath(r.ID)
	f.only(r.State == domain.ReportApproved && r.SupersededOn.IsZero(), domain.ReportStates.Name(string(r.State)))
	var reason string
	f.area(&reason, "reason", "更正理由", "Reason").required().rows(3).hint("更正通过前，原数据继续有效", "Until it is approved, what it corrects holds")
	return f.serve(func() (string, error) {
		next, err := w.DB.CorrectReport(v.r.Context(), v.actor, r.ID, f.version, reason)
		return reportPath(next.ID), err
	})
}

func (v *visit) stepReport(name string, label domain.Text, needsReason bool) error {
	r, g, err := v.askedReport(domain.Action(name))
	if err != nil {
		return err
	}
	f := v.form(r.Version, label.ZH, label.EN)
	f.Lead, f.cancel, f.Submit = g.Name(r.Subject()).In(v.lang)+" · "+r.Period.Code(), reportPath(r.ID), label.In(v.lang)
	f.only(slices.Contains(domain.ReportSteps.Open(r.State), name), domain.ReportStates.Name(string(r.State)))
	s := postgres.ReportStep{Name: name}
	if needsReason {
		f.area(&s.Reason, "reason", "理由", "Reason").required().rows(3)
	}
	if name == "approve" {
		f.date(&s.On, "on", "生效日期", "From").hint("不填为今天", "Today when blank")
	}
	return f.serve(func() (string, error) {
		_, err := v.DB.StepReport(v.r.Context(), v.actor, r.ID, f.version, s)
		return reportPath(r.ID), err
	})
}

// decimal asks for a figure to four places; blank is nil.
func (f *form) decimal(to **domain.Decimal, name, zh, en string) *field {
	current := ""
	if *to != nil {
		current = (*to).String()
	}
	d, sent := f.field("number", name, zh, en, current)
	return readAs(d, to, sent, func(s string) (*domain.Decimal, error) {
		n, err := domain.ParseDecimal(ungrouped(s))
		if err != nil {
			return nil, domain.Invalid(name, "应为数字，最多四位小数", "must be a number of four places at most")
		}
		return &n, nil
	})
}
