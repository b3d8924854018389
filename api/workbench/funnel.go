package workbench

import (
	"fmt"
	"net/http"
	"net/url"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addFunnel() {
	of := func(path string, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.UnmetNeeds, Action: domain.Read, serve: serve}
	}
	w.add(domain.Text{ZH: "需求转化漏斗", EN: "From need to contract"}, of("/funnel", w.funnel))
	w.add(domain.Text{}, of("/funnel/needs", w.funnelNeeds))
}

// funnelQuery is which needs a funnel is of, as it was asked for.
type funnelQuery struct {
	Filter                    postgres.FunnelFilter
	From, To, Area, Field, By string
}

// funnelView is a funnel as a table with bars in it.
type funnelView struct{ Stages []funnelStage }

type funnelStage struct {
	Name, Href  string
	N           int
	Share, Kept string  // of all needs; of those that reached the stage before
	Bar         float64 // width out of 100
}

// query is the address's query of q with more.
func (q funnelQuery) query(more ...string) string {
	all := url.Values{}
	for _, p := range [][2]string{{"from", q.From}, {"to", q.To}, {"area", q.Area}, {"field", q.Field}} {
		if p[1] != "" {
			all.Set(p[0], p[1])
		}
	}
	for i := 0; i < len(more); i += 2 {
		all.Set(more[i], more[i+1])
	}
	return all.Encode()
}

// drawFunnel draws one line of a funnel.
func (v *visit) drawFunnel(q funnelQuery, reached []int) funnelView {
	var f funnelView
	for i, stage := range domain.FunnelStages {
		s := funnelStage{Name: stage.Name.In(v.lang), N: reached[i], Href: v.reach("/funnel/needs?" + q.query("reached", stage.Code)), Share: share(reached[i], reached[0]), Kept: "—"}
		if reached[0] > 0 {
			s.Bar = 100 * float64(reached[i]) / float64(reached[0])
		}
		if i > 0 {
			s.Kept = share(reached[i], reached[i-1])
		}
		f.Stages = append(f.Stages, s)
	}
	return f
}

func share(part, of int) string {
	if of == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(of))
}

type funnelPage struct {
	funnelQuery
	funnelView
	Lang                string
	Areas, Fields, Cuts []option
	Headings            []string
	Lines               []funnelLine
	CutName             string
}

type funnelLine struct {
	Name, Href string
	Cells      []funnelStage
}

// askedFunnel reads which needs the address asks for: this year's, unless it says.
func (v *visit) askedFunnel() (q funnelQuery, err error) {
	given := v.r.URL.Query()
	q = funnelQuery{From: given.Get("from"), To: given.Get("to"), Area: given.Get("area"), Field: given.Get("field"), By: given.Get("by")}
	year := domain.YearPeriod(domain.DateOf(v.DB.Now()).Year)
	if q.From == "" && q.To == "" {
		q.From, q.To = year.From.String(), year.To.String()
	}
	q.Filter = postgres.FunnelFilter{Area: q.Area, Field: q.Field, Entered: domain.Period{From: domain.Date{Year: 2000, Month: 1, Day: 1}, To: year.To}}
	for _, d := range []struct {
		name, text string
		to         *domain.Date
	}{{"from", q.From, &q.Filter.Entered.From}, {"to", q.To, &q.Filter.Entered.To}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = domain.ParseDate(d.text); err != nil {
			return q, domain.Invalid(d.name, "日期应写作 2006-01-02", "the day must be written like 2006-01-02")
		}
	}
	return q, nil
}

