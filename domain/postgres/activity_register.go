package postgres

import (
	"context"

	"sanku/domain"
)

// Register registers an organisation or an expert for an activity: on the list while
// there is room for all their persons, else on the waiting list. The activity is held
// while that is decided, so that no more persons are on the list than it has room for.
// Errors: InvalidErrors; ErrNotFound when actor may not read the activity; ErrForbidden;
// a ConflictError when registration is not open or they have registered already.
func (db *DB) Register(ctx context.Context, actor domain.Actor, r domain.Registration) (domain.Registration, error) {
	if r.OrganisationID.IsZero() && r.ExpertID.IsZero() {
		if r.OrganisationID = actor.OrganisationID; r.OrganisationID.IsZero() {
			r.ExpertID = actor.ExpertID
		}
	}
	err := db.write(ctx, actor, func(t *tx) error {
		a, err := t.permittedActivity(domain.Read, r.ActivityID, 0)
		if err != nil {
			return err
		}
		r.Area = a.Area
		if err := r.Validate(); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Registrations, r.Facts()) {
			return domain.ErrForbidden
		}
		if !a.Open(t.now) && !t.atTheDoor(a) {
			return domain.Conflict("报名未开放或已截止", "registration is not open")
		}
		return t.insertRegistration(&r, a)
	})
	if err != nil {
		return domain.Registration{}, err
	}
	return r, nil
}

// atTheDoor reports whether the actor, as host, may register those who come unannounced.
func (t *tx) atTheDoor(a domain.Activity) bool {
	taken := a.State == domain.ActivityAnnounced || a.State == domain.ActivityClosed
	return taken && t.now.Before(a.EndsAt) && domain.Can(t.actor, domain.CheckIn, domain.Activities, a.Facts())
}

func (t *tx) insertRegistration(r *domain.Registration, a domain.Activity) error {
	taken, err := t.taken(a.ID)
	if err != nil {
		return err
	}
	r.ID, r.Version, r.State, r.RegisteredBy, r.CreatedAt, r.UpdatedAt = domain.NewID(), 1, domain.Waiting, t.actor.UserID, t.now, t.now
	r.CheckedInAt, r.Came, r.Satisfaction, r.Opinion = nil, 0, 0, ""
	if domain.Fits(r.Persons, taken, a.Capacity) {
		r.State = domain.Registered
	}
	row := activityRegistrationRowOf(*r)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Registrations, r.ID, r.Version, domain.Create, map[string]any{"activity": a.ID.String(), "state": r.State})
	return nil
}

// taken is how many persons are on the list.
func (t *tx) taken(activity domain.ID) (n int, err error) {
	err = t.Table("activity_registrations").Select("coalesce(sum(persons), 0)").Where("activity_id = ? AND state = 'registered'", activity).Scan(&n).Error
	return n, err
}

