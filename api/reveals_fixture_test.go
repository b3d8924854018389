package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func revealFixtures() map[string]fixture {
	return map[string]fixture{
		"list-reveals":         {record: reveal(), query: "limit=200"},
		"read-reveal":          {record: reveal()},
		"create-reveal":        {record: revealToMake, body: newRevealBody},
		"grant-reveal":         {record: reveal(), body: text(`{"level":2}`)},
		"refuse-reveal":        {record: reveal(), body: reason},
		"cancel-reveal":        {record: reveal(), body: reason},
		"withdraw-reveal":      {record: reveal("grant"), body: reason},
		"list-views-of-reveal": {record: reveal("grant")},
		"list-views-of-own":    {},

		"check-need":            {body: text(`{"title":"示例需求","confidentiality":"public"}`)},
		"read-clinic-of-need":   {record: need()},
		"answer-clinic-of-need": {record: need(), body: text(`{"skip":["budget"]}`)},

		"list-reviews":               {record: need("submit"), query: "limit=200&sort=-submitted_at"},
		"list-stale-listings":        {record: expiringNeed, query: "limit=200&sort=-expires_on"},
		"list-reviews-of-need":       {record: need("submit")},
		"list-reviews-of-technology": {record: technology("submit")},
	}
}

// blind is a published blind need of an enterprise.
func (s *server) blind(of domain.Organisation) domain.Need {
	s.t.Helper()
	n, err := s.db.CreateNeed(s.t.Context(), setup, domain.Need{OrganisationID: of.ID, Title: "示例隐名需求", Problem: "难题", Field: "materials", Confidentiality: "blind"})
	require.NoError(s.t, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = s.db.StepNeed(s.t.Context(), setup, n.ID, n.Version, step, "")
		require.NoError(s.t, err)
	}
	return n
}

// reveal is asked for by the caller's university of the caller's enterprise, or by others
// of others, and then taken through steps by the owner.
func reveal(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		n := s.blind(s.owner(domain.Enterprise, r))
		asked, err := s.db.AskReveal(s.t.Context(), setup, domain.Reveal{NeedID: n.ID, OrganisationID: s.owner(domain.University, r).ID, Level: domain.RevealIdentity, Purpose: "拟派团队对接"})
		require.NoError(s.t, err)
		owner := domain.Actor{Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: n.OrganisationID}
		for _, step := range steps {
			asked, err = s.db.StepReveal(s.t.Context(), owner, asked.ID, asked.Version, step, domain.RevealAnswer{})
			require.NoError(s.t, err)
		}
		return target{id: asked.ID, version: asked.Version, facts: asked.Facts()}
	}
}

func revealToMake(s *server, _ caller, r relation) target {
	of := s.owner(domain.University, r)
	return target{facts: domain.Facts{Organisations: []domain.ID{of.ID}, Area: of.Area}}
}

func newRevealBody(s *server, _ caller, r relation) string {
	n := s.blind(s.otherEnterprise)
	return fmt.Sprintf(`{"need_id":%q,"organisation_id":%q,"level":4,"purpose":"拟派团队对接"}`, n.ID, s.owner(domain.University, r).ID)
}

// expiringNeed is published and valid until tomorrow.
func expiringNeed(s *server, c caller, r relation) target {
	to := need("submit", "publish")(s, c, r)
	n, err := s.db.ChangeNeed(s.t.Context(), setup, to.id, 0, func(n *domain.Need) error {
		n.ValidUntil = domain.DateOf(s.db.Now()).AddDays(1)
		return nil
	})
	require.NoError(s.t, err)
	to.version = n.Version
	return to
}