// funnel shows how far needs have come, by quarter, area or field.
func (w *Workbench) funnel(v *visit) error {
	q, err := v.askedFunnel()
	if err != nil {
		return err
	}
	if q.By == "" {
		q.By = "quarter"
	}
	ctx := v.r.Context()
	all, err := w.DB.Funnel(ctx, v.actor, q.Filter, "")
	if err != nil {
		return err
	}
	cuts, err := w.DB.Funnel(ctx, v.actor, q.Filter, q.By)
	if err != nil {
		return err
	}
	page := funnelPage{funnelQuery: q, CutName: postgres.FunnelCuts.Name(q.By).In(v.lang), Fields: v.optionsOf(domain.Fields, q.Field), Cuts: v.optionsOf(postgres.FunnelCuts, q.By)}
	if v.lang == "en" {
		page.Lang = "en"
	}
	if len(all) > 0 {
		page.funnelView = v.drawFunnel(q, all[0].Reached)
	}
	for _, s := range domain.FunnelStages {
		page.Headings = append(page.Headings, s.Name.In(v.lang))
	}
	areas, err := v.areas()
	if err != nil {
		return err
	}
	page.Areas = v.optionsOf(areas, q.Area)
	for _, c := range cuts {
		page.Lines = append(page.Lines, v.funnelLine(q, c, areas))
	}
	v.page(http.StatusOK, "funnel", v.say("需求转化漏斗", "From need to contract"), page)
	return nil
}

// funnelLine is one line of the table; its numbers open into their needs.
func (v *visit) funnelLine(q funnelQuery, c postgres.FunnelCut, areas domain.Terms) funnelLine {
	line := funnelLine{Name: c.Key}
	switch q.By {
	case "area":
		q.Area, line.Name = c.Key, areas.Name(c.Key).In(v.lang)
	case "field":
		q.Field, line.Name = c.Key, domain.Fields.Name(c.Key).In(v.lang)
	case "quarter":
		var year, quarter int
		if _, err := fmt.Sscanf(c.Key, "%d-Q%d", &year, &quarter); err == nil {
			p := domain.QuarterPeriod(year, quarter)
			q.From, q.To = domain.Later(q.Filter.Entered.From, p.From).String(), p.To.String()
			line.Name = fmt.Sprintf(v.say("%d 年第 %d 季度", "%d, quarter %d"), year, quarter)
		}
	}
	for _, s := range v.drawFunnel(q, c.Reached).Stages {
		if c.Key == "" {
			s.Href = "" // no filter asks for none
		}
		line.Cells = append(line.Cells, s)
	}
	if line.Name == "" {
		line.Name = v.say("未归属", "None")
	}
	return line
}

type funnelNeedsPage struct {
	Stage, All string
	Rows       []homeRow
	Next       string
}

// funnelNeeds lists the needs behind one number of a funnel.
func (w *Workbench) funnelNeeds(v *visit) error {
	q, err := v.askedFunnel()
	if err != nil {
		return err
	}
	given := v.r.URL.Query()
	reached := given.Get("reached")
	if reached == "" {
		reached = domain.FunnelStages[0].Code
	}
	found, err := w.DB.FunnelNeeds(v.r.Context(), v.actor, q.Filter, reached, false, postgres.Page{After: given.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page := funnelNeedsPage{Stage: domain.FunnelStages.Name(reached).In(v.lang), All: v.href("/funnel?" + q.query())}
	for _, n := range found.Items {
		page.Rows = append(page.Rows, homeRow{Title: n.Title, Href: v.reach("/needs/" + n.ID.String() + "/dossier"),
			Note: domain.Fields.Name(n.Field).In(v.lang), When: v.say("录入于 ", "Entered ") + day(n.CreatedAt), Tag: domain.ListingStates.Name(string(n.State)).In(v.lang)})
	}
	if found.Next != "" {
		page.Next = v.href("/funnel/needs?" + q.query("reached", reached, "after", found.Next))
	}
	v.page(http.StatusOK, "funnel_needs", v.say("走到“", "Needs that reached “")+page.Stage+v.say("”的需求", "”"), page)
	return nil
}

// optionsOf are the terms of a set to choose from.
func (v *visit) optionsOf(among domain.Terms, chosen string) []option {
	var all []option
	for _, t := range among {
		all = append(all, option{t.Code, t.Name.In(v.lang), t.Code == chosen})
	}
	return all
}
