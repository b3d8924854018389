// Package embedded runs a private PostgreSQL for a Sanku that was given no
// DATABASE_URL: it finds or fetches the binaries, keeps one cluster under a data
// directory, lets further processes join it, stops it when the last has gone, and so
// leaves no process behind.
//
// PostgreSQL is run by a supervisor, which is this same program started again. The
// supervisor gives up root, runs github.com/fergusstrange/embedded-postgres and
// stops PostgreSQL when its standard input closes, which the kernel sees to even
// when the program that started it is killed.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Options say where the cluster lives and how it runs. Only Dir is required.
type Options struct {
	// Dir is the data directory. The cluster is kept in Dir/postgres.
	Dir string
	// Port is where PostgreSQL listens on 127.0.0.1; 0 is any free port.
	Port int
	// Settings are added to, and override, the server settings of this package.
	Settings map[string]string
	// Temporary makes a cluster for a test: without fsync, and removed with Dir when
	// it stops, however the program ends. Dir must be empty.
	Temporary bool
	// Cache is where downloaded binaries are kept; empty is Dir/postgres/binaries.
	Cache string
	// Repository is the Maven repository that binaries are downloaded from when this
	// machine has none; empty is Maven Central. A mirror nearby is often faster.
	Repository string
	// Logger hears of progress worth telling a person; nil is silence.
	Logger *slog.Logger

	// installations replaces the search for local binaries in tests.
	installations []string
}

// Server is a running PostgreSQL: one that this process started, or one that another
// process started on the same directory and this one has joined as a guest.
type Server struct {
	url        string
	supervisor *supervisor // nil for a guest
	lease      *os.File    // held by a guest
}

// joinInterval is how often a start looks again at a cluster that another process is
// starting or stopping.
const joinInterval = 25 * time.Millisecond

// Start joins the cluster of o.Dir when a running process has started it, else starts
// it. While another process is starting or stopping it, Start waits, until ctx ends.
// What a person can put right is returned as a *Refusal. The program's main, or its
// test's TestMain, must begin with RunIfSupervisor.
func Start(ctx context.Context, o Options) (*Server, error) {
	if isSupervisor() {
		return nil, errors.New("embedded: main or TestMain must begin with RunIfSupervisor")
	}
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	for told := false; ; told = true {
		s, err := tryStart(ctx, o)
		if s != nil || err != nil {
			return s, err
		}
		if !told {
			o.Logger.Info("waiting for the process that is starting or stopping PostgreSQL", "dir", o.Dir)
		}
		if err := pause(ctx, joinInterval); err != nil {
			return nil, fmt.Errorf("embedded: waiting for another process on %s: %w", o.Dir, err)
		}
	}
}

// tryStart starts or joins the cluster; it returns nothing while another process holds
// the cluster and cannot be joined. The state is read before the lock is tried: a server
// that has the lock wrote that state, or is starting, or is stopping.
func tryStart(ctx context.Context, o Options) (*Server, error) {
	at := layout(o.Dir)
	running, err := readState(at)
	if err != nil {
		return nil, err
	}
	who, err := prepare(o)
	if err != nil {
		return nil, err
	}
	lock, err := tryLock(at.lock(), who, exclusive)
	if err != nil {
		return nil, err
	}
	if lock == nil {
		return join(ctx, at, who, running)
	}
	defer lock.Close()
	sup, url, err := launch(ctx, o, who, lock)
	if err != nil {
		return nil, err
	}
	return &Server{url: url, supervisor: sup}, nil
}

// URL is the address of the database, with its password.
func (s *Server) URL() string { return s.url }

// Joined reports whether another process started the server.
func (s *Server) Joined() bool { return s.supervisor == nil }

// Done is closed when the PostgreSQL that this process started has ended, asked or not.
// It is nil, so never ready, when the server was joined.
func (s *Server) Done() <-chan struct{} {
	if s.Joined() {
		return nil
	}
	return s.supervisor.done
}

// Stop says that this process has done with the server, which ends when the process
// that started it and every guest have done, stopped or killed. A Stop that is the last
// of them by the process that started it returns when PostgreSQL has ended; one that
// leaves guests behind returns at once. It may be called more than once.
func (s *Server) Stop() error {
	if !s.Joined() {
		return s.supervisor.stop()
	}
	if err := s.lease.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

func (o Options) complete() (Options, error) {
	if o.Dir == "" {
		return o, errors.New("embedded: no data directory")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return o, err
	}
	o.Dir = dir
	if strings.ContainsAny(dir, "\"$`\\\n") {
		return o, &Refusal{BadName, fmt.Sprintf("pg_ctl hands the name of the data directory to a shell, which would change %q", dir),
			"choose one without quotes, $, ` and \\ with --data DIR"}
	}
	if o.Cache == "" {
		o.Cache = layout(dir).binaries()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
