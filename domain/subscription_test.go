package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSavedSearchOfBlanks holds that a search of blanks, which every record would fit, is
// none.
func TestSavedSearchOfBlanks(t *testing.T) {
	for _, query := range []string{"", "  ", "\u3000"} {
		require.ErrorContains(t, SavedSearch{Name: "电池", Query: query}.Validate(), "query")
		require.NoError(t, SavedSearch{Name: "电池", Query: query, Area: "gaoxin"}.Validate())
	}
	require.NoError(t, SavedSearch{Name: "电池", Query: "电池"}.Validate())
}
