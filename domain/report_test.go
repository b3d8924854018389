package domain

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	counted         = RatioPart{Name: Text{"数", "Number"}}
	spendMeasure    = Measure{From: "reports", Form: "value", Every: "quarter", DueDays: 15, By: []Dimension{ByArea, BySector}}
	ratioMeasure    = Measure{From: "reports", Form: "ratio", Every: "year", DueDays: 31, Numerator: counted, Denominator: counted}
	growthMeasure   = Measure{From: "reports", Form: "value", Every: "year", DueDays: 31}
	computedMeasure = Measure{From: "contracts", Rule: "iur_agreements"}
)

// quarterly is a plan of 2024 and 2025 with R&D spend by area and sector, GDP share,
// and an indicator that is computed.
func quarterly() Reporting {
	return Reporting{
		Plan: Plan{Code: "p", IssuedOn: Date{2024, time.May, 10}, Period: Period{Date{2024, time.January, 1}, Date{2025, time.December, 31}},
			Sectors: []Sector{{Code: "industry", Units: []string{"gxj", "gzw"}}, {Code: "health", Name: Text{"医疗", "Health"}, Units: []string{"wjw"}}}},
		Indicators: []Indicator{
			{Plan: "p", Code: "rd_spend", Name: Text{"研发经费", "R&D spend"}, Unit: "亿元", Measure: "flow", Lead: []string{"kjj", "gxj"}, Responsible: []string{"xsq"}, MeasuredBy: spendMeasure},
			{Plan: "p", Code: "rd_intensity", Name: Text{"强度", "Intensity"}, Unit: "%", Measure: "ratio", Lead: []string{"kjj"}, MeasuredBy: ratioMeasure},
			{Plan: "p", Code: "growth", Unit: "%", Measure: "growth", Lead: []string{"gxj"}, MeasuredBy: growthMeasure},
			{Plan: "p", Code: "iur_agreements", Measure: "cumulative", Lead: []string{"kjj"}, MeasuredBy: computedMeasure},
		},
		Areas: []Area{{Code: "yuhu", Name: Text{"雨湖区", "Yuhu"}}, {Code: "jingkai"}},
		Units: []Unit{{Code: "jingkai-gwh", Areas: []string{"jingkai"}}, {Code: "kjj"}, {Code: "xsq", Areas: []string{"yuhu", "jingkai"}}},
	}
}

func dec(s string) *Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &d
}

// spend is a draft of R&D spend of a part in a period.
func spend(by Dimension, key, unit string, p Period, value string) Report {
	return Report{ID: NewID(), Plan: "p", Indicator: "rd_spend", Dimension: by, Key: key, Unit: unit, Period: p, Revision: 1, Value: dec(value), State: ReportDraft}
}

func intensity(numerator, denominator *Decimal) Report {
	return Report{Plan: "p", Indicator: "rd_intensity", Unit: "kjj", Period: YearPeriod(2024), Numerator: numerator, Denominator: denominator, State: ReportDraft}
}

