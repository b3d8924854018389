package postgres_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Whatever happens to contracts, registers and reports, at whatever days and in whatever
// order: every figure is what a plain model makes of what was said, whole and by parts,
// opens into the records it is made of, and as it was known at a moment it stays what it
// was. The parts of what is counted make the whole.
func TestFiguresOfAnyHistory(t *testing.T) {
	m := marketOf(t, openDeals(t))
	m.giveUSCC(t)
	m.loadRegisters(t)
	m.plan = loadSmallPlan(t, m.deals)
	liaison := m.user(t, domain.User{Login: "liaison", Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"})
	holders := []domain.Organisation{m.enterprise, m.organisation(t, "示例甲公司", domain.Enterprise, "yuhu"), m.organisation(t, "示例乙公司", domain.Enterprise, "gaoxin"), m.organisation(t, "示例丙公司", domain.Enterprise, "gaoxin")}
	rapid.Check(t, func(r *rapid.T) {
		_, err := m.Pool().Exec(t.Context(), `TRUNCATE contracts, register_entries, reports CASCADE`)
		require.NoError(r, err)
		m.now = day(2024, 3, 1).Time()
		h := &happenings{market: m, t: t, r: r, liaison: liaison, holders: holders,
			world: &world{deals: ledger[deal]{}, entries: ledger[entry]{}, reports: ledger[declared]{}, begins: m.plan.Period.From, areas: 2}}
		h.about = draw(h, "about", []string{"contracts"}, []string{"register"}, []string{"reports"}, []string{"contracts", "register", "reports"})
		for range rapid.IntRange(4, 12).Draw(r, "happenings") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(1, 60*24).Draw(r, "hours")) * time.Hour)
			h.happen()
			h.moments = append(h.moments, h.Now())
			h.note()
		}
		for _, i := range h.asked() {
			for range 3 {
				h.check(i, h.anyQuestion(i))
			}
		}
		h.checkCounting()
		for _, n := range h.noted {
			require.Equal(r, n.answers, h.ask(n.of, n.question), "%s %+v, as it was known", n.of.code, n.question)
		}
	})
}

// measured is an indicator of the small plan, and how the model computes it.
type measured struct {
	code, measure, unit string
	by                  domain.Measure
	model               func(*world, question) map[string]answer
}

func reportedBy(every, form string, by ...domain.Dimension) domain.Measure {
	m := domain.Measure{From: "reports", Form: form, Every: every, By: by}
	if form == "ratio" {
		m.Numerator, m.Denominator = part, part
	}
	return m
}

var smallPlan = []measured{
	{"agreements", "cumulative", "份", domain.Measure{From: "contracts", Rule: "iur_agreements"}, (*world).agreements},
	{"rate", "ratio", "%", domain.Measure{From: "contracts", Rule: "local_transfer"}, (*world).rate},
	{"high_tech", "stock", "家", domain.Measure{From: "register", Register: "qualification", Categories: []string{"high_tech"}, Take: "valid"},
		func(w *world, q question) map[string]answer {
			return w.registered(q, "qualification", "high_tech", "", "valid")
		}},
	{"platforms", "cumulative", "个", domain.Measure{From: "register", Register: "platform", Levels: []string{"national"}, Take: "started"},
		func(w *world, q question) map[string]answer {
			return w.registered(q, "platform", "", "national", "started")
		}},
	{"credit", "annual", "万元", domain.Measure{From: "register", Register: "financing", Take: "amount"},
		func(w *world, q question) map[string]answer { return w.registered(q, "financing", "", "", "amount") }},
	{"covered", "coverage", "%", domain.Measure{From: "register", Register: "team", Take: "areas"},
		func(w *world, q question) map[string]answer { return w.registered(q, "team", "", "", "areas") }},
	{"spend", "flow", "亿元", reportedBy("quarter", "value", domain.ByArea, domain.BySector),
		func(w *world, q question) map[string]answer { return w.reported(q, "spend", "flow") }},
	{"pool", "cumulative", "家", reportedBy("quarter", "value"), func(w *world, q question) map[string]answer { return w.reported(q, "pool", "flow") }},
	{"growth", "growth", "%", reportedBy("quarter", "value"), func(w *world, q question) map[string]answer { return w.reported(q, "growth", "growth") }},
	{"coverage", "ratio", "%", reportedBy("quarter", "ratio", domain.ByArea), func(w *world, q question) map[string]answer { return w.reported(q, "coverage", "level") }},
	{"share", "ratio", "%", domain.Measure{From: "share", Of: "spend", Keys: []string{"industry"}}, func(w *world, q question) map[string]answer { return w.share(q, "spend", "industry") }},
}