// admit lets in those waiting for whom there is room, in the order in which they
// registered; a larger party does not keep a smaller one out. The activity is locked.
// There must be room for those who are in.
func (t *tx) admit(a domain.Activity) error {
	taken, err := t.taken(a.ID)
	if err != nil {
		return err
	}
	if taken > a.Capacity {
		return domain.Conflict("已报名 "+itoa(int64(taken))+" 人，容量不能少于此数", "more persons have registered")
	}
	var waiting []activityRegistrationRow
	if err := t.Where("activity_id = ? AND state = 'waiting'", a.ID).Order("seq").Find(&waiting).Error; err != nil {
		return err
	}
	for _, row := range waiting {
		r := row.domain()
		if !domain.Fits(r.Persons, taken, a.Capacity) {
			continue
		}
		taken += r.Persons
		r.State = domain.Registered
		if err := t.updateRegistration(&r, "admit"); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) updateRegistration(r *domain.Registration, action domain.Action) error {
	r.Version, r.UpdatedAt = r.Version+1, t.now
	row := activityRegistrationRowOf(*r)
	if err := t.Select("version", "state", "checked_in_at", "came", "satisfaction", "opinion", "updated_at").Where("id = ?", r.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Registrations, r.ID, r.Version, action, map[string]any{"state": r.State})
	return nil
}

// CancelRegistration takes a registration at version back and lets in who waits.
// Errors: ErrNotFound, ErrForbidden, ErrStale, a ConflictError when it is cancelled
// already, they have come, or the activity is over.
func (db *DB) CancelRegistration(ctx context.Context, actor domain.Actor, id domain.ID, version int64) (domain.Registration, error) {
	return db.changeRegistration(ctx, actor, id, version, "cancel", func(t *tx, r *domain.Registration, a domain.Activity) error {
		if a.State == domain.ActivityHeld || a.State == domain.ActivityCancelled {
			return domain.Conflict("活动已结束或取消", "the activity is over or cancelled")
		}
		return r.Cancel()
	})
}

// RateActivity keeps what those who came thought. Errors: ErrNotFound, ErrForbidden,
// ErrStale, InvalidErrors, a ConflictError when they have not been checked in.
func (db *DB) RateActivity(ctx context.Context, actor domain.Actor, id domain.ID, version int64, satisfaction int, opinion string) (domain.Registration, error) {
	return db.changeRegistration(ctx, actor, id, version, domain.Rate, func(_ *tx, r *domain.Registration, _ domain.Activity) error {
		return r.Rate(satisfaction, opinion)
	})
}

func (db *DB) changeRegistration(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.Registration, domain.Activity) error) (domain.Registration, error) {
	var r domain.Registration
	err := db.write(ctx, actor, func(t *tx) error {
		a, err := t.lockRegistration(&r, id)
		if err != nil {
			return err
		}
		if err := permit(actor, action, domain.Registrations, r.Facts(), r.Version, version); err != nil {
			return err
		}
		if err := change(t, &r, a); err != nil {
			return err
		}
		if err := t.updateRegistration(&r, action); err != nil || r.State != domain.RegistrationCancelled {
			return err
		}
		return t.admit(a)
	})
	if err != nil {
		return domain.Registration{}, err
	}
	return r, nil
}

// lockRegistration locks the activity of a registration and then reads the registration:
// whatever changes one holds its activity.
func (t *tx) lockRegistration(r *domain.Registration, id domain.ID) (domain.Activity, error) {
	var of activityRegistrationRow
	if err := t.Select("activity_id").Where("id = ?", id).Take(&of).Error; err != nil {
		return domain.Activity{}, err
	}
	held, err := locked[activityRow](t, "id", of.ActivityID)
	if err != nil {
		return domain.Activity{}, err
	}
	row, err := locked[activityRegistrationRow](t, "id", id)
	*r, r.Area = row.domain(), ""
	r.Area = string(held.Area)
	return held.domain(), err
}

// CheckInRegistration records that came persons of a registration for the activity are
// there, from the day on which it begins. Errors: ErrNotFound, ErrForbidden,
// InvalidErrors, ConflictErrors.
func (db *DB) CheckInRegistration(ctx context.Context, actor domain.Actor, activity, id domain.ID, came int) (domain.Registration, error) {
	var r domain.Registration
	err := db.write(ctx, actor, func(t *tx) error {
		a, err := t.permittedActivity(domain.CheckIn, activity, 0)
		if err != nil {
			return err
		}
		row, err := locked[activityRegistrationRow](t, "id", id)
		if err := refersTo(err, "registration_id"); err != nil {
			return err
		}
		if r = row.domain(); r.ActivityID != a.ID {
			return refersTo(domain.ErrNotFound, "registration_id")
		}
		if err := a.Attended(t.now); err != nil {
			return err
		}
		if err := r.CheckIn(came, t.now); err != nil {
			return err
		}
		r.Area = a.Area
		return t.updateRegistration(&r, domain.CheckIn)
	})
	if err != nil {
		return domain.Registration{}, err
	}
	return r, nil
}
