package search

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// fixture is a set of libraries over a feed of its own.
type fixture struct {
	*testing.T
	dir     string
	feed    *memoryFeed
	options Options
	*Libraries
	registry *prometheus.Registry
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, ignore) })
	f := &fixture{T: t, dir: t.TempDir(), feed: newMemoryFeed()}
	f.open()
	t.Cleanup(f.shut)
	return f
}

func (f *fixture) open() {
	f.Helper()
	f.registry = prometheus.NewRegistry()
	o := f.options
	o.Metrics, o.Logger = f.registry, slog.New(slog.NewTextHandler(io.Discard, nil))
	ls, err := Open(context.Background(), f.dir, f.feed, o)
	require.NoError(f, err)
	f.Libraries = ls
}

func (f *fixture) shut() {
	f.Helper()
	if f.Libraries != nil {
		require.NoError(f, f.Libraries.Close())
	}
	f.Libraries = nil
}

func (f *fixture) reopen() { f.Helper(); f.shut(); f.open() }

func (f *fixture) catchUp() { f.Helper(); require.NoError(f, f.CatchUp(context.Background())) }

func (f *fixture) needs() *Library { return f.Library(Needs) }

// requireAgreement verifies every library, and that documents were compared at all.
func (f *fixture) requireAgreement() {
	f.Helper()
	reports, err := f.Verify(context.Background())
	require.NoError(f, err)
	for _, r := range reports {
		require.True(f, r.Agrees(), "%s: %+v", r.Kind, r.Disagreements)
		require.Len(f, f.feed.documents(r.Kind), r.Documents)
		require.Equal(f, r.Records, r.Documents)
	}
}

// rebuilds counts the rebuilds of the needs by reason.
func (f *fixture) rebuilds(why reason) int {
	return int(f.metric(f.needs().metrics.rebuilds.WithLabelValues(string(why))).GetCounter().GetValue())
}

func (f *fixture) metric(m prometheus.Metric) *dto.Metric {
	f.Helper()
	var out dto.Metric
	require.NoError(f, m.Write(&out))
	return &out
}

func (f *fixture) requireRebuilt(why reason) {
	f.Helper()
	require.Equal(f, 1, f.rebuilds(why), "rebuilds for the reason %s", why)
}

// versions reads the live index of the needs.
func (f *fixture) versions() map[string]int64 {
	f.Helper()
	v := make(map[string]int64)
	require.NoError(f, f.needs().search(context.Background(), func(r index.IndexReader) error { return eachVersion(r, v) }))
	return v
}

func (f *fixture) liveDir() string {
	f.Helper()
	name, err := f.needs().pointer()
	require.NoError(f, err)
	return filepath.Join(f.dir, name)
}

// scribble writes n random changes of needs, a quarter of them removals.
func scribble(feed *memoryFeed, random *rand.Rand, n int) {
	for range n {
		id := fmt.Sprintf("%04d", random.IntN(300))
		if random.IntN(4) == 0 {
			feed.write(Needs, id, nil)
		} else {
			feed.write(Needs, id, &Document{ID: id, Title: "石墨烯电池", Body: fmt.Sprintf("导热 %d 材料 %d", random.IntN(50), random.IntN(50))})
		}
	}
}

func TestLibraryStartsEmptyAndServesWhatTheFeedHas(t *testing.T) {
	f := newFixture(t)
	require.ErrorIs(t, f.needs().search(t.Context(), nil), ErrRebuilding)
	f.catchUp()
	require.Empty(t, f.versions())

	f.feed.put(Needs, "a", "碳纤维")
	f.feed.put(Needs, "b", "锂电池")
	f.feed.put(Experts, "e", "电池专家")
	f.catchUp()
	require.Equal(t, map[string]int64{"a": 1, "b": 2}, f.versions())

	f.feed.put(Needs, "a", "碳纤维复合材料")
	f.feed.remove(Needs, "b")
	f.feed.remove(Needs, "never there")
	f.catchUp()
	require.Equal(t, map[string]int64{"a": 4}, f.versions())
	f.requireAgreement()
	f.requireRebuilt(reasonMissing)
}

func TestLibraryKeepsItsIndexAcrossRestarts(t *testing.T) {
	f := newFixture(t)
	f.feed.put(Needs, "a", "碳纤维")
	f.catchUp()
	f.feed.put(Needs, "b", "锂电池")
	f.catchUp()
	before := f.liveDir()
	f.reopen()
	require.Equal(t, map[string]int64{"a": 1, "b": 2}, f.versions(), "before any sync")
	f.feed.put(Needs, "c", "钛合金")
	f.catchUp()
	f.requireAgreement()
	require.Equal(t, before, f.liveDir())
	require.Equal(t, []string{filepath.Base(before)}, f.needs().generations())
}

func TestLibraryIsOpenOnce(t *testing.T) {
	f := newFixture(t)
	_, err := Open(t.Context(), f.dir, f.feed, Options{})
	require.ErrorIs(t, err, ErrLocked)

	second := make(chan error)
	go func() {
		ls, err := Open(context.Background(), f.dir, f.feed, Options{LockWait: time.Minute})
		if err == nil {
			err = ls.Close()
		}
		second <- err
	}()
	f.shut()
	require.NoError(t, <-second, "the second waits for the first")
}

func TestLibraryIsClosedForSearches(t *testing.T) {
	f := newFixture(t)
	f.catchUp()
	l := f.needs()
	f.shut()
	require.ErrorIs(t, l.search(context.Background(), nil), ErrClosed)
}

func TestHealthCountsWhatIsNotVisible(t *testing.T) {
	f := newFixture(t)
	h := f.Health(t.Context())
	require.Len(t, h, len(Kinds()))
	require.True(t, h[0].Rebuilding)
	require.False(t, h[0].Serving)
	require.Equal(t, "missing", h[0].Reason)

	f.catchUp()
	f.feed.put(Needs, "a", "碳纤维")
	f.feed.put(Needs, "b", "锂电池")
	h = f.Health(t.Context())
	require.Equal(t, 2, h[0].Behind)
	require.Positive(t, h[0].Lag)
	require.True(t, h[0].Serving)

	f.catchUp()
	h = f.Health(t.Context())
	require.Zero(t, h[0].Behind)
	require.EqualValues(t, 2, h[0].Documents)
	require.Equal(t, f.feed.at(2), h[0].Position)
	require.NoError(t, h[0].Err)
}

func TestMetricsTellLagDocumentsAndRebuilds(t *testing.T) {
	f := newFixture(t)
	f.catchUp()
	f.feed.put(Needs, "a", "碳纤维")
	f.catchUp()
	require.EqualValues(t, 1, f.metric(f.needs().metrics.documents).GetGauge().GetValue())
	require.Zero(t, f.metric(f.needs().metrics.lag).GetGauge().GetValue())
	visible := f.metric(f.needs().metrics.visible.(prometheus.Metric)).GetHistogram()
	require.EqualValues(t, 1, visible.GetSampleCount())
	require.Less(t, visible.GetSampleSum(), time.Minute.Seconds())
	families, err := f.registry.Gather()
	require.NoError(t, err)
	require.Len(t, families, 6)
	_, err = Open(t.Context(), t.TempDir(), f.feed, Options{Metrics: f.registry})
	require.Error(t, err, "a registry takes one set of libraries")
}
