package domain

import "slices"

// ReviseMatches brings a need's list of one kind up to date after some candidates were
// looked at again: those of looked that answer the need are among answers. It gives
// what RankMatches would make of everything that ever answered, although listed is all
// it has of that; more says that there is more. Where that does not suffice, because
// something unlisted might stand in the list now, refill is true: the revised list
// is good but for that, and the need is to be matched whole.
func ReviseMatches(listed []Match, more bool, looked []ID, answers []Match) (revised []Match, stillMore, refill bool) {
	kept := slices.DeleteFunc(slices.Clone(listed), func(m Match) bool { return slices.Contains(looked, m.CandidateID) })
	open := slices.DeleteFunc(slices.Clone(answers), Match.Barred)
	revised = RankMatches(append(kept, open...))
	stillMore = more || len(revised) < len(kept)+len(open)
	refill = more && (len(listed) == MaxMatches && len(revised) < MaxMatches ||
		slices.ContainsFunc(listed, func(m Match) bool { return slices.Contains(looked, m.CandidateID) && fell(m, open) }))
	return revised, stillMore, refill
}

// fell reports whether a listed match stands lower than it did, or is one no more, so
// that others may have risen.
func fell(was Match, answers []Match) bool {
	at := slices.IndexFunc(answers, func(m Match) bool { return m.CandidateID == was.CandidateID })
	return at < 0 || answers[at].NearMiss != was.NearMiss || answers[at].Score < was.Score
}
