package api

import "sanku/domain"

func incentiveFixtures() map[string]fixture {
	return map[string]fixture{
		"estimate-incentives-of-need":         {record: matched(func(m matchedRecords) domain.ID { return m.need.ID }, false), query: "holds=tech_sme&kind=transfer&amount_fen=100"},
		"estimate-incentives-of-docking":      {record: docking("introduce")},
		"estimate-incentives-of-contract":     {record: contract()},
		"estimate-incentives-of-organisation": {record: organisationToEstimate},
		"estimate-contract":                   {record: contract("submit")},
		"reach-of-policy":                     {record: forAllMatches, ofCaller: true},
	}
}

func organisationToEstimate(s *server, _ caller, r relation) target {
	id := s.owner(domain.Enterprise, r).ID
	return target{id: id, facts: domain.Facts{Organisations: []domain.ID{id}, Area: r.area()}}
}

// forAllMatches is a policy, of which only those may ask who may see all matches, and each
// steward for their own area.
func forAllMatches(s *server, c caller, r relation) target {
	m := s.match(s.owner(domain.Enterprise, r), s.owner(domain.University, r), "public")
	return target{id: m.policy.ID, facts: domain.Facts{Area: c.actor.Area}}
}
