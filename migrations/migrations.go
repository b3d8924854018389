// Package migrations holds the database schema as numbered SQL files and brings a
// database to any version of it, together with the tables of River's job queue.
package migrations

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed *.sql
var files embed.FS

// lockKey is the advisory lock that lets one process migrate a database at a time.
const lockKey int64 = 0x53616e6b75 // "Sanku"

// lockRetry is the pause between attempts at the lock. Waiting inside
// pg_advisory_lock would hold a snapshot open, and with it every concurrent
// index build of the process that has the lock.
const lockRetry = 100 * time.Millisecond

// ErrNewer says that the database has been migrated by a newer program than this one.
var ErrNewer = errors.New("the database has a newer schema than this program knows; run the newer program")

// Up brings the database to the newest version. It refuses with ErrNewer rather than
// work on a schema it does not know. Processes that call it at once take turns.
func Up(ctx context.Context, pool *pgxpool.Pool) error {
	return alone(ctx, pool, func(p *goose.Provider) error {
		if err := refuseNewer(ctx, p); err != nil {
			return err
		}
		if err := riverUp(ctx, pool); err != nil {
			return err
		}
		_, err := p.Up(ctx)
		return err
	})
}

// ErrUnknownVersion says that no migration leads to the version asked for.
var ErrUnknownVersion = errors.New("the program knows no such schema version")

// DownTo takes back every migration after version. Version 0 is the empty database,
// without River's tables. It refuses with ErrUnknownVersion what is no version.
func DownTo(ctx context.Context, pool *pgxpool.Pool, version int64) error {
	return alone(ctx, pool, func(p *goose.Provider) error {
		if _, newest, err := p.GetVersions(ctx); err != nil || version < 0 || version > newest {
			return errors.Join(err, fmt.Errorf("version %d of 0 to %d: %w", version, newest, ErrUnknownVersion))
		}
		if _, err := p.DownTo(ctx, version); err != nil {
			return err
		}
		return riverDownAtZero(ctx, p, pool)
	})
}

// Version returns the version the database is at and the newest one this program knows.
func Version(ctx context.Context, pool *pgxpool.Pool) (current, newest int64, err error) {
	err = alone(ctx, pool, func(p *goose.Provider) error {
		current, newest, err = p.GetVersions(ctx)
		return err
	})
	return current, newest, err
}

// alone calls do with a provider on pool while holding the advisory lock. The lock
// lives on a connection of its own, so that a pool of one connection is enough, and
// ends with that connection however the process ends.
func alone(ctx context.Context, pool *pgxpool.Pool, do func(*goose.Provider) error) error {
	conn, err := pgx.ConnectConfig(ctx, pool.Config().ConnConfig)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := lock(ctx, conn); err != nil {
		return fmt.Errorf("migrations: lock: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), files,
		goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer p.Close()
	if err := do(p); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

func lock(ctx context.Context, conn *pgx.Conn) error {
	for {
		var got bool
		if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1)", lockKey).Scan(&got); err != nil || got {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockRetry):
		}
	}
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	current, newest, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > newest {
		return fmt.Errorf("at version %d, known up to %d: %w", current, newest, ErrNewer)
	}
	return nil
}

func riverUp(ctx context.Context, pool *pgxpool.Pool) error {
	return river(ctx, pool, rivermigrate.DirectionUp, nil)
}

func riverDownAtZero(ctx context.Context, p *goose.Provider, pool *pgxpool.Pool) error {
	if current, _, err := p.GetVersions(ctx); err != nil || current > 0 {
		return err
	}
	const everything = -1
	return river(ctx, pool, rivermigrate.DirectionDown, &rivermigrate.MigrateOpts{TargetVersion: everything})
}

func river(ctx context.Context, pool *pgxpool.Pool, d rivermigrate.Direction, opts *rivermigrate.MigrateOpts) error {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, d, opts); err != nil {
		return fmt.Errorf("river: %w", err)
	}
	return nil
}
