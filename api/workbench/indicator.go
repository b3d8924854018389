package workbench

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"sanku/domain"
)

type indicatorPage struct {
	asked
	Name, Quote, Back string
	Facts             []fact
	Light             light
	Percent           string
	Bar               float64
	Variants          []variantRow
	Targets           []targetRow
	Trend             *trendChart
	Points            []fact
	Ahead             []string // sentences of what is to come
	Open              []prospectRow
	Parts             []division
	Records           records
}

type variantRow struct {
	Name, Value, Numerator, Denominator string
	Headline                            bool
}

type targetRow struct{ Year, Value, Source string }

type prospectRow struct{ Title, Area, Stage, Chance, Effect string }

// indicator shows one figure: what the plan says, how it went and will go, by its parts,
// and the records that it is made of.
func (w *Workbench) indicator(v *visit) error {
	a, err := v.askedPlan()
	if err != nil {
		return err
	}
	s, err := w.DB.Course(v.r.Context(), a.Plan, v.id, a.query)
	if err != nil {
		return err
	}
	page := indicatorPage{asked: a, Name: s.Indicator.Name.In(v.lang), Quote: s.Indicator.Quote, Back: a.href(v, "/plan"), Light: v.light(s.Light)}
	page.Percent, page.Bar = progress(s.Figure)
	page.Variants = v.variants(s.Variants)
	v.history(&page, s)
	for _, add := range []func(*indicatorPage, domain.Course) error{v.figureFacts, v.targets, v.outlook, v.divisions, v.records} {
		if err := add(&page, s); err != nil {
			return err
		}
	}
	v.page(http.StatusOK, "indicator", page.Name, page)
	return nil
}

// figureFacts say what the figure is, over which period, and who answers for it.
func (v *visit) figureFacts(page *indicatorPage, s domain.Course) error {
	units, err := v.unitNames()
	if err != nil {
		return err
	}
	named := func(codes []string) string {
		names := make([]string, len(codes))
		for i, c := range codes {
			names[i] = cmp.Or(units[c], c)
		}
		return strings.Join(names, v.say("、", ", "))
	}
	ind, unknown := s.Indicator, v.say("未知", "not known")
	page.Facts = []fact{
		{v.say("现值", "Value"), cmp.Or(v.withUnit(s.Value, ind.Unit), unknown)},
		{v.say("目标", "Target"), cmp.Or(v.asks(s.Figure), v.say("未定", "not set"))},
		{v.say("统计期", "Period"), s.Period.From.String() + v.say(" 至 ", " to ") + s.Period.To.String()},
		{v.say("截至", "As of"), s.AsOf.String()},
		{v.say("来源", "Source"), v.source(s.Figure)},
		{v.say("牵头单位", "Leads"), cmp.Or(named(ind.Lead), "—")},
		{v.say("责任单位", "Takes part"), cmp.Or(named(ind.Responsible), "—")},
	}
	if !s.StatedOn.IsZero() {
		page.Facts = append(page.Facts, fact{v.say("数据日期", "Reported for"), s.StatedOn.String() + v.stale(s.Figure)})
	}
	if len(s.Variants) == 0 && s.Denominator != nil && s.Numerator != nil {
		page.Facts = append(page.Facts, fact{v.say("分子 ÷ 分母", "Made of"), rounded(*s.Numerator) + " ÷ " + rounded(*s.Denominator)})
	}
	return nil
}

// stale says that a level was last reported for a day before the period.
func (v *visit) stale(f domain.Figure) string {
	if f.StatedOn.Before(f.Period.From) {
		return v.say("（统计期内尚无填报，沿用此前数据）", " (nothing is reported for the period yet; the last before stands)")
	}
	return ""
}

// variants are the other readings of the figure, beside the headline.
func (v *visit) variants(all []domain.Variant) []variantRow {
	var rows []variantRow
	for _, x := range all {
		say := rounded
		if !strings.HasPrefix(x.Code, "count_") { // sums are in yuan
			say = func(d domain.Decimal) string { return domain.Fen(d / 100).Display().In(v.lang) }
		}
		rows = append(rows, variantRow{x.Name.In(v.lang), cmp.Or(v.withUnit(x.Value, x.Unit), "—"), say(x.Numerator), say(x.Denominator), x.Headline})
	}
	return rows
}

