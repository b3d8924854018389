package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain/postgres/embedded"
)

// asProgram, in the environment, makes the test binary the program itself.
const asProgram = "SANKU_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	embedded.RunIfSupervisor()
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	defer func() {
		if shared != "" {
			os.RemoveAll(shared)
		}
	}()
	return m.Run()
}

// shared is the data of the demonstration that tests copy; "" until one is asked for.
var shared string

// program is the program as a process of its own, on its own data.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd, err := asCommand(t.Context(), args...)
	require.NoError(t, err)
	return cmd
}

func asCommand(ctx context.Context, args ...string) (*exec.Cmd, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "DATABASE_URL=")
	cmd.Stderr = &bytes.Buffer{}
	return cmd, nil
}

// dataDir is a data directory right under the system's temporary one, where the
// account that runs PostgreSQL for root can reach it.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sanku-demo-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func output(t *testing.T, args ...string) string {
	t.Helper()
	cmd := program(t, args...)
	out, err := cmd.Output()
	require.NoError(t, err, "%s: %s", strings.Join(args, " "), cmd.Stderr)
	return string(out)
}

func report(t *testing.T, data string) reportJSON {
	t.Helper()
	var r reportJSON
	require.NoError(t, json.Unmarshal([]byte(output(t, "demo", "--once", "--json", "--data", data)), &r))
	return r
}

// demonstrated runs the demonstration once for all tests, in shared, and gives what it
// reported.
var demonstrated = sync.OnceValues(func() (r reportJSON, err error) {
	if shared, err = os.MkdirTemp("", "sanku-demo-"); err != nil {
		return r, err
	}
	cmd, err := asCommand(context.Background(), "demo", "--once", "--json", "--data", shared)
	if err != nil {
		return r, err
	}
	out, err := cmd.Output()
	if err != nil {
		return r, fmt.Errorf("%w: %s", err, cmd.Stderr)
	}
	return r, json.Unmarshal(out, &r)
})

// demonstrationData is a copy of the demonstration's data for this test alone, with
// what was reported: loading the sample anew for each test would take minutes.
func demonstrationData(t *testing.T) (string, reportJSON) {
	t.Helper()
	reported, err := demonstrated()
	require.NoError(t, err)
	data := dataDir(t)
	// cp keeps owners and modes, on which PostgreSQL insists.
	out, err := exec.CommandContext(t.Context(), "cp", "-a", shared+"/.", data).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return data, reported
}

func TestDemo(t *testing.T) {
	data, first := demonstrationData(t)
	require.GreaterOrEqual(t, first.Needs, 60)
	require.GreaterOrEqual(t, first.Technologies, 120)
	require.GreaterOrEqual(t, first.Policies, 41, "40 and the plan itself")
	require.GreaterOrEqual(t, first.Experts, 90)
	require.GreaterOrEqual(t, first.Contracts, 50)
	require.Greater(t, first.Matches, first.Needs)
	require.Len(t, first.Indicators, 35)
	for _, i := range first.Indicators {
		require.NotNil(t, i.Value, i.Code)
		require.NotNil(t, i.Target, i.Code)
	}

	require.Equal(t, first, report(t, data), "a second start changes nothing")
	require.Contains(t, output(t, "demo", "--once", "--data", data), "匹配的高校技术")
	require.NotContains(t, output(t, "verify", "--data", data), "DISAGREE")
	require.Regexp(t, `^2 publications, [1-9]\d+ figures, 0 differ\n$`, output(t, "plan", "verify", "--data", data), "the bulletins of the sample, once")
}

// A killed demonstration is taken up where it was, whenever it was killed.
func TestDemoKilledMidway(t *testing.T) {
	data := dataDir(t)
	for _, after := range []time.Duration{1500, 2500, 4000, 6000} {
		cmd := program(t, "demo", "--once", "--json", "--data", data)
		require.NoError(t, cmd.Start())
		timer := time.AfterFunc(after*time.Millisecond, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
		_ = cmd.Wait() // killed, or done before it could be
		timer.Stop()
	}
	whole, err := demonstrated()
	require.NoError(t, err)
	require.Equal(t, whole, report(t, data))
	require.NotContains(t, output(t, "verify", "--data", data), "DISAGREE")
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func TestDemoServes(t *testing.T) {
	data, _ := demonstrationData(t)
	cmd := program(t, "demo", "--port", "0", "--data", data)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	url, logins := credentialsFrom(t, stdout)
	require.Len(t, logins, 7, "one user for each role")

	for login, password := range logins {
		body, err := json.Marshal(map[string]string{"login": login, "password": password})
		require.NoError(t, err)
		resp, err := http.Post(url+"/api/v1/session", "application/json", bytes.NewReader(body))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Less(t, resp.StatusCode, 300, login)
	}
	require.Contains(t, output(t, "user", "list", "--data", data), "steward", "another command joins the running PostgreSQL")
	verified := output(t, "verify", "--data", data)
	require.Equal(t, 4, strings.Count(verified, "agree"), "the server verifies the indexes it holds: %s", verified)
	require.Contains(t, output(t, "match", "--data", data), "needs matched")
	require.Contains(t, output(t, "reindex", "technology", "--data", data), "rebuilt")
	require.GreaterOrEqual(t, report(t, data).Needs, 60, "the report can be had beside a server")

	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(io.Discard, stdout)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait(), "%s", cmd.Stderr)
}

// credentialsFrom reads the address and the logins that the demonstration prints.
func credentialsFrom(t *testing.T, stdout io.Reader) (url string, logins map[string]string) {
	t.Helper()
	logins = map[string]string{}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		line := lines.Text()
		if url == "" {
			url = address.FindString(line)
		}
		if cells := strings.Fields(line); url != "" && len(cells) == 3 && len(cells[2]) == 26 {
			logins[cells[1]] = cells[2]
		}
		if strings.Contains(line, "Ctrl-C") {
			return url, logins
		}
	}
	t.Fatalf("the demonstration ended without serving: %v", lines.Err())
	return "", nil
}
