// Package pgtest gives every test a PostgreSQL database of its own: a clone of a
// migrated template, in a private cluster that lives as long as the test binary and
// leaves nothing behind, however the binary ends. It ignores DATABASE_URL.
//
// A package that uses it begins with
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"sanku/domain/postgres/embedded"
	"sanku/migrations"
)

// startTimeout leaves room for a download of the binaries on a new machine.
const startTimeout = 10 * time.Minute

// cluster is the one of this test binary; tests reach it with nothing but a *testing.T.
var cluster struct {
	sync.Mutex
	server *embedded.Server
	admin  *pgxpool.Pool // connected to the maintenance database
	err    error
	serial atomic.Int64
}

// Main runs the tests of a package and then stops the cluster, if any test used it.
// It does not return.
func Main(m *testing.M) {
	embedded.RunIfSupervisor()
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// New returns the address of a fresh database at the newest schema version. The
// database is dropped when t ends, and connections still open are cut.
func New(t testing.TB) string { return clone(t, "template") }

// Empty is like New, but the database has no schema yet.
func Empty(t testing.TB) string { return clone(t, "template0") }

// Pool returns a pool on a fresh database, closed when t ends.
func Pool(t testing.TB) *pgxpool.Pool { return open(t, New(t)) }

// EmptyPool is like Pool, but the database has no schema yet.
func EmptyPool(t testing.TB) *pgxpool.Pool { return open(t, Empty(t)) }

func open(t testing.TB, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(context.Background(), url)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// clone copies files instead of logging blocks: without fsync that is two to four times
// as fast for a database as small as these.
func clone(t testing.TB, template string) string {
	t.Helper()
	server, admin, err := started()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	name := fmt.Sprintf("test_%d", cluster.serial.Add(1))
	exec(t, admin, fmt.Sprintf("create database %s template %s strategy file_copy", name, template))
	t.Cleanup(func() { exec(t, admin, fmt.Sprintf("drop database %s with (force)", name)) })
	return named(server.URL(), name)
}

func exec(t testing.TB, admin *pgxpool.Pool, sql string) {
	t.Helper()
	if _, err := admin.Exec(context.Background(), sql); err != nil {
		t.Fatalf("pgtest: %s: %v", sql, err)
	}
}

// started returns the cluster, starting it for the first test that asks.
func started() (*embedded.Server, *pgxpool.Pool, error) {
	cluster.Lock()
	defer cluster.Unlock()
	if cluster.server == nil && cluster.err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
		defer cancel()
		cluster.server, cluster.admin, cluster.err = start(ctx)
	}
	return cluster.server, cluster.admin, cluster.err
}

func start(ctx context.Context) (*embedded.Server, *pgxpool.Pool, error) {
	dir, err := os.MkdirTemp("", "sanku-pgtest-*")
	if err != nil {
		return nil, nil, err
	}
	cache, err := embedded.DefaultCache()
	if err != nil {
		cache = "" // no home directory: download into dir
	}
	server, err := embedded.Start(ctx, embedded.Options{
		Dir: dir, Cache: cache, Temporary: true, Settings: map[string]string{"max_connections": "200"}})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := migrate(ctx, server.URL()); err != nil {
		return server, nil, err
	}
	admin, err := pgxpool.New(ctx, named(server.URL(), "postgres"))
	return server, admin, err
}

// migrate makes the template. Its connections end before the first clone, which
// PostgreSQL makes only of a database that nobody uses.
func migrate(ctx context.Context, address string) error {
	admin, err := pgxpool.New(ctx, address)
	if err != nil {
		return err
	}
	defer admin.Close()
	if _, err := admin.Exec(ctx, "create database template"); err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, named(address, "template"))
	if err != nil {
		return err
	}
	defer pool.Close()
	return migrations.Up(ctx, pool)
}

func stop() error {
	cluster.Lock()
	defer cluster.Unlock()
	if cluster.admin != nil {
		cluster.admin.Close()
	}
	if cluster.server == nil {
		return nil
	}
	return cluster.server.Stop()
}

// named returns address with another database.
func named(address, database string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Path = "/" + database
	return u.String()
}
