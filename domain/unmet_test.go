package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestGroupUnmet(t *testing.T) {
	need := func(n byte, terms map[string]float64) UnmetNeed { return UnmetNeed{NeedID: ID{15: n}, Terms: terms} }
	topics := GroupUnmet([]UnmetNeed{
		need(1, map[string]float64{"电池": 3, "正极": 2, "回收": 1}),
		need(2, map[string]float64{"湘莲": 3, "剥壳": 3}),
		need(3, map[string]float64{"电池": 2, "正极材料": 2, "隔膜": 1}),
		need(4, nil),
	})
	require.Len(t, topics, 3)
	require.Equal(t, []string{"电池", "正极材料", "隔膜"}, topics[0].Terms, "none within another")
	require.Len(t, topics[0].Needs, 2)
}

// Terms that are no words make needs alike, but name a topic only where there are no words.
func TestTopicsAreNamedByWords(t *testing.T) {
	climbs := UnmetNeed{NeedID: ID{15: 1}, Terms: map[string]float64{"器人": 4, "爬机": 3, "机器人": 2, "攀爬": 1}, Words: []string{"机器人", "攀爬"}}
	loads := UnmetNeed{NeedID: ID{15: 2}, Terms: map[string]float64{"器人": 4, "块机": 3, "机器人": 2}, Words: []string{"机器人"}}
	topics := GroupUnmet([]UnmetNeed{climbs, loads})
	require.Len(t, topics, 1)
	require.Equal(t, []string{"机器人", "攀爬"}, topics[0].Terms)
	climbs.Words = nil
	require.Equal(t, []string{"器人", "爬机", "攀爬"}, GroupUnmet([]UnmetNeed{climbs})[0].Terms)
}

// The same needs give the same topics in whatever order they come, and each need is in
// one of them.
func TestGroupUnmetIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"电池", "正极", "湘莲", "剥壳", "机床", "误差", "薄膜", "导热"})
		var needs []UnmetNeed
		for i := range rapid.IntRange(0, 12).Draw(t, "needs") {
			needs = append(needs, UnmetNeed{NeedID: ID{15: byte(i)}, Terms: rapid.MapOfN(words, rapid.Float64Range(0.1, 5), 0, 4).Draw(t, "terms")})
		}
		topics := GroupUnmet(needs)
		again := GroupUnmet(rapid.Permutation(needs).Draw(t, "order"))
		require.Equal(t, topics, again)
		seen := map[ID]bool{}
		for _, topic := range topics {
			for _, n := range topic.Needs {
				require.False(t, seen[n.NeedID])
				seen[n.NeedID] = true
			}
		}
		require.Len(t, seen, len(needs))
	})
}
