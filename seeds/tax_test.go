package seeds_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
	"sanku/seeds"
)

func TestLoadTaxRules(t *testing.T) {
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	require.NoError(t, seeds.LoadTaxRules(t.Context(), db))
	rules, err := seeds.TaxRules()
	require.NoError(t, err)
	changed, err := db.ReplaceTaxRules(t.Context(), domain.System("test"), rules)
	require.NoError(t, err)
	require.False(t, changed, "what is loaded reads as it was written")
}

// taxed is a contract that an enterprise registered two days after signing it.
func taxed(signed domain.Date, kind string, yuan int64, change ...func(*domain.Contract)) domain.Contract {
	c := domain.Contract{ID: domain.NewID(), Kind: kind, IPKind: "invention_patent", Amount: domain.Yuan(yuan), TechnicalAmount: domain.Yuan(yuan), State: domain.ContractRegistered,
		Seller: domain.PartyAtSigning{Kind: domain.Enterprise}, Buyer: domain.PartyAtSigning{Kind: domain.Enterprise},
		SignedOn: signed, StartsOn: signed, EndsOn: domain.Date{Year: signed.Year + 5, Month: signed.Month, Day: signed.Day - 1}, RegisteredOn: signed.AddDays(2)}
	for _, fn := range change {
		fn(&c)
	}
	return c
}

// The law as it is kept, on contracts reckoned by hand.
func TestTaxLaw(t *testing.T) {
	rules, err := seeds.TaxRules()
	require.NoError(t, err)
	on := func(year int) domain.Date { return domain.Date{Year: year, Month: 6, Day: 10} }
	shorter := func(c *domain.Contract) { c.EndsOn = c.EndsOn.AddDays(-1) }
	university := func(c *domain.Contract) { c.Seller.Kind = domain.University }
	knowHow := func(c *domain.Contract) { c.IPKind = "know_how" }
	voided := func(c *domain.Contract) { c.State = domain.ContractVoided }
	for name, test := range map[string]struct {
		c    domain.Contract
		want map[string]domain.Fen // by code of the lines that are told
	}{
		// 5,000,000 × 25 % + 3,000,000 × 12.5 %; 8,000,000 × 6 %; 8,000,000 × 0.03 %.
		"a transfer of 8 million":       {taxed(on(2024), "transfer", 8_000_000), map[string]domain.Fen{"income-transfer": domain.Yuan(1_625_000), "vat-exempt": domain.Yuan(480_000), "stamp": domain.Yuan(2_400)}},
		"a licence of five years":       {taxed(on(2024), "licence", 1_000_000), map[string]domain.Fen{"income-licence": domain.Yuan(250_000), "vat-exempt": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"a licence a day short of five": {taxed(on(2024), "licence", 1_000_000, shorter), map[string]domain.Fen{"income-transfer": 0, "vat-exempt": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"a licence of before 116":       {taxed(on(2015), "licence", 1_000_000), map[string]domain.Fen{"income-licence-global": domain.Yuan(250_000), "stamp-1988-rights": domain.Yuan(500)}},
		"know-how is not on the list":   {taxed(on(2024), "transfer", 1_000_000, knowHow), map[string]domain.Fen{"income-transfer": 0, "vat-exempt": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"a university is no enterprise": {taxed(on(2024), "transfer", 1_000_000, university), map[string]domain.Fen{"income-transfer": 0, "vat-exempt": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"development is no transfer":    {taxed(on(2024), "development", 1_000_000), map[string]domain.Fen{"income-transfer": 0, "vat-exempt": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"a service":                     {taxed(on(2024), "service", 1_000_000), map[string]domain.Fen{"income-transfer": 0, "vat-exempt-related": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"signed under the VAT law":      {taxed(on(2026), "transfer", 1_000_000), map[string]domain.Fen{"income-transfer": domain.Yuan(250_000), "vat-exempt-2026": domain.Yuan(60_000), "stamp": domain.Yuan(300)}},
		"a voided one":                  {taxed(on(2024), "transfer", 1_000_000, voided), map[string]domain.Fen{"income-transfer": 0, "vat-exempt": 0, "stamp": 0}},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[string]domain.Fen{}
			for _, l := range test.c.Taxes(rules, nil, on(2026)) {
				got[l.Rule.Code] = l.Most
				require.Equal(t, l.Most == 0, l.Truth == domain.Fails)
			}
			require.Equal(t, test.want, got)
		})
	}
}

// Three transfers of a year share its five million: 3,000,000 exempt; 2,000,000 exempt and
// 2,000,000 halved; 1,000,000 halved. A service and another year's use nothing up.
func TestTaxYear(t *testing.T) {
	rules, err := seeds.TaxRules()
	require.NoError(t, err)
	day := func(year, month int) domain.Date { return domain.Date{Year: year, Month: time.Month(month), Day: 10} }
	first, second, third := taxed(day(2024, 2), "transfer", 3_000_000), taxed(day(2024, 5), "licence", 4_000_000), taxed(day(2024, 9), "transfer", 1_000_000)
	all := []domain.Contract{third, taxed(day(2024, 1), "service", 9_000_000), first, taxed(day(2023, 12), "transfer", 9_000_000), second}
	for _, test := range []struct {
		c             domain.Contract
		earlier, most domain.Fen
		slices        int
	}{{first, 0, domain.Yuan(750_000), 1}, {second, domain.Yuan(3_000_000), domain.Yuan(2_000_000/4 + 2_000_000/8), 2}, {third, domain.Yuan(7_000_000), domain.Yuan(125_000), 1}} {
		l := test.c.Taxes(rules, all, day(2026, 1))[0]
		require.Equal(t, test.earlier, l.Earlier)
		require.Equal(t, test.most, l.Most)
		require.Len(t, l.Slices, test.slices)
		require.Equal(t, 2024, l.Year)
	}
}
