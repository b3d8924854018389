package search

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The generations of a library are directories KIND.N beside a file
// KIND.current that holds the name of the live one. Writing that file is the
// moment at which a rebuild counts.

func (l *Library) path(name string) string { return filepath.Join(l.dir, name) }

func (l *Library) pointerPath() string { return l.path(string(l.kind) + ".current") }

// pointer returns the name of the live generation.
func (l *Library) pointer() (string, error) {
	b, err := os.ReadFile(l.pointerPath())
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(string(b), "\n")
	if _, ok := l.number(name); !ok {
		return "", fmt.Errorf("search: %s names no index: %q", l.pointerPath(), name)
	}
	return name, nil
}

// point makes g the live generation, durably.
func (l *Library) point(g *generation) error {
	if err := syncDir(g.dir); err != nil {
		return err
	}
	return replaceFile(l.pointerPath(), []byte(filepath.Base(g.dir)+"\n"))
}

// number returns N of a directory KIND.N.
func (l *Library) number(name string) (int, bool) {
	digits, ok := strings.CutPrefix(name, string(l.kind)+".")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n > 0 && digits == strconv.Itoa(n)
}

// generations lists the directories of the library.
func (l *Library) generations() []string {
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if _, ok := l.number(e.Name()); ok {
			names = append(names, e.Name())
		}
	}
	return names
}

// nextGeneration returns a name above all that exist, so that a new index
// never shares a directory with the remains of another.
func (l *Library) nextGeneration() string {
	last := 0
	for _, name := range l.generations() {
		n, _ := l.number(name)
		last = max(last, n)
	}
	return string(l.kind) + "." + strconv.Itoa(last+1)
}
