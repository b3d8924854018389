package matching

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A need that has changed goes before what a large import of candidates asks for.
func TestChangedNeedsGoFirst(t *testing.T) {
	need, find, later := matchNeed{}.InsertOpts(), findNeeds{}.InsertOpts(), matchNeed{Patient: true}.InsertOpts()
	require.Less(t, need.Priority, find.Priority)
	require.Less(t, find.Priority, later.Priority)
}
