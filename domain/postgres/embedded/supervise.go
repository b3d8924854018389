package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
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
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// supervise runs PostgreSQL as the assignment in the input says, until the input ends.
func supervise(in io.Reader, out *json.Encoder) error {
	withstandSignals()
	becomeReaper()
	syscall.CloseOnExec(3) // the lock is the supervisor's, not PostgreSQL's
	var a assignment
	if err := json.NewDecoder(in).Decode(&a); err != nil {
		return err
	}
	ctx, gone := context.WithCancel(context.Background())
	go func() {
		defer gone()
		_, _ = io.Copy(io.Discard, in)
	}()
	if err := fulfil(ctx, a, out); err != nil {
		return errors.Join(err, out.Encode(reportOf(err)))
	}
	return nil
}

// withstandSignals leaves the end of standard input as the only way to stop: a service
// manager that signals every process of a group must not take the database away from a
// program that is still finishing. Children keep the default dispositions.
func withstandSignals() {
	unread := make(chan os.Signal, 1)
	signal.Notify(unread, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
}

// fulfil steps down from root, sees that the account can work, and serves.
func fulfil(ctx context.Context, a assignment, out *json.Encoder) error {
	at := layout(a.Dir)
	if a.Temporary {
		if err := claimTemporary(a); err != nil {
			return err
		}
		defer removeTemporary(at)
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
	return c.serve(ctx, out)
}

// claimTemporary hands a temporary data directory to the account, which removes it in
// the end, once it is sure that it holds nothing but what Start has just made.
func claimTemporary(a assignment) error {
	entries, err := os.ReadDir(a.Dir)
	if err != nil {
		return err
	}
	if _, _, hasData := owner(layout(a.Dir).data()); hasData || len(entries) > 1 {
		return &Refusal{NotEmpty, a.Dir + " is not empty, and a temporary cluster removes its directory",
			"name an empty directory"}
	}
	if os.Geteuid() != 0 {
		return nil
	}
	return os.Lchown(a.Dir, a.Account.UID, a.Account.GID)
}

// removeTemporary leaves an empty directory where the account may not unlink it.
func removeTemporary(at layout) {
	_ = os.RemoveAll(at.root())
	_ = os.Remove(string(at))
}

// cleanEnvironment keeps the caller's PostgreSQL settings and language away from the
// private server, gives pg_ctl time for a long recovery, and gives the library, which
// leaves a log among the temporary files, a place that is emptied at every start.
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

// serve starts the cluster, says so, and stops it when ctx has ended and the last guest
// has left, or when PostgreSQL ends by itself.
func (c *cluster) serve(ctx context.Context, out *json.Encoder) error {
	if err := os.RemoveAll(c.at.state()); err != nil {
		return err
	}
	if err := c.start(ctx); err != nil {
		return err
	}
	ready := state{URL: c.url(database), Version: c.install.version, Supervisor: os.Getpid(), Since: time.Now().UTC()}
	if err := ready.write(c.at); err != nil {
		return errors.Join(err, c.stop())
	}
	_ = out.Encode(report{Ready: &ready}) // to nobody, when ctx has ended already
	select {
	case <-ctx.Done():
	case <-c.ended:
	}
	guests, err := c.awaitGuests(out)
	if err == nil {
		defer guests.Close() // so that nobody joins a server that is stopping
	}
	return errors.Join(err, os.Remove(c.at.state()), c.stop())
}

// awaitGuests waits, after saying so, for guests to leave, unless PostgreSQL has ended.
func (c *cluster) awaitGuests(out *json.Encoder) (io.Closer, error) {
	lock, err := tryLock(c.at.guests(), c.Account, exclusive)
	if lock != nil || err != nil {
		return lock, err
	}
	_ = out.Encode(report{Kept: true})
	left := make(chan struct{})
	go func() {
		defer close(left)
		lock, err = waitLock(c.at.guests(), c.Account)
	}()
	select {
	case <-left:
		return lock, err
	case <-c.ended:
		return io.NopCloser(nil), nil
	}
}
