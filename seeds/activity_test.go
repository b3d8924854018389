package seeds

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestActivityRules(t *testing.T) {
	rules, err := ActivityRules()
	require.NoError(t, err)
	require.Equal(t, 90, rules.BornWithin)
}
