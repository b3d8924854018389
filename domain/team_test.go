package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func member(kind string, score float64, organisation ID) TeamCandidate {
	why := known("field", 1, "同属新材料领域", "Both in new materials")
	why.Contribution = 1
	return TeamCandidate{Match: Match{CandidateID: NewID(), Score: score, Features: []Feature{why}}, Kind: kind, OrganisationID: organisation}
}

func TestPickTeam(t *testing.T) {
	university, other, works := NewID(), NewID(), NewID()
	best, second := member(TechnicalExpert, 0.9, university), member(TechnicalExpert, 0.8, other)
	manager, steward := member(Entrepreneur, 0.7, works), member(StewardExpert, 0.6, ID{})
	busy := member(StewardExpert, 0.5, ID{})
	busy.Match.NearMiss = true

	team := PickTeam([]TeamCandidate{best, second, manager, steward}, nil)
	require.Equal(t, []TeamCandidate{best, manager, steward}, []TeamCandidate{team.Members[0].TeamCandidate, team.Members[1].TeamCandidate, team.Members[2].TeamCandidate})
	require.Equal(t, "同属新材料领域", team.Members[0].Reason.ZH)
	require.Empty(t, team.Gaps)

	conflict := Interest{OrganisationID: works, WithID: university}
	team = PickTeam([]TeamCandidate{best, second, manager, steward}, Interests{conflict})
	require.Equal(t, second, team.Members[0].TeamCandidate, "the best is in conflict with the entrepreneur")

	team = PickTeam([]TeamCandidate{best, manager, busy}, Interests{conflict})
	require.Len(t, team.Members, 1)
	require.Len(t, team.Gaps, 2)
	require.Equal(t, []TeamCandidate{busy}, team.Gaps[1].Nearest)
	require.Equal(t, Text{"政府管家目前均不满足条件", "Steward: none meets the conditions now"}, team.Gaps[1].Reason)
}

// No choice of free members that fit together is fuller or scores higher than the team.
func TestPickTeamIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		organisations := []ID{{}, {15: 1}, {15: 2}, {15: 3}}
		var all []TeamCandidate
		for i := range rapid.IntRange(0, 9).Draw(t, "experts") {
			c := TeamCandidate{Match: Match{CandidateID: ID{14: 1, 15: byte(i)}, Score: rapid.Float64Range(0, 1).Draw(t, "score"), NearMiss: rapid.Bool().Draw(t, "near")},
				Kind: rapid.SampledFrom(teamKinds[:]).Draw(t, "kind"), OrganisationID: rapid.SampledFrom(organisations).Draw(t, "organisation")}
			all = append(all, c)
		}
		var conflicts Interests
		if rapid.Bool().Draw(t, "conflict") {
			conflicts = Interests{{OrganisationID: organisations[1], WithID: organisations[2]}}
		}
		team := PickTeam(all, conflicts)
		score := 0.0
		for i, m := range team.Members {
			require.False(t, m.Match.NearMiss)
			score += m.Match.Score
			for _, o := range team.Members[:i] {
				require.True(t, fitting(o.TeamCandidate, m.TeamCandidate, conflicts))
			}
		}
		full, most := fullest(all, conflicts, nil)
		require.Len(t, team.Members, full)
		require.InDelta(t, most, score, 1e-9)
		require.Len(t, team.Gaps, len(teamKinds)-full)
	})
}

func fitting(a, b TeamCandidate, conflicts Interests) bool {
	_, conflict := conflicts.Between(a.party(), b.party())
	return a.Kind != b.Kind && !conflict && (a.OrganisationID.IsZero() || a.OrganisationID != b.OrganisationID)
}

// fullest tries every subset.
func fullest(rest []TeamCandidate, conflicts Interests, chosen []TeamCandidate) (full int, score float64) {
	if len(rest) == 0 {
		for _, c := range chosen {
			score += c.Match.Score
		}
		return len(chosen), score
	}
	full, score = fullest(rest[1:], conflicts, chosen)
	for _, c := range chosen {
		if !fitting(c, rest[0], conflicts) {
			return full, score
		}
	}
	if rest[0].Match.NearMiss {
		return full, score
	}
	f, s := fullest(rest[1:], conflicts, append(chosen[:len(chosen):len(chosen)], rest[0]))
	if f > full || f == full && s > score {
		return f, s
	}
	return full, score
}
