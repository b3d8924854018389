package search

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestIncrementalSyncEqualsRebuild applies random histories in random portions
// and compares with an index built at once.
func TestIncrementalSyncEqualsRebuild(t *testing.T) {
	f := newFixture(t)
	f.options.Batch = 5
	f.reopen()
	f.catchUp()
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 30).Draw(r, "changes") {
			id := rapid.StringMatching(`[a-d][0-9]`).Draw(r, "id")
			if rapid.Bool().Draw(r, "remove") {
				f.feed.write(Needs, id, nil)
				continue
			}
			f.feed.write(Needs, id, &Document{ID: id, Body: rapid.StringMatching(`[石墨烯电池]{1,9}`).Draw(r, "body")})
		}
		for f.feed.horizon < len(f.feed.history) {
			f.feed.reveal(f.feed.horizon + rapid.IntRange(1, 12).Draw(r, "revealed"))
			if err := f.CatchUp(context.Background()); err != nil {
				r.Fatal(err)
			}
		}
		q := Query{Parts: []QueryPart{{"石墨烯电池", 1}}, Limit: maxHits}
		versions := f.versions()
		hits, err := f.needs().Retrieve(context.Background(), q)
		require.NoError(r, err)
		require.NoError(r, f.needs().Rebuild(context.Background()))
		require.Equal(r, f.versions(), versions)
		again, err := f.needs().Retrieve(context.Background(), q)
		require.NoError(r, err)
		require.Equal(r, again, hits)
	})
	require.Zero(t, f.rebuilds(reasonDamaged))
	f.requireAgreement()
}

func TestRunAppliesWhenWoken(t *testing.T) {
	f := newFixture(t)
	wake := make(chan struct{})
	f.options.Wake, f.options.Poll = wake, time.Hour
	f.reopen()
	f.catchUp()
	visible := make(chan float64, 1)
	f.needs().metrics.visible = prometheus.ObserverFunc(func(s float64) { visible <- s })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- f.Libraries.Run(ctx) }()
	for i := range 3 {
		f.feed.put(Needs, fmt.Sprint(i), "碳纤维")
		wake <- struct{}{}
		<-visible
		require.Len(t, f.versions(), i+1)
	}
	close(wake) // the listener is gone: polling remains
	cancel()
	require.NoError(t, <-done)
}

func TestRunRebuildsUnattended(t *testing.T) {
	f := newScribbled(t)
	f.feed.epoch = "cluster 2"
	f.feed.refused = 10 // over all libraries: rebuilds have to be tried again
	f.shut()
	rebuilt := make(chan float64, 1)
	f.options.Poll = time.Millisecond
	f.open()
	f.needs().metrics.rebuild = prometheus.ObserverFunc(func(s float64) { rebuilt <- s })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- f.Libraries.Run(ctx) }()
	<-rebuilt
	cancel()
	require.NoError(t, <-done)
	f.requireRebuilt(reasonEpoch)
	f.catchUp() // the other libraries may have been interrupted
	f.requireAgreement()
}

// TestRunVerifiesAfterACrash gives an index that was not closed a deletion
// that its records do not have.
func TestRunVerifiesAfterACrash(t *testing.T) {
	f := newScribbled(t)
	g := f.needs().live
	var victim string
	for victim = range f.versions() {
		break
	}
	require.NoError(t, g.index.Delete(victim))
	g.unclean = true
	rebuilt := make(chan float64, 1)
	f.needs().metrics.rebuild = prometheus.ObserverFunc(func(s float64) { rebuilt <- s })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- f.Libraries.Run(ctx) }()
	<-rebuilt
	cancel()
	require.NoError(t, <-done)
	f.requireRebuilt(reasonDisagreement)
	f.catchUp()
	f.requireAgreement()
}

func TestSyncMovesThePositionOfAnIdleIndex(t *testing.T) {
	f := newFixture(t)
	now := time.Now()
	f.options.Now = func() time.Time { return now }
	f.reopen()
	f.feed.put(Needs, "a", "碳纤维")
	f.catchUp()
	f.feed.put(Experts, "e", "专家")
	position := func() Position { return f.Health(t.Context())[0].Position }
	f.catchUp()
	require.Equal(t, f.feed.at(1), position(), "not at once: it is a write")
	now = now.Add(idleAdvance)
	f.catchUp()
	require.Equal(t, f.feed.at(2), position())
	f.reopen()
	require.Equal(t, f.feed.at(2), position(), "durably")
}

func TestSyncReportsAFailingFeedAndRecovers(t *testing.T) {
	f := newScribbled(t)
	f.feed.failure = errRefused
	require.ErrorIs(t, f.CatchUp(t.Context()), f.feed.failure)
	require.ErrorIs(t, f.Health(t.Context())[0].Err, f.feed.failure)
	require.False(t, f.Health(t.Context())[0].Rebuilding, "the index is not to blame")
	f.feed.failure = nil
	f.catchUp()
	require.NoError(t, f.Health(t.Context())[0].Err)
}

func TestLockIsWaitedForWithALimit(t *testing.T) {
	path := t.TempDir() + "/lock"
	held, err := tryLock(path)
	require.NoError(t, err)
	defer held.Close()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := waitLock(t.Context(), path, 3*time.Second)
		require.ErrorIs(t, err, ErrLocked)
		require.Equal(t, 3*time.Second, time.Since(start))
	})
}

// panicking is an analyzer that some document drives into a panic.
type panicking struct{}

func (panicking) Analyze([]byte) analysis.TokenStream { panic("index out of range") }

func TestSyncSurvivesADocumentThatCannotBeAnalysed(t *testing.T) {
	f := newFixture(t)
	f.catchUp()
	l := f.needs()
	doc := (Document{ID: "a", Version: 3, Title: "碳纤维"}).indexable()
	doc.AddField(document.NewTextFieldCustom(fieldBody, nil, []byte("..."), index.IndexField, panicking{}))
	b := index.NewBatch()
	b.Update(prepareFields(doc, l.log))
	require.NoError(t, l.live.apply(b, time.Minute))
	require.Equal(t, map[string]int64{"a": 3}, f.versions())
	hits, err := l.Retrieve(t.Context(), Query{Parts: []QueryPart{{"碳纤维", 1}}})
	require.NoError(t, err)
	require.Len(t, hits, 1, "by its title")
}
