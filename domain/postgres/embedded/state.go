package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// state is what a running server tells other processes, and what its supervisor
// reports once it runs.
type state struct {
	URL        string    `json:"url"`
	Version    string    `json:"version"`
	Supervisor int       `json:"supervisor_pid"`
	Since      time.Time `json:"since"`
}

// joinTimeout bounds the attempt to reach a server that the state file speaks of.
const joinTimeout = 2 * time.Second

// readState returns what the state file of at says, and a refusal when this user may
// not read it. A killed machine leaves one behind: it holds only while a supervisor has
// the lock of the cluster.
func readState(at layout) (state, error) {
	var s state
	raw, err := os.ReadFile(at.state())
	if errors.Is(err, fs.ErrPermission) {
		return s, unreadableState(at)
	}
	_ = json.Unmarshal(raw, &s) // absent, or from another version: no server to join
	return s, nil
}

// join becomes a guest of the server that s speaks of, or returns nothing when that is
// starting or stopping.
func join(ctx context.Context, at layout, who account, s state) (*Server, error) {
	if s.URL == "" {
		return nil, nil
	}
	lease, err := tryLock(at.guests(), who, shared)
	if lease == nil || err != nil {
		return nil, err
	}
	if !answers(ctx, s.URL) {
		return nil, lease.Close()
	}
	return &Server{url: s.URL, lease: lease}, nil
}

// unreadableState tells a closed directory somewhere above from a cluster of another
// user's.
func unreadableState(at layout) error {
	me, err := chooseAccount(at)
	if err != nil {
		return err
	}
	closed := firstClosed(at.state())
	switch {
	case closed == "":
		return notOurs(at.state(), me)
	case strings.HasPrefix(closed, string(at)):
		return notOurs(closed, me)
	}
	return notEnterable(closed, me)
}

func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return false
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return conn.Ping(ctx) == nil
}

func (s state) write(at layout) error {
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(at.state(), append(raw, '\n'))
}

// writeFile puts data at path in one step, durably and readable by its owner alone.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
