package workbench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func aim(label string, at, target float64) bar {
	return bar{Label: label, Value: plainNumber(at) + " 项", at: at, target: &target, Target: plainNumber(target) + " 项"}
}

// A small value beside a small target is as long as a great one beside a great target.
func TestBarsAreSharesOfTheirTargets(t *testing.T) {
	given := []bar{aim("小", 3, 4), aim("大", 300, 400), aim("超", 30, 10)}
	bars, share := ofTargets(given)
	require.True(t, share)
	require.Equal(t, 3.0, given[0].at, "what was given stays")
	require.Equal(t, "3 项／4 项 · 75%", bars[0].Value)
	c := newBars("", bars)
	require.InDelta(t, c.Bars[0].Length, c.Bars[1].Length, 1e-9)
	require.InDelta(t, c.Bars[0].Length*2, c.Bars[2].Length, 1e-9, "no further than half beyond the target")
	require.Equal(t, []bool{false, false, true}, []bool{c.Bars[0].Beyond, c.Bars[1].Beyond, c.Bars[2].Beyond})
	require.Less(t, c.Bars[2].Length+c.Left, c.Width)

	without := append(given, bar{Label: "无目标", at: 5})
	_, share = ofTargets(without)
	require.False(t, share, "what has no target has no share")
	none, share := ofTargets([]bar{aim("零", 1, 0)})
	require.False(t, share)
	require.NotNil(t, newBars("", none))
	require.Contains(t, chartPart("完成率", "目标", bars), "小 3 项／4 项")
	require.NotContains(t, chartPart("完成率", "目标", bars), "目标")
}
