package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
	"sanku/seeds"
)

type learnCommand struct {
	Weights learnWeights `cmd:"" default:"withargs" help:"Refit the weights of matching and the calibration of its scores from recorded outcomes."`
}

type learnWeights struct {
	Judged []string `sep:"none" help:"A judged collection, as sanku eval reads it, that the new model must not rank worse. Repeatable." placeholder:"DOCS,QUERIES,QRELS"`
	DryRun bool     `help:"Report what would be learnt and write nothing."`
	Revert string   `help:"Go back to the model of this version, or to those shipped with the program." placeholder:"VERSION|shipped"`
	JSON   bool     `name:"json" help:"Print the report as JSON."`
}

// learner is the system as the actor of what this command writes.
var learner = domain.System("learn")

// Run fits a model and installs it when it predicts outcomes that were held back better
// and ranks no judged collection worse. A running server uses it from then on.
func (l *learnWeights) Run(ctx context.Context, config *Config, console *console) error {
	sets, err := judgedSets(l.Judged)
	if err != nil {
		return err
	}
	return config.with(ctx, console, func(a *app) error {
		if l.Revert != "" {
			return a.revert(ctx, console, l.Revert)
		}
		report, err := a.learn(ctx, console, sets, l.DryRun)
		if err != nil {
			return err
		}
		if l.JSON {
			return json.NewEncoder(console.out).Encode(report.json())
		}
		console.learnt(report)
		return nil
	})
}

func (a *app) revert(ctx context.Context, console *console, version string) error {
	if err := a.db.UseModel(ctx, learner, version); err != nil {
		return err
	}
	fmt.Fprintf(console.out, "已改用模型 now using model %s\n", version)
	return nil
}

// learnReport is what a run of learning found and did.
type learnReport struct {
	outcomes  int
	used      string // version of the model in use before; "" for the shipped weights
	lesson    domain.Lesson
	judged    []domain.JudgedFigure
	harmed    []string // judged collections that refitted weights rank worse
	installed string   // version
	dryRun    bool
}

func (a *app) learn(ctx context.Context, console *console, sets []judgedSet, dryRun bool) (learnReport, error) {
	r := learnReport{dryRun: dryRun}
	shipped, err := seeds.Weights()
	if err != nil {
		return r, err
	}
	if !dryRun {
		if _, err := a.db.KeepLoadedMatches(ctx, learner); err != nil {
			return r, err
		}
	}
	if r.used, err = a.db.UsedModel(ctx); err != nil {
		return r, err
	}
	used, err := a.db.UsedWeights(ctx, shipped)
	if err != nil {
		return r, err
	}
	outcomes, err := a.db.Outcomes(ctx)
	if err != nil {
		return r, err
	}
	r.outcomes = len(outcomes)
	if err := r.fit(ctx, console, used, shipped, outcomes, sets); err != nil {
		return r, err
	}
	return r, a.install(ctx, &r, shipped)
}

// fit fits the most that the outcomes bear out and no judged collection speaks against:
// weights that rank one worse are left as they were, and the scores alone calibrated.
func (r *learnReport) fit(ctx context.Context, console *console, used, shipped domain.Weights, outcomes []domain.Outcome, sets []judgedSet) (err error) {
	r.lesson = domain.Learn(used, shipped, outcomes, domain.FitWeights)
	if !r.lesson.Refits() {
		return nil
	}
	for _, s := range sets {
		f, err := s.compare(ctx, console, used, r.lesson.Weights)
		if err != nil {
			return err
		}
		r.judged = append(r.judged, f)
		if f.After < f.Before {
			r.harmed = append(r.harmed, f.Set)
		}
	}
	if len(r.harmed) > 0 {
		r.lesson = domain.Learn(used, shipped, outcomes, domain.FitCalibration)
	}
	return nil
}

func (a *app) install(ctx context.Context, r *learnReport, shipped domain.Weights) error {
	if r.dryRun || !r.lesson.Learnt() {
		return nil
	}
	m := r.lesson.Model(shipped)
	m.Figures.Judged = r.judged
	installed, err := a.db.InstallModel(ctx, learner, m, r.used)
	r.installed = installed.Version
	return err
}

// judgedSet are the files of one judged collection.
type judgedSet struct{ docs, queries, qrels string }

func judgedSets(flags []string) ([]judgedSet, error) {
	var sets []judgedSet
	for _, f := range flags {
		parts := strings.Split(f, ",")
		if len(parts) != 3 {
			return nil, fmt.Errorf("--judged %s: not three files, apart by commas", f)
		}
		for _, p := range parts {
			if _, err := os.Stat(p); err != nil {
				return nil, fmt.Errorf("--judged: %w", err)
			}
		}
		sets = append(sets, judgedSet{parts[0], parts[1], parts[2]})
	}
	return sets, nil
}

// compare measures how two models rank the collection. Where judges said of documents
// that they are of no use, the judged ones alone are ranked; else the whole collection.
func (s judgedSet) compare(ctx context.Context, console *console, before, after domain.Weights) (domain.JudgedFigure, error) {
	f := domain.JudgedFigure{Set: filepath.Base(filepath.Dir(s.docs))}
	judged, err := search.JudgesRefuse(s.qrels)
	if err != nil {
		return f, err
	}
	bar := console.progress(f.Set)
	defer bar.end()
	options := search.EvalOptions{Docs: s.docs, Queries: s.queries, Qrels: s.qrels, Judged: judged, Progress: bar.at}
	first, err := matching.EvaluateWeights(ctx, options, before)
	if err != nil {
		return f, err
	}
	if first.Queries == 0 {
		return f, fmt.Errorf("%s: %w", s.qrels, errNothingJudged)
	}
	second, err := matching.EvaluateWeights(ctx, options, after)
	f.Queries, f.Before, f.After = first.Queries, first.NDCG10, second.NDCG10
	return f, err
}
