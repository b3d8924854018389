package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// benchResult is what programs read of a benchmark.
type benchResult struct {
	Docs  int
	Index struct {
		DocsPerS float64 `json:"docs_per_s"`
		Bytes    int64
		PeakRSS  int64 `json:"peak_rss_bytes"`
	}
	Runs []struct {
		Engine, Query string
		Clients       int
		P50           float64 `json:"p50_ms"`
		P99           float64 `json:"p99_ms"`
		PerS          float64 `json:"per_s"`
		Overlap       float64 `json:"exact_overlap"`
	}
}

func TestBench(t *testing.T) {
	out := output(t, "bench", "--docs", "300", "--queries", "10", "--json")
	var r benchResult
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, 300, r.Docs)
	require.Positive(t, r.Index.DocsPerS)
	require.Positive(t, r.Index.Bytes)
	require.Positive(t, r.Index.PeakRSS)
	require.Len(t, r.Runs, 12)
	for _, run := range r.Runs {
		require.Positive(t, run.P50)
		require.GreaterOrEqual(t, run.P99, run.P50)
		require.Positive(t, run.PerS)
		require.Positive(t, run.Overlap)
		if run.Engine == "sanku" {
			require.InDelta(t, 1, run.Overlap, 0, "%+v", run)
		}
	}
}

// With --matching the steps of answering a need are told apart, and the whole is more
// than any of them.
func TestBenchMatching(t *testing.T) {
	out := output(t, "bench", "--docs", "200", "--queries", "5", "--engines", "sanku", "--no-writing", "--matching", "--json")
	var r struct {
		Matching map[string]json.RawMessage
	}
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	p50 := func(step string) float64 {
		var took struct {
			P50 float64 `json:"p50_ms"`
		}
		require.NoError(t, json.Unmarshal(r.Matching[step], &took), step)
		require.Positive(t, took.P50, step)
		return took.P50
	}
	for _, step := range []string{"retrieve", "records", "judge", "explain", "store"} {
		require.Greater(t, p50("whole"), p50(step))
	}
	require.Positive(t, p50("stored"))
}

func TestBenchAsATable(t *testing.T) {
	out := output(t, "bench", "--docs", "200,300", "--queries", "5", "--engines", "sanku,bleve")
	require.Contains(t, out, "200 篇")
	require.Contains(t, out, "300 篇")
	require.Contains(t, out, "100.0 %")
	require.Contains(t, out, "p50 ×")
	require.NotContains(t, out, "postgres")
}

func TestBenchRefuses(t *testing.T) {
	for _, args := range [][]string{{"--docs", "0"}, {"--keep"}, {"--engines", "lucene"}} {
		cmd := program(t, append([]string{"bench"}, args...)...)
		out, err := cmd.Output()
		require.Error(t, err, "%v", args)
		require.Empty(t, string(out))
	}
}

// An interrupted benchmark leaves nothing in the temporary directory.
func TestBenchInterrupted(t *testing.T) {
	dir := dataDir(t)
	cmd := program(t, "bench", "--docs", "1000000")
	cmd.Env = append(cmd.Env, "TMPDIR="+dir)
	cmd.Stderr = nil
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewReader(stderr)
	_, err = lines.ReadString('\n')
	require.NoError(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	said, err := io.ReadAll(lines)
	require.NoError(t, err)
	require.Error(t, cmd.Wait())
	require.Contains(t, string(said), "interrupted")
	entries, err = os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}
