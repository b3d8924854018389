package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMeasuresAreChecked(t *testing.T) {
	ratio := RatioPart{Name: Text{"甲", "a"}}
	for name, c := range map[string]struct {
		measure Measure
		field   string // that is wrong; "" for none
	}{
		"nothing measures it":     {Measure{}, ""},
		"contracts":               {Measure{From: "contracts", Rule: "local_transfer"}, ""},
		"no rule":                 {Measure{From: "contracts"}, "rule"},
		"an unknown source":       {Measure{From: "rumour"}, "from"},
		"a register":              {Measure{From: "register", Register: "platform", Levels: []string{"national"}, Take: "started"}, ""},
		"a register, taken how":   {Measure{From: "register", Register: "platform", Take: "all"}, "take"},
		"which register":          {Measure{From: "register", Take: "valid"}, "register"},
		"an unknown level":        {Measure{From: "register", Register: "platform", Take: "valid", Levels: []string{"street"}}, "levels[0]"},
		"a value":                 {Measure{From: "reports", Form: "value", Every: "year", DueDays: 30, By: []Dimension{ByArea}}, ""},
		"a ratio":                 {Measure{From: "reports", Form: "ratio", Every: "quarter", Numerator: ratio, Denominator: ratio}, ""},
		"a ratio of what":         {Measure{From: "reports", Form: "ratio", Every: "quarter", Numerator: ratio}, "denominator"},
		"a value is no ratio":     {Measure{From: "reports", Form: "value", Every: "quarter", Numerator: ratio}, "numerator"},
		"reported by what":        {Measure{From: "reports", Form: "value", Every: "year", By: []Dimension{ByArea, ByArea}}, "by[1]"},
		"by university":           {Measure{From: "reports", Form: "value", Every: "year", By: []Dimension{ByUniversity}}, "by[0]"},
		"how often":               {Measure{From: "reports", Form: "value", Every: "week"}, "every"},
		"due before it has begun": {Measure{From: "reports", Form: "value", Every: "year", DueDays: -1}, "due_days"},
		"a share":                 {Measure{From: "share", Of: "rd_spend", Keys: []string{"a"}}, ""},
		"a share of what":         {Measure{From: "share", Keys: []string{"a"}}, "of"},
		"of which parts":          {Measure{From: "share", Of: "rd_spend"}, "keys"},
		"two sources":             {Measure{From: "contracts", Rule: "local_transfer", Register: "platform"}, "register"},
	} {
		err := c.measure.Validate()
		if c.field == "" {
			require.NoError(t, err, name)
			continue
		}
		var wrong InvalidErrors
		require.ErrorAs(t, err, &wrong, name)
		require.Equal(t, c.field, wrong[0].Field, name)
	}
}

func TestDivides(t *testing.T) {
	rate := Measure{From: "contracts", Rule: "local_transfer"}
	require.True(t, rate.Divides(ByUniversity))
	require.False(t, Measure{From: "contracts", Rule: "iur_agreements"}.Divides(ByUniversity))
	require.False(t, Measure{From: "register", Take: "areas"}.Divides(ByArea))
	require.True(t, Measure{From: "reports", By: []Dimension{BySector}}.Divides(BySector))
	require.False(t, Measure{}.Divides(ByArea))
}
