package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// serverVariable makes this test binary a program that has started PostgreSQL.
const serverVariable = "EMBEDDED_TEST_SERVER_DIR"

func TestMain(m *testing.M) {
	RunIfSupervisor()
	if dir := os.Getenv(serverVariable); dir != "" {
		actAsServer(dir)
	}
	code := m.Run()
	if original.dir != "" {
		_ = os.RemoveAll(original.dir)
	}
	os.Exit(code)
}

// answer is what the program says once PostgreSQL has started, or has not.
type answer struct {
	URL    string
	Joined bool
	Err    string
}

// actAsServer starts PostgreSQL, answers, and stops it when its input ends.
func actAsServer(dir string) {
	s, err := Start(context.Background(), Options{Dir: dir, Settings: map[string]string{"fsync": "off"}})
	a := answer{}
	if err != nil {
		a.Err = err.Error()
	} else {
		a.URL, a.Joined = s.URL(), s.Joined()
	}
	_ = json.NewEncoder(os.Stdout).Encode(a)
	if err != nil {
		os.Exit(1)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	if s.Stop() != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// program is a copy of this test binary that has started PostgreSQL on a directory.
type program struct {
	answer
	cmd   *exec.Cmd
	stdin io.Closer
}

func startProgram(t *testing.T, binary, dir string, attr *syscall.SysProcAttr) *program {
	t.Helper()
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), serverVariable+"="+dir)
	cmd.Dir, cmd.SysProcAttr, cmd.Stderr = "/", attr, os.Stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	p := &program{cmd: cmd, stdin: stdin}
	t.Cleanup(func() { p.kill() })
	require.NoError(t, json.NewDecoder(stdout).Decode(&p.answer))
	return p
}

func thisBinary(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	return path
}

func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// dataDir returns an empty data directory that the account of PostgreSQL can reach,
// which those of t.TempDir are not when root makes them.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sanku-embedded-*")
	require.NoError(t, err)
	t.Cleanup(func() {
		if _, err := os.Stat(layout(dir).lock()); err == nil {
			released(t, dir)
		}
		require.NoError(t, os.RemoveAll(dir))
	})
	return dir
}

// quick are options for a cluster whose data need not survive the machine.
func quick(t *testing.T) Options {
	t.Helper()
	return Options{Dir: dataDir(t), Settings: map[string]string{"fsync": "off"}}
}

// made are quick options for a directory that has a cluster already, a copy of one that
// is made once: a copy takes a fraction of the time of initdb.
func made(t *testing.T) Options {
	t.Helper()
	original.Do(func() { original.dir, original.err = makeOriginal() })
	require.NoError(t, original.err)
	o := quick(t)
	_, err := prepare(Options{Dir: o.Dir, Cache: layout(o.Dir).binaries()})
	require.NoError(t, err)
	from := layout(original.dir)
	require.NoError(t, exec.Command("cp", "-a", from.data(), from.password(), layout(o.Dir).root()).Run())
	return o
}

// original is the cluster that made copies.
var original struct {
	sync.Once
	dir string
	err error
}

func makeOriginal() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "sanku-original-*"); err != nil {
		return dir, err
	}
	s, err := Start(context.Background(), Options{Dir: dir, Settings: map[string]string{"fsync": "off"}})
	if err != nil {
		return dir, err
	}
	return dir, s.Stop()
}

// started starts PostgreSQL on dir and stops it when t ends.
func started(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

// refused starts PostgreSQL and requires a refusal for the given reason.
func refused(t *testing.T, o Options, want Reason) *Refusal {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err == nil {
		_ = s.Stop()
	}
	var r *Refusal
	require.ErrorAs(t, err, &r)
	require.Equal(t, want, r.Reason, r.Error())
	require.NotEmpty(t, r.Remedy)
	return r
}

func query[T any](t *testing.T, url, sql string, args ...any) T {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	rows, err := conn.Query(t.Context(), sql, args...)
	require.NoError(t, err)
	v, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	require.NoError(t, err)
	return v
}

func execute(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), sql)
	require.NoError(t, err)
}

func postmasterOf(t *testing.T, dir string) int {
	t.Helper()
	pid, ok := postmaster(layout(dir))
	require.True(t, ok, "no postmaster.pid in %s", dir)
	return pid
}

// released waits until no supervisor has dir, which is when PostgreSQL has stopped too.
func released(t *testing.T, dir string) {
	t.Helper()
	lock, err := waitLock(layout(dir).lock(), account{UID: -1, GID: -1})
	require.NoError(t, err)
	require.NoError(t, lock.Close())
}

// snapshot reads every file under dir, to see that nothing has changed.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		files[path] = strconv.Itoa(len(raw)) + ":" + string(bytes.TrimSpace(raw))
		return err
	}))
	return files
}

func asRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can show this")
	}
}

func try(t *testing.T, url, sql string) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), sql)
	return err
}

// logText is everything the server has logged.
func logText(t *testing.T, dir string) string {
	t.Helper()
	logs, err := filepath.Glob(filepath.Join(layout(dir).log(), "*.log"))
	require.NoError(t, err)
	var all []byte
	for _, log := range logs {
		raw, err := os.ReadFile(log)
		require.NoError(t, err)
		all = append(all, raw...)
	}
	return string(all)
}

// loggerThat returns a logger that calls do for every record.
func loggerThat(do func()) *slog.Logger {
	return slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
		do()
		return len(p), nil
	}), nil))
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
