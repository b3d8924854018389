package api

import (
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func savedSearchFixtures() map[string]fixture {
	return map[string]fixture{
		"list-saved-searches":       {record: savedSearch, query: "limit=200"},
		"create-saved-search":       {body: text(`{"name":"涂层","library":"need","query":"涂层"}`)},
		"rename-saved-search":       {record: savedSearch, body: text(`{"name":"改名"}`)},
		"see-saved-search":          {record: savedSearch},
		"list-hits-of-saved-search": {record: savedSearch},
		"remove-saved-search":       {record: savedSearch},
	}
}

// savedSearch is one of the caller's, or of another user.
func savedSearch(s *server, c caller, r relation) target {
	actor := c.actor
	if r != own || actor.UserID.IsZero() {
		actor = s.newCaller(domain.User{Login: "u" + domain.NewID().String(), Name: "他人", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.otherEnterprise.ID}, "read").actor
	}
	actor.ReadOnly = false
	kept, err := s.db.CreateSavedSearch(s.t.Context(), actor, domain.SavedSearch{Name: "涂层", Query: "涂层"})
	require.NoError(s.t, err)
	return target{id: kept.ID, version: kept.Version, facts: kept.Facts()}
}
