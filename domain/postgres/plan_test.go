package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func decimal(s string) *domain.Decimal {
	v, err := domain.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &v
}

func testPlan() (domain.Plan, []domain.Indicator, []domain.Target) {
	p := domain.Plan{Code: "p", Title: "示例三年行动方案", Number: "示例〔2023〕1 号", IssuedOn: day(2023, 1, 10), Period: domain.Period{From: day(2023, 1, 1), To: day(2025, 12, 31)}, AnnualGrowth: decimal("12.25"),
		Sectors: []domain.Sector{
			{Code: "industry", Name: domain.Text{ZH: "工业", EN: "Industry"}, AnnualGrowth: decimal("13.5"), Units: []string{"kjj"}},
			{Code: "services", Name: domain.Text{ZH: "服务业", EN: "Services"}, Units: []string{"kjj"}}}}
	indicator := func(order int, code, measure string) domain.Indicator {
		return domain.Indicator{Plan: "p", Code: code, Order: order, Section: "三(二)", Name: domain.Text{ZH: "示例指标", EN: "Sample"}, Unit: "份", Measure: measure,
			Comparator: ">=", PeriodRule: "over the plan", Source: "contracts", Breakdown: "annex 3", Lead: []string{"kjj"}, Responsible: []string{"jyj"}, Quote: "原文"}
	}
	indicators := []domain.Indicator{indicator(1, "rd_spend", "flow"), indicator(2, "iur_agreements", "cumulative"), indicator(3, "local_transfer_rate", "ratio")}
	indicators[0].MeasuredBy = domain.Measure{From: "reports", Form: "value", Every: "quarter", By: []domain.Dimension{domain.BySector}}
	indicators[1].MeasuredBy = domain.Measure{From: "contracts", Rule: "iur_agreements"}
	indicators[2].MeasuredBy = domain.Measure{From: "contracts", Rule: "local_transfer"}
	targets := []domain.Target{
		{Plan: "p", Indicator: "rd_spend", Year: 2023, Value: decimal("83.3"), Source: "annex1"},
		{Plan: "p", Indicator: "rd_spend", Year: 2025, Value: decimal("105.0001"), Source: "annex1"},
		{Plan: "p", Indicator: "rd_spend", Year: 2024, Source: "annex1"}, // not set
		{Plan: "p", Indicator: "rd_spend", Dimension: domain.BySector, Key: "services", Year: 2023, Source: "annex1"},
		{Plan: "p", Indicator: "rd_spend", Dimension: domain.BySector, Key: "industry", Year: 2023, Value: decimal("0"), Source: "annex1"},
		{Plan: "p", Indicator: "iur_agreements", Value: decimal("300"), Source: "text"},
		{Plan: "p", Indicator: "iur_agreements", Dimension: domain.ByArea, Key: "yuhu", Year: 2023, Value: decimal("10"), Source: "annex3"},
		{Plan: "p", Indicator: "iur_agreements", Dimension: domain.ByUnit, Key: "jyj", Year: 2023, Value: decimal("20"), Source: "annex3"},
		{Plan: "p", Indicator: "local_transfer_rate", Year: 2025, Value: decimal("30"), Source: "text"},
	}
	return p, indicators, targets
}

func loadPlan(t *testing.T, d *deals) domain.Plan {
	t.Helper()
	_, err := d.ReplaceUnits(t.Context(), bureau, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science bureau"}}, {Code: "jyj", Name: domain.Text{ZH: "市教育局", EN: "Education bureau"}}})
	require.NoError(t, err)
	p, indicators, targets := testPlan()
	loaded, err := d.LoadPlan(t.Context(), bureau, p, indicators, targets)
	require.NoError(t, err)
	require.True(t, loaded)
	return p
}

func TestPlanRoundTrip(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	want := loadPlan(t, d)
	p, indicators, targets := testPlan()
	plans, err := d.Plans(ctx)
	require.NoError(t, err)
	require.Equal(t, []domain.Plan{want}, plans)
	got, err := d.Indicators(ctx, "p")
	require.NoError(t, err)
	require.Equal(t, indicators, got)
	asked, err := d.Targets(ctx, "p", "")
	require.NoError(t, err)
	require.Equal(t, targets, asked, "not set stays apart from zero")
	asked, err = d.Targets(ctx, "p", "iur_agreements")
	require.NoError(t, err)
	require.Len(t, asked, 3)

	for range 2 { // the second time changes nothing
		loaded, err := d.LoadPlan(ctx, bureau, p, indicators, targets)
		require.NoError(t, err)
		require.False(t, loaded)
	}
	targets[0].Value = decimal("84")
	loaded, err := d.LoadPlan(ctx, bureau, p, indicators[:2], targets[:8])
	require.NoError(t, err)
	require.True(t, loaded)
	asked, err = d.Targets(ctx, "p", "")
	require.NoError(t, err)
	require.Equal(t, targets[:8], asked)
}

func TestPlanLoadedAtOnce(t *testing.T) {
	d := openDeals(t)
	loadPlan(t, d)
	p, indicators, targets := testPlan()
	p.Title = "示例：修订"
	changed := make(chan bool, 3)
	errs := race(3, func(int) error {
		loaded, err := d.LoadPlan(t.Context(), bureau, p, indicators, targets)
		changed <- loaded
		return err
	})
	require.Equal(t, 3, succeeded(errs), "%v", errs)
	n := 0
	for range 3 {
		if <-changed {
			n++
		}
	}
	require.Equal(t, 1, n)
}

func TestCurrentPlan(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	_, err := d.CurrentPlan(ctx, d.now)
	require.ErrorIs(t, err, domain.ErrNotFound)
	first := loadPlan(t, d)
	next := domain.Plan{Code: "q", Title: "示例下一方案", Period: domain.Period{From: day(2027, 1, 1), To: day(2029, 12, 31)}}
	_, err = d.LoadPlan(ctx, bureau, next, nil, nil)
	require.NoError(t, err)
	for at, want := range map[string]string{
		"2023-01-01T00:00:00+08:00": "p", "2026-06-01T00:00:00Z": first.Code, "2026-12-31T23:59:59+08:00": "p", "2026-12-31T16:00:00Z": "q",
	} {
		now, err := time.Parse(time.RFC3339, at)
		require.NoError(t, err)
		got, err := d.CurrentPlan(ctx, now)
		require.NoError(t, err)
		require.Equal(t, want, got.Code, at)
	}
	_, err = d.CurrentPlan(ctx, time.Date(2022, 12, 31, 15, 59, 59, 0, time.UTC))
	require.ErrorIs(t, err, domain.ErrNotFound)
}