func loadSmallPlan(t *testing.T, d *deals) domain.Plan {
	t.Helper()
	p, _, _ := testPlan()
	p.Code = "small"
	var indicators []domain.Indicator
	for order, i := range smallPlan {
		indicators = append(indicators, domain.Indicator{Plan: p.Code, Code: i.code, Order: order, Name: domain.Text{ZH: "示例指标"}, Unit: i.unit, Measure: i.measure, Comparator: ">=", Lead: []string{"kjj"}, MeasuredBy: i.by})
	}
	targets := []domain.Target{{Plan: p.Code, Indicator: "agreements", Value: decimal("300"), Source: "text"}}
	for year := 2023; year <= 2025; year++ {
		targets = append(targets, domain.Target{Plan: p.Code, Indicator: "agreements", Dimension: domain.ByArea, Key: "yuhu", Year: year, Value: decimal("10"), Source: "annex3"})
	}
	for i := range targets {
		targets[i].Plan = p.Code
	}
	_, err := d.LoadPlan(t.Context(), bureau, p, indicators, targets)
	require.NoError(t, err)
	return p
}

// happenings are what happens in one run, and what the model knows of it.
type happenings struct {
	*market
	world     *world
	t         *testing.T
	r         *rapid.T
	about     []string // sources of figures
	liaison   domain.Actor
	holders   []domain.Organisation
	moments   []time.Time
	days      []domain.Date // on which something begins or ends
	noted     []notedAnswer
	contracts []*liveContract
	kept      []*liveEntry
	told      []*liveReport
}

// notedAnswer is a figure as it was known when it was noted.
type notedAnswer struct {
	of       measured
	question question
	answers  map[string]answer
}

// asked are the indicators that the run is about.
func (h *happenings) asked() []measured {
	return slices.DeleteFunc(slices.Clone(smallPlan), func(i measured) bool {
		return !slices.Contains(h.about, i.by.From) && (i.by.From != "share" || !slices.Contains(h.about, "reports"))
	})
}

// note asks for some figure as it is known now, and keeps it.
func (h *happenings) note() {
	i := draw(h, "noted", h.asked()...)
	q := h.anyQuestion(i)
	q.known = h.Now()
	h.noted = append(h.noted, notedAnswer{i, q, h.check(i, q)})
}

func (h *happenings) anyQuestion(i measured) question {
	q := question{asOf: h.past("as of", day(2022, 12, 25)), known: h.now.AddDate(1, 0, 0)}
	if len(h.days) > 0 && draw(h, "as of a day that matters", true, true, false) {
		q.asOf = draw(h, "day", h.days...).AddDays(draw(h, "off", 0, 0, -1, 1))
	}
	if rapid.Bool().Draw(h.r, "as known then") {
		q.known = draw(h, "known", h.moments...).Add(-time.Duration(rapid.IntRange(0, 1).Draw(h.r, "before")) * time.Microsecond)
	}
	year, month := rapid.IntRange(2023, 2025).Draw(h.r, "year"), rapid.IntRange(1, 12).Draw(h.r, "month")
	first := day(year, month, 1)
	switch rapid.IntRange(0, 4).Draw(h.r, "period") {
	case 0: // the one that the plan asks for
		q.period = h.plan.Period
		if i.measure == "flow" || i.measure == "annual" {
			q.period = domain.YearPeriod(min(max(q.asOf.Year, 2023), 2025))
		}
	case 1:
		q.period = domain.YearPeriod(year)
	case 2:
		q.period = domain.QuarterPeriod(year, (month+2)/3)
	case 3:
		q.period = domain.Period{From: first, To: domain.DateOf(first.Time().AddDate(0, 1, -1))}
	case 4:
		q.period = h.plan.Period
	}
	for _, by := range []domain.Dimension{domain.ByArea, domain.ByUnit, domain.BySector, domain.ByUniversity} {
		if i.by.Divides(by) && rapid.IntRange(0, 2).Draw(h.r, string(by)) == 0 {
			q.by = by
		}
	}
	return q
}

// past is a day from since to today.
func (h *happenings) past(label string, since domain.Date) domain.Date {
	days := int(h.now.Sub(since.Time()).Hours() / 24)
	if days <= 0 {
		return domain.DateOf(h.now)
	}
	return domain.DateOf(h.now).AddDays(-rapid.IntRange(0, days).Draw(h.r, label))
}

// check requires the figure that is asked for to be what the model says.
func (h *happenings) check(i measured, q question) map[string]answer {
	want := map[string]answer{}
	if !q.asOf.Before(q.period.From) {
		want = i.model(h.world, q)
	}
	got := h.ask(i, q)
	for key, a := range want {
		require.Equal(h.r, a.String(), got[key].String(), "%s of %q, %+v", i.code, key, q)
	}
	for key, a := range got {
		if _, ok := want[key]; ok || a.value == nil && a.numerator == nil && len(a.records) == 0 {
			continue
		}
		none := i.code == "agreements" && key == "yuhu" && !q.asOf.Before(q.period.From) // asked for, and none is counted
		require.True(h.r, none && *a.value == 0 && len(a.records) == 0, "%s of %q, %+v: %+v is made of nothing", i.code, key, q, a)
	}
	h.requireSum(i, q, got)
	return got
}

