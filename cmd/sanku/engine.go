package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"sanku/search"
	"sanku/search/matching"
	"sanku/seeds"
)

// engine is the store together with the indexes and the matcher over them.
type engine struct {
	*app
	libraries *search.Libraries
	matcher   *matching.Matcher
}

// openEngine opens the indexes under the data directory. One process at a time can
// hold them.
func (a *app) openEngine(ctx context.Context, metrics prometheus.Registerer) (*engine, error) {
	weights, err := seeds.Weights()
	if err != nil {
		return nil, err
	}
	libraries, err := search.Open(ctx, a.indexDir(), matching.NewFeed(a.db), search.Options{Logger: a.log, Metrics: metrics, Wake: a.db.Wake(), CacheBytes: a.config.SearchCache << 20})
	if errors.Is(err, search.ErrLocked) {
		return nil, fmt.Errorf("the indexes in %s are in use by a running sanku: %w", a.indexDir(), err)
	}
	if err != nil {
		return nil, err
	}
	meanings, err := a.meanings(metrics)
	if err != nil {
		return nil, errors.Join(err, libraries.Close())
	}
	e := &engine{app: a, libraries: libraries, matcher: matching.New(a.db, libraries, weights, a.log)}
	if meanings != nil {
		e.matcher.UseMeanings(meanings)
	}
	return e, nil
}

// meanings are what texts mean by the configured encoder, nil when there is none.
func (a *app) meanings(metrics prometheus.Registerer) (*matching.Meanings, error) {
	encoder, err := a.config.Embeddings.encoder(metrics)
	if err != nil || encoder == nil {
		return nil, err
	}
	return matching.NewMeanings(a.db, encoder, a.log, metrics)
}

// withEngine opens everything, runs fn and closes it again. While a running server
// holds the indexes, ask is run instead, to have the server do the work.
func (c *Config) withEngine(ctx context.Context, console *console, fn func(*engine) error, ask func(*app) error) error {
	return c.with(ctx, console, func(a *app) error {
		e, err := a.openEngine(ctx, nil)
		if errors.Is(err, search.ErrLocked) {
			return ask(a)
		}
		if err != nil {
			return err
		}
		return errors.Join(fn(e), e.libraries.Close())
	})
}
