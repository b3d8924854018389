package domain

import (
	"slices"
	"time"
)

// EarlierIntent is what the interest form of a docking said before it was changed.
type EarlierIntent struct {
	Intent Replies
	Until  time.Time
}

// ProposeAs settles whose interest d is, as it is proposed by an actor: a side proposes
// for itself, a steward or the bureau for the side named, or for neither.
func (d *Docking) ProposeAs(by Actor) error {
	own := d.SideOf(by)
	switch {
	case d.ProposedSide == "":
		d.ProposedSide = own
	case slices.Contains([]Side{SideEnterprise, SideProvider}, own) && own != d.ProposedSide:
		return Invalid("proposed_side", "只能以本方名义提出", "must be the side of whoever proposes it")
	}
	d.ProposedBy = by.UserID
	return nil
}

// MayReword reports whether an actor may change the interest form of d now: whoever sent
// it, a colleague of the side or the steward or clerk who proposed it for one, until the
// other side has answered.
func (d Docking) MayReword(by Actor) bool { return d.reworded(by) == nil }

func (d Docking) reworded(by Actor) error {
	if d.SideOf(by) != d.ProposedSide && (d.ProposedBy.IsZero() || by.UserID != d.ProposedBy) {
		return ErrForbidden
	}
	if d.Stage != StageProposed && d.Stage != StageIntroduced {
		return Conflict("意向表已有答复，不能再改", "the interest form has been answered")
	}
	for _, side := range []Side{SideEnterprise, SideProvider} {
		if at, _ := d.answer(side); side != d.ProposedSide && !at.IsZero() {
			return Conflict("对方已答复意向表，不能再改", "the other side has answered the interest form")
		}
	}
	return nil
}

// Reword replaces the interest form of d. Errors: ErrForbidden for whoever did not send
// it, a ConflictError once it was answered or when nothing differs, InvalidErrors.
func (d *Docking) Reword(intent Replies, by Actor, now time.Time) (DockingEvent, error) {
	if err := d.reworded(by); err != nil {
		return DockingEvent{}, err
	}
	var k checks
	if IntentQuestions.check(&k, "intent", intent); k.err() != nil {
		return DockingEvent{}, k.err()
	}
	if sameReplies(d.Intent, intent) {
		return DockingEvent{}, Conflict("意向表没有改动", "nothing has changed")
	}
	d.Intent = intent
	return DockingEvent{ID: NewID(), DockingID: d.ID, From: d.Stage, To: d.Stage, Step: string(Reword), Actor: by.UserID, Side: d.SideOf(by), At: now}, nil
}

func sameReplies(a, b Replies) bool {
	for _, q := range IntentQuestions {
		x, y := a[q.Code], b[q.Code]
		if x.Words != y.Words || x.From != y.From || x.To != y.To || !slices.Equal(x.Chosen, y.Chosen) {
			return false
		}
	}
	return true
}

// TaskOf is what one side is to do next with d: the side that proposed it confirms, the
// other answers.
func (d Docking) TaskOf(side Side) Text {
	if d.Stage != StageIntroduced || side != SideEnterprise && side != SideProvider {
		return d.Task()
	}
	if side == d.ProposedSide {
		return Text{"确认是否继续对接", "confirm whether to go ahead"}
	}
	return Text{"答复对方的对接意向", "answer the other side's interest"}
}
