package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func contractFixtures() map[string]fixture {
	return map[string]fixture{
		"list-contracts":          {record: contract(), query: "limit=200"},
		"read-contract":           {record: contract()},
		"list-events-of-contract": {record: contract("submit")},
		"statistics-of-contract":  {},
		"certificate-of-contract": {record: contract("submit", "precheck", "register")},
		"read-certificate":        {params: []string{"{code}", "0000-0000-0000-0000"}, status: 404},
		"create-contract":         {record: contractToMake, body: newContractBody},
		"change-contract":         {record: contract(), body: text(`{"title":"示例改名"}`)},
		"submit-contract":         {record: contract()},
		"precheck-contract":       {record: contract("submit")},
		"register-contract":       {record: contract("submit", "precheck"), body: registryNumber},
		"return-contract":         {record: contract("submit"), body: reason},
		"refuse-contract":         {record: contract("submit"), body: reason},
		"terminate-contract":      {record: contract("submit", "precheck", "register"), body: reason},
		"void-contract":           {record: contract("submit", "precheck", "register"), body: reason},
		"withdraw-contract":       {record: contract("submit")},

		"change-proofs-of-contract":            {record: contract(), body: text("甲,乙\n"), query: "name=a.csv&kind=contract_text"},
		"amend-proofs-of-contract":             {record: contract(registered...), body: text("甲,乙\n"), query: "name=a.csv&kind=contract_text&reason=x"},
		"propose-amendment-proofs-of-contract": {record: contract(registered...), body: text("甲,乙\n"), query: "name=a.csv&kind=contract_text&reason=x"},
		"download-file-of-contract":            {record: proven, params: []string{"{file}", provenFile.String()}},

		"flag-contract":               {record: contract("submit"), body: text(`{"disputed":true,"expert_review":false,"reason":"示例理由"}`)},
		"record-review-contract":      {record: disputed, body: text(`{"experts":"示例专家三人","opinion":"同意登记","passed":true}`)},
		"amend-contract":              {record: contract(registered...), body: amendment},
		"propose-amendment-contract":  {record: contract(registered...), body: amendment},
		"approve-amendment-contract":  {record: proposed},
		"reject-amendment-contract":   {record: proposed, body: reason},
		"withdraw-amendment-contract": {record: proposed, body: reason},
		"record-delivery-contract":    {record: milestone(false), body: text(`{"milestone":1,"note":"示例交付单"}`)},
		"record-acceptance-contract":  {record: milestone(true), body: text(`{"milestone":1}`)},
		"record-payment-contract":     {record: milestone(true), body: text(`{"milestone":1,"amount_fen":100}`)},
		"list-versions-of-contract":   {record: contract("submit")},
		"list-amendments-of-contract": {record: proposed},
	}
}

var provenFile = domain.NewID()

// proven is a contract with the one file that has the known ID.
func proven(s *server, c caller, r relation) target {
	_, err := s.db.Pool().Exec(s.t.Context(), `DELETE FROM contract_files WHERE id = $1`, [16]byte(provenFile))
	require.NoError(s.t, err)
	made := s.contract(r, func(c *domain.Contract) {
		p, err := domain.Proof{Kind: "contract_text"}.WithFile("合同.csv", []byte("甲,乙"))
		require.NoError(s.t, err)
		p.File.ID, c.Proofs = provenFile, []domain.Proof{p}
	})
	return target{id: made.ID, version: made.Version, facts: made.Facts()}
}

// disputed is a contract that experts are to review.
func disputed(s *server, _ caller, r relation) target {
	c := s.contract(r, nil, "submit")
	c, err := s.db.FlagContract(s.t.Context(), setup, c.ID, c.Version, true, true, "示例理由")
	require.NoError(s.t, err)
	return target{id: c.ID, version: c.Version, facts: c.Facts()}
}

var registered = []string{"submit", "precheck", "register"}

var amendment = text(`{"reason":"示例理由","changes":{"title":"示例变更"}}`)

