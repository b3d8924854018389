package domain

import (
	"strings"
	"time"
)

// ContractState is where a contract stands.
type ContractState string

// The states.
const (
	ContractDraft      ContractState = "draft"
	ContractSubmitted  ContractState = "submitted"
	ContractPrechecked ContractState = "prechecked"
	ContractRegistered ContractState = "registered"
	ContractReturned   ContractState = "returned"
	ContractRefused    ContractState = "refused"
	ContractTerminated ContractState = "terminated"
	ContractVoided     ContractState = "voided"
)

// ContractSteps are the steps of a contract's registration (认定登记).
var ContractSteps = Machine[ContractState]{
	{Name: "submit", Label: Text{"提交登记", "Submit"}, From: []ContractState{ContractDraft, ContractReturned}, To: ContractSubmitted},
	{Name: "withdraw", Label: Text{"撤回提交", "Withdraw the submission"}, From: []ContractState{ContractSubmitted}, To: ContractDraft},
	{Name: "precheck", Label: Text{"预审", "Precheck"}, From: []ContractState{ContractSubmitted}, To: ContractPrechecked},
	{Name: "register", Label: Text{"登记", "Register"}, From: []ContractState{ContractPrechecked}, To: ContractRegistered},
	{Name: "return", Label: Text{"退回补正", "Return for changes"}, From: []ContractState{ContractSubmitted, ContractPrechecked}, To: ContractReturned, NeedsReason: true},
	{Name: "refuse", Label: Text{"不予登记", "Refuse"}, From: []ContractState{ContractSubmitted, ContractPrechecked}, To: ContractRefused, NeedsReason: true},
	{Name: "terminate", Label: Text{"解除", "Terminate"}, From: []ContractState{ContractRegistered}, To: ContractTerminated, NeedsReason: true},
	{Name: "void", Label: Text{"作废", "Void"}, From: []ContractState{ContractRegistered}, To: ContractVoided, NeedsReason: true},
}

// ContractEvent is one step of a contract as it was taken.
type ContractEvent struct {
	ID         ID
	ContractID ID
	From, To   ContractState
	Step       string
	Actor      ID
	Reason     string
	On         Date
	At         time.Time
	Grounds    []Ground // what the check found then
}

// Take moves c by the step named name on the given day and returns the event to
// record. Submitting requires that c has been signed; registering requires that no
// ground is left, and a registry number.
func (c *Contract) Take(name, reason string, by Actor, on Date, now time.Time) (ContractEvent, error) {
	return c.TakeWith(name, reason, nil, by, on, now)
}

// TakeWith is Take with the grounds of a refusal, which may stand for its reason.
func (c *Contract) TakeWith(name, reason string, grounds []RefusalGround, by Actor, on Date, now time.Time) (ContractEvent, error) {
	before := *c
	event, err := c.take(name, reason, grounds, on)
	if err != nil {
		*c = before
		return ContractEvent{}, err
	}
	event.ID, event.ContractID, event.Actor, event.At = NewID(), c.ID, by.UserID, now
	return event, nil
}

func (c *Contract) take(name, reason string, grounds []RefusalGround, on Date) (ContractEvent, error) {
	if name == "refuse" {
		var err error
		if reason, err = c.refuse(reason, grounds); err != nil {
			return ContractEvent{}, err
		}
	}
	step, err := ContractSteps.Take(c.State, name, reason)
	if err != nil {
		return ContractEvent{}, err
	}
	if err := c.ready(step.To, on); err != nil {
		return ContractEvent{}, err
	}
	e := ContractEvent{From: c.State, To: step.To, Step: name, Reason: reason, On: on}
	c.State, c.Reason = step.To, reason
	c.wind(on)
	switch step.To {
	case ContractRegistered:
		c.RegisteredOn = on
	case ContractTerminated, ContractVoided:
		c.EndedOn = on
	}
	return e, nil
}

// wind starts the clock of c when it is handed in, and stops it when the registry is
// done with it.
func (c *Contract) wind(on Date) {
	switch c.State {
	case ContractSubmitted:
		c.SubmittedOn, c.Disputed, c.ExpertReview, c.Review = on, false, false, Review{}
	case ContractPrechecked: // it runs on
	default:
		c.SubmittedOn, c.DueOn = Date{}, Date{}
	}
}

func (c *Contract) ready(to ContractState, on Date) error {
	switch to {
	case ContractSubmitted:
		if c.SignedOn.IsZero() {
			return Invalid("signed_on", "提交前须填写签订日期", "is required before submitting")
		}
		if on.Before(c.SignedOn) {
			return Invalid("signed_on", "签订日期晚于今天", "lies in the future")
		}
	case ContractPrechecked, ContractRegistered:
		if err := GroundsError(c.Grounds(on)); err != nil {
			return err
		}
		if to == ContractRegistered {
			return checkRegistryNumber(c.RegistryNumber)
		}
	}
	return nil
}

func checkRegistryNumber(number string) error {
	var k checks
	k.text("registry_number", number, 1, 60)
	k.that(number == strings.TrimSpace(number), "registry_number", "首尾不能有空格", "begins or ends with a space")
	return k.err()
}

// Begin makes c a draft of which nothing is recorded yet, whatever it said of itself.
func (c *Contract) Begin(now time.Time) {
	c.ID, c.Version, c.CreatedAt, c.UpdatedAt = NewID(), 1, now, now
	c.State, c.Reason, c.RegistryNumber, c.RegisteredOn, c.EndedOn = ContractDraft, "", "", Date{}, Date{}
	c.SubmittedOn, c.DueOn, c.Disputed, c.ExpertReview, c.Review, c.Refusal = Date{}, Date{}, false, false, Review{}, nil
	c.CountedIn = ID{}
	c.keepRecords(Contract{})
}

// Editable reports whether the contract's own fields may be changed.
func (c Contract) Editable() bool { return c.State == ContractDraft || c.State == ContractReturned }

// Edit applies change to what c says; its identity, state, registration and dates
// stay as they are, and its steward as long as its docking does. A contract that has
// been handed in is not changed any more.
func (c *Contract) Edit(change func(*Contract) error) error {
	if !c.Editable() {
		return Conflict("合同已提交，不能直接修改", "the contract has been submitted and cannot be changed")
	}
	before := *c
	if err := change(c); err != nil {
		return err
	}
	c.keepIdentity(before)
	c.Seller, c.Buyer = before.Seller, before.Buyer
	c.StewardID = before.StewardID
	if c.DockingID != before.DockingID {
		c.StewardID = ID{}
	}
	return nil
}

// keepIdentity puts back what no edit changes: what c is, where it stands, what was
// recorded of it, and its parties but for their names.
func (c *Contract) keepIdentity(before Contract) {
	c.ID, c.Version, c.State, c.Reason, c.SourceKey = before.ID, before.Version, before.State, before.Reason, before.SourceKey
	c.RegistryNumber, c.RegisteredOn, c.EndedOn = before.RegistryNumber, before.RegisteredOn, before.EndedOn
	c.CreatedAt, c.UpdatedAt = before.CreatedAt, before.UpdatedAt
	c.SubmittedOn, c.DueOn, c.Disputed, c.Refusal = before.SubmittedOn, before.DueOn, before.Disputed, before.Refusal
	c.ExpertReview, c.Review = before.ExpertReview, before.Review
	c.CountedIn = before.CountedIn
	seller, buyer := c.Seller.Name, c.Buyer.Name
	c.Seller, c.Buyer = before.Seller, before.Buyer
	c.Seller.Name, c.Buyer.Name = seller, buyer
	c.keepRecords(before)
}
