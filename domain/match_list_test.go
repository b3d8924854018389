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
		more := false
		candidates := make([]ID, rapid.IntRange(1, 3*MaxMatches).Draw(t, "candidates"))
		for i := range candidates {
			candidates[i] = ID{15: byte(i), 14: 1}
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			looked := rapid.SliceOfNDistinct(rapid.SampledFrom(candidates), 1, len(candidates), rapid.ID[ID]).Draw(t, "looked")
			answers := rejudged(t, all, looked)
			var refill bool
			listed, more, refill = ReviseMatches(listed, more, looked, answers)
			if refill {
				listed = RankMatches(values(all))
				more = len(listed) < len(values(all))
			}
			require.Equal(t, append([]Match{}, RankMatches(values(all))...), append([]Match{}, listed...))
			require.True(t, more || len(listed) == len(all), "something is left out unnoticed")
		}
	})
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
