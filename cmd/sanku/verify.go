package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"sanku/search"
	"sanku/search/matching"
)

type verifyCommand struct {
	JSON bool `name:"json" help:"Print the result as JSON."`
}

var errDisagree = errors.New("indexes and records disagree; run: sanku reindex")

// Run compares every index with the records it is derived from, by id and version.
// It ends with an error when one disagrees.
func (v *verifyCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.withEngine(ctx, console, func(e *engine) error {
		reports, err := e.matcher.Verify(ctx)
		return v.show(console, reports, err)
	}, func(a *app) error {
		reports, err := matching.AskVerify(ctx, a.db)
		return v.show(console, reports, err)
	})
}

func (v *verifyCommand) show(console *console, reports []search.Report, err error) error {
	if errors.Is(err, search.ErrRebuilding) {
		return fmt.Errorf("%w\na running server rebuilds by itself; or run: sanku reindex", err)
	}
	if err != nil {
		return err
	}
	if v.JSON {
		err = json.NewEncoder(console.out).Encode(reports)
	} else {
		console.verified(reports)
	}
	for _, r := range reports {
		if !r.Agrees() {
			return errDisagree
		}
	}
	return err
}

// maxShown bounds how many disagreements are written out for one library.
const maxShown = 20

func (c *console) verified(reports []search.Report) {
	for _, r := range reports {
		verdict := "agree"
		if !r.Agrees() {
			verdict = fmt.Sprintf("%d DISAGREE", len(r.Disagreements))
		}
		fmt.Fprintf(c.out, "%-11s %7d records %7d documents  %s\n", r.Kind, r.Records, r.Documents, verdict)
		for _, d := range r.Disagreements[:min(len(r.Disagreements), maxShown)] {
			fmt.Fprintf(c.out, "  %s: record at version %d, document at %d\n", d.ID, d.Record, d.Indexed)
		}
	}
}
