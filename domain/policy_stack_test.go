package domain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// bundles draws incentives in a few groups, some of which exclude others by code.
func bundles(t *rapid.T) ([]stackable, map[string]groupRule) {
	n := rapid.IntRange(1, 9).Draw(t, "n")
	items, texts := make([]stackable, n), make([]Stacking, n)
	for i := range items {
		s := Stacking{Group: rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "group")}
		if s.Group != "" {
			s.Rule = rapid.SampledFrom([]string{"", "free", "exclusive", "capped"}).Draw(t, "rule")
		}
		if s.Rule == "capped" {
			limit := Fen(rapid.Int64Range(0, 1000).Draw(t, "cap"))
			s.Cap = &limit
		}
		s.Excludes = rapid.SliceOfN(rapid.SampledFrom([]string{"i0", "i1", "i2", "c"}), 0, 1).Draw(t, "excludes")
		items[i] = stackable{key: fmt.Sprint(i), code: fmt.Sprint("i", i), rules: s, worth: Fen(rapid.Int64Range(0, 500).Draw(t, "worth"))}
		texts[i] = s
	}
	return items, groupRules(texts)
}

func admissible(items []stackable, taken []bool, rules map[string]groupRule) bool {
	for i := range items {
		for j := range items {
			if i != j && taken[i] && taken[j] && clashes(items[i], items[j], rules) {
				return false
			}
		}
	}
	return true
}

func sumOf(parts []Fen) (sum Fen) {
	for _, p := range parts {
		sum += p
	}
	return sum
}

// exhaustive is the best that any admissible choice brings, by trying them all.
func exhaustive(items []stackable, rules map[string]groupRule) (best Fen) {
	for mask := range 1 << len(items) {
		taken := make([]bool, len(items))
		for i := range taken {
			taken[i] = mask>>i&1 == 1
		}
		if admissible(items, taken, rules) {
			best = max(best, sumOf(share(items, taken, rules)))
		}
	}
	return best
}

func TestCombinationIsTheBestAdmissibleOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, rules := bundles(t)
		taken, total := combine(items, rules)
		require.True(t, admissible(items, taken, rules))
		require.Equal(t, total, sumOf(share(items, taken, rules)))
		require.Equal(t, exhaustive(items, rules), total)
		for group, r := range rules {
			var used Fen
			for i, part := range share(items, taken, rules) {
				if items[i].rules.Group == group {
					used += part
				}
			}
			require.True(t, r.cap == nil || used <= *r.cap, "group %s", group)
		}
	})
}

func TestCombinationIgnoresTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, rules := bundles(t)
		keys := func(items []stackable) (chosen []string) {
			taken, _ := combine(items, rules)
			for i, is := range taken {
				if is {
					chosen = append(chosen, items[i].key)
				}
			}
			slices.Sort(chosen)
			return chosen
		}
		require.Equal(t, keys(items), keys(rapid.Permutation(items).Draw(t, "order")))
	})
}

func TestManyInOneGroupAreQuick(t *testing.T) {
	var items []stackable
	var texts []Stacking
	for i := range 400 {
		s := Stacking{Group: fmt.Sprint(i % 20), Rule: "exclusive"}
		items, texts = append(items, stackable{key: fmt.Sprint(i), rules: s, worth: Fen(i)}), append(texts, s)
	}
	_, total := combine(items, groupRules(texts))
	require.EqualValues(t, 20*390-10, total, "the last of each group: 380 + … + 399")
}
