package search

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// check holds the cache's books against what is there.
func (c *postingsCache) check(t *testing.T, memories ...*memory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var bytes int64
	known := make(map[*entry]bool)
	for _, m := range memories {
		for _, s := range append(slices.Collect(maps.Values(m.segments)), m.dead...) {
			bytes += s.reserved
			for _, e := range s.entries {
				known[e] = true
			}
		}
	}
	require.Len(t, c.ring, len(known))
	for i, e := range c.ring {
		require.True(t, known[e], "an entry that no segment has")
		require.Equal(t, i+1, e.slot)
		bytes += e.bytes
	}
	require.Equal(t, bytes, c.bytes)
}

// What is kept stays within the bound that several indexes share, and queries
// that need more than that are answered all the same.
func TestCacheStaysWithinItsBound(t *testing.T) {
	text := newCorpus(1, 3000)
	cache := newPostingsCache(200_000)
	var indexes []*testIndex
	for range 2 {
		x := newTestIndex(t)
		x.memory = newMemory(cache, newProcessors())
		var docs []Document
		for i := range 1500 {
			docs = append(docs, text.document(fmt.Sprint("d", i)))
		}
		x.write(docs, nil)
		indexes = append(indexes, x)
	}
	for range 30 {
		for _, x := range indexes {
			q := text.query(60)
			require.Empty(t, cmp.Diff(x.exhaustive(q), x.retrieve(q)))
			require.LessOrEqual(t, cache.bytes, cache.limit)
		}
	}
	require.NotEmpty(t, cache.ring)
	cache.check(t, indexes[0].memory, indexes[1].memory)
}

// Segments that were merged away take nothing any more once a few queries have
// seen the index without them.
func TestCacheForgetsDeadSegments(t *testing.T) {
	text := newCorpus(1, 100)
	x := newTestIndex(t)
	q := text.query(20)
	for i := range 40 {
		x.write([]Document{text.document(fmt.Sprint("d", i%10))}, nil)
		x.retrieve(q)
	}
	for range forgetAfter + 1 {
		x.retrieve(q)
	}
	x.memory.cache.check(t, x.memory)
	for range 100 {
		x.retrieve(q)
	}
	require.Empty(t, x.memory.dead)
	r, err := x.Reader()
	require.NoError(t, err)
	defer r.Close()
	live := len(r.(*scorch.IndexSnapshot).Segments())
	require.LessOrEqual(t, len(x.memory.segments), live+forgetAfter, "bleve may persist meanwhile")
	x.memory.cache.check(t, x.memory)
}

// Queries share what they read, evict it for one another, and see a consistent
// view each while documents come and go.
func TestCacheSharedByQueries(t *testing.T) {
	text := newCorpus(1, 300)
	var queries []Query
	for range 8 {
		queries = append(queries, text.query(20))
	}
	x := newTestIndex(t)
	x.memory = newMemory(newPostingsCache(60_000), &processors{all: 10, stretch: 8}) // two to spare
	var searches sync.WaitGroup
	stop := make(chan struct{})
	for _, q := range queries {
		searches.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					x.same(q)
				}
			}
		})
	}
	for i := range 30 {
		x.write([]Document{text.document(fmt.Sprint("a", i)), text.document(fmt.Sprint("b", i%5))}, []string{fmt.Sprint("a", i-3)})
	}
	close(stop)
	searches.Wait()
	for range forgetAfter + 1 {
		x.retrieve(queries[0])
	}
	x.memory.cache.check(t, x.memory)
	require.Zero(t, x.memory.processors.busy.Load())
}

// same compares both ways to answer q on one view.
func (x *testIndex) same(q Query) {
	r, err := x.Reader()
	if err != nil {
		x.t.Error(err)
		return
	}
	defer r.Close()
	got, err := x.memory.retrieve(x.t.Context(), r, q)
	if err != nil {
		x.t.Error(err)
		return
	}
	want, err := retrieveExhaustively(x.t.Context(), r, q)
	if err != nil {
		x.t.Error(err)
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		x.t.Error(diff)
	}
}
