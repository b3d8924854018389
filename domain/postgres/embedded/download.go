package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// Download is the version fetched when this machine has no PostgreSQL that serves. The
// constants of the library lag behind what its repository has.
const Download = "18.6"

// download returns the fetched installation, fetching it first when it is not there.
func (c *cluster) download(ctx context.Context) (installation, error) {
	prefix := filepath.Join(c.Cache, Download)
	if in, ok := inspect(prefix); ok {
		return in, nil
	}
	if err := checkAccess(c.Account, c.Cache); err != nil {
		return installation{}, err
	}
	lock, err := waitLock(filepath.Join(c.Cache, "lock"), c.Account)
	if err != nil {
		return installation{}, err
	}
	defer lock.Close()
	if in, ok := inspect(prefix); ok {
		return in, nil // fetched by the process we waited for
	}
	if err := c.fetch(ctx, prefix); err != nil {
		return installation{}, err
	}
	in, ok := inspect(prefix)
	if !ok {
		return in, notFetched(errors.New("what came does not run"))
	}
	return in, nil
}

// fetch has the library download binaries into prefix. The library downloads only as
// part of a start, so it starts a scratch cluster, which also proves the binaries; and
// it unpacks file by file, so it unpacks beside prefix and a rename completes it.
func (c *cluster) fetch(ctx context.Context, prefix string) error {
	c.progress("this machine has no PostgreSQL %d or newer: downloading %s, about 15 MB", oldestMajor, Download)
	scratch, err := os.MkdirTemp(c.Cache, "fetch-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	defer downloadStrictly(ctx)()
	trial, err := c.trial(scratch)
	if err != nil {
		return err
	}
	if err := trial.Start(); err != nil {
		return notFetched(err)
	}
	if err := trial.Stop(); err != nil {
		return notFetched(err)
	}
	return os.Rename(filepath.Join(scratch, "binaries"), prefix)
}

func (c *cluster) trial(scratch string) (*embeddedpostgres.EmbeddedPostgres, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	in := func(name string) string { return filepath.Join(scratch, name) }
	return embeddedpostgres.NewDatabase(c.configuration(port, Download).
		Password("trial").CachePath(in("cache")).BinariesPath(in("binaries")).
		DataPath(in("data")).RuntimePath(in("runtime")).
		StartParameters(map[string]string{"fsync": "off", "listen_addresses": "127.0.0.1", "unix_socket_directories": ""})), nil
}

func notFetched(err error) error {
	return &Refusal{NoBinaries,
		fmt.Sprintf("this machine has no PostgreSQL %d or newer, and %s could not be downloaded: %v", oldestMajor, Download, err),
		"install PostgreSQL (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql), " +
			"or let this machine reach the network, or set DATABASE_URL to a PostgreSQL elsewhere"}
}

// downloadTimeout is the most that a download may take.
const downloadTimeout = 10 * time.Minute

// downloadStrictly puts the strict transport under the client that the library uses,
// until the returned function is called. The process is a supervisor, alone with it.
func downloadStrictly(ctx context.Context) (restore func()) {
	before := http.DefaultClient
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	http.DefaultClient = &http.Client{Transport: strict{ctx}}
	return func() {
		http.DefaultClient = before
		cancel()
	}
}

// strict is a transport whose requests end with the program that wanted them, and which
// takes a missing checksum for a failure: the library would go on without one.
type strict struct{ ctx context.Context }

func (s strict) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r.WithContext(s.ctx))
	if err != nil || resp.StatusCode == http.StatusOK || !strings.HasSuffix(r.URL.Path, ".sha256") {
		return resp, err
	}
	resp.Body.Close()
	return nil, fmt.Errorf("no checksum at %s: %s", r.URL, resp.Status)
}
