package api

import "sanku/domain"

func incentiveFixtures() map[string]fixture {
	return map[string]fixture{
		"estimate-incentives-of-need":     {record: matched(func(m matchedRecords) domain.ID { return m.need.ID }, false), query: "holds=tech_sme&kind=transfer&amount_fen=100"},
		"estimate-incentives-of-docking":  {record: docking("introduce")},
		"estimate-incentives-of-contract": {record: contract()},
		"reach-of-policy":                 {record: forAllMatches},
	}
}

// forAllMatches is a policy, of which only those may ask who may see all matches.
func forAllMatches(s *server, _ caller, r relation) target {
	m := s.match(s.owner(domain.Enterprise, r), s.owner(domain.University, r), "public")
	return target{id: m.policy.ID}
}
