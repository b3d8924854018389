package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/search/analysis"
)

// The rarer of two words tells more of a subject.
func TestRarity(t *testing.T) {
	order := []string{"的", "公司", "系统", "制定", "混凝土", "加热炉"}
	for i := 1; i < len(order); i++ {
		require.Less(t, analysis.Rarity(order[i-1]), analysis.Rarity(order[i]), "%s before %s", order[i-1], order[i])
	}
	for _, unknown := range []string{"plc", "316l", "石墨烯", "加热"[:3]} {
		require.Greater(t, analysis.Rarity(unknown), 4.0, unknown)
	}
}
