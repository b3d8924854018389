package matching

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A need that has changed goes before those that candidates concern, and waits for no
// changed candidates at all.
func TestChangedNeedsGoFirst(t *testing.T) {
	need, later := matchNeed{}.InsertOpts(), matchNeed{Patient: true}.InsertOpts()
	require.Less(t, need.Priority, later.Priority)
	require.Equal(t, need.Queue, later.Queue)
	require.NotEqual(t, need.Queue, follow{}.InsertOpts().Queue)
}
