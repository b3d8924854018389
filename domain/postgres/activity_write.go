package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// CreateActivity adds an activity that is being planned. Its host is the actor's
// organisation where it names neither host nor unit. Errors: InvalidErrors; ErrForbidden
// when actor may not host it.
func (db *DB) CreateActivity(ctx context.Context, actor domain.Actor, a domain.Activity) (domain.Activity, error) {
	if a.HostID.IsZero() && a.Unit == "" {
		a.HostID = actor.OrganisationID
	}
	err := db.write(ctx, actor, func(t *tx) error {
		if err := a.Validate(); err != nil {
			return err
		}
		a.ID, a.Version, a.State, a.Reason, a.AnnouncedAt, a.SourceKey, a.CreatedBy, a.CreatedAt, a.UpdatedAt = domain.NewID(), 1, domain.ActivityDraft, "", nil, "", actor.UserID, t.now, t.now
		if err := t.mayHost(domain.Create, a); err != nil {
			return err
		}
		if err := t.checkAgenda(a.Agenda, nil); err != nil {
			return err
		}
		row := activityRowOf(a)
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.record(domain.Activities, a.ID, a.Version, domain.Create, nil)
		return nil
	})
	if err != nil {
		return domain.Activity{}, err
	}
	return a, nil
}

// mayHost holds that the actor may do action on a as it is, or is to be.
func (t *tx) mayHost(action domain.Action, a domain.Activity) error {
	if !domain.Can(t.actor, action, domain.Activities, a.Facts()) {
		return domain.ErrForbidden
	}
	return a.HostedBy(t.actor)
}

// checkAgenda holds that the actor can see in the library what is new on an agenda.
func (t *tx) checkAgenda(items, before []domain.AgendaItem) error {
	had := map[domain.ID]bool{}
	for _, item := range before {
		had[item.NeedID], had[item.TechnologyID] = true, true
	}
	for i, item := range items {
		for _, listed := range []struct {
			table, field string
			resource     domain.Resource
			id           domain.ID
		}{{"needs", "need_id", domain.Needs, item.NeedID}, {"technologies", "technology_id", domain.Technologies, item.TechnologyID}} {
			if listed.id.IsZero() || had[listed.id] {
				continue
			}
			if _, err := docked(t.offered(listed.table, listed.resource), listed.id, "agenda["+itoa(int64(i))+"]."+listed.field); err != nil {
				return err
			}
		}
	}
	return nil
}

// ChangeActivity applies change to an activity at version, as domain.Activity.Edit says.
// Where there is more room, those waiting are let in. Errors: ErrNotFound, ErrForbidden,
// ErrStale, InvalidErrors, a ConflictError when it is cancelled, or more persons have
// registered than there is to be room for.
func (db *DB) ChangeActivity(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Activity) error) (domain.Activity, error) {
	return db.changeActivity(ctx, actor, id, version, domain.Change, "", func(t *tx, a *domain.Activity) error {
		agenda, capacity := slices.Clone(a.Agenda), a.Capacity
		if err := a.Edit(change); err != nil {
			return err
		}
		if err := t.mayHost(domain.Change, *a); err != nil {
			return err
		}
		if err := t.checkAgenda(a.Agenda, agenda); err != nil {
			return err
		}
		if a.Capacity == capacity {
			return nil
		}
		return t.admit(*a)
	})
}

// StepActivity takes a step with the activity at version. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the step is not open.
func (db *DB) StepActivity(ctx context.Context, actor domain.Actor, id domain.ID, version int64, step, reason string) (domain.Activity, error) {
	return db.changeActivity(ctx, actor, id, version, domain.Action(step), reason, func(t *tx, a *domain.Activity) error {
		return a.Take(step, reason, t.now)
	})
}

func (db *DB) changeActivity(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, reason string, change func(*tx, *domain.Activity) error) (domain.Activity, error) {
	var a domain.Activity
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if a, err = t.permittedActivity(action, id, version); err != nil {
			return err
		}
		before := a
		if err := change(t, &a); err != nil {
			return err
		}
		detail := stateDetail(before.State, a.State, reason)
		if a.MovedFrom(before) {
			detail = map[string]any{"moved": true}
			if err := t.forgetComing(a.ID); err != nil {
				return err
			}
		}
		a.Version, a.UpdatedAt = a.Version+1, t.now
		row := activityRowOf(a)
		if err := t.Select("*").Omit("id", "source_key", "created_by", "created_at").Where("id = ?", a.ID).Updates(&row).Error; err != nil {
			return err
		}
		t.record(domain.Activities, a.ID, a.Version, action, detail)
		return nil
	})
	if err != nil {
		return domain.Activity{}, err
	}
	return a, nil
}

// permittedActivity locks the activity at version, if the actor may do action on it.
func (t *tx) permittedActivity(action domain.Action, id domain.ID, version int64) (domain.Activity, error) {
	row, err := locked[activityRow](t, "id", id)
	if err != nil {
		return domain.Activity{}, err
	}
	a := row.domain()
	return a, permit(t.actor, action, domain.Activities, a.Facts(), a.Version, version)
}
