package embedded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// Download is the version fetched when this machine has no PostgreSQL that serves.
// The library's own constants lag behind what its repository has.
const Download = "18.6.0"

// oldestMajor is the oldest PostgreSQL that the schema is written for.
const oldestMajor = 15

// installation is one set of binaries: prefix/bin holds initdb, pg_ctl and postgres.
type installation struct {
	prefix  string
	version string // as the library wants it: major.minor.0
	major   int
}

// programs are what an installation must have, and the library looks for in bin.
var programs = [...]string{"initdb", "pg_ctl", "postgres"}

// binaries returns an installation for a cluster of the given major version, 0 when
// there is none yet: the newest on this machine that fits, else a downloaded one.
func (c *cluster) binaries(major int) (installation, error) {
	local := c.local()
	for _, in := range local {
		if major == 0 || in.major == major {
			return in, nil
		}
	}
	if major != 0 && major != majorOf(Download) {
		return installation{}, c.wrongVersion(major, local)
	}
	return c.download()
}

// local lists the installations on this machine, those on PATH first, then the newest.
func (c *cluster) local() []installation {
	candidates := c.Installations
	if candidates == nil {
		candidates = slices.Concat(onPath(), packaged())
	}
	var found []installation
	for _, prefix := range candidates {
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

// packaged lists where Debian, Red Hat's PGDG packages and Homebrew install, each
// newest first.
func packaged() []string {
	var all []string
	for _, pattern := range []string{"/usr/lib/postgresql/*", "/usr/pgsql-*", "/opt/homebrew/opt/postgresql@*"} {
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

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)\.(\d+)`)

// inspect asks an installation for its version; it must have every program.
func inspect(prefix string) (installation, bool) {
	for _, name := range programs {
		if _, err := exec.LookPath(filepath.Join(prefix, "bin", name)); err != nil {
			return installation{}, false
		}
	}
	out, err := exec.Command(filepath.Join(prefix, "bin", "postgres"), "--version").Output()
	m := versionPattern.FindStringSubmatch(string(out))
	if err != nil || m == nil {
		return installation{}, false
	}
	version := m[1] + "." + m[2] + ".0"
	return installation{prefix, version, majorOf(version)}, true
}

func majorOf(version string) int {
	major, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(major)
	return n
}

// download returns the fetched installation, fetching it first when it is not there.
func (c *cluster) download() (installation, error) {
	in := installation{filepath.Join(c.Cache, Download), Download, majorOf(Download)}
	if _, ok := inspect(in.prefix); ok {
		return in, nil
	}
	lock, err := c.lockCache()
	if err != nil {
		return in, err
	}
	defer lock.Close()
	if _, ok := inspect(in.prefix); ok {
		return in, nil
	}
	return in, c.fetch(in.prefix)
}

// fetch has the library download binaries into prefix. The library downloads only as
// part of a start, so it starts a scratch cluster, which also proves the binaries; and
// it unpacks file by file, so it unpacks beside prefix and a rename completes it.
func (c *cluster) fetch(prefix string) error {
	c.progress("no PostgreSQL %d or newer on this machine: downloading %s (15 MB)", oldestMajor, Download)
	scratch, err := os.MkdirTemp(c.Cache, "fetch-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	port, err := freePort()
	if err != nil {
		return err
	}
	trial := embeddedpostgres.NewDatabase(c.library(port, Download).
		BinariesPath(filepath.Join(scratch, "binaries")).CachePath(filepath.Join(scratch, "cache")).
		DataPath(filepath.Join(scratch, "data")).RuntimePath(filepath.Join(scratch, "runtime")).
		StartParameters(map[string]string{"fsync": "off", "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}))
	if err := errors.Join(trial.Start()); err != nil {
		return c.notFetched(err)
	}
	if err := trial.Stop(); err != nil {
		return c.notFetched(err)
	}
	return os.Rename(filepath.Join(scratch, "binaries"), prefix)
}

func (c *cluster) notFetched(err error) error {
	return &Refusal{NoBinaries,
		fmt.Sprintf("this machine has no PostgreSQL %d or newer, and downloading %s failed: %v", oldestMajor, Download, err),
		"install PostgreSQL (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql), " +
			"or let this machine reach the network, or set DATABASE_URL to a PostgreSQL elsewhere"}
}

// lockCache waits for other processes that download into the same cache.
func (c *cluster) lockCache() (io.Closer, error) {
	if err := checkAccess(c.Account, c.Cache); err != nil {
		return nil, err
	}
	return waitLock(filepath.Join(c.Cache, "lock"), c.Account)
}

func (c *cluster) wrongVersion(major int, local []installation) error {
	var have []string
	for _, in := range local {
		have = append(have, fmt.Sprintf("%d in %s", in.major, in.prefix))
	}
	if have == nil {
		have = []string{"none"}
	}
	return &Refusal{WrongVersion,
		fmt.Sprintf("the data in %s is of PostgreSQL %d; this machine has: %s", c.at.data(), major, strings.Join(have, ", ")),
		fmt.Sprintf("install PostgreSQL %d (Debian, Ubuntu: apt install postgresql-%d), or start on another directory "+
			"with --data DIR and restore a backup there; nothing was changed", major, major)}
}

// majorOnDisk reads the major version of the cluster, 0 when there is no cluster. It is
// read before anything else is done: the library deletes a directory of another version.
func majorOnDisk(at layout) (int, error) {
	entries, err := os.ReadDir(at.data())
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, &Refusal{NoAccess, err.Error(), "make the directory readable for the account that owns it"}
	}
	raw, err := os.ReadFile(filepath.Join(at.data(), "PG_VERSION"))
	major, convErr := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err = errors.Join(err, convErr); err != nil {
		return 0, &Refusal{DamagedData,
			fmt.Sprintf("%s is not a PostgreSQL cluster: %v", at.data(), err),
			"restore it from a backup, or move it away to start empty; nothing was changed"}
	}
	return major, nil
}
