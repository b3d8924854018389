package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

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
	ended    <-chan struct{} // closes when the server process has ended
}

// start brings the cluster up, making it first when there is none.
func (c *cluster) start(ctx context.Context) error {
	major, err := majorOnDisk(c.at)
	if err != nil {
		return err
	}
	if c.install, err = c.binaries(ctx, major); err != nil {
		return err
	}
	if major == 0 {
		err = c.create(ctx)
	} else {
		err = c.stopOrphan(ctx)
	}
	if err != nil {
		return err
	}
	if err := c.readPassword(); err != nil {
		return err
	}
	if err := c.run(); err != nil {
		return err
	}
	if err := c.ensureDatabase(ctx); err != nil {
		return errors.Join(err, c.stop())
	}
	return nil
}

// run starts the server. The library leaves data alone that are of the version it is
// told, and deletes them otherwise, so that is made sure of here, whatever went before.
// A random port that another program took in between is drawn again.
func (c *cluster) run() error {
	const draws = 3
	major, err := majorOnDisk(c.at)
	if err != nil || major != c.install.major {
		return errors.Join(err, c.wrongVersion(major, []installation{c.install}))
	}
	for range draws {
		if c.port, err = c.choosePort(); err != nil {
			return err
		}
		c.server = embeddedpostgres.NewDatabase(c.configuration(c.port, c.install.version).
			BinariesPath(c.install.prefix).DataPath(c.at.data()).RuntimePath(c.at.runtime()).
			StartParameters(c.settings()))
		began := time.Now()
		if err = c.server.Start(); err == nil {
			return c.watch()
		}
		err = c.notStarted(err, began)
		if c.Port != 0 || portFree(c.port) {
			break
		}
	}
	return err
}

func (c *cluster) notStarted(err error, began time.Time) error {
	why := lastFatal(c.at, began)
	if why == "" {
		why = err.Error()
	}
	return &Refusal{NotStartable, "PostgreSQL did not start: " + why,
		"read the logs in " + c.at.log() + "; the data were left as they are"}
}

// lastFatal returns the last words of a server that gave up, from its log since then.
func lastFatal(at layout, since time.Time) string {
	from := since.UTC().Format("2006-01-02 15:04:05") // as log_timezone has it
	logs, _ := filepath.Glob(filepath.Join(at.log(), "postgresql-*.log"))
	var last string
	for _, log := range logs {
		raw, _ := os.ReadFile(log)
		for line := range strings.Lines(string(raw)) {
			if _, words, ok := strings.Cut(line, "FATAL:"); ok && line >= from {
				last = strings.TrimSpace(words)
			}
		}
	}
	return last
}

func (c *cluster) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", database).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, "create database "+database)
	return err
}

// watch sees to it that ended closes when the server process has ended.
func (c *cluster) watch() error {
	pid, ok := postmaster(c.at)
	if !ok {
		return errors.Join(&Refusal{NotStartable, "PostgreSQL ended as soon as it had started",
			"read the logs in " + c.at.log()}, c.server.Stop())
	}
	c.ended = exited(pid)
	return nil
}

// exitTimeout is what the server process may take to end after it has shut down.
const exitTimeout = 10 * time.Second

// stop ends the server at once for its clients and cleanly for its data, and returns
// when its process has ended. It is no failure to find that it has ended by itself.
func (c *cluster) stop() error {
	err := c.server.Stop()
	select {
	case <-c.ended:
		return nil
	case <-time.After(exitTimeout):
		return errors.Join(errors.New("PostgreSQL does not stop"), err)
	}
}

func (c *cluster) url(name string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(role, c.password),
		Host: fmt.Sprintf("127.0.0.1:%d", c.port), Path: name, RawQuery: "sslmode=disable"}
	return u.String()
}
