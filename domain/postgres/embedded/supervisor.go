package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// supervisor is the process that runs PostgreSQL, seen from the program that started it.
type supervisor struct {
	cmd     *exec.Cmd
	stdin   io.Closer
	reports *json.Decoder
	ready   chan state    // gets one value when PostgreSQL answers
	kept    chan struct{} // closed when the process stays for guests
	done    chan struct{} // closed when the process has ended
	err     error         // how it ended; to be read after done
}

// assignment is what a supervisor reads from its standard input.
type assignment struct {
	Dir           string            `json:"dir"`
	Port          int               `json:"port"`
	Settings      map[string]string `json:"settings"`
	Temporary     bool              `json:"temporary"`
	Cache         string            `json:"cache"`
	Repository    string            `json:"repository"`
	Installations []string          `json:"installations"`
	Account       account           `json:"account"`
}

// report is what a supervisor writes: any number of Progress, then Ready or the reason
// why not, and at the end perhaps that the server is Kept for guests, or a Failure.
type report struct {
	Progress string   `json:"progress,omitempty"`
	Ready    *state   `json:"ready,omitempty"`
	Kept     bool     `json:"kept,omitempty"`
	Refusal  *Refusal `json:"refusal,omitempty"`
	Failure  string   `json:"failure,omitempty"`
}

func (r report) err() error {
	switch {
	case r.Refusal != nil:
		return r.Refusal
	case r.Failure != "":
		return errors.New("embedded: " + r.Failure)
	}
	return nil
}

func reportOf(err error) report {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return report{Refusal: refusal}
	}
	return report{Failure: err.Error()}
}

// launch starts a supervisor that inherits lock, and returns when PostgreSQL answers.
// When ctx ends first it leaves the supervisor to end by itself.
func launch(ctx context.Context, o Options, who account, lock *os.File) (*supervisor, string, error) {
	s, err := spawn(o, who, lock)
	if err != nil {
		return nil, "", fmt.Errorf("embedded: supervisor: %w", err)
	}
	go s.listen(o.Logger)
	select {
	case ready := <-s.ready:
		return s, ready.URL, nil
	case <-s.done:
		return nil, "", errors.Join(s.err, s.speechless(o))
	case <-ctx.Done():
		s.stdin.Close()
		return nil, "", fmt.Errorf("embedded: starting PostgreSQL: %w", ctx.Err())
	}
}

// spawn starts the supervisor in a session of its own, so that an interrupt typed at
// the terminal reaches the program and not its database.
func spawn(o Options, who account, lock *os.File) (*supervisor, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	stderr, err := who.open(supervisorLog(o))
	if err != nil {
		return nil, err
	}
	defer stderr.Close()
	cmd := exec.Command(program, "postgres-supervisor", o.Dir)
	cmd.Env = append(os.Environ(), supervisorVariable+"=1")
	cmd.Dir, cmd.Stderr, cmd.ExtraFiles = "/", stderr, []*os.File{lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return begin(cmd, assignment{o.Dir, o.Port, o.Settings, o.Temporary, o.Cache, o.Repository, o.installations, who})
}

func begin(cmd *exec.Cmd, a assignment) (*supervisor, error) {
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &supervisor{cmd: cmd, stdin: stdin, reports: json.NewDecoder(stdout),
		ready: make(chan state, 1), kept: make(chan struct{}), done: make(chan struct{})}
	// A process that does not read its assignment ends, and listen hears of that.
	_ = json.NewEncoder(stdin).Encode(a)
	return s, nil
}

// listen passes the reports on until the supervisor ends, and keeps how it ended.
func (s *supervisor) listen(log *slog.Logger) {
	defer close(s.done)
	var last error
	for {
		var r report
		if s.reports.Decode(&r) != nil {
			break
		}
		if r.Progress != "" {
			log.Info(r.Progress)
		}
		if r.Ready != nil {
			s.ready <- *r.Ready
		}
		if r.Kept {
			close(s.kept)
		}
		last = r.err()
	}
	s.err = s.cmd.Wait()
	if last != nil {
		s.err = last
	}
}

// speechless is the refusal for a supervisor that ended before PostgreSQL answered and
// gave no reason, and nil when it gave one.
func (s *supervisor) speechless(o Options) error {
	var exit *exec.ExitError
	if s.err != nil && !errors.As(s.err, &exit) {
		return nil
	}
	return &Refusal{NoSupervision, "the process that runs it ended without a reason",
		"read " + supervisorLog(o) + "; a program that uses this package must begin with RunIfSupervisor"}
}

func supervisorLog(o Options) string { return filepath.Join(layout(o.Dir).log(), "supervisor.log") }

// stop has the supervisor stop PostgreSQL, and returns when both have ended, or when
// they stay for guests.
func (s *supervisor) stop() error {
	s.stdin.Close()
	select {
	case <-s.kept:
		return nil
	case <-s.done:
		return s.err
	}
}
