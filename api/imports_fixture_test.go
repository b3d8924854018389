package api

import (
	"sanku/domain"
	"sanku/domain/intake"
)

func importFixtures() map[string]fixture {
	all := map[string]fixture{
		"list-imports":       {record: importRecord, query: "limit=200"},
		"read-import":        {record: importRecord},
		"list-import-faults": {record: importRecord},
		"list-imported-rows": {record: importRecord},
	}
	for _, kind := range domain.ImportKinds.Codes() {
		all["import-"+kind] = fixture{body: text(`{"title":"示例","name":"示例"}`), query: "dry_run=true&name=a.jsonl&source=" + kind}
		all["template-of-"+kind] = fixture{}
	}
	return all
}

// importRecord is a run with a fault, of the caller or of another enterprise. The bureau's
// own are of no organisation.
func importRecord(s *server, c caller, r relation) target {
	s.t.Helper()
	by, kind := setup, "needs"
	switch {
	case r == foreign:
		by = domain.Actor{Login: "other", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.otherEnterprise.ID}
	case c.actor.Has(domain.RoleEnterprise):
		by = c.actor
	case c.actor.Has(domain.RoleUniversity):
		by, kind = c.actor, "technologies"
	}
	file, err := intake.Open(kind, "需求.jsonl", []byte(`{"title":"甲需求"}`), intake.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	run, err := s.db.Import(s.t.Context(), by, file.Run(domain.ImportOptions{Source: "test", DryRun: true}), file.Rows(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return target{id: run.ID, facts: run.Facts()}
}
