package domain

import (
	"fmt"
	"slices"
	"strings"
)

// Milestone is a deliverable of a contract with what is paid for it, as agreed and as
// it went.
type Milestone struct {
	Number      int // its own within the contract, from 1 on; 0 asks for the next free one
	Title       string
	Deliverable string
	DueOn       Date
	Amount      Fen // to be paid for it; 0 when it is not paid for by itself
	Record      MilestoneRecord
}

// MilestoneRecord is how a milestone went.
type MilestoneRecord struct {
	DeliveredOn  Date
	DeliveryNote string // evidence: document, place, number
	AcceptedOn   Date
	AcceptNote   string
	Paid         []Paid
}

// Paid is a payment as it was made. An amount below zero takes back one entered in
// error (冲正), and its note says why.
type Paid struct {
	On     Date
	Amount Fen
	Note   string
}

// MilestoneStates name the states of milestones.
var MilestoneStates = Terms{
	{"due", Text{"未交付", "Due"}},
	{"delivered", Text{"已交付", "Delivered"}},
	{"accepted", Text{"已验收", "Accepted"}},
	{"paid", Text{"已结清", "Paid"}},
}

// State returns where m stands (MilestoneStates); what is paid in full before it is
// accepted is not settled yet.
func (m Milestone) State() string {
	switch {
	case !m.Record.AcceptedOn.IsZero() && m.Amount > 0 && sumPaid(m.Record.Paid) >= m.Amount:
		return "paid"
	case !m.Record.AcceptedOn.IsZero():
		return "accepted"
	case !m.Record.DeliveredOn.IsZero():
		return "delivered"
	}
	return "due"
}

// PaidSoFar is what was paid for m.
func (m Milestone) PaidSoFar() Fen { return sumPaid(m.Record.Paid) }

// Settled reports whether nothing is left to do for m.
func (m Milestone) Settled() bool {
	return m.State() == "paid" || m.Amount == 0 && !m.Record.AcceptedOn.IsZero()
}

// Overdue reports whether m should have been settled before today.
func (m Milestone) Overdue(today Date) bool {
	return !m.Settled() && !m.DueOn.IsZero() && m.DueOn.Before(today)
}

func (m Milestone) touched() bool {
	return !m.Record.DeliveredOn.IsZero() || !m.Record.AcceptedOn.IsZero() || len(m.Record.Paid) > 0
}

func sumPaid(paid []Paid) (sum Fen) {
	for _, p := range paid {
		sum += p.Amount
	}
	return sum
}

// PaidSoFar is what was paid under c, for its milestones and otherwise.
func (c Contract) PaidSoFar() Fen {
	sum := sumPaid(c.Received)
	for _, m := range c.Milestones {
		sum += m.PaidSoFar()
	}
	return sum
}

// NextMilestone is the first day on which a milestone of c should be settled that is
// not; zero when nothing is expected of a contract as it stands.
func (c Contract) NextMilestone() (next Date) {
	if c.State != ContractRegistered {
		return Date{}
	}
	for _, m := range c.Milestones {
		if !m.Settled() && !m.DueOn.IsZero() && (next.IsZero() || m.DueOn.Before(next)) {
			next = m.DueOn
		}
	}
	return next
}

// numberMilestones gives the next free numbers to milestones without one.
func (c *Contract) numberMilestones() {
	next := 1
	for _, m := range c.Milestones {
		next = max(next, m.Number+1)
	}
	for i := range c.Milestones {
		if c.Milestones[i].Number == 0 {
			c.Milestones[i].Number = next
			next++
		}
	}
}

// keepRecords puts the records of before's milestones onto those of the same number,
// whatever c said of them.
func (c *Contract) keepRecords(before Contract) {
	c.Milestones = slices.Clone(c.Milestones) // before may share them
	c.numberMilestones()
	c.Received = before.Received
	for i := range c.Milestones {
		c.Milestones[i].Record = MilestoneRecord{}
		if at := before.milestone(c.Milestones[i].Number); at >= 0 {
			c.Milestones[i].Record = before.Milestones[at].Record
		}
	}
}

// lostRecords refuses to leave out a milestone of before of which something is recorded.
func (c Contract) lostRecords(before Contract) error {
	for _, m := range before.Milestones {
		if m.touched() && c.milestone(m.Number) < 0 {
			return Invalid("milestones", fmt.Sprintf("节点 %d 已有履行记录，不能删除", m.Number), fmt.Sprintf("must keep number %d, of which something is recorded", m.Number))
		}
	}
	return nil
}

func (c Contract) milestone(number int) int {
	return slices.IndexFunc(c.Milestones, func(m Milestone) bool { return m.Number == number && number != 0 })
}

// maxMilestones bounds the milestones of a contract, and the payments of each.
const maxMilestones = 100

