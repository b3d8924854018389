package domain

import (
	"cmp"
	"fmt"
	"slices"
)

// DueInstalment is an instalment that is not paid in full, and what is open of it.
type DueInstalment struct {
	Number int // its place among the payments as agreed, from 1 on
	Payment
	Open Fen
}

// Overdue reports whether i should have been paid before today.
func (i DueInstalment) Overdue(today Date) bool { return i.DueOn.Before(today) }

// DueInstalments lists the instalments of c with a day that are not paid in full, the
// earliest due first. What was paid settles the earliest; those without a day are settled
// last. Where instalments and milestones together come to no more than the contract's
// value, what was paid for a milestone settles none; else they speak of the same money.
func (c Contract) DueInstalments() []DueInstalment {
	var due []DueInstalment
	for at, p := range c.Payments {
		due = append(due, DueInstalment{Number: at + 1, Payment: p, Open: p.Amount})
	}
	slices.SortStableFunc(due, func(a, b DueInstalment) int {
		if a.DueOn.IsZero() != b.DueOn.IsZero() {
			return cmp.Compare(b.DueOn.Year, a.DueOn.Year)
		}
		return cmp.Compare(a.DueOn.String(), b.DueOn.String())
	})
	left := c.paidForInstalments()
	for at := range due {
		settled := min(left, due[at].Amount)
		due[at].Open, left = due[at].Amount-settled, left-settled
	}
	return slices.DeleteFunc(due, func(i DueInstalment) bool { return i.Open == 0 || i.DueOn.IsZero() })
}

func (c Contract) paidForInstalments() Fen {
	var agreed Fen
	for _, p := range c.Payments {
		agreed += p.Amount
	}
	for _, m := range c.Milestones {
		agreed += m.Amount
	}
	if agreed <= c.Amount {
		return sumPaid(c.Received)
	}
	return c.PaidSoFar()
}

// NextInstalment is the first day on which an instalment of c should be paid that is not;
// zero when nothing is expected of a contract as it stands.
func (c Contract) NextInstalment() Date {
	if c.State != ContractRegistered {
		return Date{}
	}
	if due := c.DueInstalments(); len(due) > 0 {
		return due[0].DueOn
	}
	return Date{}
}

// PerformanceReminders are what the parties of c and the stewards of its area are to be
// told on a day: what is to be delivered, accepted or paid soon, or should have been.
func (c Contract) PerformanceReminders(today Date) []Reminder {
	if c.State != ContractRegistered {
		return nil
	}
	var told []Reminder
	for _, m := range c.Milestones {
		if !m.Settled() && !m.DueOn.IsZero() {
			told = append(told, c.remind("milestone", m.Number, m.DueOn, today,
				Text{fmt.Sprintf("合同“%s”节点“%s”", c.Title, m.Title), fmt.Sprintf("Contract %q: milestone %q", c.Title, m.Title)})...)
		}
	}
	for _, i := range c.DueInstalments() {
		open := i.Open.Display()
		told = append(told, c.remind("payment", i.Number, i.DueOn, today,
			Text{fmt.Sprintf("合同“%s”第 %d 期付款，未付 %s", c.Title, i.Number, open.ZH), fmt.Sprintf("Contract %q: instalment %d, %s to be paid", c.Title, i.Number, open.EN)})...)
	}
	return told
}

// remind tells buyer and seller of what is due, and the stewards of the area of what is
// overdue too.
func (c Contract) remind(what string, number int, due, today Date, title Text) []Reminder {
	r := Reminder{Kind: ReminderOfContract, Ref: fmt.Sprintf("%s/%s/%d@%s", c.ID, what, number, due), Stage: dutyState(Report{}, due, today), Title: title, DueOn: due}
	if r.Stage == DutyDue {
		return nil
	}
	ofBuyer, ofSeller, ofStewards := r, r, r
	ofBuyer.OrganisationID, ofSeller.OrganisationID, ofStewards.Area = c.BuyerID, c.SellerID, c.Area()
	if r.Stage != DutyOverdue || ofStewards.Area == "" {
		return []Reminder{ofBuyer, ofSeller}
	}
	return []Reminder{ofBuyer, ofSeller, ofStewards}
}
