package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"strconv"
	"time"

	"sanku/domain"
	"sanku/search/bench"
	"sanku/search/matching"
)

// The needs that are asked, and those who ask and answer.
const (
	benchNeeds        = 100
	benchUniversities = 40
)

// matching measures the whole answering of needs over a store of its own, with
// the sample's policies and experts, and the library's documents as technologies.
func (g *ground) matching(ctx context.Context, docs int) (m bench.Matching, err error) {
	dir, err := os.MkdirTemp("", "sanku-bench-store-")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	config := &Config{Data: dir, LogLevel: slog.LevelError}
	quiet := &console{out: io.Discard, err: g.console.err}
	err = config.with(ctx, quiet, func(a *app) error {
		if err := a.stock(ctx, quiet, bench.NewLibrary(g.Seed), docs); err != nil {
			return err
		}
		e, err := a.openEngine(ctx, nil)
		if err != nil {
			return err
		}
		m, err = e.measureMatching(ctx, quiet)
		return errors.Join(err, e.libraries.Close())
	})
	return m, err
}

// stock fills the store by the ways that operators use.
func (a *app) stock(ctx context.Context, console *console, l *bench.Library, docs int) error {
	if err := a.loadPlan(ctx); err != nil {
		return err
	}
	if err := a.loadSample(ctx, console); err != nil {
		return err
	}
	if err := a.bring(ctx, console, "technologies", madeTechnologies(l, docs)); err != nil {
		return err
	}
	return a.bring(ctx, console, "needs", madeNeeds(l))
}

func (a *app) bring(ctx context.Context, console *console, kind string, rows iter.Seq[domain.ImportRow]) error {
	bar := console.progress("loading " + kind)
	defer bar.end()
	run := domain.ImportRun{Kind: kind, FileName: kind, Options: domain.ImportOptions{Source: "bench-" + kind, Publish: true, CreateOrganisations: true}}
	run, err := a.db.Import(ctx, operator(), run, rows, func(r domain.ImportRun) { bar.at(r.Rows, 0) })
	if err == nil && run.Rejected+run.Drafts > 0 {
		err = fmt.Errorf("%d %s of %d were not taken", run.Rejected+run.Drafts, kind, run.Rows)
	}
	return err
}

func madeTechnologies(l *bench.Library, docs int) iter.Seq[domain.ImportRow] {
	return func(yield func(domain.ImportRow) bool) {
		for n := range docs {
			d := l.Document(n)
			t := domain.Technology{Title: d.Title, Abstract: d.Body, Field: someField(n), Confidentiality: "public", TRL: n%9 + 1}
			if !yield(madeRow(n, t.Title, fmt.Sprintf("第%d示例大学", n%benchUniversities+1), t)) {
				return
			}
		}
	}
}

func madeNeeds(l *bench.Library) iter.Seq[domain.ImportRow] {
	return func(yield func(domain.ImportRow) bool) {
		for n := range benchNeeds {
			title, problem := l.NeedTexts(n)
			need := domain.Need{Title: title, Problem: problem, Field: someField(n), Confidentiality: "public"}
			if !yield(madeRow(n, title, fmt.Sprintf("第%d示例有限公司", n+1), need)) {
				return
			}
		}
	}
}

func madeRow(n int, title, organisation string, record interface{ Validate() error }) domain.ImportRow {
	return domain.ImportRow{Number: n + 1, Key: strconv.Itoa(n), Title: title, Organisation: organisation, Record: record}
}

func someField(n int) string { return domain.Fields[n%len(domain.Fields)].Code }

// measureMatching takes the steps of answering each need, after all have been
// matched once.
func (e *engine) measureMatching(ctx context.Context, console *console) (bench.Matching, error) {
	if _, err := e.matchAll(ctx, console.progress("matching")); err != nil {
		return bench.Matching{}, err
	}
	ids, err := e.db.SourceKeys(ctx, "bench-needs")
	if err != nil {
		return bench.Matching{}, err
	}
	var took benchSteps
	for n := range benchNeeds {
		if err := took.need(ctx, e, ids[strconv.Itoa(n)]); err != nil {
			return bench.Matching{}, err
		}
	}
	return bench.Matching{Needs: benchNeeds, Steps: stepTimes(took.steps), Whole: bench.TimeOf(took.whole), Stored: bench.TimeOf(took.stored)}, nil
}

// benchSteps are how long the steps took for each need.
type benchSteps struct {
	steps         []matching.Steps
	whole, stored []time.Duration
}

func (s *benchSteps) need(ctx context.Context, e *engine, id domain.ID) error {
	need, err := e.db.Need(ctx, operator(), id)
	if err != nil {
		return err
	}
	begun := time.Now()
	steps, err := e.matcher.Anew(ctx, need)
	if err != nil {
		return err
	}
	matched := time.Now()
	if _, err := e.db.Matches(ctx, operator(), id, domain.MatchTechnology); err != nil {
		return err
	}
	s.steps, s.whole, s.stored = append(s.steps, steps), append(s.whole, matched.Sub(begun)), append(s.stored, time.Since(matched))
	return nil
}
