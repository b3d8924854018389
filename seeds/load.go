package seeds

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// LoadPlan puts a plan into the database: its areas, units and industries, the
// registers that its figures draw on, the plan with its indicators and targets, and its text as a published policy. What is there
// already is left as it is; loading the same plan again changes nothing.
func LoadPlan(ctx context.Context, db *postgres.DB, p Plan) error {
	actor := domain.System("seed")
	if _, err := db.ReplaceAreas(ctx, actor, p.Areas); err != nil {
		return fmt.Errorf("areas: %w", err)
	}
	if _, err := db.ReplaceUnits(ctx, actor, p.Units); err != nil {
		return fmt.Errorf("units: %w", err)
	}
	if _, err := db.ReplaceIndustries(ctx, actor, p.Industries); err != nil {
		return fmt.Errorf("industries: %w", err)
	}
	if _, err := db.LoadRegisters(ctx, actor, p.Registers); err != nil {
		return fmt.Errorf("registers: %w", err)
	}
	if _, err := db.LoadPlan(ctx, actor, p.Plan, p.Indicators, p.Targets); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	if _, err := db.LoadPolicy(ctx, actor, p.Policy); err != nil {
		return fmt.Errorf("the plan as a policy: %w", err)
	}
	return nil
}
