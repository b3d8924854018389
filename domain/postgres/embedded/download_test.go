package embedded

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDownload(t *testing.T) {
	archive := packed(t)
	repository := serveMaven(t, archive, fmt.Sprintf("%x", sha256.Sum256(archive)))
	o := quick(t)
	o.installations, o.Repository = []string{}, repository.URL
	s := started(t, o)
	prefix := filepath.Join(layout(o.Dir).binaries(), Download)
	require.FileExists(t, filepath.Join(prefix, "bin", "pg_ctl"))
	require.NoError(t, s.Stop())
	left, err := filepath.Glob(filepath.Join(layout(o.Dir).binaries(), "fetch-*"))
	require.NoError(t, err)
	require.Empty(t, left)

	repository.Close()
	started(t, o) // without the network
}

func TestDownloadWithoutGoodChecksum(t *testing.T) {
	archive := packed(t)
	for name, sum := range map[string]string{"missing": "", "wrong": strings.Repeat("0", 64)} {
		t.Run(name, func(t *testing.T) {
			o := quick(t)
			o.installations, o.Repository = []string{}, serveMaven(t, archive, sum).URL
			r := refused(t, o, NoBinaries)
			require.Contains(t, r.Problem, "checksum")
			require.NoDirExists(t, filepath.Join(layout(o.Dir).binaries(), Download))
		})
	}
}

// TestDownloadFromMavenCentral needs the network, so it runs when it is asked to.
func TestDownloadFromMavenCentral(t *testing.T) {
	if os.Getenv("SANKU_TEST_DOWNLOAD") == "" {
		t.Skip("set SANKU_TEST_DOWNLOAD=1 to download PostgreSQL from Maven Central")
	}
	o := quick(t)
	o.installations = []string{}
	s := started(t, o)
	require.Equal(t, "18.6", query[string](t, s.URL(), "show server_version"))
	require.True(t, query[bool](t, s.URL(), "select '湘' ~ '[[:alpha:]]'"))
	execute(t, s.URL(), "create extension pg_trgm; create extension btree_gist")
}

// serveMaven serves archive for every package, with its checksum unless that is empty.
func serveMaven(t *testing.T, archive []byte, sum string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, ".jar"):
			_, _ = w.Write(archive)
		case sum != "":
			_, _ = w.Write([]byte(sum))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// packed makes what Maven Central has, a jar with a txz in it, of the programs and
// libraries of this machine. They find their shared files where they were built to.
func packed(t *testing.T) []byte {
	t.Helper()
	local := (&cluster{}).local()
	if _, err := exec.LookPath("xz"); err != nil || len(local) == 0 {
		t.Skip("needs a local PostgreSQL and xz")
	}
	txz := filepath.Join(t.TempDir(), "postgres.txz")
	args := []string{"-C", local[0].prefix, "--exclude", "bitcode", "-cJf", txz, "lib"}
	for _, name := range programs {
		args = append(args, filepath.Join("bin", name))
	}
	tar := exec.Command("tar", args...)
	tar.Env = append(os.Environ(), "XZ_OPT=-0")
	require.NoError(t, tar.Run())
	content, err := os.ReadFile(txz)
	require.NoError(t, err)
	var jar bytes.Buffer
	z := zip.NewWriter(&jar)
	w, err := z.Create("postgres.txz")
	require.NoError(t, err)
	_, err = w.Write(content)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return jar.Bytes()
}
