package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDue(t *testing.T) {
	plan := Period{Date{2023, 1, 1}, Date{2025, 12, 31}}
	for _, c := range []struct {
		period Period
		year   int
		want   Date
	}{
		{plan, 0, Date{2025, 12, 31}}, {plan, 2024, Date{2024, 12, 31}}, {plan, 2025, Date{2025, 12, 31}},
		{YearPeriod(2024), 2024, Date{2024, 12, 31}}, {QuarterPeriod(2024, 2), 2024, Date{2024, 6, 30}},
		{Period{Date{2023, 7, 1}, Date{2025, 12, 31}}, 2022, Date{2025, 12, 31}},
	} {
		require.Equal(t, c.want, Figure{Period: c.period, TargetYear: c.year}.Due(), c)
	}
}

func TestCourse(t *testing.T) {
	level := Figure{Indicator: Indicator{Measure: "stock", Comparator: ">="}, Period: Period{Date{2023, 1, 1}, Date{2025, 12, 31}}, TargetYear: 2024, Target: decOf(30)}
	require.Equal(t, Course{Figure: level, Due: Date{2024, 12, 31}}, level.Course(nil, nil), "nothing is known")

	level.Value = decOf(20)
	points := []Point{{Date{2023, 3, 31}, 0}, {Date{2023, 6, 30}, *decOf(50)}, {Date{2023, 9, 30}, *decOf(10)}, {Date{2023, 12, 31}, *decOf(10)}, {Date{2024, 3, 31}, *decOf(15)}, {Date{2024, 6, 30}, *decOf(20)}}
	got := level.Course(points, nil)
	require.Equal(t, points, got.Points, "all of how it went is shown")
	require.Equal(t, Date{2024, 6, 30}, got.Known)
	// The pace is that of the last five: from 50 down to 20 within a year, and so on for 184 days.
	require.InDelta(t, 20-30*184/366.0, got.Pace.Value.Float(), .001)
	require.NotNil(t, got.Pace.Low)
	require.Nil(t, got.Open)
	require.False(t, got.Over())

	got = level.Course(append(points, Point{Date{2024, 12, 31}, *decOf(20)}), nil)
	require.True(t, got.Over())
	require.Equal(t, LightMissed, got.Light, "the year that the target is for is over, though the plan is not")
	require.Nil(t, got.Pace)

	agreements := Figure{Indicator: Indicator{Measure: "cumulative", Comparator: ">="}, Period: YearPeriod(2024), TargetYear: 2024, Value: decOf(3), Numerator: decOf(3), Target: decOf(10)}
	open := []Prospect{{Chance: .2}, {Chance: .9}}
	got = agreements.Course([]Point{{Date{2024, 6, 30}, *decOf(3)}}, open)
	require.Equal(t, "4.1", got.Open.Value.String(), "3 + 0.2 + 0.9")
	require.Equal(t, []float64{.9, .2}, []float64{got.Prospects[0].Chance, got.Prospects[1].Chance}, "the likeliest first")
	require.Equal(t, LightRed, got.Light)
}

// What units report is followed by what they reported of, not by the days of quarters.
func TestReportedPoints(t *testing.T) {
	report := func(p Period, v float64) Report { return Report{Period: p, Value: decOf(v)} }
	plan := Period{Date{2023, 1, 1}, Date{2025, 12, 31}}
	reports := []Report{report(YearPeriod(2023), 3), report(QuarterPeriod(2024, 2), 5), report(YearPeriod(2024), 8)}
	level, flow := Indicator{Measure: "stock"}, Indicator{Measure: "annual"}
	require.Equal(t, []Point{{Date{2023, 12, 31}, *decOf(3)}, {Date{2024, 6, 30}, *decOf(5)}, {Date{2024, 12, 31}, *decOf(8)}}, level.ReportedPoints(plan, plan.To, reports))
	require.Equal(t, []Point{{Date{2023, 12, 31}, *decOf(3)}, {Date{2024, 6, 30}, *decOf(5)}}, level.ReportedPoints(plan, Date{2024, 9, 30}, reports), "the later is not asked for")
	require.Equal(t, []Point{{Date{2024, 6, 30}, *decOf(5)}, {Date{2024, 12, 31}, *decOf(8)}}, flow.ReportedPoints(YearPeriod(2024), plan.To, reports), "the year begins with nothing")

	late := Figure{Indicator: level, Period: plan, TargetYear: 2024, Target: decOf(6), Value: decOf(3), AsOf: Date{2025, 1, 10}}
	late.Indicator.Comparator = ">="
	got := late.Course(level.ReportedPoints(plan, late.AsOf, reports[:1]), nil)
	require.False(t, got.Over(), "what 2024 came to is not reported yet: nothing is missed")
	require.Equal(t, LightRed, got.Light)
}
