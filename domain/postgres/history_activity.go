package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// ActivityHistory is an activity that is to come or has been held, with who was invited,
// registered and came, to be loaded with the times at which that happened.
type ActivityHistory struct {
	Activity    domain.Activity // its SourceKey makes loading it again a no-op
	AnnouncedAt time.Time
	Invited     []domain.ID // organisations, on that day
	Guests      []GuestPast
	Held        bool     // and ended when it was to end
	Born        []string // source keys of dockings, recorded on the day after
}

// GuestPast is a registration and what became of it.
type GuestPast struct {
	Registration domain.Registration
	At           time.Time
	Came         int // persons, when it began; 0 for none
	Satisfaction int // 1 to 5, given when it ended; 0 for none
	Opinion      string
}

// LoadActivity adds an activity with its past, by the same rules as if each thing were
// done now, and reports whether it did: one that is there by its source key is left as it
// is. Errors: InvalidErrors, ConflictErrors.
func (db *DB) LoadActivity(ctx context.Context, actor domain.Actor, h ActivityHistory) (loaded bool, err error) {
	return db.once(ctx, actor, "activities", h.Activity.SourceKey, func(t *tx) error {
		a := h.Activity
		a.ID, a.Version, a.State, a.CreatedAt, a.UpdatedAt = domain.NewID(), 1, domain.ActivityDraft, h.AnnouncedAt, h.AnnouncedAt
		if err := a.Validate(); err != nil {
			return err
		}
		if err := a.Take("announce", "", h.AnnouncedAt); err != nil {
			return err
		}
		if h.Held {
			if err := a.Take("hold", "", a.EndsAt); err != nil {
				return err
			}
		}
		row := activityRowOf(a)
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.record(domain.Activities, a.ID, a.Version, "load", nil)
		for _, o := range h.Invited {
			err := t.Exec(`INSERT INTO activity_invitations (activity_id, organisation_id, invited_at) VALUES (?, ?, ?)`, a.ID, o, h.AnnouncedAt).Error
			if err != nil {
				return refersTo(err, "invited")
			}
		}
		for _, g := range h.Guests {
			if err := t.loadGuest(a, g); err != nil {
				return err
			}
		}
		return t.loadBorn(a, h.Born)
	})
}

// loadGuest adds a registration: on the list while there is room, else on the waiting list.
func (t *tx) loadGuest(a domain.Activity, g GuestPast) error {
	r := g.Registration
	r.ActivityID, r.CreatedAt = a.ID, g.At
	if err := r.Validate(); err != nil {
		return err
	}
	if err := t.insertRegistration(&r, a); err != nil {
		return err
	}
	r.CreatedAt = g.At
	if g.Came > 0 {
		if err := r.CheckIn(g.Came, a.StartsAt); err != nil {
			return err
		}
	}
	if g.Satisfaction > 0 {
		if err := r.Rate(g.Satisfaction, g.Opinion); err != nil {
			return err
		}
	}
	row := activityRegistrationRowOf(r)
	return t.Select("created_at", "checked_in_at", "came", "satisfaction", "opinion").Where("id = ?", r.ID).Updates(&row).Error
}

// loadBorn records dockings, by their source keys, as born at a.
func (t *tx) loadBorn(a domain.Activity, keys []string) error {
	rules, err := activityRules(t.DB)
	if err != nil {
		return err
	}
	for _, key := range keys {
		row, err := locked[dockingRow](t, "source_key", key)
		if err := refersTo(err, "born"); err != nil {
			return err
		}
		d := row.domain()
		present, err := t.present(a.ID, d)
		if err != nil {
			return err
		}
		if err := a.Bears(d, present, rules); err != nil {
			return err
		}
		err = t.Exec(`INSERT INTO activity_dockings (docking_id, activity_id, recorded_at) VALUES (?, ?, ?)`, d.ID, a.ID, a.EndsAt.AddDate(0, 0, 1)).Error
		if err != nil {
			return err
		}
	}
	return nil
}
