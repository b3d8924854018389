package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// RecordBorn records that a docking, which actor must be able to see, was born at an
// activity. Errors: ErrNotFound, ErrForbidden, InvalidErrors, a ConflictError when it was
// not, as domain.Activity.Bears says, or is recorded already.
func (db *DB) RecordBorn(ctx context.Context, actor domain.Actor, activity, docking domain.ID) error {
	return db.write(ctx, actor, func(t *tx) error {
		a, err := t.permittedActivity(domain.RecordDocking, activity, 0)
		if err != nil {
			return err
		}
		d, err := t.readableDocking(docking)
		if err != nil {
			return err
		}
		if err := a.Attended(t.now); err != nil {
			return err
		}
		present, err := t.present(a.ID, d)
		if err != nil {
			return err
		}
		rules, err := activityRules(t.DB)
		if err != nil {
			return err
		}
		if err := a.Bears(d, present, rules); err != nil {
			return err
		}
		err = t.Exec(`INSERT INTO activity_dockings (docking_id, activity_id, recorded_by, recorded_at) VALUES (?, ?, ?, ?)`, d.ID, a.ID, actor.UserID, t.now).Error
		t.record(domain.Activities, a.ID, a.Version, domain.RecordDocking, map[string]any{"docking": d.ID.String()})
		return err
	})
}

func (t *tx) readableDocking(id domain.ID) (domain.Docking, error) {
	var row dockingRow
	err := dockingScope.within(t.DB, domain.ScopeOf(t.actor, domain.Read, domain.Dockings)).Where("id = ?", id).Take(&row).Error
	return row.domain(), refersTo(err, "docking_id")
}

// present reports whether one side of d had registered for the activity.
func (t *tx) present(activity domain.ID, d domain.Docking) (bool, error) {
	var n int64
	err := t.Table("activity_registrations").Where("activity_id = ? AND state <> 'cancelled'", activity).
		Where("(organisation_id = ANY(?::uuid[]) OR expert_id = ANY(?::uuid[]))", idTexts([]domain.ID{d.EnterpriseID, d.ProviderID}), idTexts([]domain.ID{d.ExpertID, d.EntrepreneurID})).
		Count(&n).Error
	return n > 0, err
}

// WithdrawBorn takes back what RecordBorn recorded. Errors: ErrNotFound, ErrForbidden,
// InvalidErrors when it is not recorded.
func (db *DB) WithdrawBorn(ctx context.Context, actor domain.Actor, activity, docking domain.ID) error {
	return db.write(ctx, actor, func(t *tx) error {
		a, err := t.permittedActivity(domain.WithdrawRecord, activity, 0)
		if err != nil {
			return err
		}
		done := t.Exec(`DELETE FROM activity_dockings WHERE activity_id = ? AND docking_id = ?`, activity, docking)
		if done.Error == nil && done.RowsAffected == 0 {
			return refersTo(domain.ErrNotFound, "docking_id")
		}
		t.record(domain.Activities, a.ID, a.Version, domain.WithdrawRecord, map[string]any{"docking": docking.String()})
		return done.Error
	})
}

// BornDockings lists the dockings born at an activity that actor may see, in the order in
// which they were begun.
func (db *DB) BornDockings(ctx context.Context, actor domain.Actor, activity domain.ID) ([]domain.Docking, error) {
	if _, err := db.hosted(ctx, actor, domain.SeeGuests, activity); err != nil {
		return nil, err
	}
	scope := domain.ScopeOf(actor, domain.Read, domain.Dockings)
	var rows []dockingRow
	err := dockingScope.within(db.read(ctx), scope).Where("id IN (SELECT b.docking_id FROM activity_dockings b WHERE b.activity_id = ?)", activity).
		Order("created_at").Order("id").Find(&rows).Error
	dockings := domains(rows, func(r dockingRow) domain.Docking { return r.domain().ShownTo(scope) })
	if err == nil {
		err = db.seenDocked(ctx, actor, dockings)
	}
	return dockings, translate(err)
}

const activityFigures = `
WITH r AS (
  SELECT count(*) FILTER (WHERE state = 'registered') AS registered, coalesce(sum(persons) FILTER (WHERE state = 'registered'), 0) AS registered_persons,
    count(*) FILTER (WHERE state = 'waiting') AS waiting, coalesce(sum(persons) FILTER (WHERE state = 'waiting'), 0) AS waiting_persons,
    count(checked_in_at) AS came, coalesce(sum(came), 0) AS came_persons,
    count(*) FILTER (WHERE satisfaction > 0) AS ratings, (avg(satisfaction) FILTER (WHERE satisfaction > 0))::double precision AS satisfaction
  FROM activity_registrations WHERE activity_id = @id
), c AS (
  SELECT count(*) AS contracts, coalesce(sum(amount), 0)::bigint AS amount, coalesce(sum(technical_amount), 0)::bigint AS technical_amount
  FROM contracts WHERE docking_id IN (SELECT docking_id FROM activity_dockings WHERE activity_id = @id) AND state = 'registered' AND counted_in IS NULL
)
SELECT (SELECT count(*) FROM activity_invitations WHERE activity_id = @id) AS invited, r.*,
  (SELECT count(*) FROM activity_dockings WHERE activity_id = @id) AS dockings, c.*
FROM r, c`

// ActivityFigures counts what an activity brought, for those who hold it. Errors:
// ErrNotFound, ErrForbidden.
func (db *DB) ActivityFigures(ctx context.Context, actor domain.Actor, activity domain.ID) (domain.ActivityFigures, error) {
	var f domain.ActivityFigures
	if _, err := db.hosted(ctx, actor, domain.SeeGuests, activity); err != nil {
		return f, err
	}
	err := db.read(ctx).Raw(activityFigures, map[string]any{"id": activity}).Scan(&f).Error
	return f, translate(err)
}

// gormOf starts queries of their own, as byIDs asks for them.
func (db *DB) gormOf(ctx context.Context) func() *gorm.DB {
	return func() *gorm.DB { return db.read(ctx) }
}
