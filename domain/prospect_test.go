package domain

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestContractedBy(t *testing.T) {
	require.InDelta(t, .8*.5, ContractedBy(StageAgreed, nil, 30), 1e-9, "half of those that ever are, after 30 days")
	require.InDelta(t, .8*.75, ContractedBy(StageAgreed, nil, 60), 1e-9)
	require.Zero(t, ContractedBy(StageAgreed, nil, 0))
	require.Zero(t, ContractedBy(StageDeclined, nil, 100))
	// 30 ended, 3 of them with a contract after 90 days: (.8·10+3)/(10+30) = .275, and half
	// of those after (30·10+90·3)/13 days.
	learned := ContractedBy(StageAgreed, []StageRecord{{StageAgreed, 30, 3, 90}}, 570.0/13)
	require.InDelta(t, .275*.5, learned, 1e-9)
}

func TestProspectsOfACount(t *testing.T) {
	f := Figure{Numerator: decOf(10)}
	_, ok := f.Prospects(nil)
	require.False(t, ok)
	o, ok := f.Prospects([]Prospect{{Chance: .5}, {Chance: .9}})
	require.True(t, ok)
	require.InDelta(t, 11.4, o.Value.Float(), 1e-9)
	require.InDelta(t, 11.4-1.645*math.Sqrt(.25+.09), o.Low.Float(), 1e-3)
	require.Equal(t, "12", o.High.String(), "no more than there are")
}

func TestProspectsOfARate(t *testing.T) {
	f := Figure{Numerator: decOf(3), Denominator: decOf(10)}
	open := []Prospect{{Title: "away", Chance: .5}, {Title: "late", Local: true, Chance: .2}, {Title: "here", Local: true, Chance: .5}}
	o, ok := f.Prospects(open)
	require.True(t, ok)
	require.InDelta(t, 100*3.7/11.2, o.Value.Float(), 1e-3)
	require.Equal(t, []string{"here", "late", "away"}, []string{open[0].Title, open[1].Title, open[2].Title})
	require.InDelta(t, 100*4/11.0-30, open[0].Effect, 1e-9)
	require.InDelta(t, 100*3/11.0-30, open[2].Effect, 1e-9, "one sold elsewhere lowers it")
	o, ok = Figure{Numerator: decOf(0), Denominator: decOf(0)}.Prospects([]Prospect{{Local: true, Chance: 1}})
	require.True(t, ok)
	require.Equal(t, "100", o.Value.String(), "the first of all")
}

func TestProspectsStayWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, d := rapid.IntRange(0, 50).Draw(t, "numerator"), 0
		d = n + rapid.IntRange(0, 50).Draw(t, "others")
		f := Figure{Numerator: decOf(float64(n))}
		least, most := float64(n), float64(n)
		var open []Prospect
		for range rapid.IntRange(1, 20).Draw(t, "open") {
			open = append(open, Prospect{Local: rapid.Bool().Draw(t, "local"), Chance: rapid.Float64Range(0, 1).Draw(t, "chance")})
			most++
		}
		if rapid.Bool().Draw(t, "share") {
			f.Denominator = decOf(float64(d))
			least, most = 0, 100
		}
		o, ok := f.Prospects(open)
		require.True(t, ok)
		require.LessOrEqual(t, least-1e-4, o.Low.Float())
		require.LessOrEqual(t, *o.Low, o.Value)
		require.LessOrEqual(t, o.Value, *o.High)
		require.LessOrEqual(t, o.High.Float(), most+1e-4)
	})
}
