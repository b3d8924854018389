package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
	"github.com/jackc/pgx/v5"
)

// The role that owns everything, and the database.
const (
	role     = "sanku"
	database = "sanku"
)

// cluster is PostgreSQL as its supervisor sees it.
type cluster struct {
	assignment
	at       layout
	progress func(format string, args ...any)

	install  installation
	password string
	port     int
	server   *embeddedpostgres.EmbeddedPostgres
}

// start brings the cluster up, making it first when there is none.
func (c *cluster) start() error {
	major, err := majorOnDisk(c.at)
	if err != nil {
		return err
	}
	if c.install, err = c.binaries(major); err != nil {
		return err
	}
	if err := c.stopOrphan(); err != nil {
		return err
	}
	if major == 0 {
		if err := c.create(); err != nil {
			return err
		}
	}
	if err := c.readPassword(); err != nil {
		return err
	}
	if err := c.run(); err != nil {
		return err
	}
	if err := withinDeadline(c.ensureDatabase); err != nil {
		return errors.Join(err, c.stop())
	}
	return nil
}

// run starts the server through the library, which finds the data in place and so
// leaves them alone. A random port that another program took meanwhile is tried anew.
func (c *cluster) run() error {
	if c.Port != 0 && !portFree(c.Port) {
		return &Refusal{PortTaken,
			fmt.Sprintf("port %d of 127.0.0.1 is in use by another program", c.Port),
			"stop that program, or choose another port, or none to have a free one picked"}
	}
	const attempts = 3
	var err error
	for range attempts {
		if c.port, err = c.choosePort(); err != nil {
			return err
		}
		c.server = embeddedpostgres.NewDatabase(c.library(c.port, c.install.version).
			BinariesPath(c.install.prefix).DataPath(c.at.data()).RuntimePath(c.at.runtime()).
			StartParameters(c.settings()))
		if err = c.server.Start(); err == nil || c.Port != 0 || portFree(c.port) {
			break
		}
	}
	if err != nil {
		return c.notStarted(err)
	}
	return nil
}

func (c *cluster) notStarted(err error) error {
	why := logTail(c.at)
	if why == "" {
		why = err.Error()
	}
	return &Refusal{NotStartable, "PostgreSQL did not start: " + why,
		"read the logs in " + c.at.log() + "; the data were left as they are"}
}

// library is the configuration common to every start. Its log says nothing that the
// server's own does not, and an error brings its text along.
func (c *cluster) library(port int, version string) embeddedpostgres.Config {
	config := embeddedpostgres.DefaultConfig().
		Version(embeddedpostgres.PostgresVersion(version)).
		Port(uint32(port)).Username(role).Password(c.password).Database("postgres").
		Logger(io.Discard)
	if c.Repository != "" {
		config = config.BinaryRepositoryURL(c.Repository)
	}
	return config
}

// settings are given at every start, so that they hold for clusters made long ago.
// Errors are logged tersely because their details quote values of the row, which may
// be personal. JIT costs more than it gains on queries as short as ours.
func (c *cluster) settings() map[string]string {
	s := map[string]string{
		"listen_addresses":         "127.0.0.1",
		"unix_socket_directories":  "",
		"password_encryption":      "scram-sha-256",
		"timezone":                 "UTC",
		"log_timezone":             "UTC",
		"log_error_verbosity":      "terse",
		"logging_collector":        "on",
		"log_directory":            filepath.Join("..", filepath.Base(c.at.log())),
		"log_filename":             "postgresql-%a.log",
		"log_truncate_on_rotation": "on",
		"log_rotation_age":         "1d",
		"log_rotation_size":        "0",
		"jit":                      "off",
	}
	if c.Temporary {
		maps.Copy(s, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
	}
	maps.Copy(s, c.Settings)
	return s
}

// create makes the cluster beside its place and moves it there when it is whole, so
// that a cluster half made is never mistaken for one.
func (c *cluster) create() error {
	c.progress("creating a PostgreSQL %s cluster in %s", c.install.version, c.at.data())
	if err := os.RemoveAll(c.at.newData()); err != nil {
		return err
	}
	if err := writeFile(c.at.password(), []byte(rand.Text())); err != nil {
		return err
	}
	if err := c.initdb(); err != nil {
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
func (c *cluster) initdb() error {
	var out []byte
	var err error
	for _, characters := range characterTypes {
		args := []string{"-D", c.at.newData(), "-U", role, "--pwfile", c.at.password(), "--auth", "scram-sha-256",
			"--data-checksums", "--encoding", "UTF8", "--locale", "C", "--lc-ctype", characters}
		if c.Temporary {
			args = append(args, "--no-sync")
		}
		out, err = exec.Command(filepath.Join(c.install.prefix, "bin", "initdb"), args...).CombinedOutput()
		if err == nil {
			return nil
		}
		if !strings.Contains(string(out), "invalid locale") {
			break
		}
	}
	return &Refusal{NotStartable, fmt.Sprintf("initdb failed: %v: %s", err, strings.TrimSpace(string(out))),
		"free some space or mend what it names, and start again"}
}

func (c *cluster) readPassword() error {
	raw, err := os.ReadFile(c.at.password())
	if errors.Is(err, fs.ErrNotExist) {
		return &Refusal{DamagedData, "the password of the cluster is missing: " + c.at.password(),
			"restore that file from a backup; nothing was changed"}
	}
	c.password = strings.TrimSpace(string(raw))
	return err
}

func (c *cluster) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.address("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var there bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", database).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, "create database "+database)
	return err
}

// stop ends the server at once for its clients and cleanly for its data.
func (c *cluster) stop() error {
	if err := c.server.Stop(); err != nil {
		if pid, ok := postmaster(c.at); ok && alive(pid) {
			return fmt.Errorf("PostgreSQL did not stop (process %d): %w", pid, err)
		}
	}
	return nil
}

func (c *cluster) url() string { return c.address(database) }

func (c *cluster) address(name string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(role, c.password),
		Host: fmt.Sprintf("127.0.0.1:%d", c.port), Path: name, RawQuery: "sslmode=disable"}
	return u.String()
}

func (c *cluster) choosePort() (int, error) {
	if c.Port != 0 {
		return c.Port, nil
	}
	return freePort()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func portFree(port int) bool {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return false
	}
	if err == nil {
		l.Close()
	}
	return true
}
