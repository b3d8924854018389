package postgres

import "sanku/domain"

// storedGrant is how a grant is kept with a match.
type storedGrant struct {
	Incentive   domain.ID       `json:"incentive_id"`
	Policy      domain.ID       `json:"policy_id"`
	Title       string          `json:"policy"`
	Clause      string          `json:"clause"`
	Code        string          `json:"code,omitempty"`
	Kind        string          `json:"kind"`
	Beneficiary string          `json:"beneficiary"`
	Side        string          `json:"side"`
	Occasion    string          `json:"occasion"`
	Payer       string          `json:"payer,omitempty"`
	Truth       string          `json:"truth"`
	Findings    []storedFinding `json:"findings"`
	Least       domain.Fen      `json:"least_fen"`
	Most        *domain.Fen     `json:"most_fen,omitempty"`
	Basis       storedText      `json:"basis"`
	ApplyBy     domain.Date     `json:"apply_by"`
	Within      applyWithin     `json:"apply_within"`
	Certain     domain.Fen      `json:"certain_fen"`
	Possible    domain.Fen      `json:"possible_fen"`
	LeftOut     storedText      `json:"left_out"`
}

type storedFinding struct {
	Condition string     `json:"condition"`
	Truth     string     `json:"truth"`
	Assumed   bool       `json:"assumed,omitempty"`
	Required  storedText `json:"required"`
	Found     storedText `json:"found"`
	Change    storedText `json:"change"`
}

type storedText struct {
	ZH string `json:"zh,omitempty"`
	EN string `json:"en,omitempty"`
}

func storeGrant(g domain.Grant) storedGrant {
	return storedGrant{Incentive: g.IncentiveID, Policy: g.PolicyID, Title: g.Policy, Clause: g.Clause, Code: g.Code, Kind: g.Kind, Beneficiary: g.Beneficiary,
		Side: g.Side, Occasion: g.Occasion, Payer: g.Payer, Truth: g.Truth.String(), Findings: storeFindings(g.Findings), Least: g.Worth.Least, Most: g.Worth.Most,
		Basis: storedText(g.Basis), ApplyBy: g.ApplyBy, Within: applyWithin(g.ApplyWithin), Certain: g.Certain, Possible: g.Possible, LeftOut: storedText(g.LeftOut)}
}

func (s storedGrant) domain() domain.Grant {
	return domain.Grant{IncentiveID: s.Incentive, PolicyID: s.Policy, Policy: s.Title, Clause: s.Clause, Code: s.Code, Kind: s.Kind, Beneficiary: s.Beneficiary,
		Side: s.Side, Occasion: s.Occasion, Payer: s.Payer, Truth: domain.ParseTruth(s.Truth), Findings: s.findings(),
		Worth: domain.Bounds{Least: s.Least, Most: s.Most}, Basis: domain.Text(s.Basis), ApplyBy: s.ApplyBy, ApplyWithin: domain.Within(s.Within),
		Certain: s.Certain, Possible: s.Possible, LeftOut: domain.Text(s.LeftOut)}
}

func storeFindings(findings []domain.Finding) []storedFinding {
	stored := make([]storedFinding, len(findings))
	for i, f := range findings {
		stored[i] = storedFinding{f.Condition, f.Truth.String(), f.Assumed, storedText(f.Required), storedText(f.Found), storedText(f.Change)}
	}
	return stored
}

func (s storedGrant) findings() []domain.Finding {
	findings := make([]domain.Finding, len(s.Findings))
	for i, f := range s.Findings {
		findings[i] = domain.Finding{Condition: f.Condition, Truth: domain.ParseTruth(f.Truth), Assumed: f.Assumed,
			Required: domain.Text(f.Required), Found: domain.Text(f.Found), Change: domain.Text(f.Change)}
	}
	return findings
}
