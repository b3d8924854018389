package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// StepDocking takes the step named name with the docking at version. What a side says in
// declining is kept from the other side: see DeclineDocking. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the step is not open, or no
// contract of the docking is signed when it is to be contracted.
func (db *DB) StepDocking(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason, note string) (domain.Docking, error) {
	if name == "decline" {
		return db.DeclineDocking(ctx, actor, id, version, reason, note, false)
	}
	return db.changeDocking(ctx, actor, id, version, domain.Action(name), func(t *tx, d *domain.Docking) error {
		if name == "accept" {
			events, err := d.Accept(note, actor, t.now)
			if err != nil {
				return err
			}
			return t.insertDockingEvents(events...)
		}
		event, err := d.Take(name, reason, note, actor, t.now)
		if err != nil {
			return err
		}
		if d.Stage == domain.StageContracted {
			if err := t.requireSigned(d.ID); err != nil {
				return err
			}
		}
		return t.insertDockingEvents(event)
	})
}

// DeclineDocking ends the docking at version for a reason from domain.DeclineReasons. The
// other side reads the reason, and the words where they are shared; both are kept with
// what is learnt of the match. Errors as of StepDocking.
func (db *DB) DeclineDocking(ctx context.Context, actor domain.Actor, id domain.ID, version int64, reason, words string, share bool) (domain.Docking, error) {
	return db.changeDocking(ctx, actor, id, version, "decline", func(t *tx, d *domain.Docking) error {
		event, err := d.Decline(reason, words, share, actor, t.now)
		if err != nil {
			return err
		}
		if err := t.insertDockingEvents(event); err != nil {
			return err
		}
		return t.noteOutcome(d.ID, words)
	})
}

func (t *tx) requireSigned(docking domain.ID) error {
	var n int64
	err := t.Model(&contractRow{}).Where("docking_id = ? AND signed_on IS NOT NULL AND state NOT IN ('refused', 'voided')", docking).Count(&n).Error
	if err == nil && n == 0 {
		err = domain.Conflict("尚无已签订的合同", "no contract of the docking is signed yet")
	}
	return err
}

func (db *DB) changeDocking(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.Docking) error) (domain.Docking, error) {
	var d domain.Docking
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[dockingRow](t, "id", id)
		if err != nil {
			return err
		}
		d = row.domain()
		if err := permit(actor, action, domain.Dockings, d.Facts(), d.Version, version); err != nil {
			return err
		}
		if err := change(t, &d); err != nil {
			return err
		}
		return t.updateDocking(&d, action)
	})
	if err != nil {
		return domain.Docking{}, err
	}
	return d.ShownTo(domain.ScopeOf(actor, domain.Read, domain.Dockings)), nil
}

func (t *tx) updateDocking(d *domain.Docking, action domain.Action) error {
	d.Version, d.UpdatedAt = d.Version+1, t.now
	if err := t.windDocking(d); err != nil {
		return err
	}
	row := dockingRowOf(*d)
	changed := t.Select("version", "steward_id", "expert_id", "entrepreneur_id", "enterprise_veiled", "provider_veiled", "stage", "decline_reason", "updated_at",
		"introduced_at", "enterprise_accepted_at", "provider_accepted_at", "stage_since", "due_on", "intent")
	if err := changed.Where("id = ?", d.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Dockings, d.ID, d.Version, action, map[string]any{"stage": d.Stage})
	return t.followDocking(*d)
}

type dockingEventRow struct {
	ID        domain.ID `gorm:"column:id;primaryKey"`
	DockingID domain.ID `gorm:"column:docking_id"`
	FromStage string    `gorm:"column:from_stage"`
	ToStage   string    `gorm:"column:to_stage"`
	Step      string    `gorm:"column:step"`
	ActorID   domain.ID `gorm:"column:actor_id"`
	Side      string    `gorm:"column:side"`
	Reason    string    `gorm:"column:reason"`
	Note      string    `gorm:"column:note"`
	Private   bool      `gorm:"column:private"`
	At        time.Time `gorm:"column:at"`
}

func (dockingEventRow) TableName() string { return "docking_events" }

func (r dockingEventRow) domain() domain.DockingEvent {
	return domain.DockingEvent{ID: r.ID, DockingID: r.DockingID, From: domain.Stage(r.FromStage), To: domain.Stage(r.ToStage), Step: r.Step, Actor: r.ActorID,
		Side: domain.Side(r.Side), Reason: r.Reason, Note: r.Note, Private: r.Private, At: r.At.UTC()}
}

func (t *tx) insertDockingEvents(events ...domain.DockingEvent) error {
	rows := domains(events, func(e domain.DockingEvent) dockingEventRow {
		return dockingEventRow{e.ID, e.DockingID, string(e.From), string(e.To), e.Step, e.Actor, string(e.Side), e.Reason, e.Note, e.Private, e.At}
	})
	return t.Create(&rows).Error
}
