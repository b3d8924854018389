package postgres

import (
	"context"

	"sanku/domain"
)

// milestoneJSON is a milestone as its column keeps it, with how it went.
type milestoneJSON struct {
	Number       int         `json:"number"`
	Title        string      `json:"title"`
	Deliverable  string      `json:"deliverable"`
	DueOn        domain.Date `json:"due_on"`
	Amount       domain.Fen  `json:"amount"`
	DeliveredOn  domain.Date `json:"delivered_on,omitzero"`
	DeliveryNote string      `json:"delivery_note,omitempty"`
	AcceptedOn   domain.Date `json:"accepted_on,omitzero"`
	AcceptNote   string      `json:"accept_note,omitempty"`
	Paid         []paidJSON  `json:"paid,omitempty"`
}

type paidJSON struct {
	On     domain.Date `json:"on"`
	Amount domain.Fen  `json:"amount"`
	Note   string      `json:"note,omitempty"`
}

type refusalJSON struct {
	Code  string `json:"code"`
	Words string `json:"words"`
}

func milestoneToJSON(m domain.Milestone) milestoneJSON {
	return milestoneJSON{m.Number, m.Title, m.Deliverable, m.DueOn, m.Amount, m.Record.DeliveredOn, m.Record.DeliveryNote,
		m.Record.AcceptedOn, m.Record.AcceptNote, domains(m.Record.Paid, func(p domain.Paid) paidJSON { return paidJSON(p) })}
}

func (m milestoneJSON) domain() domain.Milestone {
	out := domain.Milestone{Number: m.Number, Title: m.Title, Deliverable: m.Deliverable, DueOn: m.DueOn, Amount: m.Amount,
		Record: domain.MilestoneRecord{DeliveredOn: m.DeliveredOn, DeliveryNote: m.DeliveryNote, AcceptedOn: m.AcceptedOn, AcceptNote: m.AcceptNote}}
	for _, p := range m.Paid {
		out.Record.Paid = append(out.Record.Paid, domain.Paid(p))
	}
	return out
}

// PerformContract records a delivery, an acceptance or a payment of a contract at
// version, as domain.Contract.Perform says. Errors: ErrNotFound, ErrForbidden, ErrStale,
// InvalidErrors, a ConflictError when the contract or the milestone is not ready for it.
func (db *DB) PerformContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, e domain.MilestoneEntry) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, action, func(t *tx, c *domain.Contract) (domain.Date, error) {
		return t.perform(c, action, e)
	})
}

// perform returns the day from which c says what was recorded: that of the entry, but
// not before the last step.
func (t *tx) perform(c *domain.Contract, action domain.Action, e domain.MilestoneEntry) (domain.Date, error) {
	today := domain.DateOf(t.now)
	if e.On.IsZero() {
		e.On = today
	}
	if err := c.Perform(action, e, today); err != nil {
		return e.On, err
	}
	last, err := t.lastStep(c.ID)
	return domain.Later(e.On, last), err
}
