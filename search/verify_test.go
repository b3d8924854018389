package search

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/stretchr/testify/require"
)

func TestVerifyTellsEveryKindOfDisagreement(t *testing.T) {
	f := newFixture(t)
	f.catchUp()
	for _, id := range []string{"a", "b", "c", "d"} {
		f.feed.put(Needs, id, "碳纤维")
	}
	f.catchUp()
	f.requireAgreement()

	b := index.NewBatch()
	b.Delete("a")
	b.Update(Document{ID: "b", Version: 9}.indexable())
	b.Update(Document{ID: "x", Version: 5}.indexable())
	require.NoError(t, f.needs().live.apply(b, time.Minute))

	reports, err := f.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, []Disagreement{{"a", 1, 0}, {"b", 2, 9}, {"x", 0, 5}}, reports[0].Disagreements)
	require.Equal(t, 4, reports[0].Records)
	require.Equal(t, 4, reports[0].Documents)
	require.ErrorContains(t, reports[0].err(), "3 of 4")
	require.True(t, reports[1].Agrees())

	require.NoError(t, f.needs().Rebuild(t.Context()))
	f.requireAgreement()
}

func TestVerifyAppliesWhatHasChangedFirst(t *testing.T) {
	f := newFixture(t)
	f.catchUp()
	f.feed.put(Needs, "a", "碳纤维")
	f.requireAgreement()
}

func TestVerifyRefusesAnIndexThatIsToBeRebuilt(t *testing.T) {
	f := newFixture(t)
	_, err := f.Verify(t.Context())
	require.ErrorIs(t, err, ErrRebuilding)
	require.ErrorContains(t, err, "missing")
}

// TestVerifyWhileRecordsAreWritten changes every record, and adds one, between
// the reading of the index and that of the records, each time.
func TestVerifyWhileRecordsAreWritten(t *testing.T) {
	f := newFixture(t)
	f.feed.put(Needs, "a", "碳纤维")
	f.catchUp()
	var written atomic.Int64 // by the readers of every library
	f.feed.onPage = f.feed.unlocked(func() {
		f.feed.put(Needs, "a", "碳纤维")
		f.feed.put(Needs, fmt.Sprint("new ", written.Add(1)), "碳纤维")
	})
	reports, err := f.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, reports[0].Disagreements)
	require.GreaterOrEqual(t, written.Load(), int64(2), "it has asked twice")
}

func TestVerifySaysThatAnIndexHasToBeRebuilt(t *testing.T) {
	f := newFixture(t)
	_, err := f.Verify(t.Context())
	require.ErrorIs(t, err, ErrRebuilding, "there is none yet")

	f.catchUp()
	f.feed.epoch = "cluster 2"
	for range 2 { // found by the first, known to the second
		_, err = f.Verify(t.Context())
		require.ErrorIs(t, err, ErrRebuilding)
		require.ErrorContains(t, err, "epoch")
	}
}
