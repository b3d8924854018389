package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func dismissalFixtures() map[string]fixture {
	var made matchedRecords // that the body of the case names
	listed := func(s *server, _ caller, r relation) target {
		made = s.match(s.owner(domain.Enterprise, r), s.owner(domain.University, r), "public")
		return target{id: made.need.ID, facts: domain.Facts{Organisations: []domain.ID{made.need.OrganisationID}, Area: r.area()}}
	}
	dismissed := func(s *server, c caller, r relation) target {
		on := listed(s, c, r)
		_, err := s.db.DismissMatch(s.t.Context(), setup, domain.Dismissal{NeedID: made.need.ID, Kind: domain.MatchTechnology, CandidateID: made.technology.ID, Reason: "immature"})
		require.NoError(s.t, err)
		return on
	}
	return map[string]fixture{
		"list-dismissals-of-need": {record: dismissed},
		"dismiss-match": {record: listed, body: func(*server, caller, relation) string {
			return fmt.Sprintf(`{"kind":"technology","candidate_id":%q,"reason":"price"}`, made.technology.ID)
		}},
		"restore-match": {record: dismissed, body: func(*server, caller, relation) string {
			return fmt.Sprintf(`{"candidate_id":%q}`, made.technology.ID)
		}},
		"read-match-quality": {},
	}
}
