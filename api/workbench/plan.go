package workbench

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addPlan() {
	of := func(path string, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Plans, Action: domain.Read, serve: serve}
	}
	w.add(domain.Text{ZH: "计划指标", EN: "The plan"}, of("/plan", w.plan))
	w.add(domain.Text{}, of("/plan/indicators/{id}", w.indicator))
}

// asked is the plan that a page is about, and as of which day.
type asked struct {
	domain.Plan
	AsOf  domain.Date
	Today domain.Date
	Given bool // the visitor gave the day

	Bulletin *reference // whose figures are asked for; nil: those of the day as they are known now
	query    postgres.FigureQuery

	Action, Lang string // of the form that asks for another day; Lang is "" for Chinese
}

// askedPlan is the plan in force, as of ?as_of=, or today.
func (v *visit) askedPlan() (a asked, err error) {
	now := v.DB.Now()
	a.Today, a.Action = domain.DateOf(now), v.r.URL.Path
	if id := v.r.URL.Query().Get("bulletin"); id != "" {
		return a, v.askedIn(&a, id)
	}
	if v.lang == "en" {
		a.Lang = v.lang
	}
	a.AsOf, err = domain.ParseDate(v.r.URL.Query().Get("as_of"))
	switch {
	case err != nil:
		return a, domain.Invalid("as_of", "截至日期应写作 2006-01-02", "the day must be written like 2006-01-02")
	case a.Today.Before(a.AsOf):
		return a, domain.Invalid("as_of", "截至日期不能晚于今天", "the day must not be later than today")
	case a.AsOf.IsZero():
		a.AsOf = a.Today
	default:
		a.Given = true
	}
	a.query = postgres.FigureQuery{AsOf: a.AsOf}
	a.Plan, err = v.DB.CurrentPlan(v.r.Context(), now)
	return a, err
}

// askedIn asks for figures as a bulletin has published them.
func (v *visit) askedIn(a *asked, bulletin string) error {
	id, err := domain.ParseID(bulletin)
	if err != nil {
		return domain.ErrNotFound
	}
	p, err := v.DB.Publication(v.r.Context(), id)
	if err != nil {
		return err
	}
	plans, err := v.DB.Plans(v.r.Context())
	if at := slices.IndexFunc(plans, func(x domain.Plan) bool { return x.Code == p.Plan }); at >= 0 {
		a.Plan = plans[at]
	}
	a.AsOf, a.Given = p.AsOf, true
	a.Bulletin = &reference{p.Heading().In(v.lang), v.href("/bulletins/" + p.ID.String())}
	a.query = postgres.FigureQuery{AsOf: p.AsOf, Until: p.Period.To, KnownAt: p.KnownAt}
	return err
}

// href is the address of a page about the plan as of the same day.
func (a asked) href(v *visit, path string) string {
	if a.Given {
		path += "?" + url.Values{"as_of": {a.AsOf.String()}}.Encode()
	}
	return v.href(path)
}

type planPage struct {
	asked
	Loaded   bool
	Lights   []count // how many figures show which light
	Chapters []chapter
}

type count struct {
	light
	N int
}

type chapter struct {
	Section string
	Rows    []planRow
}

type planRow struct {
	Name, Href, Section, Value, Target, Percent, Source, Lead string
	Bar                                                       float64 // width out of 100
	Light                                                     light
}

// light is how a figure stands, as people are shown it.
type light struct{ Code, Name string }

func (v *visit) light(l domain.Light) light {
	if l == domain.LightUnknown {
		return light{"unknown", v.say("暂无法判断", "Unknown")}
	}
	return light{string(l), domain.Lights.Name(string(l)).In(v.lang)}
}

