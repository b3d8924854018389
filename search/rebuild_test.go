package search

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/stretchr/testify/require"
)

// TestRebuildOnMismatch gives the libraries every reason to rebuild that does
// not lie in their files.
func TestRebuildOnMismatch(t *testing.T) {
	tests := []struct {
		reason  reason
		arrange func(*fixture)
	}{
		{reasonEpoch, func(f *fixture) { f.feed.epoch = "cluster 2" }},
		{reasonAhead, func(f *fixture) {
			f.feed.history = f.feed.history[:50]
			f.feed.reveal(50)
		}},
		{reasonPurged, func(f *fixture) {
			scribble(f.feed, rand.New(rand.NewPCG(2, 2)), 20)
			f.feed.reveal(120)
			f.feed.purged = f.feed.at(120)
		}},
		{reasonMapping, func(f *fixture) { f.rewriteState(func(s *state) { s.Mapping = "another" }) }},
		{reasonFormat, func(f *fixture) { f.rewriteState(func(s *state) { s.Format++ }) }},
		{reasonRequested, func(f *fixture) { f.needs().condemn(reasonRequested, nil) }},
	}
	for _, test := range tests {
		t.Run(string(test.reason), func(t *testing.T) {
			f := newScribbled(t)
			before := f.liveDir()
			test.arrange(f)
			f.catchUp()
			f.requireRebuilt(test.reason)
			f.requireAgreement()
			require.NotEqual(t, before, f.liveDir())
			f.shut()
			require.NoDirExists(t, before, "the old index goes")
			f.open()
			f.requireAgreement()
		})
	}
}

// newScribbled returns libraries that have indexed a hundred random changes.
func newScribbled(t *testing.T) *fixture {
	f := newFixture(t)
	f.catchUp()
	scribble(f.feed, rand.New(rand.NewPCG(1, 1)), 100)
	f.feed.reveal(100)
	f.catchUp()
	return f
}

// rewriteState makes the index of the needs say something else of itself, and
// opens it anew.
func (f *fixture) rewriteState(change func(*state)) {
	f.Helper()
	g := f.needs().live
	st, err := g.state()
	require.NoError(f, err)
	change(&st)
	b := index.NewBatch()
	b.SetInternal(stateKey, st.encode())
	require.NoError(f, g.apply(b, time.Minute))
	f.reopen()
}

func TestRebuildServesTheOldIndexOfAnotherMapping(t *testing.T) {
	f := newScribbled(t)
	before := f.versions()
	f.rewriteState(func(s *state) { s.Mapping = "another" })
	f.feed.put(Needs, "new", "新材料")
	require.NoError(t, f.needs().sync(t.Context()))
	require.Equal(t, before, f.versions(), "served, and not written to")
	require.True(t, f.Health(t.Context())[0].Rebuilding)
	f.catchUp()
	require.Contains(t, f.versions(), "new")
}

func TestRebuildOnAskingKeepsSyncing(t *testing.T) {
	f := newScribbled(t)
	f.needs().condemn(reasonRequested, nil)
	f.feed.put(Needs, "new", "新材料")
	require.NoError(t, f.needs().sync(t.Context()))
	require.Contains(t, f.versions(), "new")
	require.NoError(t, f.needs().Rebuild(t.Context()))
	f.requireRebuilt(reasonRequested)
}

// TestRebuildTakesChangesMadeMeanwhile writes after the rebuild has read the
// first page.
func TestRebuildTakesChangesMadeMeanwhile(t *testing.T) {
	f := newScribbled(t)
	var once sync.Once
	f.feed.onPage = f.feed.unlocked(func() {
		once.Do(func() {
			f.feed.put(Needs, "0000", "在重建时写入")
			f.feed.remove(Needs, "0001")
		})
	})
	require.NoError(t, f.needs().Rebuild(t.Context()))
	require.Equal(t, int64(101), f.versions()["0000"])
	f.requireAgreement()
}

func TestRebuildOfAStuckIndex(t *testing.T) {
	f := newFixture(t)
	f.options.BatchTimeout = 50 * time.Millisecond
	f.reopen()
	f.catchUp()
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	f.needs().live.write = func(*index.Batch) error { <-never; return nil }
	f.feed.put(Needs, "a", "碳纤维")
	f.catchUp()
	f.requireRebuilt(reasonStuck)
	f.requireAgreement()
}

