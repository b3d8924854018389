package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Revising a list candidate by candidate is ranking everything anew, for as long as the
// list does not ask for that itself.
func TestReviseIsRankingAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := map[ID]Match{}
		var listed []Match
		rest := NoRest
		candidates := make([]ID, rapid.IntRange(1, 3*MaxMatches).Draw(t, "candidates"))
		for i := range candidates {
			candidates[i] = ID{15: byte(i), 14: 1}
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			looked := rapid.SliceOfNDistinct(rapid.SampledFrom(candidates), 1, len(candidates), rapid.ID[ID]).Draw(t, "looked")
			answers := rejudged(t, all, looked)
			var refill bool
			listed, rest, refill = ReviseMatches(listed, rest, looked, answers)
			if refill {
				listed = RankMatches(values(all))
				rest = RestOf(values(all), listed)
			}
			require.Equal(t, append([]Match{}, RankMatches(values(all))...), append([]Match{}, listed...))
			require.True(t, rest != NoRest || len(listed) == len(all), "something is left out unnoticed")
		}
	})
}

// A match that loses a little does not have the need matched whole as long as nothing
// that is not listed can stand above it; one that falls behind the last does.
func TestOnlyALossThatMattersAsksForMore(t *testing.T) {
	var all []Match
	for i := range MaxMatches + 20 {
		all = append(all, Match{CandidateID: ID{15: byte(i + 1)}, Score: float64(90-i) / 100})
	}
	listed := RankMatches(all)
	rest := RestOf(all, listed)
	require.Equal(t, Rest{0.4, -1}, rest)
	fall := func(from int, score float64) bool {
		m := listed[from]
		m.Score = score
		_, _, refill := ReviseMatches(listed, rest, []ID{m.CandidateID}, []Match{m})
		return refill
	}
	require.False(t, fall(0, 0.4001))
	require.False(t, fall(MaxMatches-1, 0.4001))
	require.True(t, fall(0, 0.3999))
	require.True(t, fall(MaxMatches-1, 0.3999))
	_, _, refill := ReviseMatches(listed, rest, []ID{listed[3].CandidateID}, nil)
	require.True(t, refill, "one leaves")
	_, left, refill := ReviseMatches(listed, rest, []ID{{1}}, []Match{{CandidateID: ID{1}, Score: 1}})
	require.False(t, refill, "one comes")
	require.InDelta(t, 0.41, left.Match, 1e-9, "and pushes the last out")
}

// rejudged gives the looked at candidates new standings, or none, in all.
func rejudged(t *rapid.T, all map[ID]Match, looked []ID) (answers []Match) {
	for _, id := range looked {
		delete(all, id)
		switch rapid.IntRange(0, 5).Draw(t, "standing") {
		case 0:
			continue
		case 1:
			answers = append(answers, Match{CandidateID: id, Gates: []Gate{{Severity: Bars}}})
			continue
		}
		m := Match{CandidateID: id, Score: float64(rapid.IntRange(0, 20).Draw(t, "score")) / 20, NearMiss: rapid.IntRange(0, 3).Draw(t, "near") == 0}
		all[id] = m
		answers = append(answers, m)
	}
	return answers
}

func values(all map[ID]Match) []Match {
	var list []Match
	for _, m := range all {
		list = append(list, m)
	}
	return list
}