func TestReportValidate(t *testing.T) {
	g, today := quarterly(), Date{2025, time.April, 1}
	q1, q2 := QuarterPeriod(2025, 1), QuarterPeriod(2025, 2)
	for name, tt := range map[string]struct {
		report Report
		field  string // "" for none
	}{
		"the whole, by the first that leads":     {spend("", "", "kjj", q1, "20"), ""},
		"by another that leads":                  {spend("", "", "gxj", q1, "20"), ""},
		"by one that is responsible":             {spend("", "", "xsq", q1, "20"), ""},
		"by another unit":                        {spend("", "", "wjw", q1, "20"), "unit"},
		"a sector by its unit":                   {spend(BySector, "industry", "gzw", q1, "20"), ""},
		"a sector by the one that leads":         {spend(BySector, "health", "kjj", q1, "20"), "unit"},
		"an area by its own unit":                {spend(ByArea, "jingkai", "jingkai-gwh", q1, "20"), ""},
		"an area by the collective":              {spend(ByArea, "yuhu", "xsq", q1, "20"), ""},
		"an area by another's unit":              {spend(ByArea, "yuhu", "jingkai-gwh", q1, "20"), "unit"},
		"an area that is none":                   {spend(ByArea, "atlantis", "xsq", q1, "20"), "key"},
		"a part without its dimension":           {spend("", "yuhu", "kjj", q1, "20"), "key"},
		"a division that it has not":             {spend(ByUnit, "kjj", "kjj", q1, "20"), "dimension"},
		"a quarter that has just begun":          {spend("", "", "kjj", q2, "20"), ""},
		"one that has not":                       {spend("", "", "kjj", QuarterPeriod(2025, 3), "20"), "period"},
		"one after the plan":                     {spend("", "", "kjj", QuarterPeriod(2026, 1), "20"), "period"},
		"one before the plan":                    {spend("", "", "kjj", QuarterPeriod(2023, 4), "20"), "period"},
		"a year where quarters are asked for":    {spend("", "", "kjj", YearPeriod(2024), "20"), "period"},
		"a span that is no quarter":              {spend("", "", "kjj", Period{q1.From, q1.To.AddDays(-1)}, "20"), "period"},
		"less than nothing":                      {spend("", "", "kjj", q1, "-0.0001"), "value"},
		"more than all there is":                 {spend("", "", "kjj", q1, "100000000000.0001"), "value"},
		"a ratio":                                {intensity(dec("3"), dec("100")), ""},
		"a ratio still to be filled in":          {intensity(nil, nil), ""},
		"a ratio without a whole":                {intensity(dec("3"), nil), "denominator"},
		"a ratio of nothing":                     {intensity(dec("0"), dec("0")), "denominator"},
		"a ratio in a quarter, asked for a year": {Report{Plan: "p", Indicator: "rd_intensity", Unit: "kjj", Period: q1}, "period"},
		"a ratio as a value":                     {Report{Plan: "p", Indicator: "rd_intensity", Unit: "kjj", Period: YearPeriod(2024), Value: dec("3")}, "value"},
		"a value as a ratio":                     {Report{Plan: "p", Indicator: "rd_spend", Unit: "kjj", Period: q1, Numerator: dec("3"), Denominator: dec("4")}, "numerator"},
		"growth may be negative":                 {Report{Plan: "p", Indicator: "growth", Unit: "gxj", Period: YearPeriod(2024), Value: dec("-2.5")}, ""},
		"what is computed":                       {Report{Plan: "p", Indicator: "iur_agreements", Unit: "kjj", Period: q1, Value: dec("3")}, "indicator"},
		"what the plan lacks":                    {Report{Plan: "p", Indicator: "luck", Unit: "kjj", Period: q1, Value: dec("3")}, "indicator"},
		"another plan":                           {Report{Plan: "q", Indicator: "rd_spend", Unit: "kjj", Period: q1, Value: dec("3")}, "indicator"},
	} {
		err := g.Validate(tt.report, today)
		var invalid InvalidErrors
		switch {
		case tt.field == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.field != "" && (!errors.As(err, &invalid) || len(invalid) != 1 || invalid[0].Field != tt.field):
			t.Errorf("%s: got %v, want one error of %s", name, err, tt.field)
		}
	}
}

