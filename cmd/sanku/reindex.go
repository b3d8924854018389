package main

import (
	"context"
	"fmt"
	"time"

	"sanku/search"
	"sanku/search/matching"
)

type reindexCommand struct {
	Library string `arg:"" optional:"" enum:"need,technology,policy,expert,all" default:"all" help:"need, technology, policy, expert; all of them when none is named."`
}

// Run rebuilds indexes from the records.
func (r *reindexCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.withEngine(ctx, console, func(e *engine) error {
		for _, kind := range r.kinds() {
			begun := time.Now()
			if err := e.libraries.Library(kind).Rebuild(ctx); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			h := e.libraries.Library(kind).Health(ctx)
			fmt.Fprintf(console.out, "%-11s %7d documents in %.1f s\n", kind, h.Documents, time.Since(begun).Seconds())
		}
		return nil
	}, func(a *app) error {
		begun := time.Now()
		err := matching.AskReindex(ctx, a.db, r.kinds()...)
		if err == nil {
			fmt.Fprintf(console.out, "the running server has rebuilt its indexes in %.1f s\n", time.Since(begun).Seconds())
		}
		return err
	})
}

func (r *reindexCommand) kinds() []search.Kind {
	if r.Library == "all" {
		return search.Kinds()
	}
	return []search.Kind{search.Kind(r.Library)}
}
