package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// A taken port is found before the work that would be for nothing.
func TestTakenPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	for _, command := range []string{"demo", "serve"} {
		data := filepath.Join(t.TempDir(), "data")
		var stderr bytes.Buffer
		require.Equal(t, 1, run(t.Context(), []string{command, "--port", port, "--data", data}, nil, &stderr))
		require.Contains(t, stderr.String(), "--port 0")
		require.NoDirExists(t, data)
	}
}

func TestInterruptedSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stderr bytes.Buffer
	require.Equal(t, 1, run(ctx, []string{"demo", "--once", "--data", dataDir(t)}, nil, &stderr))
	require.Contains(t, stderr.String(), "interrupted")
}

// Figures of nothing must not pass for figures.
func TestEvalOfNothingFails(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		return file
	}
	docs := write("docs.jsonl", `{"id":"d","title":"钛合金","text":"螺栓"}`+"\n")
	queries := write("queries.jsonl", `{"id":"q","text":"钛合金","task":"one"}`+"\n")
	eval := []string{"eval", "--json", "--docs", docs, "--queries", queries, "--qrels", write("qrels.tsv", "q\td\t1\n")}
	require.Equal(t, 0, run(t.Context(), eval, io.Discard, io.Discard))

	var stdout, stderr bytes.Buffer
	require.Equal(t, 1, run(t.Context(), append(eval, "--task", "other"), &stdout, &stderr))
	require.Contains(t, stdout.String(), `"queries":0`)
	require.Contains(t, stderr.String(), "nothing was measured")
}

// What verify says of indexes that have to be rebuilt is how to have that done.
func TestVerifyWithoutIndexes(t *testing.T) {
	data := dataDir(t)
	output(t, "seed", "--data", data)
	cmd := program(t, "verify", "--data", data)
	require.Error(t, cmd.Run())
	require.Contains(t, cmd.Stderr.(*bytes.Buffer).String(), "sanku reindex")

	output(t, "reindex", "--data", data)
	require.NotContains(t, output(t, "verify", "--data", data), "DISAGREE")
	require.NoError(t, os.RemoveAll(filepath.Join(data, "index")))
	require.Error(t, program(t, "verify", "--data", data).Run())
}
