package domain

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func dec(x float64) *Decimal { d := decimalOf(x); return &d }

func TestPaceOfWhatAccumulates(t *testing.T) {
	year := YearPeriod(2023) // 365 days
	quarters := []Point{{Date{2023, 3, 31}, *dec(90)}, {Date{2023, 6, 30}, *dec(181)}, {Date{2023, 9, 30}, *dec(273)}}
	o, ok := Pace(true, year, quarters)
	require.True(t, ok)
	require.Equal(t, "365", o.Value.String(), "one a day")
	require.Equal(t, "365", o.Low.String(), "and never another")
	require.Equal(t, "365", o.High.String())

	uneven := []Point{{Date{2023, 3, 31}, *dec(30)}, {Date{2023, 6, 30}, *dec(181)}, {Date{2023, 9, 30}, *dec(273)}}
	o, _ = Pace(true, year, uneven)
	require.Equal(t, "365", o.Value.String())
	// Steps of 30, 151 and 92 in 90, 91 and 92 days are -60, 60 and 0 off one a day:
	// (3600/90 + 3600/91 + 0)/2 = 39.78 a day; 92 days are left after 273.
	half := 2.920 * math.Sqrt((3600.0/90+3600.0/91)/2*92*(1+92.0/273))
	require.InDelta(t, 365+half, o.High.Float(), .001)
	require.Equal(t, "273", o.Low.String(), "what is reached is not lost")

	o, _ = Pace(true, year, uneven[:1])
	require.Nil(t, o.Low, "one step tells nothing of how steps differ")
	require.InDelta(t, 30*365/90.0, o.Value.Float(), .001)

	_, ok = Pace(true, year, nil)
	require.False(t, ok)
	_, ok = Pace(true, year, []Point{{Date{2022, 12, 1}, *dec(7)}})
	require.False(t, ok, "the period has not begun")
	o, _ = Pace(true, year, []Point{{Date{2024, 2, 1}, *dec(7)}})
	require.Equal(t, Outlook{*dec(7), dec(7), dec(7)}, o, "it is over")
}

func TestPaceOfLevels(t *testing.T) {
	year := YearPeriod(2023)
	o, ok := Pace(false, year, []Point{{Date{2023, 1, 31}, *dec(20)}})
	require.True(t, ok)
	require.Equal(t, Outlook{Value: *dec(20)}, o, "stays what it is")
	o, _ = Pace(false, year, []Point{{Date{2022, 12, 31}, *dec(20)}, {Date{2023, 6, 30}, *dec(25)}})
	require.InDelta(t, 25+5*184.0/181, o.Value.Float(), .001)
	falling := []Point{{Date{2022, 6, 30}, *dec(9)}, {Date{2022, 9, 30}, *dec(3)}, {Date{2022, 12, 31}, *dec(8)}, {Date{2023, 3, 31}, *dec(2)}}
	o, _ = Pace(false, year, falling)
	require.Equal(t, "0", o.Value.String(), "it was never negative")
	require.Equal(t, "0", o.Low.String())
	require.LessOrEqual(t, o.Value, *o.High)
}

func TestElapsed(t *testing.T) {
	year := YearPeriod(2023)
	require.Zero(t, year.Elapsed(Date{2022, 12, 31}))
	require.InDelta(t, 1/365.0, year.Elapsed(Date{2023, 1, 1}), 1e-9)
	require.Equal(t, 1.0, year.Elapsed(Date{2023, 12, 31}))
	require.Equal(t, 1.0, year.Elapsed(Date{2025, 1, 1}))
}

func TestLights(t *testing.T) {
	open, over := Date{2023, 6, 30}, Date{2023, 12, 31}
	for name, c := range map[string]struct {
		measure, comparator string
		asOf                Date
		value, target       *Decimal
		pace, open          *Outlook
		want                Light
	}{
		"nothing known":                   {"annual", ">=", open, nil, dec(10), nil, nil, LightUnknown},
		"no target":                       {"annual", ">=", open, dec(10), nil, nil, nil, LightUnknown},
		"reached early":                   {"annual", ">=", open, dec(10), dec(10), nil, nil, LightReached},
		"a level may fall again":          {"stock", ">=", open, dec(10), dec(10), &Outlook{Value: *dec(8)}, nil, LightRed},
		"a level that holds":              {"stock", ">=", over, dec(10), dec(10), nil, nil, LightReached},
		"over":                            {"annual", ">=", over, dec(9), dec(10), nil, nil, LightMissed},
		"at this pace":                    {"annual", ">=", open, dec(5), dec(10), &Outlook{*dec(10), dec(9), dec(11)}, nil, LightGreen},
		"perhaps":                         {"annual", ">=", open, dec(5), dec(10), &Outlook{*dec(9), dec(8), dec(10)}, nil, LightYellow},
		"hardly":                          {"annual", ">=", open, dec(5), dec(10), &Outlook{*dec(8), dec(7), dec(9)}, nil, LightRed},
		"hardly, but for what is open":    {"annual", ">=", open, dec(5), dec(10), &Outlook{*dec(8), dec(7), dec(9)}, &Outlook{*dec(12), dec(11), dec(13)}, LightYellow},
		"nearly, the range not known":     {"annual", ">=", open, dec(5), dec(10), &Outlook{Value: *dec(9)}, nil, LightYellow},
		"not nearly, the range not known": {"annual", ">=", open, dec(5), dec(10), &Outlook{Value: *dec(8.9)}, nil, LightRed},
		"less is better":                  {"flow", "<=", open, dec(5), dec(10), &Outlook{Value: *dec(10)}, nil, LightGreen},
		"less is better, perhaps":         {"flow", "<=", open, dec(5), dec(10), &Outlook{*dec(12), dec(10), dec(14)}, nil, LightYellow},
		"less is better, hardly":          {"flow", "<=", open, dec(5), dec(10), &Outlook{*dec(12), dec(11), dec(14)}, nil, LightRed},
	} {
		f := Figure{Indicator: Indicator{Measure: c.measure, Comparator: c.comparator}, Period: YearPeriod(2023), AsOf: c.asOf, Value: c.value, Target: c.target}
		require.Equal(t, c.want, f.LightOf(c.pace, c.open), name)
	}
}
