package domain

import (
	"math"
	"slices"
)

// Rest bounds what a need's list of one kind leaves out: no unlisted match scores more
// than Match, no unlisted near miss more than Miss. Below 0 there is none.
type Rest struct{ Match, Miss float64 }

// NoRest is that of a list that leaves nothing out.
var NoRest = Rest{-1, -1}

// with is r and those of found that are not listed.
func (r Rest) with(found, listed []Match) Rest {
	for _, m := range found {
		is := func(l Match) bool { return l.CandidateID == m.CandidateID }
		switch {
		case m.Barred() || slices.ContainsFunc(listed, is):
		case m.NearMiss:
			r.Miss = max(r.Miss, m.Score)
		default:
			r.Match = max(r.Match, m.Score)
		}
	}
	return r
}

// RestOf is what a list made of found leaves out.
func RestOf(found, listed []Match) Rest { return NoRest.with(found, listed) }

// ReviseMatches brings a need's list of one kind up to date after some candidates were
// looked at again: those of looked that answer the need are among answers. It gives
// what RankMatches would make of everything that ever answered, although listed is all
// it has of that, and rest all it knows of the others. Where that does not suffice,
// because something unlisted might stand in the list now, refill is true: the revised
// list is good but for that, and the need is to be matched whole.
func ReviseMatches(listed []Match, rest Rest, looked []ID, answers []Match) (revised []Match, left Rest, refill bool) {
	known := slices.DeleteFunc(slices.Clone(listed), func(m Match) bool { return slices.Contains(looked, m.CandidateID) })
	known = append(known, slices.DeleteFunc(slices.Clone(answers), Match.Barred)...)
	revised = RankMatches(known)
	supposed := RankMatches(append(slices.Clone(known), unlisted(listed, rest)...))
	refill = slices.ContainsFunc(supposed, func(m Match) bool { return m.Kind == maybe })
	return revised, rest.with(known, revised), refill
}

// maybe is the kind of a match that there may be.
const maybe = "maybe"

// unlisted are the best match and the best near miss that a list may have left out. While
// these do not come into it, nothing does that they stand for.
func unlisted(listed []Match, rest Rest) (best []Match) {
	at := slices.IndexFunc(listed, func(m Match) bool { return m.NearMiss })
	if at < 0 {
		at = len(listed)
	}
	matches, misses := listed[:at], listed[at:]
	if rest.Match >= 0 {
		m := Match{Kind: maybe, Score: rest.Match}
		if len(listed) == MaxMatches && at > 0 {
			m = lowerOf(m, behind(matches[at-1]))
		}
		best = append(best, m)
	}
	if rest.Miss >= 0 {
		m := Match{Kind: maybe, Score: rest.Miss, NearMiss: true}
		switch {
		case len(misses) == keptNearMiss:
			m = lowerOf(m, behind(misses[keptNearMiss-1]))
		case len(matches) >= keptNearMiss:
			m.Score = min(m.Score, math.Nextafter(matches[keptNearMiss-1].Score, -1)) // it was not worth telling
		}
		best = append(best, m)
	}
	return best
}

// lowerOf is the one of a and b that stands lower.
func lowerOf(a, b Match) Match {
	if byStanding(a, b) > 0 {
		return a
	}
	return b
}

// behind is what stands right behind m.
func behind(m Match) Match {
	next := Match{Kind: maybe, CandidateID: m.CandidateID, Score: m.Score, NearMiss: m.NearMiss}
	for i := len(next.CandidateID) - 1; i >= 0; i-- {
		if next.CandidateID[i]++; next.CandidateID[i] != 0 {
			break
		}
	}
	return next
}
