package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sanku/search"
	"sanku/search/bench"
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
	Steps   *bench.Steps        `json:"steps,omitempty"` // none when all were fresh
}

// Run matches every published need whose stored matches are not fresh.
func (m *matchCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.withEngine(ctx, console, func(e *engine) error {
		report, err := e.matchAll(ctx, console.progress("matching"))
		return m.show(console, report, err)
	}, func(a *app) error {
		begun := time.Now()
		run, err := matching.AskMatch(ctx, a.db)
		return m.show(console, matchReportOf(run, begun), err)
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
	if s := report.Steps; s != nil {
		writeTable(console.out, append([][]string{{"需求匹配 a need", "p50 ms", "p99 ms"}}, stepRows(*s)...))
	}
	return nil
}

func (e *engine) matchAll(ctx context.Context, bar *progress) (matchReport, error) {
	if err := e.libraries.CatchUp(ctx); err != nil {
		return matchReport{}, err
	}
	begun := time.Now()
	var run matching.Report
	_, err := e.matcher.MatchAll(ctx, func(p matching.Progress) {
		run.Add(p)
		bar.at(p.Done, p.Total)
	})
	bar.end()
	return matchReportOf(run, begun), err
}

func matchReportOf(run matching.Report, begun time.Time) matchReport {
	slices.Sort(run.Took)
	r := matchReport{Needs: run.Needs, Seconds: time.Since(begun).Seconds(), P50: search.Percentile(run.Took, 50), P99: search.Percentile(run.Took, 99)}
	if len(run.Steps) > 0 {
		steps := stepTimes(run.Steps)
		r.Steps = &steps
	}
	return r
}

// stepTimes summarises the steps of answering needs, one by one.
func stepTimes(all []matching.Steps) bench.Steps {
	of := func(step func(matching.Steps) time.Duration) bench.Time {
		took := make([]time.Duration, len(all))
		for i, s := range all {
			took[i] = step(s)
		}
		return bench.TimeOf(took)
	}
	return bench.Steps{
		Retrieve: of(func(s matching.Steps) time.Duration { return s.Retrieve }),
		Records:  of(func(s matching.Steps) time.Duration { return s.Read }),
		Judge:    of(func(s matching.Steps) time.Duration { return s.Judge }),
		Explain:  of(func(s matching.Steps) time.Duration { return s.Explain }),
		Store:    of(func(s matching.Steps) time.Duration { return s.Store }),
	}
}

func stepRows(s bench.Steps) [][]string {
	return [][]string{stepRow("检索 candidates of every library", s.Retrieve), stepRow("读取记录 their records", s.Records), stepRow("评分 features and ranks", s.Judge),
		stepRow("说明 reasons", s.Explain), stepRow("保存 storing", s.Store)}
}

func stepRow(step string, t bench.Time) []string {
	return []string{step, fmt.Sprintf("%.2f", t.P50), fmt.Sprintf("%.2f", t.P99)}
}
