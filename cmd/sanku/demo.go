package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"

	"github.com/prometheus/client_golang/prometheus"

	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
	"sanku/seeds"
)

type demoCommand struct {
	Once   bool   `help:"Exit after the report."`
	JSON   bool   `name:"json" help:"Print the report as JSON."`
	Listen string `default:"127.0.0.1" help:"Address to serve on." placeholder:"ADDRESS"`
	Port   int    `default:"8080" help:"Port to serve on; 0 picks a free one."`
}

// Run loads the plan and the sample data, indexes and matches them, reports, and
// serves. A second run finds everything there and changes nothing.
func (d *demoCommand) Run(ctx context.Context, config *Config, console *console) error {
	if d.Once {
		return d.demonstrate(ctx, config, console, nil)
	}
	listener, err := d.serving().listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	return d.demonstrate(ctx, config, console, listener)
}

func (d *demoCommand) serving() serving { return serving{Listen: d.Listen, Port: d.Port} }

// demonstrate serves on listener after the report, or ends where there is none.
func (d *demoCommand) demonstrate(ctx context.Context, config *Config, console *console, listener net.Listener) error {
	return config.with(ctx, console, func(a *app) error {
		if err := a.loadPlan(ctx); err != nil {
			return err
		}
		if err := a.loadSample(ctx, console); err != nil {
			return err
		}
		if err := a.publishSample(ctx); err != nil {
			return fmt.Errorf("the sample's bulletins: %w", err)
		}
		registry := prometheus.NewRegistry()
		e, err := a.openEngine(ctx, registry)
		if d.Once && errors.Is(err, search.ErrLocked) {
			return d.reportBeside(ctx, a, console)
		}
		if err != nil {
			return err
		}
		err = d.run(ctx, e, registry, console, listener)
		return errors.Join(err, e.libraries.Close())
	})
}

func (d *demoCommand) run(ctx context.Context, e *engine, registry *prometheus.Registry, console *console, listener net.Listener) error {
	if _, err := e.matchAll(ctx, console.progress("matching")); err != nil {
		return err
	}
	if _, err := e.db.KeepLoadedMatches(ctx, domain.System("demo")); err != nil {
		return err
	}
	err := d.report(ctx, e.app, console)
	if listener == nil || err != nil {
		return err
	}
	credentials, err := e.demoUsers(ctx)
	if err != nil {
		return err
	}
	return e.serve(ctx, registry, listener, d.serving(), func(url string) {
		console.credentials(url, credentials)
	})
}

// reportBeside reports while a running server holds the indexes; that server matches.
func (d *demoCommand) reportBeside(ctx context.Context, a *app, console *console) error {
	if _, err := matching.AskMatch(ctx, a.db); err != nil {
		return err
	}
	return d.report(ctx, a, console)
}

func (d *demoCommand) report(ctx context.Context, a *app, console *console) error {
	report, err := a.report(ctx)
	if err != nil {
		return err
	}
	if d.JSON {
		return json.NewEncoder(console.out).Encode(report.json())
	}
	console.report(report)
	return nil
}

func (a *app) loadSample(ctx context.Context, console *console) error {
	bar := console.progress("loading the sample data")
	defer bar.end()
	if _, err := seeds.LoadSample(ctx, a.db, func(_ string, done int) { bar.at(done, 0) }); err != nil {
		return fmt.Errorf("sample data: %w", err)
	}
	return nil
}
