package domain

import (
	"reflect"
	"strings"
	"time"
)

// Actions on contracts that are no steps of their machine.
const (
	Amend             Action = "amend"
	ProposeAmendment  Action = "propose-amendment"
	ApproveAmendment  Action = "approve-amendment"
	RejectAmendment   Action = "reject-amendment"
	WithdrawAmendment Action = "withdraw-amendment"
	FlagContract      Action = "flag"
	RecordReview      Action = "record-review"
	RecordDelivery    Action = "record-delivery"
	RecordAcceptance  Action = "record-acceptance"
	RecordPayment     Action = "record-payment"
)

// AmendmentStates name the states of amendments.
var AmendmentStates = Terms{
	{"proposed", Text{"待审核", "Proposed"}},
	{"approved", Text{"已变更", "Approved"}},
	{"rejected", Text{"未同意", "Rejected"}},
	{"withdrawn", Text{"已撤回", "Withdrawn"}},
}

// Amendment is a change of a registered contract (变更), proposed by a party and decided
// by the registry that registered it.
type Amendment struct {
	ID         ID
	ContractID ID
	Version    int64 // of the contract that it was proposed on
	State      string
	Reason     string
	Before     Contract // what the contract said
	After      Contract // what it is to say
	ProposedBy ID
	ProposedAt time.Time
	DecidedBy  ID
	DecidedAt  time.Time // zero while it is proposed
	Decision   string    // why it was rejected or withdrawn
}

// Propose checks that c may come to say what proposed says, on a day, and returns c as
// it would then be. Its registration, its parties and where it came from stay.
func (c Contract) Propose(proposed Contract, reason string, on Date) (Contract, error) {
	if c.State != ContractRegistered {
		return c, Conflict("只有已登记的合同可以变更", "only registered contracts are amended")
	}
	var k checks
	k.text("reason", reason, 1, 1000)
	for _, stays := range []struct {
		field        string
		before, then ID
	}{{"seller_id", c.SellerID, proposed.SellerID}, {"buyer_id", c.BuyerID, proposed.BuyerID}, {"docking_id", c.DockingID, proposed.DockingID},
		{"need_id", c.NeedID, proposed.NeedID}, {"technology_id", c.TechnologyID, proposed.TechnologyID}} {
		k.that(stays.before == stays.then, stays.field, "不能通过变更修改", "cannot be amended")
	}
	k.text("seller_name", proposed.Seller.Name, 2, 200)
	k.text("buyer_name", proposed.Buyer.Name, 2, 200)
	k.that(!proposed.SignedOn.IsZero() && !c.RegisteredOn.Before(proposed.SignedOn), "signed_on", "不得晚于登记日期", "must not be after the registration")
	if err := k.err(); err != nil {
		return c, err
	}
	after := proposed
	after.keepIdentity(c)
	after.Seller.Name, after.Buyer.Name = strings.TrimSpace(proposed.Seller.Name), strings.TrimSpace(proposed.Buyer.Name)
	after.StewardID = c.StewardID
	if err := after.lostRecords(c); err != nil {
		return c, err
	}
	if reflect.DeepEqual(after, c) {
		return c, Conflict("没有变更任何内容", "nothing is changed")
	}
	if err := after.Validate(); err != nil {
		return c, err
	}
	return after, after.ready(ContractPrechecked, on)
}

// Amend makes c say what proposed says, from a day on, and returns the event to record.
func (c *Contract) Amend(proposed Contract, reason string, by Actor, on Date, now time.Time) (ContractEvent, error) {
	after, err := c.Propose(proposed, reason, on)
	if err != nil {
		return ContractEvent{}, err
	}
	*c = after
	return ContractEvent{ID: NewID(), ContractID: c.ID, From: c.State, To: c.State, Step: string(Amend), Actor: by.UserID, Reason: reason, On: on, At: now}, nil
}

// CheckDecision requires a reason of who does not approve.
func CheckDecision(reason string) error {
	var k checks
	k.text("reason", reason, 1, 1000)
	return k.err()
}

// OpenActions returns what may be done to c besides the steps of its machine; pending
// says that an amendment has been proposed and not decided.
func (c Contract) OpenActions(pending bool) []string {
	var open []Action
	switch c.State {
	case ContractSubmitted, ContractPrechecked:
		open = []Action{FlagContract, RecordReview}
	case ContractRegistered:
		open = []Action{RecordDelivery, RecordAcceptance, RecordPayment}
		if pending {
			open = append(open, ApproveAmendment, RejectAmendment, WithdrawAmendment)
		} else {
			open = append(open, Amend, ProposeAmendment)
		}
	case ContractTerminated:
		open = []Action{RecordDelivery, RecordAcceptance, RecordPayment}
	}
	names := make([]string, len(open))
	for i, a := range open {
		names[i] = string(a)
	}
	return names
}