// proposed is a registered contract that is to be amended.
func proposed(s *server, _ caller, r relation) target {
	c := s.contract(r, nil, registered...)
	party := domain.Actor{Login: "party", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: c.BuyerID}
	_, err := s.db.ProposeAmendment(s.t.Context(), party, c.ID, c.Version, postgres.ContractAmendment{Reason: "示例理由",
		Change: func(c *domain.Contract) error { c.Title = "示例变更"; return nil }})
	require.NoError(s.t, err)
	return target{id: c.ID, version: c.Version, facts: c.Facts()}
}

// milestone is a registered contract with a milestone, delivered or not.
func milestone(delivered bool) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		c := s.contract(r, func(c *domain.Contract) { c.Milestones = []domain.Milestone{{Title: "示例节点", Amount: 100}} }, registered...)
		if delivered {
			var err error
			seller := domain.Actor{Login: "party", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: c.SellerID}
			c, err = s.db.PerformContract(s.t.Context(), seller, c.ID, c.Version, domain.RecordDelivery, domain.MilestoneEntry{Milestone: 1})
			require.NoError(s.t, err)
		}
		return target{id: c.ID, version: c.Version, facts: c.Facts()}
	}
}

func registryNumber(*server, caller, relation) string {
	return fmt.Sprintf(`{"registry_number":"样例%s"}`, domain.NewID())
}

// contract is one between the caller's university and enterprise, or others', and
// then taken through steps.
func contract(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		c := s.contract(r, nil, steps...)
		return target{id: c.ID, version: c.Version, facts: c.Facts()}
	}
}

// contract makes a contract that may be registered, changed by change before it is made.
func (s *server) contract(r relation, change func(*domain.Contract), steps ...string) domain.Contract {
	s.t.Helper()
	buyer := s.withUSCC(s.owner(domain.Enterprise, r))
	today := domain.DateOf(s.db.Now())
	c := domain.Contract{Title: "示例合同", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "none", SellerID: s.owner(domain.University, r).ID, BuyerID: buyer,
		Amount: domain.Yuan(50), TechnicalAmount: domain.Yuan(50), IUR: true, ResultBased: true, SignedOn: today, EndsOn: today.AddDays(100)}
	if change != nil {
		change(&c)
	}
	c, err := s.db.CreateContract(s.t.Context(), setup, c)
	require.NoError(s.t, err)
	all := domain.Actor{Login: "all", Roles: []domain.Role{domain.RoleBureau, domain.RoleEnterprise}, OrganisationID: c.BuyerID}
	for _, step := range steps {
		c, err = s.db.StepContract(s.t.Context(), all, c.ID, c.Version, postgres.ContractStep{Name: step, RegistryNumber: "样例" + c.ID.String()})
		require.NoError(s.t, err)
	}
	return c
}

// withUSCC gives an enterprise a code, which registration requires.
func (s *server) withUSCC(o domain.Organisation) domain.ID {
	s.t.Helper()
	code := map[string]string{ownArea: "91350100M000100Y43", foreignArea: "91430300MA0TEXT01"}[o.Area]
	for _, check := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if len(code) == 17 && domain.CheckUSCC(code+string(check)) == nil {
			code += string(check)
		}
	}
	_, err := s.db.ChangeOrganisation(s.t.Context(), setup, o.ID, 0, func(o *domain.Organisation) error { o.USCC = code; return nil })
	require.NoError(s.t, err)
	return o.ID
}

func contractToMake(s *server, _ caller, r relation) target {
	c := domain.Contract{SellerID: s.owner(domain.University, r).ID, BuyerID: s.owner(domain.Enterprise, r).ID, Buyer: domain.PartyAtSigning{Area: r.area()}}
	return target{facts: c.Principals()}
}

func newContractBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"title":"示例合同","kind":"licence","seller_id":%q,"buyer_id":%q,"amount_fen":100,"technical_amount_fen":100}`,
		s.owner(domain.University, r).ID, s.owner(domain.Enterprise, r).ID)
}
