package matching

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// A need that has changed goes before those that candidates concern, and waits for no
// changed candidates at all.
func TestChangedNeedsGoFirst(t *testing.T) {
	need, later := matchNeed{}.InsertOpts(), matchNeed{Patient: true}.InsertOpts()
	require.Less(t, need.Priority, later.Priority)
	require.Equal(t, need.Queue, later.Queue)
	require.NotEqual(t, need.Queue, follow{}.InsertOpts().Queue)
}

// A need that is posted goes before many that are imported.
func TestPostedNeedsGoBeforeImportedOnes(t *testing.T) {
	posted, imported := postgres.ChangeEntry{Kind: string(domain.Needs), Among: 1}, postgres.ChangeEntry{Kind: string(domain.Needs), Among: bulk + 1}
	require.Equal(t, matchNeed{}, JobOf(posted))
	require.Equal(t, matchNeed{Patient: true}, JobOf(imported))
}
