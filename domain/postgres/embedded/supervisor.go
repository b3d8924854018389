package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
)

// supervisor is the process that runs PostgreSQL, seen from the program that started it.
type supervisor struct {
	cmd     *exec.Cmd
	stdin   io.Closer
	reports *json.Decoder
	done    chan struct{} // closed when the process has ended
	err     error         // how it ended; to be read after done
	once    sync.Once
}

// assignment is the one line a supervisor reads from its standard input.
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

// report is one line that a supervisor writes: any number of Progress, then Ready or
// the reason why not, and at the end perhaps a Failure to stop.
type report struct {
	Progress string   `json:"progress,omitempty"`
	Ready    *state   `json:"ready,omitempty"`
	Refusal  *Refusal `json:"refusal,omitempty"`
	Failure  string   `json:"failure,omitempty"`
}

func (r report) err() error {
	if r.Refusal != nil {
		return r.Refusal
	}
	return errors.New("embedded: " + r.Failure)
}

// launch starts a supervisor that inherits lock, and returns when PostgreSQL answers.
func launch(ctx context.Context, o Options, who account, lock *os.File) (*supervisor, string, error) {
	s, err := spawn(o, who, lock)
	if err != nil {
		return nil, "", fmt.Errorf("embedded: supervisor: %w", err)
	}
	abandon := context.AfterFunc(ctx, func() { s.stdin.Close() })
	ready, err := s.awaitReady(o)
	if !abandon() {
		err = errors.Join(ctx.Err(), err)
	}
	go s.awaitEnd()
	if err != nil {
		return nil, "", errors.Join(err, s.stop())
	}
	return s, ready.URL, nil
}

// spawn starts the supervisor in a session of its own, so that an interrupt typed at
// the terminal reaches the program and not its database.
func spawn(o Options, who account, lock *os.File) (*supervisor, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	stderr, err := who.open(filepath.Join(layout(o.Dir).log(), "supervisor.log"))
	if err != nil {
		return nil, err
	}
	defer stderr.Close()
	cmd := exec.Command(program, "postgres-supervisor", o.Dir)
	cmd.Env = append(os.Environ(), supervisorVariable+"=1")
	cmd.Dir, cmd.Stderr, cmd.ExtraFiles = "/", stderr, []*os.File{lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return start(cmd, assignment{o.Dir, o.Port, o.Settings, o.Temporary, o.Cache, o.Repository, o.installations, who})
}

func start(cmd *exec.Cmd, a assignment) (*supervisor, error) {
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
	// A supervisor that cannot read its assignment says so by ending.
	_ = json.NewEncoder(stdin).Encode(a)
	return &supervisor{cmd: cmd, stdin: stdin, reports: json.NewDecoder(stdout), done: make(chan struct{})}, nil
}

func (s *supervisor) awaitReady(o Options) (state, error) {
	for {
		var r report
		if err := s.reports.Decode(&r); err != nil {
			return state{}, &Refusal{NoSupervision,
				fmt.Sprintf("its supervisor ended without a word (%v)", err),
				"read " + filepath.Join(layout(o.Dir).log(), "supervisor.log")}
		}
		switch {
		case r.Progress != "":
			o.Logger.Info(r.Progress)
		case r.Ready != nil:
			return *r.Ready, nil
		default:
			return state{}, r.err()
		}
	}
}

// awaitEnd reaps the supervisor and keeps what it said last.
func (s *supervisor) awaitEnd() {
	defer close(s.done)
	var said error
	for {
		var r report
		if s.reports.Decode(&r) != nil {
			break
		}
		said = r.err()
	}
	if err := s.cmd.Wait(); said == nil {
		said = err
	}
	s.err = said
}

func (s *supervisor) stop() error {
	s.once.Do(func() { s.stdin.Close() })
	<-s.done
	return s.err
}
