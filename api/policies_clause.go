package api

import "sanku/domain"

// Clause is one numbered part of a policy.
type Clause struct {
	ID         domain.ID   `json:"id,omitzero" zh:"编号" doc:"Given to a new clause; may be kept in a change."`
	Ref        string      `json:"ref" zh:"条款号"`
	Heading    string      `json:"heading,omitempty" zh:"标题"`
	Text       string      `json:"text" zh:"正文"`
	Fields     []string    `json:"fields,omitempty" set:"fields" zh:"支持的技术领域" doc:"Absent for all."`
	Modes      []string    `json:"modes,omitempty" set:"modes" zh:"支持的合作方式" doc:"Absent for all."`
	Incentives []Incentive `json:"incentives,omitempty" zh:"奖补"`
}

func clauseOf(c domain.Clause) Clause {
	return Clause{ID: c.ID, Ref: c.Ref, Heading: c.Heading, Text: c.Text, Fields: c.Fields, Modes: c.Modes, Incentives: each(c.Incentives, incentiveOf)}
}

func (c Clause) domain() domain.Clause {
	return domain.Clause{ID: c.ID, Ref: c.Ref, Heading: c.Heading, Text: c.Text, Fields: c.Fields, Modes: c.Modes, Incentives: each(c.Incentives, Incentive.domain)}
}
