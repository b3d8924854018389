package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func registerFixtures() map[string]fixture {
	return map[string]fixture{
		"list-registers":            {},
		"read-standing":             {record: qualified},
		"list-register-entries":     {record: financed, query: "limit=200"},
		"read-register-entry":       {record: financed},
		"create-register-entry":     {record: entryToMake, body: financingBody},
		"change-register-entry":     {record: financed, body: text(`{"note":"示例"}`)},
		"withdraw-register-entry":   {record: financed, body: text(`{"reason":"提前结清"}`)},
		"reinstate-register-entry":  {record: withdrawn, body: text(`{"reason":"误撤"}`)},
		"history-of-register-entry": {record: financed},
	}
}

// addRegisters loads a register that everyone reads, and one that is not public.
func (s *server) addRegisters() {
	s.t.Helper()
	_, err := s.db.ReplaceUnits(s.t.Context(), setup, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science bureau"}}, {Code: "jrb", Name: domain.Text{ZH: "市金融办", EN: "Finance office"}}})
	require.NoError(s.t, err)
	_, err = s.db.LoadRegisters(s.t.Context(), setup, []domain.Register{
		{Code: domain.QualificationRegister, Order: 1, Name: domain.Text{ZH: "资质", EN: "Qualifications"}, Holder: domain.Must, Department: domain.May, Area: domain.Must, Expiry: domain.May, Once: true,
			Categories: []domain.Category{{Code: "tech_sme", Name: domain.Text{ZH: "科技型中小企业", EN: "Technology SME"}, Life: domain.Life{CalendarYear: true}, Rung: 1},
				{Code: "high_tech", Name: domain.Text{ZH: "高新技术企业", EN: "High-tech enterprise"}, Life: domain.Life{Months: 36}, Rung: 2}}},
		{Code: "financing", Order: 2, Name: domain.Text{ZH: "融资", EN: "Financing"}, Holder: domain.Must, Department: domain.May, Area: domain.May, Amount: domain.Must}})
	require.NoError(s.t, err)
}

// financing is an entry that is not public: of the caller's organisation and unit, or of
// others.
func (s *server) financing(c caller, r relation) domain.RegisterEntry {
	s.t.Helper()
	s.addRegisters()
	amount := domain.Yuan(1_000_000)
	holder := s.owner(domain.Enterprise, r)
	if c.name == "university" {
		holder = s.owner(domain.University, r)
	}
	e := domain.RegisterEntry{Register: "financing", Title: "示例贷款", OrganisationID: holder.ID, Unit: "kjj", Amount: &amount, StartsOn: domain.DateOf(s.db.Now()).AddDays(-30)}
	if r != own {
		e.Unit = "jrb"
	}
	return e
}

func facts(e domain.RegisterEntry) domain.Facts {
	return domain.Facts{Organisations: []domain.ID{e.OrganisationID}, Units: []string{e.Unit}}
}

func financed(s *server, c caller, r relation) target {
	e, err := s.db.CreateRegisterEntry(s.t.Context(), setup, s.financing(c, r))
	require.NoError(s.t, err)
	return target{id: e.ID, version: e.Version, facts: facts(e)}
}

func withdrawn(s *server, c caller, r relation) target {
	on := financed(s, c, r)
	e, err := s.db.StepRegisterEntry(s.t.Context(), setup, on.id, on.version, "withdraw", "示例", domain.Date{})
	require.NoError(s.t, err)
	return target{id: on.id, version: e.Version, facts: on.facts}
}

func entryToMake(s *server, c caller, r relation) target {
	return target{facts: facts(s.financing(c, r))}
}

func financingBody(s *server, c caller, r relation) string {
	e := s.financing(c, r)
	return fmt.Sprintf(`{"register":"financing","title":"示例贷款","organisation_id":%q,"unit":%q,"amount_fen":100,"starts_on":%q}`, e.OrganisationID, e.Unit, e.StartsOn)
}

// qualified is the caller's organisation, or another; qualifications are public.
func qualified(s *server, _ caller, r relation) target {
	s.addRegisters()
	return target{id: s.owner(domain.Enterprise, r).ID, facts: domain.Facts{Visibility: domain.ToPublic}}
}
