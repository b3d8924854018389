package embedded

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefusesAnotherMajorVersion(t *testing.T) {
	o := made(t)
	data := layout(o.Dir).data()
	require.NoError(t, os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("12\n"), 0o600))
	before := snapshot(t, data)

	r := refused(t, o, WrongVersion)
	require.Contains(t, r.Problem, "PostgreSQL 12")
	require.Contains(t, r.Remedy, "postgresql-12")
	require.Equal(t, before, snapshot(t, data), "the refused cluster was changed")
}

func TestRefusesADirectoryWithoutVersion(t *testing.T) {
	for name, spoil := range map[string]func(file string) error{
		"missing": os.Remove,
		"empty":   func(file string) error { return os.Truncate(file, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			o := quick(t)
			data := fakeCluster(t, o.Dir)
			require.NoError(t, spoil(filepath.Join(data, "PG_VERSION")))
			before := snapshot(t, data)

			refused(t, o, DamagedData)
			require.Equal(t, before, snapshot(t, data), "the refused cluster was changed")
		})
	}
}

func TestRefusesWithoutPassword(t *testing.T) {
	o := made(t)
	require.NoError(t, os.Remove(layout(o.Dir).password()))
	refused(t, o, DamagedData)
}

func TestRefusesATakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	o := made(t)
	o.Port = l.Addr().(*net.TCPAddr).Port
	r := refused(t, o, PortTaken)
	require.Contains(t, r.Problem, "in use")
}

func TestRefusesAnUnenterableParent(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "closed")
	require.NoError(t, os.Mkdir(parent, 0o700))
	if os.Geteuid() != 0 {
		require.NoError(t, os.Chmod(parent, 0))
		t.Cleanup(func() { _ = os.Chmod(parent, 0o700) })
	}
	r := refused(t, Options{Dir: filepath.Join(parent, "data")}, NoAccess)
	require.Contains(t, r.Remedy, "--data DIR")
}

func TestRefusesWithoutBinariesAndNetwork(t *testing.T) {
	r := refused(t, Options{Dir: dataDir(t), installations: []string{}, Repository: "http://127.0.0.1:1"}, NoBinaries)
	require.Contains(t, r.Remedy, "apt install postgresql")
	require.Contains(t, r.Remedy, "DATABASE_URL")
}

func TestUnusableCacheMattersOnlyToADownload(t *testing.T) {
	o := made(t)
	file := filepath.Join(o.Dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	o.Cache = filepath.Join(file, "cache")
	require.NoError(t, started(t, o).Stop())
	o.Dir, o.installations = dataDir(t), []string{}
	refused(t, o, NoAccess)
}

func TestDirectoryNames(t *testing.T) {
	o := quick(t)
	under := o.Dir
	require.NoError(t, os.Chmod(under, 0o755))
	for _, name := range []string{"$HOME", "a`b", `a"b`} {
		o.Dir = filepath.Join(under, name)
		refused(t, o, BadName)
		require.NoDirExists(t, o.Dir)
	}
	o.Dir = filepath.Join(under, "湘潭 的'数据'; #")
	require.NoError(t, started(t, o).Stop())
	require.NoError(t, started(t, o).Stop())
}

func TestRefusesAFileAsDirectory(t *testing.T) {
	file := filepath.Join(dataDir(t), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	refused(t, Options{Dir: file}, NoAccess)
}

func TestRefusalQuotesTheServer(t *testing.T) {
	o := made(t)
	o.Settings["shared_buffers"] = "none"
	r := refused(t, o, NotStartable)
	require.Contains(t, r.Problem, "shared_buffers")
}

// fakeCluster puts something at the place of the data that looks like them. A start
// that is refused for its looks needs no more.
func fakeCluster(t *testing.T, dir string) string {
	t.Helper()
	who, err := prepare(Options{Dir: dir, Cache: layout(dir).binaries()})
	require.NoError(t, err)
	data := layout(dir).data()
	require.NoError(t, os.MkdirAll(filepath.Join(data, "base"), 0o700))
	for name, content := range map[string]string{"PG_VERSION": "15\n", "base/1": "rows"} {
		require.NoError(t, os.WriteFile(filepath.Join(data, name), []byte(content), 0o600))
	}
	chownAll(t, data, who)
	return data
}