// plan shows every indicator of the plan in force beside its target.
func (w *Workbench) plan(v *visit) error {
	title := v.say("计划指标", "The plan")
	a, err := v.askedPlan()
	if missing(err) {
		v.page(http.StatusOK, "plan", title, planPage{})
		return nil
	}
	if err != nil {
		return err
	}
	courses, err := w.DB.Courses(v.r.Context(), a.Plan, a.AsOf)
	if err != nil {
		return err
	}
	units, err := v.unitNames()
	if err != nil {
		return err
	}
	page := planPage{asked: a, Loaded: true}
	lights := map[domain.Light]int{}
	for _, s := range courses {
		lights[s.Light]++
		section := v.place(chapterOf(s.Indicator.Section))
		if last := len(page.Chapters) - 1; last < 0 || page.Chapters[last].Section != section {
			page.Chapters = append(page.Chapters, chapter{Section: section})
		}
		at := &page.Chapters[len(page.Chapters)-1]
		at.Rows = append(at.Rows, v.planRow(a, s, units))
	}
	for _, code := range append(domain.Lights.Codes(), string(domain.LightUnknown)) {
		if n := lights[domain.Light(code)]; n > 0 {
			page.Lights = append(page.Lights, count{v.light(domain.Light(code)), n})
		}
	}
	v.page(http.StatusOK, "plan", title, page)
	return nil
}

func (v *visit) planRow(a asked, s domain.Course, units map[string]string) planRow {
	ind := s.Indicator
	row := planRow{Name: ind.Name.In(v.lang), Href: a.href(v, "/plan/indicators/"+url.PathEscape(ind.Code)), Section: v.place(ind.Section),
		Value: v.withUnit(s.Value, ind.Unit), Target: v.asks(s.Figure), Source: v.source(s.Figure), Light: v.light(s.Light)}
	if len(ind.Lead) > 0 {
		row.Lead = units[ind.Lead[0]]
	}
	row.Percent, row.Bar = progress(s.Figure)
	return row
}

// chapterOf is the part of the plan that an indicator stands in first: of "三(二)3;四", 三(二).
func chapterOf(section string) string {
	first, _, _ := strings.Cut(section, ";")
	return strings.TrimRight(first, "0123456789")
}

// progress is how much of the target is reached, in words and as the width of a bar.
func progress(f domain.Figure) (string, float64) {
	p, ok := f.Progress()
	if !ok {
		return "", 0
	}
	return percent(p), min(max(p.Float(), 0), 100)
}

// rounded writes a number with two decimals at most.
func rounded(d domain.Decimal) string { return d.Round(2).String() }

// percent writes a percentage with one decimal.
func percent(d domain.Decimal) string {
	return strconv.FormatFloat(d.Round(1).Float(), 'f', 1, 64) + "%"
}

// asks is what the plan asks for, with the year; "" when it sets nothing.
func (v *visit) asks(f domain.Figure) string {
	if f.Target == nil {
		return ""
	}
	comparator := map[string]string{">=": "≥ ", "<=": "≤ "}[f.Indicator.Comparator]
	return comparator + v.withUnit(f.Target, f.Indicator.Unit) + v.say("（", " (") + v.targetYear(f.TargetYear) + v.say("）", ")")
}

func (v *visit) targetYear(year int) string {
	if year == 0 {
		return v.say("计划期合计", "whole plan")
	}
	return v.say(strconv.Itoa(year)+" 年", strconv.Itoa(year))
}

// source is where a figure comes from, and of how many records.
func (v *visit) source(f domain.Figure) string {
	if f.Basis == "" {
		return v.say("尚无数据来源", "Not measured yet")
	}
	name := domain.MeasureSources.Name(f.Basis).In(v.lang)
	return name + v.say("，", ", ") + strconv.Itoa(f.Records) + v.say(" 条", " records")
}

func (v *visit) unitNames() (map[string]string, error) {
	units, err := v.DB.Units(v.r.Context())
	names := make(map[string]string, len(units))
	for _, u := range units {
		names[u.Code] = u.Name.In(v.lang)
	}
	return names, err
}

// missing reports whether err says that there is no such record.
func missing(err error) bool { return errors.Is(err, domain.ErrNotFound) }
