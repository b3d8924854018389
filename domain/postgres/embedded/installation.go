package embedded

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldestMajor is the oldest PostgreSQL that the schema is written for.
const oldestMajor = 15

// installation is one set of binaries: prefix/bin holds initdb, pg_ctl and postgres.
type installation struct {
	prefix  string
	version string // major.minor
	major   int
}

// programs are what the library looks for in bin.
var programs = [...]string{"initdb", "pg_ctl", "postgres"}

// binaries returns an installation for a cluster of the given major version, 0 when
// there is no cluster yet: one of this machine's, else the one to be downloaded, else
// one that an earlier version of this program has downloaded.
func (c *cluster) binaries(ctx context.Context, major int) (installation, error) {
	local := c.local()
	if in, ok := fitting(local, major); ok {
		return in, nil
	}
	err := c.wrongVersion(major, local)
	if major == 0 || major == majorOf(Download) {
		var in installation
		if in, err = c.download(ctx); err == nil {
			return in, nil
		}
	}
	if in, ok := fitting(c.fetched(), major); ok {
		return in, nil
	}
	return installation{}, err
}

func fitting(all []installation, major int) (installation, bool) {
	i := slices.IndexFunc(all, func(in installation) bool { return major == 0 || in.major == major })
	if i < 0 {
		return installation{}, false
	}
	return all[i], true
}

// local lists the installations on this machine, the one on PATH first, then packaged.
func (c *cluster) local() []installation {
	if c.Installations != nil {
		return usable(c.Installations)
	}
	return usable(slices.Concat(onPath(), packaged()))
}

// fetched lists the installations that were downloaded before, newest first.
func (c *cluster) fetched() []installation {
	prefixes, _ := filepath.Glob(filepath.Join(c.Cache, "[0-9]*"))
	slices.Reverse(prefixes)
	return usable(prefixes)
}

func usable(prefixes []string) []installation {
	var found []installation
	for i, prefix := range prefixes {
		if slices.Contains(prefixes[:i], prefix) {
			continue // on PATH and packaged
		}
		if in, ok := inspect(prefix); ok && in.major >= oldestMajor {
			found = append(found, in)
		}
	}
	return found
}

// onPath finds the installation that PATH names, behind any symbolic links.
func onPath() []string {
	path, err := exec.LookPath("pg_ctl")
	if err != nil {
		return nil
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return nil
	}
	return []string{filepath.Dir(filepath.Dir(path))}
}

// packaged lists where Debian's, PGDG's and Homebrew's packages install, each newest
// first.
func packaged() []string {
	var all []string
	for _, pattern := range [...]string{"/usr/lib/postgresql/*", "/usr/pgsql-*", "/opt/homebrew/opt/postgresql@*"} {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, func(a, b string) int { return trailingNumber(b) - trailingNumber(a) })
		all = append(all, found...)
	}
	return all
}

func trailingNumber(s string) int {
	n, _ := strconv.Atoi(s[strings.LastIndexAny(s, "/-@")+1:])
	return n
}

// inspect asks an installation, which must have every program, for its version.
func inspect(prefix string) (installation, bool) {
	for _, name := range programs {
		if _, err := exec.LookPath(filepath.Join(prefix, "bin", name)); err != nil {
			return installation{}, false
		}
	}
	out, err := exec.Command(filepath.Join(prefix, "bin", "postgres"), "--version").Output()
	version, ok := parseVersion(string(out))
	if err != nil || !ok {
		return installation{}, false
	}
	return installation{prefix, version, majorOf(version)}, true
}

// parseVersion reads "postgres (PostgreSQL) 15.18 (Debian …)". A development version,
// such as 19beta1, is none to keep data in.
func parseVersion(s string) (string, bool) {
	m := regexp.MustCompile(`\(PostgreSQL\) (\d+)\.(\d+)(\s|$)`).FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return m[1] + "." + m[2], true
}

func majorOf(version string) int {
	major, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(major)
	return n
}

func (c *cluster) wrongVersion(major int, local []installation) error {
	have := []string{"no other"}
	for i, in := range local {
		have = append(have[:i], fmt.Sprintf("PostgreSQL %d in %s", in.major, in.prefix))
	}
	return &Refusal{WrongVersion,
		fmt.Sprintf("the data in %s are of PostgreSQL %d, and this machine has %s",
			c.at.data(), major, strings.Join(have, ", ")),
		fmt.Sprintf("install PostgreSQL %d (Debian, Ubuntu: apt install postgresql-%d), or start on another directory "+
			"with --data DIR and restore a backup there; the data were left as they are", major, major)}
}
