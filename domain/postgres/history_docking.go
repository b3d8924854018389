package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// DockingHistory is a docking that is under way, or was declined, with what happened in
// it so far, to be loaded with the times at which it happened.
type DockingHistory struct {
	Docking    domain.Docking // its SourceKey makes loading it again a no-op; the parties, the intent and the side that proposed it are enough
	ProposedAt time.Time
	Steps      []DockingPast
	Team       []MemberPast
}

// DockingPast is a step that was taken with a docking.
type DockingPast struct {
	Name   string // domain.DockingSteps
	Side   domain.Side
	At     time.Time
	Reason string // domain.DeclineReasons
	Words  string
}

// MemberPast is an expert who was invited to a docking's team.
type MemberPast struct {
	Kind       string // domain.MemberKinds
	ExpertID   domain.ID
	InvitedAt  time.Time
	AcceptedAt time.Time      // zero while the invitation is open
	Opinion    domain.Replies // none when none was given
	OpinedAt   time.Time
}

// LoadDocking adds a docking with its past, by the same rules as if each step were taken
// now, and reports whether it did: one that is there by its source key is left as it is.
func (db *DB) LoadDocking(ctx context.Context, actor domain.Actor, h DockingHistory) (loaded bool, err error) {
	return db.once(ctx, actor, "dockings", h.Docking.SourceKey, func(t *tx) error {
		d := h.Docking
		if err := t.insertPastDocking(&d, h.ProposedAt); err != nil {
			return err
		}
		if err := t.repeatSteps(&d, h.Steps); err != nil {
			return err
		}
		for _, m := range h.Team {
			if err := t.loadMember(&d, m); err != nil {
				return err
			}
		}
		return t.updateDocking(&d, "load")
	})
}

// insertPastDocking adds a docking that was proposed at a time, over what is or was in the
// library.
func (t *tx) insertPastDocking(d *domain.Docking, at time.Time) error {
	field, err := t.fillDocking(d, t.everOffered)
	if err != nil {
		return err
	}
	if err := t.staffDocking(d, field); err != nil {
		return err
	}
	return t.insertDocking(d, at)
}

// repeatSteps takes steps with d as they were taken.
func (t *tx) repeatSteps(d *domain.Docking, steps []DockingPast) error {
	for _, s := range steps {
		var events []domain.DockingEvent
		var err error
		by := onSide(*d, s.Side)
		switch s.Name {
		case "accept":
			events, err = d.Accept(s.Words, by, s.At)
		case "decline":
			events = make([]domain.DockingEvent, 1)
			events[0], err = d.Decline(s.Reason, s.Words, true, by, s.At)
		default:
			events = make([]domain.DockingEvent, 1)
			events[0], err = d.Take(s.Name, s.Reason, s.Words, by, s.At)
		}
		if err != nil {
			return err
		}
		if err := t.insertDockingEvents(events...); err != nil {
			return err
		}
	}
	return nil
}

// onSide is an actor without a user on a side of d.
func onSide(d domain.Docking, side domain.Side) domain.Actor {
	switch side {
	case domain.SideEnterprise:
		return domain.Actor{OrganisationID: d.EnterpriseID}
	case domain.SideProvider:
		return domain.Actor{OrganisationID: d.ProviderID}
	}
	return domain.Actor{ExpertID: d.StewardID}
}

func (t *tx) loadMember(d *domain.Docking, past MemberPast) error {
	m, err := t.invite(d, past.Kind, past.ExpertID, "", onSide(*d, domain.SideSteward), past.InvitedAt)
	if err != nil {
		return err
	}
	expert := domain.Actor{ExpertID: past.ExpertID}
	if !past.AcceptedAt.IsZero() {
		if err := m.Take(d, "accept", "", "", true, expert, past.AcceptedAt); err != nil {
			return err
		}
	}
	if err := t.insertMember(m); err != nil {
		return err
	}
	if past.Opinion == nil {
		return nil
	}
	o, err := m.Opine(*d, past.Opinion, false, expert, past.OpinedAt)
	if err != nil {
		return err
	}
	return t.insertOpinion(m, o)
}
