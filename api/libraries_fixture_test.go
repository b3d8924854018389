package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func libraryFixtures() map[string]fixture {
	all := map[string]fixture{
		"list-terms": {}, "list-areas": {}, "list-units": {}, "list-industries": {},
	}
	for _, some := range []map[string]fixture{needFixtures(), technologyFixtures(), policyFixtures(), expertFixtures()} {
		for id, f := range some {
			all[id] = f
		}
	}
	return all
}

// reason is the body of a step that asks why.
var reason = text(`{"reason":"理由"}`)

// into are the steps that lead a new listing to where a step is open.
var into = map[string][]string{
	"submit": nil, "publish": {"submit"}, "return": {"submit"}, "renew": {"submit", "publish"}, "close": nil,
}

func needFixtures() map[string]fixture {
	all := map[string]fixture{
		"list-needs":  {record: need(), query: "limit=200"},
		"read-need":   {record: need()},
		"create-need": {record: needToMake, body: newNeedBody},
		"change-need": {record: need(), body: text(`{"title":"示例改名"}`)},
	}
	for step, before := range into {
		all[step+"-need"] = fixture{record: need(before...), body: reason}
	}
	return all
}

// owner is the caller's own organisation of a kind, or another in another area.
func (s *server) owner(kind string, r relation) domain.Organisation {
	switch {
	case kind == domain.Enterprise && r == own:
		return s.enterprise
	case kind == domain.Enterprise:
		return s.otherEnterprise
	case r == own:
		return s.university
	}
	return s.otherUniversity
}

// need is a draft of the caller's enterprise, or another's, and then taken through steps.
func need(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		of := s.owner(domain.Enterprise, r)
		n, err := s.db.CreateNeed(s.t.Context(), setup, domain.Need{OrganisationID: of.ID, Title: "示例需求", Problem: "难题", Field: "materials", Confidentiality: "members"})
		require.NoError(s.t, err)
		for _, step := range steps {
			n, err = s.db.StepNeed(s.t.Context(), setup, n.ID, n.Version, step, "")
			require.NoError(s.t, err)
		}
		return target{id: n.ID, version: n.Version, facts: n.Facts(of.Area, s.db.Now())}
	}
}

func needToMake(s *server, _ caller, r relation) target {
	of := s.owner(domain.Enterprise, r)
	return target{facts: domain.Need{OrganisationID: of.ID}.Facts(of.Area, s.db.Now())}
}

func newNeedBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"title":"示例需求","confidentiality":"public","organisation_id":%q}`, s.owner(domain.Enterprise, r).ID)
}

func technologyFixtures() map[string]fixture {
	all := map[string]fixture{
		"list-technologies": {record: technology(), query: "limit=200"},
		"read-technology":   {record: technology()},
		"create-technology": {record: technologyToMake, body: newTechnologyBody},
		"change-technology": {record: technology(), body: text(`{"trl":6}`)},
	}
	for step, before := range into {
		all[step+"-technology"] = fixture{record: technology(before...), body: reason}
	}
	return all
}

// technology is a draft of the caller's university, or another's, and then taken
// through steps.
func technology(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		of := s.owner(domain.University, r)
		tech, err := s.db.CreateTechnology(s.t.Context(), setup, domain.Technology{OrganisationID: of.ID, Title: "示例成果", Abstract: "摘要", Field: "materials", Confidentiality: "members"})
		require.NoError(s.t, err)
		for _, step := range steps {
			tech, err = s.db.StepTechnology(s.t.Context(), setup, tech.ID, tech.Version, step, "")
			require.NoError(s.t, err)
		}
		return target{id: tech.ID, version: tech.Version, facts: tech.Facts(of.Area, s.db.Now())}
	}
}

func technologyToMake(s *server, _ caller, r relation) target {
	of := s.owner(domain.University, r)
	return target{facts: domain.Technology{OrganisationID: of.ID}.Facts(of.Area, s.db.Now())}
}

func newTechnologyBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"title":"示例成果","confidentiality":"public","organisation_id":%q}`, s.owner(domain.University, r).ID)
}

func policyFixtures() map[string]fixture {
	return map[string]fixture{
		"list-policies":  {record: policy(), query: "limit=200"},
		"read-policy":    {record: policy()},
		"create-policy":  {record: nothingYet, body: text(`{"title":"示例办法","level":"city"}`)},
		"change-policy":  {record: policy(), body: text(`{"summary":"摘要"}`)},
		"publish-policy": {record: policy()},
		"repeal-policy":  {record: policy("publish"), body: reason},
	}
}

// policy is a draft, and then taken through steps. It is nobody's own.
func policy(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, _ relation) target {
		p, err := s.db.CreatePolicy(s.t.Context(), setup, domain.Policy{Title: "示例办法", Level: "city", Clauses: []domain.Clause{{Ref: "一", Text: "正文"}}})
		require.NoError(s.t, err)
		for _, step := range steps {
			p, err = s.db.StepPolicy(s.t.Context(), setup, p.ID, p.Version, step, "")
			require.NoError(s.t, err)
		}
		return target{id: p.ID, version: p.Version, facts: p.Facts()}
	}
}

// nothingYet is a record to be made of which access knows nothing.
func nothingYet(*server, caller, relation) target { return target{} }

func expertFixtures() map[string]fixture {
	return map[string]fixture{
		"list-experts":   {record: expert(domain.ExpertRetired), query: "limit=200"},
		"read-expert":    {record: expert(domain.ExpertRetired)},
		"create-expert":  {record: nothingYet, body: text(`{"kind":"technical","name":"示例专家","capacity":1}`)},
		"change-expert":  {record: expert(domain.ExpertRetired), body: text(`{"expertise":"专长"}`)},
		"publish-expert": {record: expert(domain.ExpertRetired)},
		"retire-expert":  {record: expert(domain.ExpertPublished), body: reason},
	}
}

// expert is the caller's own record, or a new one, in the given state.
func expert(state domain.ExpertState) func(*server, caller, relation) target {
	return func(s *server, c caller, r relation) target {
		id := c.actor.ExpertID
		if r != own || id.IsZero() {
			id = s.newExpert("示例专家").ID
		}
		e := s.publishedExpert(id)
		if state == domain.ExpertRetired {
			var err error
			e, err = s.db.StepExpert(s.t.Context(), setup, id, e.Version, "retire", "理由")
			require.NoError(s.t, err)
		}
		return target{id: e.ID, version: e.Version, facts: e.Facts()}
	}
}

func (s *server) publishedExpert(id domain.ID) domain.Expert {
	e, err := s.db.ChangeExpert(s.t.Context(), setup, id, 0, func(e *domain.Expert) error { e.Fields = []string{"materials"}; return nil })
	require.NoError(s.t, err)
	if e.State != domain.ExpertPublished {
		e, err = s.db.StepExpert(s.t.Context(), setup, id, e.Version, "publish", "")
		require.NoError(s.t, err)
	}
	return e
}
