package seeds

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// Every stage that waits for somebody has a limit.
func TestStageLimits(t *testing.T) {
	limits, err := StageLimits()
	require.NoError(t, err)
	for _, s := range domain.Stages {
		_, ok := limits.Of(domain.Stage(s.Code))
		require.Equal(t, domain.Docking{Stage: domain.Stage(s.Code)}.Open(), ok, s.Code)
	}
}
