package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func dockingFixtures() map[string]fixture {
	return map[string]fixture{
		"list-dockings":          {record: docking(), query: "limit=200"},
		"read-docking":           {record: docking()},
		"list-events-of-docking": {record: docking()},
		"create-docking":         {record: dockingToMake, body: newDockingBody},
		"introduce-docking":      {record: docking()},
		"negotiate-docking":      {record: docking("introduce")},
		"agree-docking":          {record: docking("introduce", "negotiate")},
		"contract-docking":       {record: signedDocking},
		"accept-docking":         {record: expertDocking("introduce")},
		"decline-docking":        {record: expertDocking("introduce"), body: text(`{"reason":"price"}`)},
		"hand-over-docking":      {record: docking(), body: successorBody},
		"reword-docking":         {record: proposedDocking, ofCaller: true, body: text(`{"intent":{"hope":{"words":"先做小样"},"modes":{"chosen":["transfer"]},"when":{"chosen":["open"]}}}`)},

		"list-earlier-intents-of-docking": {record: docking()},
	}
}

// areaOf is the area of the enterprise of a relation.
func (r relation) area() string {
	if r == own {
		return ownArea
	}
	return foreignArea
}

// docking is one of the caller's enterprise, university, expert and steward, or of
// others, and then taken through steps.
func docking(steps ...string) func(*server, caller, relation) target {
	return func(s *server, c caller, r relation) target {
		d := s.docking(c, r, steps...)
		return target{id: d.ID, version: d.Version, facts: d.Facts()}
	}
}

// expertDocking is one in which an expert is a side, and no technology.
func expertDocking(steps ...string) func(*server, caller, relation) target {
	return func(s *server, c caller, r relation) target {
		d := s.dockingOf(c, r, false, steps...)
		return target{id: d.ID, version: d.Version, facts: d.Facts()}
	}
}

func (s *server) docking(c caller, r relation, steps ...string) domain.Docking {
	s.t.Helper()
	return s.dockingOf(c, r, true, steps...)
}

func (s *server) dockingOf(c caller, r relation, withTechnology bool, steps ...string) domain.Docking {
	s.t.Helper()
	expert, steward := s.expert.ID, s.steward.ID
	if r != own {
		expert, steward = s.newExpert("示例专家").ID, s.newSteward(foreignArea).ID
	}
	made := domain.Docking{NeedID: need("submit", "publish")(s, c, r).id, ExpertID: s.publishedExpert(expert).ID, StewardID: s.publishedExpert(steward).ID}
	if withTechnology {
		made.TechnologyID = technology("submit", "publish")(s, c, r).id
	}
	d, err := s.db.CreateDocking(s.t.Context(), setup, made)
	require.NoError(s.t, err)
	leader := domain.Actor{Login: "leader", Roles: []domain.Role{domain.RoleSteward}, ExpertID: d.StewardID}
	for _, step := range steps {
		d, err = s.db.StepDocking(s.t.Context(), leader, d.ID, d.Version, step, "", "")
		require.NoError(s.t, err)
	}
	return d
}

// proposedDocking is one that the caller proposed, where it is theirs and they may.
func proposedDocking(s *server, c caller, r relation) target {
	made := domain.Docking{NeedID: need("submit", "publish")(s, c, r).id, TechnologyID: technology("submit", "publish")(s, c, r).id}
	by := setup
	if r == own && !domain.ScopeOf(c.actor, domain.Create, domain.Dockings).Empty() {
		by = c.actor
		by.ReadOnly = false
	}
	d, err := s.db.CreateDocking(s.t.Context(), by, made)
	require.NoError(s.t, err)
	return target{id: d.ID, version: d.Version, facts: d.Facts()}
}

// signedDocking is agreed, and its contract is signed.
func signedDocking(s *server, c caller, r relation) target {
	d := s.docking(c, r, "introduce", "negotiate", "agree")
	s.contract(r, func(c *domain.Contract) { c.DockingID = d.ID })
	return target{id: d.ID, version: d.Version, facts: d.Facts()}
}

func dockingToMake(s *server, _ caller, r relation) target {
	return target{facts: domain.Facts{Organisations: []domain.ID{s.owner(domain.Enterprise, r).ID, s.owner(domain.University, r).ID}, Area: r.area()}}
}

func newDockingBody(s *server, c caller, r relation) string {
	return fmt.Sprintf(`{"need_id":%q,"technology_id":%q}`, need("submit", "publish")(s, c, r).id, technology("submit", "publish")(s, c, r).id)
}

func successorBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"steward_id":%q,"reason":"分工调整"}`, s.publishedExpert(s.newSteward(r.area()).ID).ID)
}
