package seeds

import (
	"context"
	"fmt"
	"math"

	"sanku/domain"
	"sanku/domain/postgres"
)

// taxLine is a rule of tax law as taxes.jsonl gives it, with percentages of a hundred.
type taxLine struct {
	Code       string      `json:"code"`
	Tax        string      `json:"tax"`
	Due        bool        `json:"due"`
	Title      string      `json:"title"`
	Number     string      `json:"number"`
	Clause     string      `json:"clause"`
	Text       string      `json:"text"`
	ValidFrom  domain.Date `json:"valid_from"`
	ValidTo    domain.Date `json:"valid_to"`
	Side       string      `json:"side"`
	PartyKinds []string    `json:"party_kinds"`
	Kinds      []string    `json:"kinds"`
	IPKinds    []string    `json:"ip_kinds"`
	Years      int         `json:"years"`
	Base       string      `json:"base"`
	Pool       string      `json:"pool"`
	Brackets   []struct {
		From    int64   `json:"from_yuan"`
		Percent float64 `json:"percent"`
	} `json:"brackets"`
	Conditions []said `json:"conditions"`
	Basis      said   `json:"basis"`
	Apply      said   `json:"apply"`
}

func (l taxLine) rule() domain.TaxRule {
	r := domain.TaxRule{Code: l.Code, Tax: l.Tax, Due: l.Due, Title: l.Title, Number: l.Number, Clause: l.Clause, Text: l.Text, ValidFrom: l.ValidFrom, ValidTo: l.ValidTo,
		Side: l.Side, PartyKinds: l.PartyKinds, Kinds: l.Kinds, IPKinds: l.IPKinds, Years: l.Years, Base: l.Base, Pool: l.Pool, Basis: domain.Text(l.Basis), Apply: domain.Text(l.Apply)}
	for _, b := range l.Brackets {
		bp := int(math.Round(100 * b.Percent))
		r.Brackets = append(r.Brackets, domain.Bracket{From: domain.Yuan(b.From), PercentBP: &bp})
	}
	for _, c := range l.Conditions {
		r.Conditions = append(r.Conditions, domain.Text(c))
	}
	return r
}

// LoadTaxRules makes the rules of tax law those that Sanku starts with. Loading them again
// changes nothing.
func LoadTaxRules(ctx context.Context, db *postgres.DB) error {
	rules, err := TaxRules()
	if err == nil {
		_, err = db.ReplaceTaxRules(ctx, domain.System("seed"), rules)
	}
	if err != nil {
		return fmt.Errorf("rules of tax law: %w", err)
	}
	return nil
}

// TaxRules reads the rules of tax law.
func TaxRules() ([]domain.TaxRule, error) {
	lines, err := jsonLines[taxLine](sub("law"), "taxes.jsonl")
	rules := make([]domain.TaxRule, len(lines))
	for i, l := range lines {
		rules[i] = l.rule()
	}
	return rules, err
}