func TestRebuildAfterRepeatedFailuresOnly(t *testing.T) {
	f := newScribbled(t)
	full := errors.New("no space left on device")
	f.needs().live.write = func(*index.Batch) error { return full }
	f.feed.put(Needs, "a", "碳纤维")
	for range toleratedFailures - 1 {
		require.ErrorIs(t, f.CatchUp(t.Context()), full)
	}
	require.ErrorIs(t, f.Health(t.Context())[0].Err, full)
	f.catchUp()
	f.requireRebuilt(reasonDamaged)
	f.requireAgreement()
	require.NoError(t, f.Health(t.Context())[0].Err)
}

func TestRebuildAfterAPanicInABatch(t *testing.T) {
	f := newScribbled(t)
	f.needs().live.write = func(*index.Batch) error { panic("index out of range") }
	f.feed.put(Needs, "a", "碳纤维")
	f.catchUp()
	f.requireRebuilt(reasonPanic)
	f.requireAgreement()
}

func TestRebuildAfterAPanicInASearchOnlyOfADamagedIndex(t *testing.T) {
	f := newScribbled(t)
	search := func() error {
		return f.needs().search(t.Context(), func(index.IndexReader) error { panic("index out of range") })
	}
	require.ErrorIs(t, search(), errPanic)
	f.catchUp()
	require.Zero(t, f.rebuilds(reasonDamaged), "the files are as written: the mistake is ours")

	flipBit(t, segmentFiles(t, f.liveDir())[0], 0.4)
	require.ErrorIs(t, search(), errPanic)
	f.catchUp()
	f.requireRebuilt(reasonDamaged)
	f.requireAgreement()
}

func TestRebuildThatFailsLeavesTheOldIndex(t *testing.T) {
	f := newScribbled(t)
	before := f.versions()
	f.feed.refused = 1
	require.ErrorIs(t, f.needs().Rebuild(t.Context()), errRefused)
	require.Equal(t, before, f.versions())
	require.Len(t, f.needs().generations(), 1, "nothing half built is left")
	f.catchUp()
	f.requireRebuilt(reasonRequested)
}

// TestRebuildThatNoLongerFitsIsDiscarded restores the database while the
// rebuild reads it.
func TestRebuildThatNoLongerFitsIsDiscarded(t *testing.T) {
	f := newScribbled(t)
	f.feed.onPage = func() { f.feed.epoch = "restored" }
	require.ErrorContains(t, f.needs().Rebuild(t.Context()), "restored")
	require.Len(t, f.needs().generations(), 1)
	f.catchUp()
	require.Empty(t, f.Health(t.Context())[0].Reason)
	f.requireAgreement()
}

func TestOpenRemovesWhatAKillLeft(t *testing.T) {
	f := newScribbled(t)
	live := filepath.Base(f.liveDir())
	require.NoError(t, os.Mkdir(filepath.Join(f.dir, "need.77"), 0o700))
	require.NoError(t, os.Mkdir(filepath.Join(f.dir, "need.backup"), 0o700))
	f.reopen()
	require.Equal(t, []string{live}, f.needs().generations())
	require.DirExists(t, filepath.Join(f.dir, "need.backup"), "not ours")
	require.Equal(t, "need."+next(live), f.needs().nextGeneration())
}

func next(name string) string {
	n, _ := (&Library{kind: Needs}).number(name)
	return string(rune('0' + n + 1))
}

// TestSearchDuringRebuildAndSync searches all the while the index is written
// to, condemned and replaced; every search sees whole states only.
func TestSearchDuringRebuildAndSync(t *testing.T) {
	f := newFixture(t)
	f.options.Poll = time.Millisecond
	f.reopen()
	f.feed.put(Needs, "pair 1", "甲")
	f.catchUp()
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { f.Libraries.Run(ctx) })
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				if n := len(f.versions()); n == 0 {
					t.Error("a search saw an empty index")
					return
				}
			}
		})
	}
	random := rand.New(rand.NewPCG(3, 3))
	for i := range 20 {
		scribble(f.feed, random, 30)
		f.feed.reveal(1 + 30*(i+1))
		if i%4 == 0 {
			require.NoError(t, f.needs().Rebuild(ctx))
		}
		f.catchUp()
	}
	cancel()
	wg.Wait()
	require.Equal(t, 5, f.rebuilds(reasonRequested))
	f.requireAgreement()
}
