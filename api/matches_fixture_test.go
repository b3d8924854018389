package api

import (
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func matchFixtures() map[string]fixture {
	return map[string]fixture{
		"search":                       {query: "q=%E6%8A%80%E6%9C%AF", status: 503}, // the test server has no libraries
		"list-matches-of-needs":        {record: matched(func(m matchedRecords) domain.ID { return m.need.ID }, true)},
		"read-dossier":                 {record: matched(func(m matchedRecords) domain.ID { return m.need.ID }, false)},
		"list-matches-of-technologies": {record: matched(func(m matchedRecords) domain.ID { return m.technology.ID }, true)},
		"list-matches-of-experts":      {record: matched(func(m matchedRecords) domain.ID { return m.expert.ID }, false)},
		"list-matches-of-policies":     {record: matched(func(m matchedRecords) domain.ID { return m.policy.ID }, false)},
	}
}

// matchedRecords are a need and its stored matches, one of each kind.
type matchedRecords struct {
	need       domain.Need
	technology domain.Technology
	expert     domain.Expert
	policy     domain.Policy
}

// matched makes a need of the caller's enterprise that a technology of the caller's
// university answers, or of others. Both sides may see the match.
func matched(id func(matchedRecords) domain.ID, bothSides bool) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		m := s.match(s.owner(domain.Enterprise, r), s.owner(domain.University, r), "public")
		facts := domain.Facts{Organisations: []domain.ID{m.need.OrganisationID}, Area: r.area()}
		if bothSides {
			facts.Organisations = append(facts.Organisations, m.technology.OrganisationID)
		}
		return target{id: id(m), facts: facts}
	}
}

func (s *server) match(enterprise, university domain.Organisation, confidentiality string) matchedRecords {
	s.t.Helper()
	ctx := s.t.Context()
	var m matchedRecords
	var err error
	m.need, err = s.db.CreateNeed(ctx, setup, domain.Need{OrganisationID: enterprise.ID, Title: "示例需求", Problem: "难题", Field: "materials", Confidentiality: confidentiality})
	require.NoError(s.t, err)
	m.technology, err = s.db.CreateTechnology(ctx, setup, domain.Technology{OrganisationID: university.ID, Title: "示例成果", Abstract: "简介", Field: "materials", Confidentiality: confidentiality})
	require.NoError(s.t, err)
	for _, step := range []string{"submit", "publish"} {
		m.need, err = s.db.StepNeed(ctx, setup, m.need.ID, m.need.Version, step, "")
		require.NoError(s.t, err)
		m.technology, err = s.db.StepTechnology(ctx, setup, m.technology.ID, m.technology.Version, step, "")
		require.NoError(s.t, err)
	}
	m.expert, err = s.db.CreateExpert(ctx, setup, domain.Expert{Name: "示例专家", Kind: domain.TechnicalExpert, Capacity: 3, Fields: []string{"materials"}})
	require.NoError(s.t, err)
	m.expert, err = s.db.StepExpert(ctx, setup, m.expert.ID, m.expert.Version, "publish", "")
	require.NoError(s.t, err)
	m.policy, err = s.db.CreatePolicy(ctx, setup, domain.Policy{Title: "示例政策", Level: "city", Clauses: []domain.Clause{{Ref: "第一条", Text: "支持转化"}}})
	require.NoError(s.t, err)
	m.policy, err = s.db.StepPolicy(ctx, setup, m.policy.ID, m.policy.Version, "publish", "")
	require.NoError(s.t, err)
	s.store(m)
	return m
}

func (s *server) store(m matchedRecords) {
	s.t.Helper()
	feature := domain.Feature{Name: "text", Known: true, Value: 0.5, Weight: 1, Contribution: 0.5, Reason: domain.Text{ZH: "共有术语：石墨烯", EN: "Shared terms: 石墨烯"}}
	gate := domain.Gate{Code: "trl", Severity: domain.ToConfirm, Reason: domain.Text{ZH: "成熟度未说明", EN: "The TRL is not stated"}}
	passage := domain.Passage{Part: "body", Text: "石墨烯散热膜", Marks: []domain.Span{{Start: 0, End: 3}}}
	match := domain.Match{Rank: 1, Score: 0.5, Features: []domain.Feature{feature}, Gates: []domain.Gate{gate}, Passages: []domain.Passage{passage}}
	technology, expert, policy := match, match, match
	technology.Kind, technology.CandidateID = domain.MatchTechnology, m.technology.ID
	expert.Kind, expert.CandidateID = domain.MatchExpert, m.expert.ID
	policy.Kind, policy.CandidateID = domain.MatchPolicy, m.policy.ID
	run := postgres.MatchRun{NeedID: m.need.ID, NeedVersion: m.need.Version, Algorithm: "test", ComputedAt: s.db.Now()}
	require.NoError(s.t, s.db.StoreMatches(s.t.Context(), run, []domain.Match{technology, expert, policy}))
}
