package search

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// However small the runs, what is built offline holds the very terms and postings
// that bleve writes of the same documents.
func TestOfflineHoldsWhatBleveWrites(t *testing.T) {
	docs := offlineDocuments()
	batch := openedCollection(t)
	require.NoError(t, batch.Add(t.Context(), docs))
	want := contents(t, batch)
	require.Contains(t, want, "body 常")
	for _, size := range []struct{ documents, postings int }{{frameBatch, runPostings}, {700, 20_000}, {1, 50}} {
		some := docs
		if size.documents == 1 {
			some = docs[:60]
			batch := openedCollection(t)
			require.NoError(t, batch.Add(t.Context(), some))
			want = contents(t, batch)
		}
		require.Empty(t, cmp.Diff(want, contents(t, builtOffline(t, some, size.documents, size.postings))))
	}
}

// offlineDocuments have terms that stand once, often in a few documents, and in
// so many that their postings take several chunks.
func offlineDocuments() []Document {
	text := newCorpus(11, 2000)
	docs := make([]Document, 3000)
	for i := range docs {
		docs[i] = text.document(fmt.Sprintf("d%04d", i))
		docs[i].Version = int64(i)
		docs[i].Body += strings.Repeat(" 常用", 1+i%3)
	}
	docs[7].Body = strings.Repeat("很长的文章 ", 4000)
	docs[8].Title, docs[8].Body = "", ""
	return docs
}

func openedCollection(t *testing.T) *Collection {
	c, err := OpenCollection(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func builtOffline(t *testing.T, docs []Document, documents, postings int) *Collection {
	dir := t.TempDir()
	o, err := newOffline(dir, nil)
	require.NoError(t, err)
	o.frameBatch, o.runPostings = documents, postings
	for some := range slices.Chunk(docs, 50) {
		require.NoError(t, o.add(prepare(some, slog.Default())))
	}
	some, err := o.close(nil)
	require.NoError(t, err)
	require.True(t, some)
	c, err := OpenCollection(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// contents are the postings of every term of every field, by field and term.
func contents(t *testing.T, c *Collection) map[string][]string {
	all := make(map[string][]string)
	require.NoError(t, c.view(func(r index.IndexReader) error {
		fields, err := r.Fields()
		require.NoError(t, err)
		for _, s := range r.(*scorch.IndexSnapshot).Segments() {
			for _, f := range fields {
				contentsOf(t, s, f, all)
			}
		}
		return nil
	}))
	for _, postings := range all {
		slices.Sort(postings)
	}
	return all
}

func contentsOf(t *testing.T, s *scorch.SegmentSnapshot, field string, all map[string][]string) {
	dict, err := s.Segment().Dictionary(field)
	require.NoError(t, err)
	terms := dict.AutomatonIterator(nil, nil, nil)
	for {
		term, err := terms.Next()
		require.NoError(t, err)
		if term == nil {
			return
		}
		list, err := dict.PostingsList([]byte(term.Term), s.Deleted(), nil)
		require.NoError(t, err)
		name := field + " " + term.Term
		require.NoError(t, eachPosting(list, func(p segment.Posting) {
			id, err := s.DocID(p.Number())
			require.NoError(t, err)
			all[name] = append(all[name], fmt.Sprint(string(id), " ", p.Frequency(), " ", p.Norm()))
		}))
	}
}
