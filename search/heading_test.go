package search

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHeading(t *testing.T) {
	for _, c := range []struct{ name, text, head string }{
		{"a heading", "高温合金叶片的修复。我公司生产的叶片在使用中开裂，目前只能整体更换。", "高温合金叶片的修复"},
		{"a line", "污泥低温干化\n我厂每天产生污泥二十吨，含水率八成。", "污泥低温干化"},
		{"a sentence with a comma", "我公司每年处理矿渣两万吨，成本很高。希望降低成本。", ""},
		{"nothing after it", "高温合金叶片的修复。", ""},
		{"little after it", "高温合金叶片的修复与再制造。急。", ""},
		{"too short", "目的。研究矿渣在水泥中的应用及其对强度的影响。", ""},
		{"no end", "boundary layer control by suction", ""},
		{"nothing", "", ""},
	} {
		head, rest := heading(c.text)
		require.Equal(t, c.head, head, c.name)
		require.Equal(t, c.text, head+rest, c.name)
	}
}
