package workbench

import (
	"net/http"
	"net/url"
	"slices"

	"sanku/domain"
)

// draftPage is where the bureau draws a bulletin up: which, of which day, what it would
// say, and the form by which it is published.
type draftPage struct {
	Periods []option // that have ended, the latest first
	AsOf    domain.Date
	Today   domain.Date
	Action  string
	Lang    string

	Problem string        // why there is no draft
	Draft   *bulletinPage // nil until a period has been chosen
	Before  string        // the revision before, which this would correct
	Form    *form
}

// draftBulletin shows what would be published of a period as of a day, and publishes it.
func (w *Workbench) draftBulletin(v *visit) error {
	title := v.say("起草通报", "Draw up a bulletin")
	now := w.DB.Now()
	page := draftPage{Today: domain.DateOf(now), Action: v.r.URL.Path}
	if v.lang == "en" {
		page.Lang = v.lang
	}
	query := v.r.URL.Query()
	show := func(status int) error {
		v.page(status, "bulletin_draft", title, page)
		return nil
	}
	plans, err := w.DB.Plans(v.r.Context())
	if err != nil {
		return err
	}
	page.Periods = endedPeriods(plans, page.Today, query.Get("period"), v.lang)
	if query.Get("period") == "" {
		return show(http.StatusOK)
	}
	plan, p, err := v.askedBulletin(query)
	if err == nil {
		page.AsOf = p.AsOf
		p, err = w.DB.PreviewBulletin(v.r.Context(), v.actor, plan, p)
	}
	if err != nil {
		if page.Problem = v.Failure(v.r.Context(), err).Detail; missing(err) {
			page.Problem = v.say("这一期没有对应的计划。", "There was no plan in that period.")
		}
		return show(http.StatusUnprocessableEntity)
	}
	drawn, err := v.drawnUp(p)
	if err != nil {
		return err
	}
	page.Draft = &drawn
	f := v.publishForm(&page, &p)
	f.Action = v.href(v.r.URL.Path + "?" + url.Values{"period": {p.Code}, "as_of": {p.AsOf.String()}}.Encode())
	f.show = show
	page.Form = f
	return f.serve(func() (string, error) {
		p.Revision = int(f.version) + 1
		made, err := w.DB.PublishBulletin(v.r.Context(), v.actor, plan, p)
		return "/bulletins/" + made.ID.String(), err
	})
}

// publishForm asks for what a bulletin is published with. Its version is the revision
// that was the last when it was drawn up.
func (v *visit) publishForm(page *draftPage, p *domain.Publication) *form {
	f := v.form(int64(p.Revision-1), "发布", "Publish")
	f.Submit, f.done = v.say("发布通报", "Publish"), v.say("通报已发布。", "It has been published.")
	f.Warning = v.say("发布后任何人都不能改动或撤回；如有差错，只能说明理由、另发更正版。", "What is published cannot be changed or taken back by anyone. Mistakes are corrected by another revision, with the reason.")
	f.text(&p.Title, "title", "标题", "Title").required()
	f.text(&p.Number, "number", "文号", "Number").hint("例如：潭创办〔2025〕1号；没有可不填", "May be left blank")
	f.text(&p.Signature, "signature", "发文机关署名", "Signed by").hint("印在文末、日期之上", "Printed at the end, above the date")
	if !p.Corrects.IsZero() {
		before := *p
		before.Revision--
		page.Before = v.edition(before)
		f.area(&p.Reason, "reason", "更正理由", "Reason for the revision").required()
	}
	return f
}

// askedBulletin is the bulletin of ?period= as of ?as_of=, or of the period's last day.
func (v *visit) askedBulletin(query url.Values) (plan domain.Plan, p domain.Publication, err error) {
	if p.Period, err = domain.ParsePeriod(query.Get("period")); err != nil {
		return plan, p, err
	}
	if p.AsOf, err = domain.ParseDate(query.Get("as_of")); err != nil {
		return plan, p, domain.Invalid("as_of", "截至日期应写作 2006-01-02", "the day must be written like 2006-01-02")
	}
	plan, err = v.DB.CurrentPlan(v.r.Context(), p.Period.To.Time())
	return plan, p.For(plan), err
}

// endedPeriods are the quarters and years of plans that have ended, the latest first.
func endedPeriods(plans []domain.Plan, today domain.Date, chosen, lang string) []option {
	var all []option
	for _, plan := range plans {
		var of []option
		for _, end := range plan.Period.QuarterEnds(today) {
			period := domain.QuarterPeriod(end.Year, (int(end.Month)+2)/3)
			of = append(of, option{period.Code(), period.Name().In(lang), period.Code() == chosen})
			if year := domain.YearPeriod(end.Year); year.To == end {
				of = append(of, option{year.Code(), year.Name().In(lang), year.Code() == chosen})
			}
		}
		slices.Reverse(of)
		all = append(all, of...)
	}
	return all
}
