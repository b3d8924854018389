package seeds

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

type contractRule struct {
	Code      string      `json:"code"`
	Effect    string      `json:"effect"`
	ValidFrom domain.Date `json:"valid_from"`
	ValidTo   domain.Date `json:"valid_to"`
	Clause    said        `json:"clause"`
	Params    struct {
		Kinds   []string            `json:"kinds"`
		Titles  []string            `json:"titles"`
		Proofs  map[string][]string `json:"proofs"`
		Words   map[string][]string `json:"words"`
		Phrases []struct {
			Pattern string `json:"pattern"`
			said
		} `json:"phrases"`
		Registries []struct {
			said
			Divisions []string `json:"divisions"`
			Own       bool     `json:"own"`
		} `json:"registries"`
		From       int64              `json:"from_yuan"`
		TRL        int                `json:"min_trl"`
		Thresholds []int64            `json:"thresholds_yuan"`
		Weights    map[string]float64 `json:"weights"`
		Days       int                `json:"days"`
		Near       int                `json:"near"`
		Margin     float64            `json:"margin"`
		Similar    float64            `json:"similar"`
		Report     float64            `json:"report"`
		Strong     float64            `json:"strong"`
	} `json:"params"`
}

type said struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// LoadContractRules makes the rules of prechecks and suspicions those that Sanku starts
// with. Loading them again changes nothing.
func LoadContractRules(ctx context.Context, db *postgres.DB) error {
	rules, err := ContractRules()
	if err == nil {
		_, err = db.ReplaceContractRules(ctx, domain.System("seed"), rules)
	}
	if err != nil {
		return fmt.Errorf("rules of contracts: %w", err)
	}
	return nil
}

// ContractRules reads the rules of prechecks and suspicions.
func ContractRules() (domain.Rulebook, error) {
	lines, err := jsonLines[contractRule](sub("contracts"), "rules.jsonl")
	if err != nil {
		return nil, err
	}
	var rules domain.Rulebook
	for _, l := range lines {
		rules = append(rules, l.rule())
	}
	return rules, rules.Validate()
}

func (l contractRule) rule() domain.ContractRule {
	p := l.Params
	r := domain.ContractRule{Code: l.Code, Effect: domain.Effect(l.Effect), Clause: domain.Text(l.Clause), ValidFrom: l.ValidFrom, ValidTo: l.ValidTo,
		Params: domain.RuleParams{Kinds: p.Kinds, Titles: p.Titles, Proofs: p.Proofs, Words: p.Words, Weights: p.Weights, Days: p.Days, Near: p.Near,
			From: domain.Yuan(p.From), TRL: p.TRL,
			Margin: p.Margin, Similar: p.Similar, Report: p.Report, Strong: p.Strong}}
	for _, ph := range p.Phrases {
		r.Params.Phrases = append(r.Params.Phrases, domain.Phrase{Pattern: ph.Pattern, Says: domain.Text(ph.said)})
	}
	for _, y := range p.Registries {
		r.Params.Registries = append(r.Params.Registries, domain.Registry{Name: domain.Text(y.said), Divisions: y.Divisions, Own: y.Own})
	}
	for _, yuan := range p.Thresholds {
		r.Params.Thresholds = append(r.Params.Thresholds, domain.Yuan(yuan))
	}
	return r
}