func (k *checks) milestones(c Contract) {
	k.that(len(c.Milestones) <= maxMilestones, "milestones", "不超过 100 个", "has more than 100 items")
	var agreed Fen
	seen := map[int]bool{}
	for i, m := range c.Milestones {
		at := fmt.Sprintf("milestones[%d].", i)
		k.text(at+"title", m.Title, 1, 200)
		k.text(at+"deliverable", m.Deliverable, 0, 1000)
		k.that(m.Number >= 0 && m.Number <= 1000, at+"number", "超出范围", "is out of range")
		k.that(m.Number == 0 || !seen[m.Number], at+"number", "重复", "is repeated")
		k.that(m.Amount >= 0 && m.Amount <= MaxFen, at+"amount", "金额超出范围", "is out of range")
		k.that(m.PaidSoFar() <= m.Amount, at+"amount", "低于该节点已付金额", "is less than what was paid for it")
		agreed += min(max(m.Amount, 0), MaxFen)
		seen[m.Number] = true
	}
	k.that(agreed <= c.Amount, "milestones", "合计超过成交额", "add up to more than the contract's value")
	k.that(c.PaidSoFar() <= c.Amount, "amount", "低于已付金额", "is less than what was paid")
}

// MilestoneEntry is something to be recorded of how a contract goes.
type MilestoneEntry struct {
	Milestone int // number; 0: a payment for no milestone in particular
	On        Date
	Amount    Fen // of a payment
	Note      string
}

// Perform records that a deliverable was delivered, that it was accepted, or that
// something was paid: action is "record-delivery", "record-acceptance" or
// "record-payment". Nothing lies before the signing or after today, nothing is accepted
// that was not delivered, and what is paid never exceeds what is agreed.
func (c *Contract) Perform(action Action, e MilestoneEntry, today Date) error {
	if c.State != ContractRegistered && c.State != ContractTerminated {
		return Conflict("合同未登记，不能登记履行情况", "the contract is not registered")
	}
	var k checks
	k.that(!e.On.IsZero() && !today.Before(e.On) && !e.On.Before(c.SignedOn), "on", "应在签订与今天之间", "must lie between signing and today")
	k.text("note", e.Note, 0, 1000)
	at := c.milestone(e.Milestone)
	k.that(at >= 0 || e.Milestone == 0 && action == RecordPayment, "milestone", "没有这个节点", "is no milestone of the contract")
	if err := k.err(); err != nil {
		return err
	}
	c.Milestones = slices.Clone(c.Milestones)
	switch action {
	case RecordDelivery:
		return c.Milestones[at].deliver(e)
	case RecordAcceptance:
		return c.Milestones[at].accept(e)
	}
	return c.pay(at, e)
}

func (m *Milestone) deliver(e MilestoneEntry) error {
	if !m.Record.AcceptedOn.IsZero() {
		return Conflict("该节点已验收", "the milestone has been accepted")
	}
	m.Record.DeliveredOn, m.Record.DeliveryNote = e.On, e.Note
	return nil
}

func (m *Milestone) accept(e MilestoneEntry) error {
	if m.Record.DeliveredOn.IsZero() {
		return Conflict("该节点尚未交付", "the milestone has not been delivered")
	}
	if e.On.Before(m.Record.DeliveredOn) {
		return Invalid("on", "早于交付日期", "is before the delivery")
	}
	m.Record.AcceptedOn, m.Record.AcceptNote = e.On, e.Note
	return nil
}

// pay adds a payment for the milestone at, or for none when at is below zero.
func (c *Contract) pay(at int, e MilestoneEntry) error {
	paid, agreed := &c.Received, c.Amount
	if at >= 0 {
		paid, agreed = &c.Milestones[at].Record.Paid, c.Milestones[at].Amount
	}
	var k checks
	k.that(e.Amount != 0 && e.Amount >= -MaxFen && e.Amount <= MaxFen, "amount", "须填写金额", "is required")
	k.that(e.Amount >= 0 || strings.TrimSpace(e.Note) != "", "note", "冲正须说明原因", "must say why a payment is taken back")
	k.that(len(*paid) < maxMilestones, "amount", "付款记录不超过 100 笔", "would be more than the hundredth payment")
	k.that(sumPaid(*paid)+e.Amount >= 0, "amount", "冲正超过已付金额", "takes back more than was paid")
	k.that(sumPaid(*paid)+e.Amount <= agreed, "amount", "累计付款超过约定金额", "exceeds what was agreed")
	k.that(c.PaidSoFar()+e.Amount <= c.Amount, "amount", "累计付款超过成交额", "exceeds the contract's value")
	*paid = append(slices.Clone(*paid), Paid{e.On, e.Amount, e.Note})
	return k.err()
}