// requireSum requires that the parts of what is counted make the whole.
func (h *happenings) requireSum(i measured, q question, parts map[string]answer) {
	if q.by == domain.WholeCity || i.by.From == "reports" || i.code == "covered" {
		return
	}
	q.by = domain.WholeCity
	whole := h.ask(i, q)[""]
	if whole.value == nil && whole.denominator == nil {
		return
	}
	records := map[domain.ID]bool{}
	var value domain.Decimal
	amounts := make([][2]domain.Decimal, 6)
	for _, p := range parts {
		for id := range p.records {
			require.False(h.r, records[id], "a record counts in two parts")
			records[id] = true
		}
		if p.value != nil {
			value += *p.value
		}
		for at, v := range p.variants {
			amounts[at][0], amounts[at][1] = amounts[at][0]+v[0], amounts[at][1]+v[1]
		}
	}
	require.Equal(h.r, whole.records, records, "%s %+v", i.code, q)
	if i.code == "rate" {
		require.Equal(h.r, whole.variants[2:], amounts[2:], "money adds up, %+v", q)
		return
	}
	require.Equal(h.r, *whole.value, value, "%s %+v", i.code, q)
}

// ask asks the store, and opens each figure into its records.
func (h *happenings) ask(i measured, q question) map[string]answer {
	ctx, of := h.t.Context(), postgres.FigureQuery{Period: q.period, AsOf: q.asOf, KnownAt: q.known, By: q.by}
	asked, err := h.FigureParts(ctx, h.plan, i.code, of)
	if q.by == domain.WholeCity {
		var f domain.Figure
		f, err = h.FigureOver(ctx, h.plan, i.code, of)
		asked = []domain.Figure{f}
	}
	require.NoError(h.r, err)
	answers := map[string]answer{}
	for _, f := range asked {
		require.Equal(h.r, q.period, f.Period)
		a := answer{value: f.Value, numerator: f.Numerator, denominator: f.Denominator, statedOn: f.StatedOn, records: map[domain.ID]bool{}}
		for _, v := range f.Variants {
			a.variants = append(a.variants, [2]domain.Decimal{v.Numerator, v.Denominator})
			require.Equal(h.r, percent(v.Numerator, v.Denominator), v.Value)
		}
		of.Key = f.Key
		if f.Records > 0 {
			a.records = h.opened(i, of)
		}
		answers[f.Key] = a
	}
	if rest, ok := answers[""]; ok && q.by != domain.WholeCity { // what belongs to no part is not asked for alone
		for key, a := range answers {
			maps.DeleteFunc(rest.records, func(id domain.ID, _ bool) bool { return key != "" && a.records[id] })
		}
	}
	for _, f := range asked {
		require.Len(h.r, answers[f.Key].records, f.Records, "%s %+v", i.code, q)
	}
	return answers
}

// opened are the records that a figure opens into.
func (h *happenings) opened(i measured, q postgres.FigureQuery) map[domain.ID]bool {
	ctx, all, ids := h.t.Context(), postgres.Page{Limit: postgres.MaxLimit}, map[domain.ID]bool{}
	switch i.by.From {
	case "contracts":
		found, err := h.FigureContracts(ctx, h.clerk, h.plan, i.code, q, all)
		require.NoError(h.r, err)
		for _, c := range found.Items {
			said := h.world.deals.standing(q.AsOf, q.KnownAt)[c.ID]
			require.Equal(h.r, fmt.Sprint(said.state, said.amount, said.signed), fmt.Sprint(c.State, int64(c.Amount), c.SignedOn), "it is listed as it stood")
			ids[c.ID] = true
		}
	case "register":
		found, err := h.FigureEntries(ctx, h.clerk, h.plan, i.code, q, all)
		require.NoError(h.r, err)
		for _, e := range found.Items {
			said := h.world.entries.standing(q.AsOf, q.KnownAt)[e.ID]
			require.Equal(h.r, fmt.Sprint(said.starts, said.ends, said.withdrawn), fmt.Sprint(e.StartsOn, e.EndsOn, e.WithdrawnOn), "it is listed as it stood")
			ids[e.ID] = true
		}
	default:
		found, err := h.FigureReports(ctx, h.clerk, h.plan, i.code, q, all)
		require.NoError(h.r, err)
		for _, p := range found.Items {
			ids[p.ID] = true
		}
	}
	return ids
}

// String tells all of a, so that two may be compared by what they say.
func (a answer) String() string {
	told := func(d *domain.Decimal) string {
		if d == nil {
			return "unknown"
		}
		return d.String()
	}
	ids := []string{}
	for id := range a.records {
		ids = append(ids, id.String())
	}
	slices.Sort(ids)
	return fmt.Sprint(told(a.value), " = ", told(a.numerator), "/", told(a.denominator), " ", a.variants, " of ", a.statedOn, " from ", ids)
}
