package domain

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func bp(n int) *int { return &n }

// The relief on income from technology transfer: nothing on the first five million
// yuan of a year, half above, at 25 %.
func transferRelief() Incentive {
	return Incentive{Kind: "tax", Beneficiary: "enterprise", Rule: "tiered", Base: "transfer_income",
		Brackets: []Bracket{{PercentBP: bp(2500)}, {From: Yuan(5_000_000), PercentBP: bp(1250)}}}
}

func TestWorth(t *testing.T) {
	percent := Incentive{Rule: "percent", PercentBP: bp(600), Floor: yuan(10_000), Cap: yuan(80_000)}
	steps := Incentive{Rule: "tiered", Brackets: []Bracket{{From: Yuan(100_000), Amount: yuan(20_000)}, {From: Yuan(1_000_000), Amount: yuan(50_000)}}}
	for name, test := range map[string]struct {
		incentive   Incentive
		base        Bounds
		least, most *Fen
	}{
		"fixed":                           {Incentive{Rule: "fixed", Amount: yuan(100_000)}, Bounds{}, yuan(100_000), yuan(100_000)},
		"upper bound":                     {Incentive{Rule: "upper_bound", Amount: yuan(100_000)}, Bounds{}, yuan(0), yuan(100_000)},
		"600,000 × 6 % = 36,000":          {percent, Exactly(Yuan(600_000)), yuan(36_000), yuan(36_000)},
		"100,000 × 6 % = 6,000 < 10,000":  {percent, Exactly(Yuan(100_000)), yuan(10_000), yuan(10_000)},
		"2 million × 6 % = 120,000 > cap": {percent, Exactly(Yuan(2_000_000)), yuan(80_000), yuan(80_000)},
		"400,000 to 800,000":              {percent, Bounds{Yuan(400_000), yuan(800_000)}, yuan(24_000), yuan(48_000)},
		"nothing known":                   {percent, Bounds{}, yuan(10_000), yuan(80_000)},
		"no cap, nothing known":           {Incentive{Rule: "percent", PercentBP: bp(500)}, Bounds{}, yuan(0), nil},
		"below the first step":            {steps, Exactly(Yuan(99_999)), yuan(0), yuan(0)},
		"at the first step":               {steps, Exactly(Yuan(100_000)), yuan(20_000), yuan(20_000)},
		"at the second":                   {steps, Exactly(Yuan(1_000_000)), yuan(50_000), yuan(50_000)},
		"no step is higher than the last": {steps, Bounds{}, yuan(0), yuan(50_000)},
		"5 m × 25 % = 1.25 m":             {transferRelief(), Exactly(Yuan(5_000_000)), yuan(1_250_000), yuan(1_250_000)},
		"5 m × 25 % + 3 m × 12.5 % = …":   {transferRelief(), Exactly(Yuan(8_000_000)), yuan(1_625_000), yuan(1_625_000)},
		"an income of 0 to 400,000":       {transferRelief(), Bounds{0, yuan(400_000)}, yuan(0), yuan(100_000)},
		"a service":                       {Incentive{Kind: "service", Rule: "fixed"}, Bounds{}, yuan(0), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := test.incentive.Worth(test.base)
			require.Equal(t, *test.least, got.Least)
			require.Equal(t, test.most, got.Most)
		})
	}
}

func TestShareIsExactToTheFen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, rate := rapid.Int64Range(0, int64(MaxFen)).Draw(t, "base"), rapid.IntRange(1, wholeBP).Draw(t, "rate")
		exact := new(big.Int).Mul(big.NewInt(base), big.NewInt(int64(rate)))
		exact.Quo(exact, big.NewInt(wholeBP))
		got := Incentive{Rule: "percent", PercentBP: &rate}.Worth(Exactly(Fen(base)))
		require.Equal(t, exact.Int64(), int64(got.Least))
		require.True(t, got.Known())
	})
}

func TestBracketsAreExactAndRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := Incentive{Rule: "tiered"}
		var from Fen
		for range rapid.IntRange(1, 5).Draw(t, "brackets") {
			i.Brackets = append(i.Brackets, Bracket{From: from, PercentBP: bp(rapid.IntRange(0, wholeBP).Draw(t, "rate"))})
			from += Fen(rapid.Int64Range(1, 1e12).Draw(t, "width"))
		}
		a := Fen(rapid.Int64Range(0, 1e13).Draw(t, "a"))
		b := a + Fen(rapid.Int64Range(0, 1e13).Draw(t, "more"))
		sum := new(big.Int)
		for n, bracket := range i.Brackets {
			top := a
			if n+1 < len(i.Brackets) {
				top = min(a, i.Brackets[n+1].From)
			}
			if slice := top - bracket.From; slice > 0 {
				sum.Add(sum, new(big.Int).Mul(big.NewInt(int64(slice)), big.NewInt(int64(*bracket.PercentBP))))
			}
		}
		require.Equal(t, sum.Quo(sum, big.NewInt(wholeBP)).Int64(), int64(i.of(a)))
		require.LessOrEqual(t, i.of(a), i.of(b))
		require.LessOrEqual(t, i.of(b)-i.of(a), b-a+1, "no bracket brings more than its slice")
	})
}

func TestExactAmountsInWords(t *testing.T) {
	for f, want := range map[Fen]string{Yuan(30_000): "3 万元", Yuan(12_345): "12345 元", 1_234_567: "12345.67 元", Yuan(123_400): "12.34 万元", Yuan(250_000_000): "2.5 亿元",
		Yuan(123_456_700): "123456700 元", 5: "0.05 元", 0: "0 元"} {
		require.Equal(t, want, f.exact().ZH)
	}
}
