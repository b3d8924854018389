package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func noticeFixtures() map[string]fixture {
	return map[string]fixture{
		"list-notices":            {record: notice, query: "limit=200"},
		"mark-read-notice":        {record: notice},
		"list-notice-thresholds":  {},
		"set-notice-threshold":    {record: thresholdToSet, body: thresholdBody},
		"list-conflicts":          {record: declared, query: "limit=200"},
		"create-conflict":         {record: conflictToMake, body: conflictToDeclare},
		"withdraw-conflict":       {record: declared},
		"list-exclusions-of-need": {record: excludedFrom},
		"list-unmet-needs":        {},
	}
}

// notice tells the caller's enterprise, or another, of a match.
func notice(s *server, _ caller, r relation) target {
	m := s.match(s.owner(domain.Enterprise, r), s.owner(domain.University, r), "members")
	var id [16]byte
	require.NoError(s.t, s.db.Pool().QueryRow(s.t.Context(), `SELECT id FROM notices WHERE need_id = $1 AND organisation_id = $2 AND kind = 'technology'`,
		[16]byte(m.need.ID), [16]byte(m.need.OrganisationID)).Scan(&id))
	return target{id: domain.ID(id), facts: domain.Facts{Organisations: []domain.ID{m.need.OrganisationID}}}
}

func thresholdToSet(s *server, _ caller, r relation) target {
	return target{facts: domain.Facts{Organisations: []domain.ID{s.owner(domain.Enterprise, r).ID}}}
}

func thresholdBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"organisation_id":%q,"threshold":0.7}`, s.owner(domain.Enterprise, r).ID)
}

// declared is a conflict of the caller's enterprise, or another, over a need.
func declared(s *server, c caller, r relation) target {
	d, err := s.db.DeclareConflict(s.t.Context(), setup, domain.Interest{OrganisationID: s.owner(domain.Enterprise, r).ID, NeedID: need("submit", "publish")(s, c, r).id, Reason: "理由"})
	require.NoError(s.t, err)
	return target{id: d.ID, version: d.Version, facts: d.Facts()}
}

func conflictToMake(s *server, _ caller, r relation) target {
	return target{facts: domain.Interest{OrganisationID: s.owner(domain.Enterprise, r).ID}.Facts()}
}

func conflictToDeclare(s *server, c caller, r relation) string {
	return fmt.Sprintf(`{"organisation_id":%q,"need_id":%q,"reason":"理由"}`, s.owner(domain.Enterprise, r).ID, need("submit", "publish")(s, c, r).id)
}

// excludedFrom is a need; its exclusions are nobody's own.
func excludedFrom(s *server, c caller, r relation) target {
	return target{id: need("submit", "publish")(s, c, r).id}
}
