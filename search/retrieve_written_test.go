package search

import (
	"fmt"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// The question that follows a write finds what was written, and no more what was
// there before, however warm other segments are.
func TestRetrieveFindsWhatWasJustWritten(t *testing.T) {
	text := newCorpus(3, 200)
	x := newTestIndex(t)
	mark := func(i int) Query { return Query{Parts: []QueryPart{{Text: fmt.Sprintf("mark%dx", i), Weight: 1}}} }
	for i := range 40 {
		marked := text.document(fmt.Sprint("d", i%10))
		marked.Title += fmt.Sprintf(" mark%dx", i)
		x.write([]Document{marked, text.document(fmt.Sprint("other", i))}, nil)
		require.Equal(t, []string{marked.ID}, ids(x.retrieve(mark(i))))
		if i >= 10 {
			require.Empty(t, x.retrieve(mark(i-10)))
		}
		q := text.query(60)
		require.Empty(t, cmp.Diff(x.exhaustive(q), x.retrieve(q)))
	}
}

// A merge changes no hit and no score, of segments that are small before it and
// large after.
func TestMergeLeavesHits(t *testing.T) {
	text := newCorpus(4, 300)
	x := newTestIndex(t)
	for batch := range 8 {
		var docs []Document
		for i := range smallSegment {
			docs = append(docs, text.document(fmt.Sprint("d", batch*smallSegment*3/4+i)))
		}
		x.write(docs, nil)
	}
	var queries []Query
	var before [][]Hit
	for _, words := range []int{1, 3, 20, 60, 200} {
		queries = append(queries, text.query(words))
		before = append(before, x.retrieve(queries[len(queries)-1]))
	}
	require.NoError(t, x.Index.(*scorch.Scorch).ForceMerge(t.Context(), &mergeplan.SingleSegmentMergePlanOptions))
	for range 2 {
		for i, q := range queries {
			require.Empty(t, cmp.Diff(before[i], x.retrieve(q)))
		}
	}
	segments := x.segments()
	require.Len(t, segments, 1)
	require.Greater(t, segments[0].FullSize(), int64(smallSegment))
}

// Of a small segment all terms are known, so that nothing is kept of others; of a
// larger one, what was asked.
func TestVocabulary(t *testing.T) {
	text := newCorpus(5, 200)
	asked := Query{Parts: []QueryPart{{Text: "nowhere absent", Weight: 1}}}
	for _, tt := range []struct{ documents, entries int }{{smallSegment, 0}, {smallSegment + 1, len(queryTerms(asked.Parts))}} {
		var docs []Document
		for i := range tt.documents {
			docs = append(docs, text.document(fmt.Sprint("d", i)))
		}
		x := newTestIndex(t, docs)
		require.Empty(t, x.retrieve(asked))
		for _, s := range x.memory.segments {
			require.Len(t, s.entries, tt.entries)
		}
		terms, bytes, err := readVocabulary(x.segments()[0])
		require.NoError(t, err)
		require.Equal(t, tt.documents > smallSegment, terms == nil)
		require.Equal(t, tt.documents > smallSegment, bytes == 0)
		for _, q := range queryTerms(text.query(100).Parts) {
			known := false
			for _, field := range searched {
				dict, err := x.segments()[0].Segment().Dictionary(field.name)
				require.NoError(t, err)
				has, err := dict.Contains([]byte(q.term))
				require.NoError(t, err)
				known = known || has
			}
			require.Equal(t, !known && terms != nil, terms.lacks(q.term), q.term)
		}
		x.memory.cache.check(t, x.memory)
	}
}

func (x *testIndex) segments() []*scorch.SegmentSnapshot {
	r, err := x.Reader()
	require.NoError(x.t, err)
	defer r.Close()
	return r.(*scorch.IndexSnapshot).Segments()
}
