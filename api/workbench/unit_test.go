package workbench

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// Figures are told in the reader's language: English has no word for what Chinese counts
// by, and cites articles of laws as they are.
func TestUnitsAndPlaces(t *testing.T) {
	zh, en := &visit{lang: "zh"}, &visit{lang: "en"}
	n, err := domain.ParseDecimal("23.5")
	require.NoError(t, err)
	for unit, want := range map[string][2]string{"家": {"23.5 家", "23.5"}, "亿元": {"23.5 亿元", "23.5 hundred million yuan"}, "件/万人": {"23.5 件/万人", "23.5 per 10,000 people"}, "%": {"23.5%", "23.5%"}, "t": {"23.5 t", "23.5 t"}, "": {"23.5", "23.5"}} {
		require.Equal(t, want, [2]string{zh.withUnit(&n, unit), en.withUnit(&n, unit)}, unit)
	}
	require.Equal(t, "", zh.withUnit(nil, "家"))
	require.Equal(t, []string{"（家）", " (number)", ""}, []string{zh.inUnit("家"), en.inUnit("家"), en.inUnit("")})
	for ref, want := range map[string]string{"二;三(二)1": "2; 3(2)1", "第九十条": "第九十条"} {
		require.Equal(t, []string{ref, want}, []string{zh.place(ref), en.place(ref)})
	}
}
