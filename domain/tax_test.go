package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func transferRule() TaxRule {
	return TaxRule{Code: "r", Tax: "income", Title: "法律", Clause: "一", ValidFrom: Date{2020, 1, 1}, Side: "seller", Kinds: []string{"transfer"}, Base: "technical_amount", Pool: "p",
		Brackets: []Bracket{{PercentBP: bp(2500)}, {From: Yuan(5_000_000), PercentBP: bp(1250)}}}
}

// Whatever a seller registers in a year, what the contracts save adds up to the fen to
// what the year saves, in whatever order they are looked at; and no line's slices differ
// from its base.
func TestTaxesAddUp(t *testing.T) {
	require.NoError(t, transferRule().Validate())
	rapid.Check(t, func(t *rapid.T) {
		var all []Contract
		var sum Fen
		for range rapid.IntRange(1, 8).Draw(t, "n") {
			amount := Fen(rapid.Int64Range(0, 900_000_000).Draw(t, "amount"))
			on := Date{2024, 1, 1}.AddDays(rapid.IntRange(0, 5).Draw(t, "day"))
			all = append(all, Contract{ID: NewID(), Kind: "transfer", State: ContractRegistered, Amount: amount, TechnicalAmount: amount, SignedOn: on, RegisteredOn: on})
			sum += amount
		}
		var saved Fen
		for _, c := range all {
			l := c.Taxes([]TaxRule{transferRule()}, rapid.Permutation(all).Draw(t, "order"), Date{2024, 12, 31})[0]
			saved += l.Most
			var base Fen
			for _, s := range l.Slices {
				base += s.Base
			}
			require.Equal(t, l.Base, base)
		}
		require.Equal(t, bracketed(transferRule().Brackets, sum), saved)
	})
}

func TestTaxRuleInvalid(t *testing.T) {
	for field, spoil := range map[string]func(*TaxRule){
		"tax":                    func(r *TaxRule) { r.Tax = "window" },
		"valid_to":               func(r *TaxRule) { r.ValidTo = Date{2019, 1, 1} },
		"base":                   func(r *TaxRule) { r.Base = "" },
		"brackets":               func(r *TaxRule) { r.Brackets = nil },
		"brackets[0].percent_bp": func(r *TaxRule) { r.Brackets = []Bracket{{Amount: yuan(1)}} },
		"kinds[0]":               func(r *TaxRule) { r.Kinds = []string{"gift"} },
	} {
		r := transferRule()
		spoil(&r)
		var invalid InvalidErrors
		require.ErrorAs(t, r.Validate(), &invalid)
		require.Equal(t, field, invalid[0].Field)
	}
}
