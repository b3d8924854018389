package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func professor() ExpertCandidate {
	return ExpertCandidate{
		Expert: Expert{ID: NewID(), Version: 2, Kind: TechnicalExpert, Name: "示例·林教授", OrganisationID: NewID(), Area: "gaoxin", Title: "教授、博士生导师",
			Fields: []string{"materials"}, Industries: []string{"C39"}, Capacity: 4, State: ExpertPublished},
		Organisation: Organisation{ID: NewID(), Division: "430300"}, Load: 1, Evidence: Evidence{Text: 0.5, Terms: []string{"导热"}},
	}
}

func TestMatchExpert(t *testing.T) {
	m, ok := film().MatchExpert(testWeights, professor())
	require.True(t, ok)
	require.Empty(t, m.Gates)
	require.Equal(t, "在手对接 1 项，还可承接 3 项", featureOf(t, m, "load").Reason.ZH)
	require.InDelta(t, 0.75, featureOf(t, m, "load").Value, 1e-9)
	require.Equal(t, "职称或职务：教授、博士生导师", featureOf(t, m, "seniority").Reason.ZH)
	require.Equal(t, "与企业在同一区域", featureOf(t, m, "area").Reason.ZH)

	busy := professor()
	busy.Load = 4
	m, _ = film().MatchExpert(testWeights, busy)
	require.True(t, m.NearMiss)
	require.Equal(t, Text{"有一项对接结束即可承接", "Would match when one of the dockings ends"}, m.Gates[0].Change)

	colleague, a := professor(), film()
	colleague.Expert.OrganisationID = a.Need.OrganisationID
	m, _ = a.MatchExpert(testWeights, colleague)
	require.True(t, m.Barred(), "an enterprise's own people are no answer")
}

// A steward answers for an area whatever they write, and for no other area.
func TestMatchSteward(t *testing.T) {
	steward := ExpertCandidate{Expert: Expert{ID: NewID(), Kind: StewardExpert, Area: "gaoxin", Capacity: 3, Fields: []string{"energy"}, State: ExpertPublished}}
	m, ok := film().MatchExpert(testWeights, steward)
	require.True(t, ok)
	require.False(t, m.Barred())
	require.Equal(t, "负责企业所在区域", featureOf(t, m, "area").Reason.ZH)

	steward.Expert.Area = "yuhu"
	m, _ = film().MatchExpert(testWeights, steward)
	require.True(t, m.Barred())

	wordless := professor()
	wordless.Evidence = Evidence{}
	_, ok = film().MatchExpert(testWeights, wordless)
	require.False(t, ok, "another expert answers by what they know")
}

// An entrepreneur answers by industry even where the texts share nothing, and what they
// write counts as experience.
func TestMatchEntrepreneur(t *testing.T) {
	c, a := professor(), film()
	c.Expert.Kind, c.Evidence = Entrepreneur, Evidence{}
	a.Need.Industry, c.Expert.Industries = "C39", []string{"C39"}
	m, ok := a.MatchExpert(testWeights, c)
	require.True(t, ok)
	require.Equal(t, 1.0, featureOf(t, m, "industry").Value)
	require.Equal(t, "experience", m.Features[1].Name)
	c.Expert.Industries = []string{"A01"}
	_, ok = a.MatchExpert(testWeights, c)
	require.False(t, ok, "another industry, and nothing in common")
}

func TestExpertRecord(t *testing.T) {
	c := professor()
	c.Record = ExpertRecord{Contracted: 3, Declined: 1}
	m, _ := film().MatchExpert(testWeights, c)
	require.Equal(t, "参与对接 4 项，签约 3 项", featureOf(t, m, "record").Reason.ZH)
	require.InDelta(t, 4.0/6, featureOf(t, m, "record").Value, 1e-9)
}

// Many good technical experts leave room for the best of the other kinds.
func TestRankExpertsKeepsEachKind(t *testing.T) {
	kinds := map[ID]string{}
	var found []Match
	add := func(n int, kind string, score float64) {
		for i := range n {
			m := Match{CandidateID: ID{13: kind[0], 14: byte(i / 256), 15: byte(i)}, Score: score - float64(i)/1000}
			kinds[m.CandidateID] = kind
			found = append(found, m)
		}
	}
	add(80, TechnicalExpert, 0.9)
	add(20, Entrepreneur, 0.5)
	add(2, StewardExpert, 0.3)
	ranked := RankExperts(found, kinds)
	require.Len(t, ranked, MaxMatches)
	count := map[string]int{}
	for i, m := range ranked {
		require.Equal(t, i+1, m.Rank)
		count[kinds[m.CandidateID]]++
	}
	require.Equal(t, map[string]int{TechnicalExpert: MaxMatches - keptOfKind - 2, Entrepreneur: keptOfKind, StewardExpert: 2}, count)
}

// Experts are told of in one sentence: what they work on, where, how much room they
// have, and what they are.
func TestExpertSummary(t *testing.T) {
	m, _ := film().MatchExpert(testWeights, professor())
	m.Cite(Evidence{Terms: []string{"导热", "石墨烯"}, Said: 1}, nil)
	require.Equal(t, Text{"研究方向涉及导热、石墨烯，熟悉新材料领域，行业一致，与企业在同一区域，还可承接 3 项对接，教授、博士生导师",
		"Works on 导热, 石墨烯, at home in new materials, same industry, in the enterprise's area, could take 3 more dockings, by title 教授、博士生导师"}, m.Summary())

	idle := professor()
	idle.Record, idle.Expert.Fields = ExpertRecord{Contracted: 1, Declined: 4}, []string{"energy"}
	m, _ = film().MatchExpert(testWeights, idle)
	m.Cite(Evidence{}, nil)
	require.Equal(t, "行业一致，与企业在同一区域，还可承接 3 项对接，教授、博士生导师；但研究方向与需求没有共同的术语", m.Summary().ZH)
	require.Equal(t, "参与的 5 项对接只签约 1 项", featureOf(t, m, "record").Brief.ZH)

	steward := ExpertCandidate{Expert: Expert{ID: NewID(), Kind: StewardExpert, Area: "gaoxin", Capacity: 3, Fields: []string{"materials"}, State: ExpertPublished}}
	m, _ = film().MatchExpert(testWeights, steward)
	require.Equal(t, "负责企业所在区域，熟悉新材料领域，还可承接 3 项对接", m.Summary().ZH)
}
