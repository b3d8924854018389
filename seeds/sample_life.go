package seeds

import (
	"sanku/domain"
	"sanku/domain/postgres"
)

// sampleLife is how a sample contract went: its milestones, what was recorded of them,
// how it was amended, and why it was refused.
type sampleLife struct {
	Milestones []struct {
		Title       string      `json:"title"`
		Deliverable string      `json:"deliverable"`
		DueOn       domain.Date `json:"due_on"`
		Amount      int64       `json:"amount_yuan"`
	} `json:"milestones"`
	Recorded []struct {
		Action    domain.Action `json:"action"`
		Milestone int           `json:"milestone"` // from 1 on; 0 for a payment for none in particular
		On        domain.Date   `json:"on"`
		Amount    int64         `json:"amount_yuan"`
		Note      string        `json:"note"`
	} `json:"records"`
	Amended []struct {
		On     domain.Date `json:"on"`
		EndsOn domain.Date `json:"ends_on"`
		Reason string      `json:"reason"`
	} `json:"amended"`
	Grounds []struct {
		Code  string `json:"code"`
		Words string `json:"words"`
	} `json:"grounds"`
}

func (l sampleLife) milestones() (out []domain.Milestone) {
	for i, m := range l.Milestones {
		out = append(out, domain.Milestone{Number: i + 1, Title: m.Title, Deliverable: m.Deliverable, DueOn: m.DueOn, Amount: domain.Yuan(m.Amount)})
	}
	return out
}

func (l sampleLife) records() (out []postgres.HistoryRecord) {
	for _, r := range l.Recorded {
		out = append(out, postgres.HistoryRecord{Action: r.Action,
			Entry: domain.MilestoneEntry{Milestone: r.Milestone, On: r.On, Amount: domain.Yuan(r.Amount), Note: r.Note}})
	}
	return out
}

func (l sampleLife) amendments() (out []postgres.ContractAmendment) {
	for _, a := range l.Amended {
		out = append(out, postgres.ContractAmendment{Reason: a.Reason, On: a.On, Change: func(c *domain.Contract) error { c.EndsOn = a.EndsOn; return nil }})
	}
	return out
}

func (l sampleLife) refusal() (out []domain.RefusalGround) {
	for _, g := range l.Grounds {
		out = append(out, domain.RefusalGround(g))
	}
	return out
}
