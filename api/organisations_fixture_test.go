package api

import (
	"fmt"

	"sanku/domain"
)

func organisationFixtures() map[string]fixture {
	return map[string]fixture{
		"list-organisations":  {record: organisationRecord, query: "limit=200&sort=-created_at"},
		"read-organisation":   {record: organisationRecord},
		"create-organisation": {record: userToMake, body: newOrganisationBody},
		"change-organisation": {record: organisationRecord, body: text(`{"summary":"简介"}`)},
	}
}

// organisationRecord is the caller's own organisation, or a new one in another area.
func organisationRecord(s *server, c caller, r relation) target {
	id := c.actor.OrganisationID
	if r != own || id.IsZero() {
		id = s.organisation("示例企业"+domain.NewID().String(), domain.Enterprise, foreignArea).ID
	}
	o, err := s.db.Organisation(s.t.Context(), setup, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return target{id: o.ID, version: o.Version, facts: domain.Facts{Organisations: []domain.ID{o.ID}, Area: o.Area, Visibility: domain.ToPublic}}
}

func newOrganisationBody(*server, caller, relation) string {
	return fmt.Sprintf(`{"name":"示例企业%s","kind":"enterprise","division":"430302"}`, domain.NewID())
}
