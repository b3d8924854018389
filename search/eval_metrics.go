package search

import (
	"maps"
	"math"
	"slices"
)

// judgements holds the grades by query.
type judgements map[string]grades

// grades holds what judges gave the documents for one query: 0 is "of no use",
// and so counts a document that nobody judged.
type grades map[string]int

// without leaves out the given documents.
func (g grades) without(ids []string) grades {
	if len(ids) == 0 {
		return g
	}
	rest := maps.Clone(g)
	for _, id := range ids {
		delete(rest, id)
	}
	return rest
}

// relevant counts the documents of grade from or better.
func (g grades) relevant(from int) int {
	n := 0
	for _, grade := range g {
		if grade >= from {
			n++
		}
	}
	return n
}

// ndcg is the discounted cumulative gain of the first depth documents of the
// ranking, over that of the best ranking there could be.
func (g grades) ndcg(ranking []string, depth int) float64 {
	best := slices.SortedFunc(maps.Values(g), func(a, b int) int { return b - a })
	got := make([]int, len(ranking))
	for i, id := range ranking {
		got[i] = g[id]
	}
	ideal := gain(best, depth)
	if ideal == 0 {
		return 0
	}
	return gain(got, depth) / ideal
}

// gain adds up 2^grade−1, each over the logarithm of its place.
func gain(grades []int, depth int) float64 {
	sum := 0.0
	for i, grade := range grades[:min(depth, len(grades))] {
		sum += (math.Exp2(float64(grade)) - 1) / math.Log2(float64(i)+2)
	}
	return sum
}

// reciprocalRank is one over the place of the first relevant document.
func (g grades) reciprocalRank(ranking []string, from int) float64 {
	for i, id := range ranking {
		if g[id] >= from {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// recall is the share of the relevant documents that are among the first depth.
func (g grades) recall(ranking []string, depth, from int) float64 {
	found := 0
	for _, id := range ranking[:min(depth, len(ranking))] {
		if g[id] >= from {
			found++
		}
	}
	return float64(found) / float64(g.relevant(from))
}
