package embedded

import (
	"context"
	"io/fs"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStartStopStart(t *testing.T) {
	o := quick(t)
	s := started(t, o)
	require.False(t, s.Joined())
	execute(t, s.URL(), "create table kept (x int)")
	pid := postmasterOf(t, o.Dir)
	require.NoError(t, s.Stop())
	require.False(t, alive(pid), "PostgreSQL outlives Stop")
	require.NoFileExists(t, layout(o.Dir).state())
	<-s.Done()
	require.NoError(t, s.Stop(), "a second Stop")

	s = started(t, o)
	require.Equal(t, 0, query[int](t, s.URL(), "select count(*) from kept"))
}

func TestSettings(t *testing.T) {
	o := Options{Dir: dataDir(t), Settings: map[string]string{"work_mem": "8MB"}}
	s := started(t, o)
	for setting, want := range map[string]string{
		"data_checksums":          "on",
		"fsync":                   "on",
		"listen_addresses":        "127.0.0.1",
		"password_encryption":     "scram-sha-256",
		"server_encoding":         "UTF8",
		"TimeZone":                "UTC",
		"unix_socket_directories": "",
		"work_mem":                "8MB",
	} {
		require.Equal(t, want, query[string](t, s.URL(), "select current_setting($1)", setting), setting)
	}
	require.Equal(t, "scram-sha-256", query[string](t, s.URL(),
		"select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
	require.True(t, query[bool](t, s.URL(), "select '湘' ~ '[[:alpha:]]'"), "Chinese characters are letters")
	require.Equal(t, "sanku", query[string](t, s.URL(), "select current_database()::text"))
	for _, secret := range []string{layout(o.Dir).password(), layout(o.Dir).state()} {
		info, err := os.Stat(secret)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), secret)
	}
}

func TestLogQuotesNoRows(t *testing.T) {
	o := made(t)
	s := started(t, o)
	execute(t, s.URL(), "create table person (phone text unique); insert into person values ('13900000000')")
	require.Error(t, try(t, s.URL(), "insert into person select phone from person"))
	require.NoError(t, s.Stop()) // when the collector of the log has written everything
	require.NotContains(t, logText(t, o.Dir), "13900000000")
	require.Contains(t, logText(t, o.Dir), "duplicate key")
}

func TestStartersMeet(t *testing.T) {
	o := quick(t)
	servers := make([]*Server, 4)
	var wg sync.WaitGroup
	for i := range servers {
		wg.Go(func() { servers[i], _ = Start(t.Context(), o) })
	}
	wg.Wait()
	started := 0
	for _, s := range servers {
		require.NotNil(t, s)
		require.Equal(t, servers[0].URL(), s.URL())
		t.Cleanup(func() { _ = s.Stop() })
		if !s.Joined() {
			started++
		}
	}
	require.Equal(t, 1, started, "of the four, one starts and three join")
}

func TestJoinFromAnotherProgram(t *testing.T) {
	dir := made(t).Dir
	owner := startProgram(t, thisBinary(t), dir, nil)
	require.Empty(t, owner.Err)
	guest := startProgram(t, thisBinary(t), dir, nil)
	require.True(t, guest.Joined)
	require.Equal(t, owner.URL, guest.URL)

	require.NoError(t, guest.stdin.Close())
	require.NoError(t, guest.cmd.Wait())
	require.Equal(t, 1, query[int](t, owner.URL, "select 1"), "the guest has stopped the server")
}

func TestTemporary(t *testing.T) {
	o := Options{Dir: dataDir(t), Temporary: true}
	s := started(t, o)
	require.Equal(t, "off", query[string](t, s.URL(), "show fsync"))
	require.NoError(t, s.Stop())
	require.NoDirExists(t, o.Dir)
}

func TestTemporaryRefusesFiles(t *testing.T) {
	o := Options{Dir: dataDir(t), Temporary: true}
	require.NoError(t, os.WriteFile(o.Dir+"/thesis.txt", []byte("the only copy"), 0o600))
	refused(t, o, NotEmpty)
	require.FileExists(t, o.Dir+"/thesis.txt")
}

func TestTemporaryRefusesACluster(t *testing.T) {
	o := made(t)
	o.Temporary = true
	refused(t, o, NotEmpty)
	require.FileExists(t, layout(o.Dir).data()+"/PG_VERSION")
}

func TestCancelledStart(t *testing.T) {
	dir := dataDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	// The first word of progress comes while the cluster is being made.
	_, err := Start(ctx, Options{Dir: dir, Logger: loggerThat(cancel)})
	require.ErrorIs(t, err, context.Canceled)
	released(t, dir)
	require.NoFileExists(t, pidFile(layout(dir)))
	started(t, Options{Dir: dir})
}

func TestStartInASupervisor(t *testing.T) {
	t.Setenv(supervisorVariable, "1")
	_, err := Start(t.Context(), Options{Dir: t.TempDir()})
	require.ErrorContains(t, err, "RunIfSupervisor")
}
