package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sanku/search"
	"sanku/search/matching"
)

type matchCommand struct {
	JSON bool `name:"json" help:"Print the result as JSON."`
}

// matchReport is what a run of matching did and how long a need took.
type matchReport struct {
	Needs   int                 `json:"needs"`
	Seconds float64             `json:"seconds"`
	P50     search.Milliseconds `json:"p50_ms"`
	P99     search.Milliseconds `json:"p99_ms"`
}

// Run matches every published need whose stored matches are not fresh.
func (m *matchCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.withEngine(ctx, console, func(e *engine) error {
		report, err := e.matchAll(ctx, console.progress("matching"))
		return m.show(console, report, err)
	}, func(a *app) error {
		begun := time.Now()
		needs, took, err := matching.AskMatch(ctx, a.db)
		return m.show(console, matchReportOf(needs, begun, took), err)
	})
}

func (m *matchCommand) show(console *console, report matchReport, err error) error {
	if err != nil {
		return err
	}
	if m.JSON {
		return json.NewEncoder(console.out).Encode(report)
	}
	fmt.Fprintf(console.out, "%d needs matched in %.1f s; one need: p50 %.1f ms, p99 %.1f ms\n", report.Needs, report.Seconds, report.P50, report.P99)
	return nil
}

func (e *engine) matchAll(ctx context.Context, bar *progress) (matchReport, error) {
	if err := e.libraries.CatchUp(ctx); err != nil {
		return matchReport{}, err
	}
	begun := time.Now()
	var took []time.Duration
	n, err := e.matcher.MatchAll(ctx, func(p matching.Progress) {
		took = append(took, p.Took)
		bar.at(p.Done, p.Total)
	})
	bar.end()
	return matchReportOf(n, begun, took), err
}

func matchReportOf(needs int, begun time.Time, took []time.Duration) matchReport {
	slices.Sort(took)
	return matchReport{Needs: needs, Seconds: time.Since(begun).Seconds(), P50: search.Percentile(took, 50), P99: search.Percentile(took, 99)}
}
