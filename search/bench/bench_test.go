package bench_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain/postgres/pgtest"
	"sanku/search/bench"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// small is a benchmark of a few hundred documents with every engine.
func small(t *testing.T) bench.Options {
	url := pgtest.Empty(t)
	return bench.Options{
		Docs: 300, Seed: 3, Engines: bench.Engines(), Questions: 20, Limit: 20 * time.Second, Writing: true, Dir: t.TempDir(),
		Database: func(context.Context) (string, error) { return url, nil },
	}
}

func TestMeasure(t *testing.T) {
	o := small(t)
	r, err := bench.Measure(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, 300, r.Docs)
	require.Positive(t, r.Index.DocsPerS)
	require.Positive(t, r.Index.Bytes)
	require.Positive(t, r.Index.PeakRSS)
	seen := map[string]bool{}
	for _, run := range r.Runs {
		seen[run.Engine+" "+run.Query+map[int]string{1: " 1", 8: " 8"}[run.Clients]] = true
		requireMeasured(t, run)
		require.Equal(t, 20, run.Compared)
		switch run.Engine {
		case bench.Sanku:
			require.InDelta(t, 1, run.Overlap, 0, "%+v", run)
		default:
			require.Greater(t, run.Overlap, 0.3, "the same terms find much the same: %+v", run)
		}
	}
	require.Len(t, seen, 12, "%v", seen)
	require.Len(t, r.Runs, 12)
	require.Len(t, r.Ratios, 8)
	require.Len(t, r.Writing.Runs, 4)
	for _, run := range r.Writing.Runs {
		requireMeasured(t, run)
	}
	require.Positive(t, r.Writing.Freshness.Batches)
	require.Positive(t, r.Writing.Freshness.P50)
	left, err := os.ReadDir(o.Dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func requireMeasured(t *testing.T, r bench.Run) {
	t.Helper()
	require.Equal(t, 20, r.Queries)
	require.False(t, r.Limited)
	require.Positive(t, r.P50)
	require.GreaterOrEqual(t, r.P99, r.P50)
	require.Positive(t, r.PerS)
	if r.Query == bench.Need {
		require.GreaterOrEqual(t, r.Terms, 60.0)
	}
}

func TestResultAsJSON(t *testing.T) {
	text, err := json.Marshal(bench.Result{Runs: []bench.Run{{}}})
	require.NoError(t, err)
	var r map[string]any
	require.NoError(t, json.Unmarshal(text, &r))
	require.Contains(t, r, "docs")
	require.Subset(t, keys(r["index"]), []string{"docs_per_s", "bytes", "peak_rss_bytes"})
	require.Subset(t, keys(r["runs"].([]any)[0]), []string{"engine", "query", "clients", "p50_ms", "p99_ms", "per_s", "exact_overlap"})
}

func keys(object any) (names []string) {
	for name := range object.(map[string]any) {
		names = append(names, name)
	}
	return names
}

func TestKeptIndexesAreUsedAgain(t *testing.T) {
	o := small(t)
	o.Keep, o.Questions = true, 5
	first, err := bench.Measure(t.Context(), o)
	require.NoError(t, err)
	require.False(t, first.Index.Reused)
	second, err := bench.Measure(t.Context(), o)
	require.NoError(t, err)
	require.True(t, second.Index.Reused)
	require.True(t, second.Others[0].Reused)
	second.Index.Reused = false
	require.Equal(t, first.Index, second.Index)
	for i, run := range second.Runs {
		require.InDelta(t, first.Runs[i].Overlap, run.Overlap, 0, "what was written meanwhile is gone again: %+v", run)
	}
}

func TestInterruptedLeavesNothing(t *testing.T) {
	o := small(t)
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(what string, _, _ int) {
		if what == "need, clients 1: postgres" {
			cancel()
		}
	}
	_, err := bench.Measure(ctx, o)
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(o.Dir)
	require.NoError(t, err)
	require.Empty(t, left)
}
