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
	return nil
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
