package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"sanku/domain"
	"sanku/search/matching"
)

type embedCommand struct {
	Status bool `help:"Only say how much is encoded."`
	JSON   bool `name:"json" help:"Print the result as JSON."`
}

var errNoEncoder = errors.New("没有配置向量服务 no embedding endpoint is configured: set --embeddings-url and --embeddings-model")

// embedReport says how far the records' meanings are known.
type embedReport struct {
	Encoder string         `json:"encoder"`
	InUse   bool           `json:"in_use"` // matches are judged by meaning
	Kinds   []embeddedKind `json:"kinds"`
}

type embeddedKind struct {
	Kind    domain.Resource `json:"kind"`
	Records int             `json:"records"`
	Encoded int             `json:"encoded"`
	Refused int             `json:"refused"`
}

// Run has everything encoded that is not, as a running server does by itself, and says
// how much is. What is done is kept when it is interrupted.
func (v *embedCommand) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		meanings, err := a.meanings(nil)
		if err != nil {
			return err
		}
		if meanings == nil {
			return errNoEncoder
		}
		if !v.Status {
			if err := a.embed(ctx, console, meanings); err != nil {
				return err
			}
		}
		report, err := embedReportOf(ctx, meanings)
		if err != nil {
			return err
		}
		if v.JSON {
			return json.NewEncoder(console.out).Encode(report)
		}
		console.embedded(report)
		return nil
	})
}

// embed encodes what is missing. When needs are to be matched by it, a running server
// is told.
func (a *app) embed(ctx context.Context, console *console, meanings *matching.Meanings) error {
	bar := console.progress("encoding")
	changed, err := meanings.EncodeAll(ctx, bar.at)
	bar.end()
	if err != nil || !changed {
		return err
	}
	return matching.AskUpkeep(ctx, a.db)
}

func embedReportOf(ctx context.Context, meanings *matching.Meanings) (embedReport, error) {
	coverage, inUse, err := meanings.Coverage(ctx)
	r := embedReport{Encoder: meanings.Encoder(), InUse: inUse}
	for _, kind := range []domain.Resource{domain.Needs, domain.Technologies} {
		c := coverage[kind]
		r.Kinds = append(r.Kinds, embeddedKind{kind, c.Records, c.Encoded, c.Refused})
	}
	return r, err
}

func (c *console) embedded(r embedReport) {
	use := "not in use yet: words alone rank"
	if r.InUse {
		use = "in use"
	}
	fmt.Fprintf(c.out, "encoder %s, %s\n", r.Encoder, use)
	for _, k := range r.Kinds {
		fmt.Fprintf(c.out, "%-11s %7d records %7d encoded  %d refused\n", k.Kind, k.Records, k.Encoded, k.Refused)
	}
}
