package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// supervisorVariable marks the process that is to be a supervisor.
const supervisorVariable = "SANKU_POSTGRES_SUPERVISOR"

func isSupervisor() bool { return os.Getenv(supervisorVariable) != "" }

// RunIfSupervisor makes this process the supervisor of a PostgreSQL and does not
// return, when Start has started it for that; otherwise it returns at once. It must be
// the first call of main, and of TestMain in a package whose tests use Start.
func RunIfSupervisor() {
	if !isSupervisor() {
		return
	}
	if err := supervise(os.Stdin, json.NewEncoder(os.Stdout)); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// supervise runs PostgreSQL as in says until in ends.
func supervise(in io.Reader, out *json.Encoder) error {
	withstandSignals()
	syscall.CloseOnExec(3) // the lock is the supervisor's, not PostgreSQL's
	var a assignment
	dec := json.NewDecoder(in)
	if err := dec.Decode(&a); err != nil {
		return err
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, in)
	}()
	if err := serve(a, out, gone); err != nil {
		return errors.Join(err, out.Encode(reportOf(err)))
	}
	return nil
}

// withstandSignals leaves the end of standard input as the only way to stop: a service
// manager that signals every process of a group must not take the database away from a
// program that is still finishing. Children keep the default dispositions.
func withstandSignals() {
	ignored := make(chan os.Signal, 1)
	signal.Notify(ignored, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
}

func reportOf(err error) report {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return report{Refusal: refusal}
	}
	return report{Failure: err.Error()}
}

func serve(a assignment, out *json.Encoder, gone <-chan struct{}) (err error) {
	at := layout(a.Dir)
	if a.Temporary {
		if err := claimTemporary(a); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(a.Dir)) }()
	}
	if err := a.Account.become(); err != nil {
		return err
	}
	if err := checkAccess(a.Account, at.root()); err != nil {
		return err
	}
	if err := cleanEnvironment(at); err != nil {
		return err
	}
	c := &cluster{assignment: a, at: at, progress: func(format string, args ...any) {
		_ = out.Encode(report{Progress: fmt.Sprintf(format, args...)})
	}}
	return c.serve(out, gone)
}

// claimTemporary hands the whole of a temporary data directory to the account, which
// removes it in the end, once it is sure that it holds nothing but this package's.
func claimTemporary(a assignment) error {
	entries, err := os.ReadDir(a.Dir)
	if err != nil {
		return err
	}
	_, _, hasData := owner(layout(a.Dir).data())
	if len(entries) > 1 || hasData {
		return &Refusal{NotEmpty, a.Dir + " is not empty, and a temporary cluster removes its directory",
			"name an empty directory"}
	}
	if os.Geteuid() != 0 {
		return nil
	}
	return os.Lchown(a.Dir, a.Account.UID, a.Account.GID)
}

// cleanEnvironment keeps the caller's PostgreSQL settings and language away from the
// private server, gives pg_ctl time for a long recovery, and gives the library, which
// leaves its log among the temporary files, a place that is emptied at every start.
func cleanEnvironment(at layout) error {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "PG") {
			os.Unsetenv(name)
		}
	}
	if err := os.RemoveAll(at.temp()); err != nil {
		return err
	}
	return errors.Join(
		os.Mkdir(at.temp(), 0o700),
		os.Setenv("TMPDIR", at.temp()),
		os.Setenv("PGCTLTIMEOUT", "600"),
		os.Setenv("LC_ALL", "C"),
		os.Unsetenv(supervisorVariable))
}

// serve starts the cluster, says so, and stops it when gone closes or PostgreSQL ends.
func (c *cluster) serve(out *json.Encoder, gone <-chan struct{}) error {
	if err := os.RemoveAll(c.at.state()); err != nil {
		return err
	}
	if err := c.start(); err != nil {
		return err
	}
	ready := state{URL: c.url(), Version: c.install.version, Supervisor: os.Getpid(), Since: time.Now().UTC()}
	if err := ready.write(c.at); err != nil {
		return errors.Join(err, c.stop())
	}
	if err := out.Encode(report{Ready: &ready}); err == nil {
		c.wait(gone)
	}
	return errors.Join(os.Remove(c.at.state()), c.stop())
}

// wait returns when gone closes or the server process ends by itself.
func (c *cluster) wait(gone <-chan struct{}) {
	const look = time.Second
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-gone:
			return
		case <-tick.C:
			if pid, ok := postmaster(c.at); !ok || !alive(pid) {
				return
			}
		}
	}
}

// withinDeadline runs do with the time a single query to a local server may take.
func withinDeadline(do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return do(ctx)
}

// logTail returns the last fatal words of the server, for when it would not start.
func logTail(at layout) string {
	files, _ := filepath.Glob(filepath.Join(at.log(), "postgresql-*.log"))
	var newest string
	var since time.Time
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.ModTime().After(since) {
			newest, since = f, info.ModTime()
		}
	}
	raw, _ := os.ReadFile(newest)
	var fatal []string
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, "FATAL:") || strings.Contains(line, "PANIC:") {
			fatal = append(fatal, strings.TrimSpace(line))
		}
	}
	return strings.Join(fatal[max(0, len(fatal)-3):], "; ")
}
