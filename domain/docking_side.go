package domain

import (
	"slices"
	"time"
)

// Side is whose a word or a deed in a docking is.
type Side string

// The sides.
const (
	SideEnterprise Side = "enterprise" // that has the need
	SideProvider   Side = "provider"   // that has the technology, or the expert who is asked
	SideSteward    Side = "steward"
	SideTeam       Side = "team" // an expert on the team
	SideBureau     Side = "bureau"
)

// DockingSides name the sides of a docking.
var DockingSides = Terms{
	{string(SideEnterprise), Text{"需求方", "The side with the need"}},
	{string(SideProvider), Text{"技术方", "The side with the technology"}},
	{string(SideSteward), Text{"政府管家", "Steward"}},
	{string(SideTeam), Text{"专家团队", "Team"}},
	{string(SideBureau), Text{"科技局", "Bureau"}},
}

// SideOf returns the side of d that an actor is on; empty for none. An expert without a
// technology is the provider.
func (d Docking) SideOf(a Actor) Side {
	is := func(id, of ID) bool { return !of.IsZero() && id == of }
	switch {
	case is(d.EnterpriseID, a.OrganisationID):
		return SideEnterprise
	case is(d.ProviderID, a.OrganisationID), d.TechnologyID.IsZero() && is(d.ExpertID, a.ExpertID):
		return SideProvider
	case is(d.StewardID, a.ExpertID):
		return SideSteward
	case is(d.ExpertID, a.ExpertID), is(d.EntrepreneurID, a.ExpertID):
		return SideTeam
	case a.Has(RoleBureau), a.Has(RoleAdmin), a.Has(RoleSteward):
		return SideBureau
	}
	return ""
}

// StepsFor returns the names of the steps that actor may take with d now.
func (d Docking) StepsFor(a Actor) []string {
	side := d.SideOf(a)
	return slices.DeleteFunc(DockingSteps.Open(d.Stage), func(name string) bool {
		switch {
		case !Can(a, Action(name), Dockings, d.Facts()):
			return true
		case name == "accept":
			at, ok := d.answer(side)
			return !ok || !at.IsZero()
		case name == "decline":
			return side == SideTeam
		}
		return false
	})
}

// answer returns when a side accepted; false for a side that is not asked.
func (d *Docking) answer(side Side) (at *time.Time, ok bool) {
	switch side {
	case SideEnterprise:
		return &d.EnterpriseAcceptedAt, true
	case SideProvider:
		return &d.ProviderAcceptedAt, true
	}
	return nil, false
}

// Accept notes that the side of an actor accepts after the introduction, with words to
// the other side. Talks begin when both sides have.
func (d *Docking) Accept(words string, by Actor, now time.Time) ([]DockingEvent, error) {
	side := d.SideOf(by)
	at, ok := d.answer(side)
	if !ok {
		return nil, ErrForbidden
	}
	if d.Stage == StageIntroduced && !at.IsZero() {
		return nil, Conflict("本方已答复同意", "this side has accepted already")
	}
	accepted, err := d.Take("accept", "", words, by, now)
	if err != nil {
		return nil, err
	}
	events := []DockingEvent{accepted}
	if *at = now; d.EnterpriseAcceptedAt.IsZero() || d.ProviderAcceptedAt.IsZero() {
		return events, nil
	}
	begun, err := d.Take("negotiate", "", "", by, now)
	return append(events, begun), err
}

// Decline ends d for a reason from DeclineReasons. The words of a side reach the other
// side only when it shares them; those of a steward always do.
func (d *Docking) Decline(reason, words string, share bool, by Actor, now time.Time) (DockingEvent, error) {
	side := d.SideOf(by)
	if side == SideTeam {
		return DockingEvent{}, ErrForbidden
	}
	e, err := d.Take("decline", reason, words, by, now)
	e.Private = !share && (side == SideEnterprise || side == SideProvider)
	return e, err
}

// ShownTo returns what of a step of d a reader within scope sees: words that one side
// does not share are for that side, the steward and the bureau.
func (e DockingEvent) ShownTo(d Docking, s Scope) DockingEvent {
	reader := Actor{OrganisationID: s.Organisation, ExpertID: s.Expert}
	if e.Private && !s.All && (s.Area == "" || s.Area != d.Area) {
		if side := d.SideOf(reader); side != SideSteward && side != e.Side {
			e.Note = ""
		}
	}
	return e
}

// Turn returns whose turn it is with d: the sides that the next step waits for, the side
// that was asked before the one that asks. Without a steward it is the bureau's to name one.
func (d Docking) Turn() []Side {
	switch {
	case !d.Open():
		return nil
	case d.StewardID.IsZero():
		return []Side{SideBureau}
	case d.Stage == StageIntroduced:
		var turn []Side
		for _, side := range d.asked() {
			if at, _ := d.answer(side); at.IsZero() {
				turn = append(turn, side)
			}
		}
		return turn
	case d.Stage == StageAgreed:
		return []Side{SideEnterprise, SideProvider}
	}
	return []Side{SideSteward}
}

// asked are the two sides that answer after the introduction, the one that did not
// propose d first.
func (d Docking) asked() []Side {
	if d.ProposedSide == SideEnterprise {
		return []Side{SideProvider, SideEnterprise}
	}
	return []Side{SideEnterprise, SideProvider}
}

// HandOver gives d to another steward for a reason; one that has none yet needs no
// reason. What was due of the one before is due of the next.
func (d *Docking) HandOver(steward ID, reason string, by Actor, now time.Time) (DockingEvent, error) {
	least := 1
	if d.StewardID.IsZero() {
		least = 0
	}
	var k checks
	k.text("reason", reason, least, 1000)
	switch {
	case !d.Open():
		return DockingEvent{}, Conflict("对接已结束", "the docking has ended")
	case d.StewardID == steward && !steward.IsZero():
		return DockingEvent{}, Conflict("已由该管家负责", "the docking is this steward's already")
	case k.err() != nil:
		return DockingEvent{}, k.err()
	}
	e := DockingEvent{ID: NewID(), DockingID: d.ID, From: d.Stage, To: d.Stage, Step: "hand-over", Actor: by.UserID, Side: d.SideOf(by), Reason: reason, At: now}
	d.StewardID = steward
	return e, nil
}

// RunBy reports whether a reader within scope leads d or watches over it: its steward,
// the stewards of its area, the bureau.
func (d Docking) RunBy(s Scope) bool {
	return s.All || s.Area != "" && s.Area == d.Area || !s.Expert.IsZero() && s.Expert == d.StewardID
}
