package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Worked by hand: (105/83.3)^(1/2) = 1.12272; (24/16)^(1/2) = 1.22474; (4/3.2)^(1/2) = 1.11803.
func TestGrowthDiscrepancies(t *testing.T) {
	of := func(s string) *Decimal {
		d, err := ParseDecimal(s)
		require.NoError(t, err)
		return &d
	}
	p := Plan{AnnualGrowth: of("13.5"), Sectors: []Sector{{Code: "universities", AnnualGrowth: of("25")}, {Code: "building", AnnualGrowth: of("11.8")}, {Code: "services"}, {Code: "silent", AnnualGrowth: of("3")}}}
	target := func(by Dimension, key string, year int, value *Decimal) Target {
		return Target{Indicator: "spend", Dimension: by, Key: key, Year: year, Value: value}
	}
	targets := []Target{target(WholeCity, "", 2025, of("105")), target(WholeCity, "", 2023, of("83.3")), target(WholeCity, "", 2024, of("93")), target(WholeCity, "", 0, of("300")),
		target(BySector, "universities", 2023, of("16")), target(BySector, "universities", 2025, of("24")),
		target(BySector, "building", 2023, of("3.2")), target(BySector, "building", 2025, of("4")), target(BySector, "services", 2023, nil), target(BySector, "silent", 2023, of("1"))}
	got := p.GrowthDiscrepancies("spend", targets)
	require.Len(t, got, 2, "11.8 is what its targets have, rounded as printed; one is not set, of one there is a single year")
	require.Equal(t, []string{"13.5", "12.2722", "83.3", "105"}, []string{got[0].Printed.String(), got[0].Targets.String(), got[0].From.Value.String(), got[0].To.Value.String()})
	require.Equal(t, []string{"universities", "25", "22.4745"}, []string{got[1].Key, got[1].Printed.String(), got[1].Targets.String()})
	require.Empty(t, p.GrowthDiscrepancies("other", targets))
	p.AnnualGrowth = of("12.3")
	require.Len(t, p.GrowthDiscrepancies("spend", targets), 1)
}
