package api

import (
	"fmt"
	"sync/atomic"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func suspicionFixtures() map[string]fixture {
	return map[string]fixture{
		"grounds-of-contract":         {record: contract()},
		"list-suspicions":             {record: suspicion, query: "limit=200"},
		"list-suspicions-of-contract": {record: suspected},
		"decide-suspicion":            {record: suspicion, body: text(`{"decision":"dismiss","reason":"续签"}`)},
		"search-suspicion":            {body: text(`{}`)},
		"list-organisation-relations": {record: organisationRelation, query: "limit=200"},
		"create-relation":             {body: newRelation},
		"withdraw-relation":           {record: organisationRelation},
	}
}

// suspected is a contract of an enterprise with its parent, which is suspicious.
func suspected(s *server, c caller, r relation) target {
	on, _ := s.suspected(c, r)
	on.facts, on.version = domain.Facts{}, 0
	return on
}

func suspicion(s *server, c caller, r relation) target {
	_, found := s.suspected(c, r)
	return target{id: found.ID, version: found.Version}
}

func (s *server) suspected(_ caller, r relation) (target, domain.Suspicion) {
	s.t.Helper()
	rules := domain.Rulebook{{Code: "related", ValidFrom: domain.Date{Year: 2000, Month: 1, Day: 1},
		Params: domain.RuleParams{Weights: map[string]float64{"owns": 1}, Report: 0.1, Strong: 0.2}}}
	_, err := s.db.ReplaceContractRules(s.t.Context(), setup, rules)
	require.NoError(s.t, err)
	s.relation(r)
	made := s.contract(r, nil, "submit")
	found, err := s.db.SuspicionsOfContract(s.t.Context(), setup, made.ID)
	require.NoError(s.t, err)
	require.Len(s.t, found, 1)
	return target{id: made.ID, version: made.Version, facts: made.Facts()}, found[0]
}

// relation is one between the university and the enterprise of a case: there once.
func (s *server) relation(r relation) domain.OrganisationRelation {
	s.t.Helper()
	from, to := s.owner(domain.University, r).ID, s.owner(domain.Enterprise, r).ID
	made, err := s.db.CreateRelation(s.t.Context(), setup, domain.OrganisationRelation{FromID: from, ToID: to, Kind: domain.Owns, PercentBP: 6000, Source: "样例",
		ValidFrom: anotherDay()})
	require.NoError(s.t, err)
	return made
}

var relationDays atomic.Int32

// anotherDay is a day that no other record of the test begins on.
func anotherDay() domain.Date {
	return domain.Date{Year: 1901, Month: 1, Day: 1}.AddDays(int(relationDays.Add(1)))
}

func organisationRelation(s *server, _ caller, r relation) target {
	made := s.relation(r)
	return target{id: made.ID, version: made.Version}
}

func newRelation(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"from_id":%q,"to_id":%q,"kind":"owns","percent_bp":5000,"source":"样例","valid_from":%q}`,
		s.owner(domain.University, r).ID, s.owner(domain.Enterprise, r).ID, anotherDay())
}
