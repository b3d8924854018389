package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"sanku/domain/postgres"
)

func TestHeadsAreKeptOnceADay(t *testing.T) {
	file := headsFile(filepath.Join(t.TempDir(), "heads"))
	monday := time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		size   int64
		after  time.Duration
		always bool
		kept   bool
	}{
		{5, 0, false, true},
		{6, time.Minute, false, false},        // the same day
		{6, 2 * time.Minute, true, true},      // a start
		{6, 3 * time.Minute, true, false},     // a start, nothing new
		{7, 12*time.Hour + 1, false, true},    // midnight in Shanghai is 16:00 UTC
		{7, 48 * time.Hour, false, false},     // another day, nothing new
		{4, 72 * time.Hour, false, false},     // another, shorter log
		{9, 72*time.Hour + 1, false, true},    // another day
		{10, 72*time.Hour + 10, false, false}, // the same again
	} {
		before, err := file.read()
		require.NoError(t, err)
		require.NoError(t, file.keep(postgres.AuditHead{Size: c.size, Root: tlog.RecordHash(nil), At: monday.Add(c.after)}, c.always))
		after, err := file.read()
		require.NoError(t, err)
		require.Equal(t, c.kept, len(after) > len(before), "%+v", c)
	}
}

func TestHeadAfterALineCutShort(t *testing.T) {
	name := filepath.Join(t.TempDir(), "heads")
	require.NoError(t, os.WriteFile(name, []byte(`{"size":3,"ro`), 0o644))
	head := postgres.AuditHead{Size: 5, Root: tlog.RecordHash(nil), At: time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)}
	require.NoError(t, headsFile(name).keep(head, false))
	heads, err := headsFile(name).read()
	require.Equal(t, []postgres.AuditHead{head}, heads)
	require.ErrorContains(t, err, "line 1 is not a head")
}

func TestServerSealsAndAuditVerifies(t *testing.T) {
	data := dataDir(t)
	output(t, "seed", "--data", data)
	server := program(t, "serve", "--port", "0", "--data", data)
	stdout, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	kept := headsFile(filepath.Join(data, "audit-heads.jsonl"))
	require.Eventually(t, func() bool {
		heads, err := kept.read()
		return err == nil && len(heads) == 1
	}, time.Minute, 20*time.Millisecond)

	var head postgres.AuditHead
	require.NoError(t, json.Unmarshal([]byte(output(t, "audit", "head", "--json", "--data", data)), &head))
	require.Contains(t, output(t, "audit", "head", "--data", data), head.Root.String())
	require.Contains(t, output(t, "audit", "verify", "--data", data), "另存日志头 kept heads 1\n完好 intact")
	require.Contains(t, output(t, "audit", "prove", "1", "--data", data), `"record":"{\"id\":1,`)

	forged := headsFile(filepath.Join(t.TempDir(), "forged"))
	require.NoError(t, forged.append(postgres.AuditHead{Size: 1, Root: tlog.RecordHash(nil), At: head.At}))
	verify := program(t, "audit", "verify", "--data", data, "--heads", string(forged))
	out, err := verify.Output()
	require.Error(t, err)
	require.Equal(t, 1, verify.ProcessState.ExitCode())
	require.True(t, strings.Contains(string(out), "异常 FAULT  与另存的日志头不符"), "%s", out)

	require.NoError(t, server.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(io.Discard, stdout)
	require.NoError(t, err)
	require.NoError(t, server.Wait(), "%s", server.Stderr)
}
