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
	}
	for _, kind := range domain.ImportKinds.Codes() {
		all["import-"+kind] = fixture{body: text(`{"title":"示例","name":"示例"}`), query: "dry_run=true&name=a.jsonl&source=" + kind}
		all["template-of-"+kind] = fixture{}
	}
	return all
}

// importRecord is a run with a fault; runs belong to nobody in particular.
func importRecord(s *server, _ caller, _ relation) target {
	s.t.Helper()
	file, err := intake.Open("needs", "需求.jsonl", []byte(`{"title":"甲需求"}`), intake.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	run, err := s.db.Import(s.t.Context(), setup, file.Run(domain.ImportOptions{Source: "test", DryRun: true}), file.Rows(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return target{id: run.ID, facts: domain.Facts{}}
}