func TestReportSteps(t *testing.T) {
	author, other := Actor{UserID: NewID()}, Actor{UserID: NewID()}
	now := Date{2025, time.April, 10}.Time()
	draft := spend("", "", "kjj", QuarterPeriod(2025, 1), "20")
	draft.AuthorID = author.UserID
	wrote := ReportHistory{Writers: []ID{author.UserID}}
	in := func(state ReportState) Report { r := draft; r.State = state; return r }
	empty, unfinished := draft, draft
	empty.Value, unfinished.Period = nil, QuarterPeriod(2025, 2)
	for name, tt := range map[string]struct {
		report Report
		step   string
		reason string
		by     Actor
		on     Date
		want   ReportState // "": refused
	}{
		"submit":                              {draft, "submit", "", author, Date{}, ReportSubmitted},
		"submit nothing":                      {empty, "submit", "", author, Date{}, ""},
		"submit before the period's end":      {unfinished, "submit", "", author, Date{}, ""},
		"submit again":                        {in(ReportReturned), "submit", "", author, Date{}, ReportSubmitted},
		"submit what is submitted":            {in(ReportSubmitted), "submit", "", author, Date{}, ""},
		"approve":                             {in(ReportSubmitted), "approve", "", other, Date{2025, time.April, 10}, ReportApproved},
		"approve from an earlier day":         {in(ReportSubmitted), "approve", "", other, Date{2025, time.March, 31}, ReportApproved},
		"approve from before the period ends": {in(ReportSubmitted), "approve", "", other, Date{2025, time.March, 30}, ""},
		"approve from tomorrow":               {in(ReportSubmitted), "approve", "", other, Date{2025, time.April, 11}, ""},
		"approve one's own":                   {in(ReportSubmitted), "approve", "", author, Date{2025, time.April, 10}, ""},
		"approve a draft":                     {draft, "approve", "", other, Date{2025, time.April, 10}, ""},
		"return":                              {in(ReportSubmitted), "return", "口径不符", other, Date{2025, time.April, 10}, ReportReturned},
		"return without a reason":             {in(ReportSubmitted), "return", " ", other, Date{2025, time.April, 10}, ""},
		"return one's own":                    {in(ReportSubmitted), "return", "口径不符", author, Date{2025, time.April, 10}, ""},
		"withdraw":                            {in(ReportReturned), "withdraw", "", author, Date{}, ReportWithdrawn},
		"withdraw an approved one":            {in(ReportApproved), "withdraw", "", author, Date{}, ""},
	} {
		r := tt.report
		event, err := r.Take(tt.step, tt.reason, wrote, tt.by, tt.on, now)
		if (err == nil) != (tt.want != "") {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err == nil && (r.State != tt.want || event.From != tt.report.State || event.To != tt.want) {
			t.Errorf("%s: went from %s to %s", name, event.From, event.To)
		}
	}
}

// Whatever is done to a report by whom: nobody decides on what they wrote or submitted,
// an approved one never changes, and no way leads back from withdrawn.
func TestReportStepsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := []ID{NewID(), NewID(), NewID()}
		now := Date{2025, time.April, 10}.Time()
		r := spend("", "", "kjj", QuarterPeriod(2025, 1), "20")
		r.AuthorID = people[0]
		events := []ReportEvent{{Step: "create", Actor: people[0], To: ReportDraft}}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			by := Actor{UserID: rapid.SampledFrom(people).Draw(t, "by")}
			step := rapid.SampledFrom(append(ReportSteps.Names(), "change")).Draw(t, "step")
			before := r
			if step == "change" {
				if r.Edit(func(r *Report) error { r.Value = dec("21"); r.Unit, r.State = "forged", ReportApproved; return nil }, by) == nil {
					events = append(events, ReportEvent{Step: step, Actor: by.UserID, From: r.State, To: r.State})
				} else if r != before {
					t.Fatal("a refused change left a trace")
				}
			} else if e, err := r.Take(step, "理由", HistoryOf(events), by, DateOf(now), now); err == nil {
				if (step == "approve" || step == "return") && slices.Contains(HistoryOf(events).Writers, by.UserID) {
					t.Fatalf("%s by one who wrote it", step)
				}
				events = append(events, e)
			} else if r != before {
				t.Fatal("a refused step left a trace")
			}
			if final := before.State == ReportApproved || before.State == ReportWithdrawn; final && r != before {
				t.Fatalf("%s changed what was %s", step, before.State)
			}
			if r.Unit != "kjj" {
				t.Fatal("a change moved it to another unit")
			}
		}
	})
}

func TestCorrection(t *testing.T) {
	author, other := Actor{UserID: NewID()}, Actor{UserID: NewID()}
	first := spend("", "", "kjj", QuarterPeriod(2025, 1), "20")
	if _, err := first.Correction("漏统", author); !errors.Is(err, ErrConflict) {
		t.Errorf("a draft is edited, not corrected: %v", err)
	}
	now := Date{2025, time.May, 1}.Time()
	first.State, first.ApprovedOn = ReportApproved, Date{2025, time.April, 12}
	if _, err := first.Correction("", author); err == nil {
		t.Error("without a reason")
	}
	next, err := first.Correction("漏统一家企业", author)
	if err != nil || next.Revision != 2 || next.Corrects != first.ID || *next.Value != *first.Value || !next.Editable() {
		t.Fatalf("%v, %+v", err, next)
	}
	events := []ReportEvent{{Step: "correct", Actor: author.UserID, Reason: next.Reason}}
	take := func(step, reason string, by Actor, on Date) {
		t.Helper()
		e, err := next.Take(step, reason, HistoryOf(events), by, on, now)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	take("submit", "", author, Date{})
	take("return", "请附依据", other, DateOf(now))
	if next.Reason != "请附依据" {
		t.Errorf("returned for %q", next.Reason)
	}
	take("submit", "", author, Date{})
	take("approve", "", other, DateOf(now))
	if next.Reason != "漏统一家企业" {
		t.Errorf("a correction for %q", next.Reason)
	}
	late := next
	late.ApprovedOn = Date{2025, time.April, 11}
	if early := first; early.SupersededBy(late) == nil {
		t.Error("superseded before it counted")
	}
	if err := first.SupersededBy(next); err != nil || first.SupersededOn != next.ApprovedOn || first.SupersededAt != next.ApprovedAt {
		t.Errorf("%v, %+v", err, first)
	}
	if err := first.SupersededBy(next); !errors.Is(err, ErrConflict) {
		t.Errorf("superseded twice: %v", err)
	}
}
