package domain

import (
	"cmp"
	"slices"
)

// stackable is an incentive as the rules of stacking see it.
type stackable struct {
	key   string // in which order equals stand
	code  string
	rules Stacking
	worth Fen // what it brings alone; those of nothing are not chosen
}

// groupRule is how the members of a group go together.
type groupRule struct {
	exclusive bool
	cap       *Fen
}

// groupRules are the strictest rules that the members of each group state. All the
// incentives at hand have a say, also those that the deal does not get: what may be
// combined is a matter of the texts, not of the amount.
func groupRules(all []Stacking) map[string]groupRule {
	rules := map[string]groupRule{}
	for _, s := range all {
		if s.Group == "" {
			continue
		}
		r := rules[s.Group]
		r.exclusive = r.exclusive || s.Rule == "exclusive"
		if s.Cap != nil && (r.cap == nil || *s.Cap < *r.cap) {
			r.cap = s.Cap
		}
		rules[s.Group] = r
	}
	return rules
}

// stack is the search for the admissible combination that brings most.
type stack struct {
	rules map[string]groupRule
	items []stackable
	clash [][]bool
	left  int // branches that may still be looked at

	best   []bool
	bestOf Fen
}

// maxBranches bounds the search. Groups alone never come near it: only hundreds of
// incentives that exclude one another one by one would, and then the best combination
// found so far is taken.
const maxBranches = 1 << 18

// combine returns which of the items, of at least nothing each, to take so that the
// whole brings most: at most one of an exclusive group, none beside one it excludes, and
// no more of a capped group than its cap. The answer does not depend on their order.
func combine(items []stackable, rules map[string]groupRule) (taken []bool, total Fen) {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(items[b].worth, items[a].worth), cmp.Compare(items[a].key, items[b].key))
	})
	s := stack{rules: rules, left: maxBranches, bestOf: -1}
	for _, at := range order {
		s.items = append(s.items, items[at])
	}
	s.findClashes()
	s.search(make([]bool, len(s.items)), 0)
	taken = make([]bool, len(items))
	for n, at := range order {
		taken[at] = s.best[n]
	}
	return taken, s.bestOf
}

func (s *stack) findClashes() {
	s.clash = make([][]bool, len(s.items))
	for i := range s.items {
		s.clash[i] = make([]bool, len(s.items))
		for j := range s.items {
			s.clash[i][j] = i != j && clashes(s.items[i], s.items[j], s.rules)
		}
	}
}

func clashes(a, b stackable, rules map[string]groupRule) bool {
	excludes := func(a, b stackable) bool {
		return b.code != "" && slices.Contains(a.rules.Excludes, b.code) || b.rules.Group != "" && slices.Contains(a.rules.Excludes, b.rules.Group)
	}
	return a.rules.Group != "" && a.rules.Group == b.rules.Group && rules[a.rules.Group].exclusive || excludes(a, b) || excludes(b, a)
}

// search decides the items from at on, the most valuable first, taking before leaving.
func (s *stack) search(taken []bool, at int) {
	if s.left--; s.left < 0 && s.best != nil {
		return
	}
	if at == len(s.items) {
		if total := s.total(taken); total > s.bestOf {
			s.best, s.bestOf = slices.Clone(taken), total
		}
		return
	}
	if s.best != nil && s.bound(taken, at) <= s.bestOf {
		return
	}
	free := s.items[at].worth > 0 && !s.meets(taken, at)
	if free {
		taken[at] = true
		s.search(taken, at+1)
		taken[at] = false
	}
	if !free || slices.Contains(s.clash[at], true) {
		s.search(taken, at+1)
	}
}

// meets reports whether item at clashes with one that is taken.
func (s *stack) meets(taken []bool, at int) bool {
	for i, is := range taken {
		if is && s.clash[at][i] {
			return true
		}
	}
	return false
}

// bound is what taking could bring at most when the items from at on are decided: of
// an exclusive group the best one counts.
func (s *stack) bound(taken []bool, at int) Fen {
	maybe, seen := slices.Clone(taken), map[string]bool{}
	for i := at; i < len(s.items); i++ {
		group := s.items[i].rules.Group
		if s.rules[group].exclusive && seen[group] || s.meets(taken, i) {
			continue
		}
		maybe[i], seen[group] = true, true
	}
	return s.total(maybe)
}

// total is what the items taken bring together.
func (s *stack) total(taken []bool) Fen {
	var sum Fen
	for _, part := range share(s.items, taken, s.rules) {
		sum += part
	}
	return sum
}

// share is what each of the items that are taken counts with, in their order: those of
// a capped group share what its cap leaves.
func share(items []stackable, taken []bool, rules map[string]groupRule) []Fen {
	parts, used := make([]Fen, len(items)), map[string]Fen{}
	for i, item := range items {
		if !taken[i] {
			continue
		}
		parts[i] = item.worth
		if limit := rules[item.rules.Group].cap; limit != nil {
			parts[i] = min(item.worth, *limit-used[item.rules.Group])
			used[item.rules.Group] += parts[i]
		}
	}
	return parts
}
