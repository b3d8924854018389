package search

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// Documents are found alike whether they were built offline or added in batches.
func TestBuildCollection(t *testing.T) {
	text := newCorpus(5, 300)
	var docs []Document
	for i := range 300 {
		docs = append(docs, text.document(fmt.Sprintf("d%03d", i)))
	}
	built, err := BuildCollection(t.Context(), t.TempDir(), func(add func([]Document) error) error {
		for some := range slices.Chunk(docs, 70) {
			if err := add(some); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
	defer built.Close()
	added, err := OpenCollection(t.TempDir())
	require.NoError(t, err)
	defer added.Close()
	require.NoError(t, added.Add(t.Context(), docs[:120]))
	require.NoError(t, added.Add(t.Context(), append(docs[120:], text.document("gone"))))
	require.NoError(t, added.Delete(t.Context(), []string{"gone"}))
	for range 10 {
		q := text.query(20)
		q.Fields = map[string]string{"even": "1"}
		want, err := added.Exhaustive(t.Context(), q)
		require.NoError(t, err)
		for _, c := range []*Collection{built, added} {
			got, err := c.Retrieve(t.Context(), q)
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(want, got))
		}
	}
	require.Positive(t, built.Bytes())
}

func TestBuildCollectionStops(t *testing.T) {
	failure := errors.New("source failed")
	_, err := BuildCollection(t.Context(), t.TempDir(), func(add func([]Document) error) error {
		require.NoError(t, add(technologies))
		return failure
	})
	require.ErrorIs(t, err, failure)
	empty, err := BuildCollection(t.Context(), t.TempDir(), func(func([]Document) error) error { return nil })
	require.NoError(t, err)
	require.NoError(t, empty.Close())
}
