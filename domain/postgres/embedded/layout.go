package embedded

import (
	"errors"
	"os"
	"path/filepath"
)

// layout names the places under one data directory.
type layout string

// root holds everything of PostgreSQL and belongs to the account that runs it.
func (l layout) root() string { return filepath.Join(string(l), "postgres") }

// data is the cluster. Nothing in this package removes it, but for a temporary one.
func (l layout) data() string { return filepath.Join(l.root(), "data") }

// newData is a cluster that initdb has not finished; it becomes data by a rename.
func (l layout) newData() string { return filepath.Join(l.root(), "data.new") }

// runtime is wiped by the library at every start.
func (l layout) runtime() string { return filepath.Join(l.root(), "runtime") }

// temp is wiped by the supervisor at every start.
func (l layout) temp() string { return filepath.Join(l.root(), "tmp") }

func (l layout) binaries() string { return filepath.Join(l.root(), "binaries") }
func (l layout) log() string      { return filepath.Join(l.root(), "log") }
func (l layout) password() string { return filepath.Join(l.root(), "password") }

// state tells other processes of a running server.
func (l layout) state() string { return filepath.Join(l.root(), "server.json") }

// lock is held by the process that starts the cluster and by its supervisor.
func (l layout) lock() string { return filepath.Join(l.root(), "lock") }

// guests is locked, each for itself, by the processes that have joined the cluster, and
// by the supervisor, alone, before it stops the cluster.
func (l layout) guests() string { return filepath.Join(l.root(), "guests") }

// DefaultDir is the data directory when none is given: $XDG_DATA_HOME/sanku, by default
// ~/.local/share/sanku, and /var/lib/sanku for root, whose home the account that runs
// PostgreSQL cannot enter.
func DefaultDir() (string, error) {
	return xdg("XDG_DATA_HOME", filepath.Join(".local", "share"), "/var/lib")
}

// DefaultCache is a place for downloaded binaries that several data directories share.
func DefaultCache() (string, error) {
	return xdg("XDG_CACHE_HOME", ".cache", "/var/cache")
}

func xdg(variable, underHome, forRoot string) (string, error) {
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return filepath.Join(dir, "sanku"), nil
	}
	if os.Geteuid() == 0 {
		return filepath.Join(forRoot, "sanku"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("no home directory: set HOME or " + variable + ", or name a data directory")
	}
	return filepath.Join(home, underHome, "sanku"), nil
}
