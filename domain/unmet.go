package domain

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// UnmetNeed is a need that nothing answers well enough, with the terms that tell most
// of it and how much each tells.
type UnmetNeed struct {
	NeedID ID
	Best   float64 // the score of its best technology; 0 when there is none
	Terms  map[string]float64
	Words  []string // those of the terms that people would call a topic by
}

// UnmetTopic is a group of unmet needs that speak of the same.
type UnmetTopic struct {
	Terms []string // the most telling first
	Needs []UnmetNeed
}

const (
	sameTopic  = 0.18 // cosine of the words' weights from which on two groups are one
	topicTerms = 3    // that name a topic
)

// GroupUnmet groups needs by what they speak of: the two most alike groups become one
// for as long as they are alike enough. Topics of many needs come first. The same needs
// give the same topics, in whatever order they come.
func GroupUnmet(needs []UnmetNeed) []UnmetTopic {
	needs = slices.Clone(needs)
	slices.SortFunc(needs, func(a, b UnmetNeed) int { return slices.Compare(a.NeedID[:], b.NeedID[:]) })
	groups := make([]*unmetGroup, len(needs))
	for i, n := range needs {
		groups[i] = &unmetGroup{needs: []UnmetNeed{n}, terms: unit(n.Terms)}
	}
	for _, e := range alike(groups) {
		a, b := groups[e.a].root(), groups[e.b].root()
		if a != b && cosine(a.terms, b.terms) >= sameTopic {
			a.join(b)
		}
	}
	var topics []UnmetTopic
	for _, g := range groups {
		if g.within == nil {
			topics = append(topics, UnmetTopic{g.telling(), g.needs})
		}
	}
	slices.SortStableFunc(topics, func(a, b UnmetTopic) int { return cmp.Compare(len(b.Needs), len(a.Needs)) })
	return topics
}

type unmetGroup struct {
	needs  []UnmetNeed
	terms  map[string]float64 // of length 1
	within *unmetGroup        // the group that it has become part of
}

func (g *unmetGroup) root() *unmetGroup {
	for g.within != nil {
		g = g.within
	}
	return g
}

func (g *unmetGroup) join(other *unmetGroup) {
	sum := map[string]float64{}
	for _, part := range []*unmetGroup{g, other} {
		for t, w := range part.terms {
			sum[t] += w * float64(len(part.needs))
		}
	}
	g.needs, g.terms = append(g.needs, other.needs...), unit(sum)
	other.within = g
}

// telling are the terms that name the group, none within another: words, where there
// are any.
func (g *unmetGroup) telling() []string {
	var words []string
	for _, n := range g.needs {
		words = append(words, n.Words...)
	}
	all := byWeight(g.terms)
	if len(words) > 0 {
		all = slices.DeleteFunc(all, func(t string) bool { return !slices.Contains(words, t) })
	}
	var told []string
	for _, t := range all {
		overlaps := func(other string) bool { return strings.Contains(other, t) || strings.Contains(t, other) }
		if len(told) < topicTerms && !slices.ContainsFunc(told, overlaps) {
			told = append(told, t)
		}
	}
	return told
}

type likeness struct {
	a, b int
	at   float64
}

// alike lists the pairs of groups that share words and are alike enough, the most alike
// first.
func alike(groups []*unmetGroup) []likeness {
	having := map[string][]int{}
	for i, g := range groups {
		for t := range g.terms {
			having[t] = append(having[t], i)
		}
	}
	var pairs []likeness
	for i, g := range groups {
		met := map[int]bool{}
		for t := range g.terms {
			for _, j := range having[t] {
				if j <= i || met[j] {
					continue
				}
				met[j] = true
				if at := cosine(g.terms, groups[j].terms); at >= sameTopic {
					pairs = append(pairs, likeness{i, j, at})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(p, q likeness) int {
		return cmp.Or(cmp.Compare(q.at, p.at), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	return pairs
}

// byWeight lists words by how much they tell, the most telling first.
func byWeight(terms map[string]float64) []string {
	var all []string
	for t := range terms {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(terms[b], terms[a]), cmp.Compare(a, b)) })
	return all
}

// unit scales weights to length 1.
func unit(terms map[string]float64) map[string]float64 {
	sum := 0.0
	for _, t := range slices.Sorted(maps.Keys(terms)) { // in one order, so that the sum is the same each time
		sum += terms[t] * terms[t]
	}
	scaled := make(map[string]float64, len(terms))
	for t, w := range terms {
		scaled[t] = w / math.Sqrt(sum)
	}
	return scaled
}

func cosine(a, b map[string]float64) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	sum := 0.0
	for _, t := range slices.Sorted(maps.Keys(a)) {
		sum += a[t] * b[t]
	}
	return sum
}