// targets are what the plan asks of the whole city, year by year.
func (v *visit) targets(page *indicatorPage, s domain.Course) error {
	all, err := v.DB.Targets(v.r.Context(), s.Indicator.Plan, s.Indicator.Code)
	for _, t := range all {
		if t.Dimension == domain.WholeCity {
			page.Targets = append(page.Targets, targetRow{v.targetYear(t.Year), cmp.Or(v.withUnit(t.Value, s.Indicator.Unit), v.say("未定", "not set")), v.origin(t.Source)})
		}
	}
	return err
}

// origin is where in the plan a target stands.
func (v *visit) origin(source string) string {
	if source == "text" {
		return v.say("正文", "Text")
	}
	return strings.NewReplacer("annex", v.say("附件", "Annex "), ",", v.say("、", ", ")).Replace(source)
}

// history is how the figure went, and where it leads.
func (v *visit) history(page *indicatorPage, s domain.Course) {
	unit := v.inUnit(s.Indicator.Unit)
	page.Trend = newTrend(v.say("各季度末的数值", "At the ends of quarters")+unit, domain.Period{From: s.Period.From, To: s.Due}, s.Points, s.Target, s.Pace)
	for _, p := range s.Points {
		page.Points = append(page.Points, fact{p.On.String(), v.withUnit(&p.Value, s.Indicator.Unit)})
	}
}

// outlook says what the figure will come to. Open dockings are told of to those who may
// read them all.
func (v *visit) outlook(page *indicatorPage, s domain.Course) error {
	switch {
	case s.Over():
		page.Ahead = append(page.Ahead, v.say("目标期已结束。", "The time that the target is for is over."))
	case s.Value != nil && !s.AsOf.Before(s.Due):
		page.Ahead = append(page.Ahead, v.say("目标期已结束，但目前的数据只到 ", "The time that the target is for is over, but what is known tells only of the days up to ")+s.Known.String()+v.say("，以后的尚未报来。", "."))
	}
	if s.Pace != nil {
		page.Ahead = append(page.Ahead, v.say("按目前进度，到 "+s.Due.String()+" 预计为 ", "At the present pace it will be ")+v.expected(s, *s.Pace)+v.say("。", " on "+s.Due.String()+"."))
	}
	if !domain.ScopeOf(v.actor, domain.Read, domain.Dockings).All || s.Open == nil {
		return nil
	}
	page.Ahead = append(page.Ahead, v.say("只计入目前 ", "With no more than the ")+strconv.Itoa(len(s.Prospects))+v.say(" 项在谈对接（按各自签约的可能性），到该日预计为 ", " open dockings, each by its chance, it will be ")+v.expected(s, *s.Open)+v.say("。", "."))
	areas, err := v.DB.AreaNames(v.r.Context())
	for _, p := range s.Prospects[:min(len(s.Prospects), maxProspects)] {
		page.Open = append(page.Open, prospectRow{p.Title, areas[p.Area].In(v.lang), domain.Stages.Name(string(p.Stage)).In(v.lang),
			strconv.FormatFloat(100*p.Chance, 'f', 0, 64) + "%", strconv.FormatFloat(p.Effect, 'f', 2, 64)})
	}
	return err
}

// maxProspects bounds the open dockings on the page: those likely to move it most.
const maxProspects = 20

// expected is what an outlook comes to, with its range.
func (v *visit) expected(s domain.Course, o domain.Outlook) string {
	text := v.withUnit(&o.Value, s.Indicator.Unit)
	if o.Low != nil && o.High != nil && *o.Low != *o.High {
		text += v.say("（九成可能在 ", " (nine times in ten from ") + rounded(*o.Low) + v.say(" 至 ", " to ") + rounded(*o.High) + v.say(" 之间）", ")")
	}
	return text
}
