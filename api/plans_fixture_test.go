package api

import (
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func planFixtures() map[string]fixture {
	agreements := []string{"{code}", "current", "{indicator}", "iur_agreements"}
	return map[string]fixture{
		"list-plans":                  {record: somePlan},
		"read-scoreboard":             {record: somePlan, params: agreements},
		"read-indicator":              {record: somePlan, params: agreements},
		"list-contracts-of-indicator": {record: countedContract, params: agreements, query: "limit=200"},

		"list-register-entries-of-indicator": {record: countedEntry, params: []string{"{code}", "current", "{indicator}", "financing"}, query: "limit=200"},
		"list-reports-of-indicator":          {record: countedReport, params: []string{"{code}", "current", "{indicator}", "rd_spend"}, query: "limit=200"},
	}
}

func somePlan(s *server, _ caller, _ relation) target {
	s.addPlan()
	return target{}
}

// addPlan loads a plan that is in force, with two indicators that contracts make.
func (s *server) addPlan() domain.Plan {
	s.t.Helper()
	year := domain.DateOf(s.db.Now()).Year
	p := domain.Plan{Code: "p", Title: "示例行动方案", Period: domain.Period{From: domain.Date{Year: year - 1, Month: time.January, Day: 1}, To: domain.Date{Year: year + 1, Month: time.December, Day: 31}}}
	indicators := []domain.Indicator{
		{Plan: "p", Code: "iur_agreements", Order: 1, Name: domain.Text{ZH: "产学研合作协议", EN: "IUR agreements"}, Unit: "份", Measure: "cumulative", Comparator: ">=", PeriodRule: "over the plan", Source: "contracts", MeasuredBy: domain.Measure{From: "contracts", Rule: "iur_agreements"}},
		{Plan: "p", Code: "local_transfer_rate", Order: 2, Name: domain.Text{ZH: "本地转化率", EN: "Local transfer rate"}, Unit: "%", Measure: "ratio", Comparator: ">=", PeriodRule: "at the end", Source: "contracts", MeasuredBy: domain.Measure{From: "contracts", Rule: "local_transfer"}},
		{Plan: "p", Code: "rd_spend", Order: 3, Name: domain.Text{ZH: "研发投入", EN: "R&D spend"}, Unit: "亿元", Measure: "flow", Comparator: ">=", PeriodRule: "a year", Source: "statistics",
			Lead: []string{"kjj", "gxj"}, MeasuredBy: domain.Measure{From: "reports", Form: "value", Every: "quarter", DueDays: 15}},
		{Plan: "p", Code: "financing", Order: 4, Name: domain.Text{ZH: "融资", EN: "Financing"}, Unit: "笔", Measure: "cumulative", Comparator: ">=", PeriodRule: "over the plan", Source: "register",
			MeasuredBy: domain.Measure{From: "register", Register: "financing", Take: "started"}}}
	four, thirty := domain.Whole(4), domain.Whole(30)
	targets := []domain.Target{{Plan: "p", Indicator: "iur_agreements", Value: &four, Source: "text"}, {Plan: "p", Indicator: "local_transfer_rate", Year: year, Value: &thirty, Source: "text"},
		{Plan: "p", Indicator: "local_transfer_rate", Dimension: domain.ByArea, Key: ownArea, Year: year, Source: "text"}}
	_, err := s.db.LoadPlan(s.t.Context(), setup, p, indicators, targets)
	require.NoError(s.t, err)
	return p
}

func countedContract(s *server, c caller, r relation) target {
	s.addPlan()
	return contract("submit")(s, c, r)
}

func countedEntry(s *server, c caller, r relation) target {
	s.addPlan()
	return financed(s, c, r)
}

func countedReport(s *server, c caller, r relation) target {
	return report("submit", "approve")(s, c, r)
}
