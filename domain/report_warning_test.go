package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Worked by hand: 20 in the first quarter, 42 by the second, 60 by the third, 85 in the
// year are paces of 20, 21, 20 and 21.25 a quarter.
func TestWarnings(t *testing.T) {
	g := quarterly()
	q := func(year, quarter int, value string) Report {
		return spend("", "", "kjj", QuarterPeriod(year, quarter), value)
	}
	part := func(by Dimension, key, value string) Report {
		return spend(by, key, "x", QuarterPeriod(2025, 1), value)
	}
	for name, tt := range map[string]struct {
		report Report
		others []Report
		says   []string
	}{
		"the first":                         {q(2024, 1, "20"), nil, nil},
		"a sum that grows":                  {q(2024, 2, "42"), []Report{q(2024, 1, "20")}, nil},
		"a new year begins anew":            {q(2025, 1, "22"), []Report{q(2024, 3, "60"), q(2024, 4, "85")}, nil},
		"a sum that falls":                  {q(2024, 3, "41.9"), []Report{q(2024, 1, "20"), q(2024, 2, "42")}, []string{"少于"}},
		"a decimal point lost":              {q(2024, 2, "420"), []Report{q(2024, 1, "20")}, []string{"三倍"}},
		"thrice is no leap yet":             {q(2024, 2, "120"), []Report{q(2024, 1, "20")}, nil},
		"in 万元 for 亿元, later":               {q(2025, 1, "0.002"), []Report{q(2024, 4, "85")}, []string{"三倍"}},
		"from nothing":                      {q(2024, 2, "5"), []Report{q(2024, 1, "0")}, nil},
		"a share over the whole":            {intensity(dec("101"), dec("100")), nil, []string{"100%"}},
		"the whole":                         {intensity(dec("100"), dec("100")), nil, nil},
		"all sectors, one short":            {q(2025, 1, "20"), []Report{part(BySector, "industry", "15"), part(BySector, "health", "4")}, []string{"行业类别分项合计 19"}},
		"all sectors agree":                 {q(2025, 1, "19"), []Report{part(BySector, "industry", "15"), part(BySector, "health", "4")}, nil},
		"not all are there yet":             {q(2025, 1, "20"), []Report{part(BySector, "industry", "15")}, nil},
		"parts are more than the whole":     {part(ByArea, "yuhu", "21"), []Report{q(2025, 1, "20")}, []string{"县市区、园区分项合计 21"}},
		"another division is another's":     {part(BySector, "industry", "16"), []Report{q(2025, 1, "20"), part(ByArea, "yuhu", "99")}, nil},
		"another period is another's":       {q(2024, 4, "85"), []Report{part(BySector, "industry", "1"), part(BySector, "health", "1")}, nil},
		"nothing is filled in":              {Report{Plan: "p", Indicator: "rd_spend", Period: YearPeriod(2024)}, nil, nil},
		"an indicator that is not the plan": {Report{Plan: "p", Indicator: "luck", Value: dec("1")}, nil, nil},
	} {
		got := g.Warnings(tt.report, tt.others)
		ok := len(got) == len(tt.says)
		for i := range min(len(got), len(tt.says)) {
			ok = ok && strings.Contains(got[i].Text.ZH, tt.says[i])
		}
		if !ok {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDuties(t *testing.T) {
	g := quarterly()
	state := func(duties []Duty, ref string) string {
		at := slices.IndexFunc(duties, func(d Duty) bool { return strings.HasSuffix(d.Subject.String(), ref) })
		if at < 0 {
			return ""
		}
		return strings.Join([]string{string(duties[at].State), duties[at].Unit, duties[at].DueOn.String()}, " ")
	}
	q1, q2 := QuarterPeriod(2025, 1), QuarterPeriod(2025, 2)
	submitted, drafted, returned := spend("", "", "gxj", q1, "20"), spend(BySector, "health", "wjw", q1, "2"), spend(ByArea, "yuhu", "xsq", q1, "3")
	submitted.State, returned.State = ReportSubmitted, ReportReturned
	gone := spend(BySector, "industry", "gxj", q1, "15")
	gone.State = ReportWithdrawn
	approved := spend(ByArea, "jingkai", "jingkai-gwh", q1, "4")
	approved.State = ReportApproved
	correction := approved
	correction.Revision, correction.State, correction.ID = 2, ReportReturned, NewID()
	reports := []Report{submitted, drafted, gone, returned, correction, approved}

	for name, tt := range map[string]struct {
		today Date
		ref   string
		want  string
	}{
		"the period has not begun":            {Date{2025, time.March, 31}, "rd_spend///2025-Q2", ""},
		"it has":                              {Date{2025, time.April, 1}, "rd_spend///2025-Q2", "due kjj 2025-07-15"},
		"eight days before":                   {Date{2025, time.July, 7}, "rd_spend///2025-Q2", "due kjj 2025-07-15"},
		"seven days before":                   {Date{2025, time.July, 8}, "rd_spend///2025-Q2", "soon kjj 2025-07-15"},
		"on the last day":                     {Date{2025, time.July, 15}, "rd_spend///2025-Q2", "soon kjj 2025-07-15"},
		"after it":                            {Date{2025, time.July, 16}, "rd_spend///2025-Q2", "overdue kjj 2025-07-15"},
		"submitted is done, by whom it was":   {Date{2025, time.July, 16}, "rd_spend///2025-Q1", "done gxj 2025-04-15"},
		"a draft is not":                      {Date{2025, time.April, 15}, "rd_spend/sector/health/2025-Q1", "soon wjw 2025-04-15"},
		"nor what was withdrawn":              {Date{2025, time.April, 16}, "rd_spend/sector/industry/2025-Q1", "overdue gxj 2025-04-15"},
		"nor what was returned":               {Date{2025, time.April, 16}, "rd_spend/area/yuhu/2025-Q1", "overdue xsq 2025-04-15"},
		"a correction leaves it done":         {Date{2025, time.April, 16}, "rd_spend/area/jingkai/2025-Q1", "done jingkai-gwh 2025-04-15"},
		"an area's own unit before the rest":  {Date{2025, time.April, 16}, "rd_spend/area/jingkai/2025-Q2", "due jingkai-gwh 2025-07-15"},
		"what ended before the plan was made": {Date{2024, time.May, 11}, "rd_spend///2024-Q1", "due kjj 2024-05-25"},
		"a yearly one":                        {Date{2025, time.February, 1}, "rd_intensity///2024", "overdue kjj 2025-01-31"},
		"what is computed is not owed":        {Date{2025, time.February, 1}, "iur_agreements///2024", ""},
	} {
		if got := state(g.Duties(reports, tt.today), tt.ref); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	duties := g.Duties(reports, q2.From)
	// Six quarters begun of a whole, two areas and two sectors; two years of two others.
	if len(duties) != 6*5+2*2 || !slices.IsSortedFunc(duties, func(a, b Duty) int { return strings.Compare(a.DueOn.String(), b.DueOn.String()) }) {
		t.Errorf("%d duties", len(duties))
	}
}

func TestRemindersOf(t *testing.T) {
	subject := Subject{Plan: "p", Indicator: "rd_spend", Dimension: ByArea, Key: "yuhu", Period: QuarterPeriod(2025, 1)}
	duty := func(s DutyState) Duty {
		return Duty{Subject: subject, Name: Text{"研发经费（雨湖区）", "R&D"}, Unit: "xsq", State: s}
	}
	told := RemindersOf([]Duty{duty(DutyDone), duty(DutyDue)})
	if len(told) != 0 {
		t.Errorf("%v", told)
	}
	told = RemindersOf([]Duty{duty(DutySoon), duty(DutyOverdue)})
	if len(told) != 3 || told[0].Unit != "xsq" || told[1].Unit != "xsq" || told[2].Unit != "" || told[2].Stage != DutyOverdue {
		t.Fatalf("%+v", told)
	}
	if told[0].Title.ZH != "2025年第一季度研发经费（雨湖区）" || told[0].Ref != "p/rd_spend/area/yuhu/2025-Q1" {
		t.Errorf("%+v", told[0])
	}
}

func TestPeriodCode(t *testing.T) {
	for _, code := range []string{"2023", "2025-Q1", "2025-Q4", "2024-Q2", "2024-02", "2025-12"} {
		p, err := ParsePeriod(code)
		if err != nil || p.Code() != code {
			t.Errorf("%s: %v, %v", code, p, err)
		}
	}
	if p := QuarterPeriod(2024, 1); p.To != (Date{2024, time.March, 31}) {
		t.Errorf("%v", p)
	}
	for _, code := range []string{"", "2025-Q5", "2025-q1", "25", "2025-13", "2025-1", " 2025", "2025-Q1x", "1899"} {
		if _, err := ParsePeriod(code); err == nil {
			t.Errorf("%q passes", code)
		}
	}
}
