package main

import (
	"context"
	"fmt"
	"time"

	"sanku/search"
)

type reindexCommand struct {
	Library string `arg:"" optional:"" enum:"need,technology,policy,expert,all" default:"all" help:"need, technology, policy, expert; all of them when none is named."`
}

// Run rebuilds indexes from the records.
func (r *reindexCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.withEngine(ctx, console, func(e *engine) error {
		for _, kind := range search.Kinds() {
			if r.Library != "all" && r.Library != string(kind) {
				continue
			}
			begun := time.Now()
			if err := e.libraries.Library(kind).Rebuild(ctx); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			h := e.libraries.Library(kind).Health(ctx)
			fmt.Fprintf(console.out, "%-11s %7d documents in %.1f s\n", kind, h.Documents, time.Since(begun).Seconds())
		}
		return nil
	})
}
