package main

import (
	"context"
	"fmt"

	"sanku/seeds"
)

type seedCommand struct {
	Sample bool `help:"Load the sample data too."`
}

// Run loads the plan, and the sample data if asked. What is there already stays.
func (s *seedCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		if err := a.loadPlan(ctx); err != nil {
			return err
		}
		if s.Sample {
			if err := a.loadSample(ctx, console); err != nil {
				return err
			}
		}
		counts, err := a.db.Counts(ctx)
		fmt.Fprintf(console.out, "organisations %d, needs %d, technologies %d, policies %d, experts %d, contracts %d\n",
			counts.Organisations, counts.Needs, counts.Technologies, counts.Policies, counts.Experts, counts.Contracts)
		return err
	})
}

func (a *app) loadPlan(ctx context.Context) error {
	plan, err := seeds.ReadPlan(seeds.PlanFiles())
	if err != nil {
		return err
	}
	if err := seeds.LoadPlan(ctx, a.db, plan); err != nil {
		return err
	}
	if err := seeds.LoadRegistration(ctx, a.db); err != nil {
		return err
	}
	if err := seeds.LoadStageLimits(ctx, a.db); err != nil {
		return err
	}
	if err := seeds.LoadActivityRules(ctx, a.db); err != nil {
		return err
	}
	if err := seeds.LoadTaxRules(ctx, a.db); err != nil {
		return err
	}
	return seeds.LoadLaw(ctx, a.db)
}
