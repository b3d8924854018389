package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"sanku/domain/postgres"
	"sanku/domain/postgres/embedded"
	"sanku/migrations"
)

// app is the store with what it needs to run, opened from the configuration.
type app struct {
	config *Config
	log    *slog.Logger
	server *embedded.Server // nil when DATABASE_URL is given
	db     *postgres.DB
}

// open starts or joins PostgreSQL, brings the schema up to date and opens the store.
func (c *Config) open(ctx context.Context, console *console) (*app, error) {
	a := &app{config: c, log: c.logger(console.err)}
	url, err := a.startPostgres(ctx)
	if err == nil {
		a.db, err = postgres.Open(ctx, url)
	}
	if err == nil {
		err = migrations.Up(ctx, a.db.Pool())
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *app) startPostgres(ctx context.Context) (url string, err error) {
	if a.config.DatabaseURL != "" {
		return a.config.DatabaseURL, nil
	}
	a.server, err = embedded.Start(ctx, embedded.Options{Dir: a.config.Data, Logger: a.log})
	if err != nil {
		return "", err
	}
	return a.server.URL(), nil
}

func (a *app) indexDir() string { return filepath.Join(a.config.Data, "index") }

// Close closes the store and stops PostgreSQL if this process started it.
func (a *app) Close() error {
	if a.db != nil {
		a.db.Close()
	}
	if a.server != nil {
		return a.server.Stop()
	}
	return nil
}

// with opens the app, runs fn and closes the app.
func (c *Config) with(ctx context.Context, console *console, fn func(*app) error) error {
	a, err := c.open(ctx, console)
	if err != nil {
		return err
	}
	return errors.Join(fn(a), a.Close())
}
