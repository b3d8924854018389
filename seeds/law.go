package seeds

import (
	"context"
	"fmt"
	"io/fs"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

// LoadLaw adds the rules of law that estimates go by as published policies. What is
// there already is left as it is.
func LoadLaw(ctx context.Context, db *postgres.DB) error {
	policies, err := Law()
	if err != nil {
		return err
	}
	for _, p := range policies {
		if _, err := db.LoadPolicy(ctx, domain.System("seed"), p); err != nil {
			return fmt.Errorf("law: %s: %w", p.SourceKey, err)
		}
	}
	lines, err := jsonLines[registryLine](files, "law/registries.jsonl")
	if err != nil {
		return err
	}
	offices := make([]domain.Registry, len(lines))
	for i, l := range lines {
		offices[i] = l.registry()
	}
	if _, err := db.ReplaceRegistries(ctx, domain.System("seed"), offices); err != nil {
		return fmt.Errorf("registries: %w", err)
	}
	return nil
}

// registryLine is an office that registers contracts, as registries.jsonl gives it.
type registryLine struct {
	Code     string `json:"code"`
	Division string `json:"division"`
	NameZH   string `json:"name_zh"`
	NameEN   string `json:"name_en"`
}

func (l registryLine) registry() domain.Registry {
	return domain.Registry{Code: l.Code, Division: l.Division, Name: domain.Text{ZH: l.NameZH, EN: l.NameEN}}
}

// Law reads the rules of law.
func Law() ([]domain.Policy, error) {
	const name = "law/policies.jsonl"
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	file, err := intake.Open("policies", name, data, intake.Options{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var policies []domain.Policy
	for row := range file.Rows() {
		if len(row.Faults) > 0 {
			return nil, fmt.Errorf("%s: row %d, %s: %s", name, row.Number, row.Faults[0].Field, row.Faults[0].Reason.EN)
		}
		p := row.Record.(domain.Policy)
		p.SourceKey = "law:" + row.Key
		policies = append(policies, p)
	}
	return policies, nil
}
