package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	bleve "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	"github.com/blevesearch/bleve/v2/search/searcher"
	"github.com/stretchr/testify/require"
)

// benchCollection returns a collection of n documents of some eighty words. With
// BENCH_DIR set it is kept there from one run to the next.
func benchCollection(b *testing.B, n int) *Collection {
	dir := b.TempDir()
	if kept := os.Getenv("BENCH_DIR"); kept != "" {
		dir = filepath.Join(kept, fmt.Sprint(n))
		require.NoError(b, os.MkdirAll(dir, 0o700))
	}
	c, err := OpenCollection(dir)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, c.Close()) })
	r, err := c.Reader()
	require.NoError(b, err)
	defer r.Close()
	written, err := r.DocCount()
	require.NoError(b, err)
	text := newCorpus(uint64(n)+written, 50_000)
	for done := int(written); done < n; done += 2500 {
		var docs []Document
		for i := range min(2500, n-done) {
			docs = append(docs, Document{ID: fmt.Sprintf("d%07d", done+i), Title: text.text(8), Body: text.text(80)})
		}
		require.NoError(b, c.Add(b.Context(), docs))
	}
	return c
}

func benchQueries(words int) []Query {
	text := newCorpus(3, 50_000)
	queries := make([]Query, 50)
	for i := range queries {
		queries[i] = Query{Parts: NeedParts(text.text(6), text.text(words))}
	}
	return queries
}

// BenchmarkRetrieve sets retrieval against bleve's own disjunction over the same
// terms in the same index.
func BenchmarkRetrieve(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		c := benchCollection(b, n)
		for _, words := range []int{3, 60} {
			queries := benchQueries(words)
			b.Run(fmt.Sprintf("documents=%d/words=%d/sanku", n, words), func(b *testing.B) {
				for _, q := range queries {
					_, err := c.Retrieve(b.Context(), q)
					require.NoError(b, err)
				}
				for i := 0; b.Loop(); i++ {
					_, err := c.Retrieve(b.Context(), queries[i%len(queries)])
					require.NoError(b, err)
				}
			})
			b.Run(fmt.Sprintf("documents=%d/words=%d/bleve", n, words), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					b.StopTimer()
					terms, err := c.FieldTerms(b.Context(), queries[i%len(queries)])
					require.NoError(b, err)
					b.StartTimer()
					require.NoError(b, disjunction(b.Context(), c, terms))
				}
			})
		}
	}
}

func disjunction(ctx context.Context, c *Collection, terms []FieldTerm) error {
	r, err := c.Reader()
	if err != nil {
		return err
	}
	defer r.Close()
	var any []bleve.Searcher
	for _, t := range terms {
		s, err := searcher.NewTermSearcher(ctx, r, t.Term, t.Field, t.Weight, bleve.SearcherOptions{})
		if err != nil {
			return err
		}
		any = append(any, s)
	}
	s, err := searcher.NewDisjunctionSearcher(ctx, r, any, 1, bleve.SearcherOptions{})
	if err != nil {
		return err
	}
	defer s.Close()
	return collector.NewTopNCollector(20, 0, bleve.SortOrder{&bleve.SortScore{Desc: true}}).Collect(ctx, s, r)
}
