package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"sanku/domain"
	"sanku/seeds"
)

type planCommand struct {
	Show planShow `cmd:"" default:"withargs" help:"Show the scoreboard."`
	Load planLoad `cmd:"" help:"Load a plan from a folder of data files."`

	Publish planPublish `cmd:"" help:"Publish the figures of a quarter or year, for good."`
	Verify  planVerify  `cmd:"" help:"Recompute every published figure from its records."`
}

type planShow struct {
	AsOf string `name:"as-of" help:"Count contracts signed up to this day; today when not given." placeholder:"2006-01-02"`
	JSON bool   `name:"json" help:"Print the figures as JSON."`
}

// Run shows the scoreboard of the plan in force.
func (p *planShow) Run(ctx context.Context, config *Config, console *console) error {
	asOf, err := domain.ParseDate(p.AsOf)
	if err != nil {
		return err
	}
	return config.with(ctx, console, func(a *app) error {
		figures, err := a.scoreboard(ctx, asOf)
		if err != nil {
			return err
		}
		if p.JSON {
			return json.NewEncoder(console.out).Encode(indicatorsOf(figures))
		}
		console.scoreboard(figures)
		return nil
	})
}

// scoreboard computes the figures of the plan in force as of a day, today when zero.
func (a *app) scoreboard(ctx context.Context, asOf domain.Date) ([]domain.Figure, error) {
	if asOf.IsZero() {
		asOf = domain.DateOf(a.db.Now())
	}
	plan, err := a.db.CurrentPlan(ctx, a.db.Now())
	if err != nil {
		return nil, fmt.Errorf("no plan is loaded; run: sanku seed: %w", err)
	}
	return a.db.Scoreboard(ctx, plan, asOf)
}

type planLoad struct {
	Dir string `arg:"" type:"existingdir" help:"Folder laid out as seeds/plan/README.md says."`
}

// Run loads a plan.
func (p *planLoad) Run(ctx context.Context, config *Config, console *console) error {
	plan, err := seeds.ReadPlan(os.DirFS(p.Dir))
	if err != nil {
		return err
	}
	return config.with(ctx, console, func(a *app) error {
		if err := seeds.LoadPlan(ctx, a.db, plan); err != nil {
			return err
		}
		fmt.Fprintf(console.out, "%s: %d indicators, %d targets\n", plan.Title, len(plan.Indicators), len(plan.Targets))
		return nil
	})
}
