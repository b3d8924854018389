package domain

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func decOf(x float64) *Decimal { d := decimalOf(x); return &d }

func TestPaceOfWhatAccumulates(t *testing.T) {
	year := YearPeriod(2023) // 365 days
	quarters := []Point{{Date{2023, 3, 31}, *decOf(90)}, {Date{2023, 6, 30}, *decOf(181)}, {Date{2023, 9, 30}, *decOf(273)}}
	o, ok := Pace(true, year, quarters)
	require.True(t, ok)
	require.Equal(t, "365", o.Value.String(), "one a day")
	require.Equal(t, "365", o.Low.String(), "and never another")
	require.Equal(t, "365", o.High.String())

	uneven := []Point{{Date{2023, 3, 31}, *decOf(30)}, {Date{2023, 6, 30}, *decOf(181)}, {Date{2023, 9, 30}, *decOf(273)}}
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
	_, ok = Pace(true, year, []Point{{Date{2022, 12, 1}, *decOf(7)}})
	require.False(t, ok, "the period has not begun")
	o, _ = Pace(true, year, []Point{{Date{2024, 2, 1}, *decOf(7)}})
	require.Equal(t, Outlook{*decOf(7), decOf(7), decOf(7)}, o, "it is over")
}

func TestPaceOfLevels(t *testing.T) {
	year := YearPeriod(2023)
	o, ok := Pace(false, year, []Point{{Date{2023, 1, 31}, *decOf(20)}})
	require.True(t, ok)
	require.Equal(t, Outlook{Value: *decOf(20)}, o, "stays what it is")
	o, _ = Pace(false, year, []Point{{Date{2022, 12, 31}, *decOf(20)}, {Date{2023, 6, 30}, *decOf(25)}})
	require.InDelta(t, 25+5*184.0/181, o.Value.Float(), .001)
	falling := []Point{{Date{2022, 6, 30}, *decOf(9)}, {Date{2022, 9, 30}, *decOf(3)}, {Date{2022, 12, 31}, *decOf(8)}, {Date{2023, 3, 31}, *decOf(2)}}
	o, _ = Pace(false, year, falling)
	require.Equal(t, "0", o.Value.String(), "it was never negative")
	require.Equal(t, "0", o.Low.String())
	require.LessOrEqual(t, o.Value, *o.High)
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
		"no target":                       {"annual", ">=", open, decOf(10), nil, nil, nil, LightUnknown},
		"reached early":                   {"annual", ">=", open, decOf(10), decOf(10), nil, nil, LightReached},
		"a level may fall again":          {"stock", ">=", open, decOf(10), decOf(10), &Outlook{Value: *decOf(8)}, nil, LightRed},
		"a level that holds":              {"stock", ">=", over, decOf(10), decOf(10), nil, nil, LightReached},
		"over":                            {"annual", ">=", over, decOf(9), decOf(10), nil, nil, LightMissed},
		"at this pace":                    {"annual", ">=", open, decOf(5), decOf(10), &Outlook{*decOf(10), decOf(9), decOf(11)}, nil, LightGreen},
		"perhaps":                         {"annual", ">=", open, decOf(5), decOf(10), &Outlook{*decOf(9), decOf(8), decOf(10)}, nil, LightYellow},
		"hardly":                          {"annual", ">=", open, decOf(5), decOf(10), &Outlook{*decOf(8), decOf(7), decOf(9)}, nil, LightRed},
		"hardly, but for what is open":    {"annual", ">=", open, decOf(5), decOf(10), &Outlook{*decOf(8), decOf(7), decOf(9)}, &Outlook{*decOf(12), decOf(11), decOf(13)}, LightYellow},
		"nearly, the range not known":     {"annual", ">=", open, decOf(5), decOf(10), &Outlook{Value: *decOf(9)}, nil, LightYellow},
		"not nearly, the range not known": {"annual", ">=", open, decOf(5), decOf(10), &Outlook{Value: *decOf(8.9)}, nil, LightRed},
		"less is better":                  {"flow", "<=", open, decOf(5), decOf(10), &Outlook{Value: *decOf(10)}, nil, LightGreen},
		"less is better, perhaps":         {"flow", "<=", open, decOf(5), decOf(10), &Outlook{*decOf(12), decOf(10), decOf(14)}, nil, LightYellow},
		"less is better, hardly":          {"flow", "<=", open, decOf(5), decOf(10), &Outlook{*decOf(12), decOf(11), decOf(14)}, nil, LightRed},
	} {
		f := Figure{Indicator: Indicator{Measure: c.measure, Comparator: c.comparator}, Period: YearPeriod(2023), Value: c.value, Target: c.target}
		require.Equal(t, c.want, Course{Figure: f, Due: f.Due(), Known: c.asOf, Pace: c.pace, Open: c.open}.light(), name)
	}
}
