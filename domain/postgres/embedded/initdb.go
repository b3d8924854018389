package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// majorOnDisk reads the major version of the cluster, 0 when there is no cluster. It
// comes before anything else, since the library deletes a directory of another version.
func majorOnDisk(at layout) (int, error) {
	entries, err := os.ReadDir(at.data())
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, &Refusal{NoAccess, err.Error(), "make the directory readable for the account that owns it"}
	}
	raw, err := os.ReadFile(filepath.Join(at.data(), "PG_VERSION"))
	if err != nil {
		return 0, damaged(at, err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil || major < 1 {
		return 0, damaged(at, fmt.Errorf("PG_VERSION says %q", raw))
	}
	return major, nil
}

func damaged(at layout, why error) error {
	return &Refusal{DamagedData, fmt.Sprintf("%s is not a whole PostgreSQL cluster: %v", at.data(), why),
		"restore it from a backup, or move it away to start empty; it was left as it is"}
}

// create makes the cluster beside its place and moves it there when it is whole, so
// that half a cluster is never mistaken for one.
func (c *cluster) create(ctx context.Context) error {
	c.progress("creating a PostgreSQL %s cluster in %s", c.install.version, c.at.data())
	if err := os.RemoveAll(c.at.newData()); err != nil {
		return err
	}
	if err := writeFile(c.at.password(), []byte(rand.Text())); err != nil {
		return err
	}
	if err := c.initdb(ctx); err != nil {
		return err
	}
	if err := os.Rename(c.at.newData(), c.at.data()); err != nil {
		return err
	}
	return syncDir(c.at.root())
}

// characterTypes are tried in order: PostgreSQL must know Chinese characters for
// letters, which the C locale does not, and no one name is known to every system.
var characterTypes = [...]string{"C.UTF-8", "C.utf8", "en_US.UTF-8", "C"}

// initdb does what the library's own call of initdb leaves out: data checksums,
// passwords that are not sent in the clear, and an order of text (by code point) that
// an upgrade of the system's locales cannot change under an index.
func (c *cluster) initdb(ctx context.Context) error {
	var err error
	for _, characters := range characterTypes {
		args := []string{"-D", c.at.newData(), "-U", role, "--pwfile", c.at.password(), "--auth", "scram-sha-256",
			"--data-checksums", "--encoding", "UTF8", "--locale", "C", "--lc-ctype", characters}
		if c.settings()["fsync"] == "off" {
			args = append(args, "--no-sync")
		}
		if err = c.command(ctx, "initdb", args...); err == nil || !strings.Contains(err.Error(), "invalid locale") {
			break
		}
	}
	if err == nil {
		return nil
	}
	return &Refusal{NotStartable, err.Error(), "put right what it names and start again"}
}

// command runs a program of the installation; the error holds what it said.
func (c *cluster) command(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, filepath.Join(c.install.prefix, "bin", name), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

func (c *cluster) readPassword() error {
	raw, err := os.ReadFile(c.at.password())
	if errors.Is(err, fs.ErrNotExist) {
		return &Refusal{DamagedData, "the password of the cluster is missing: " + c.at.password(),
			"restore that file from a backup; the data were left as they are"}
	}
	c.password = strings.TrimSpace(string(raw))
	return err
}
