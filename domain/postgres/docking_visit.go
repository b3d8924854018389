package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type visitRow struct {
	ID             domain.ID   `gorm:"column:id;primaryKey"`
	Version        int64       `gorm:"column:version"`
	StewardID      domain.ID   `gorm:"column:steward_id"`
	OrganisationID domain.ID   `gorm:"column:organisation_id"`
	PlannedOn      domain.Date `gorm:"column:planned_on"`
	Purpose        string      `gorm:"column:purpose"`
	State          string      `gorm:"column:state"`
	Notes          string      `gorm:"column:notes"`
	CreatedAt      time.Time   `gorm:"column:created_at"`
	UpdatedAt      time.Time   `gorm:"column:updated_at"`
}

func (visitRow) TableName() string { return "docking_visits" }

func (r visitRow) rowID() domain.ID { return r.ID }

func visitRowOf(v domain.Visit) visitRow {
	return visitRow{v.ID, v.Version, v.StewardID, v.OrganisationID, v.PlannedOn, v.Purpose, string(v.State), v.Notes, v.CreatedAt, v.UpdatedAt}
}

func (r visitRow) domain() domain.Visit {
	return domain.Visit{ID: r.ID, Version: r.Version, StewardID: r.StewardID, OrganisationID: r.OrganisationID, PlannedOn: r.PlannedOn,
		Purpose: r.Purpose, State: domain.VisitState(r.State), Notes: r.Notes, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

var visitScope = scopeColumns{experts: []string{"docking_visits.steward_id = ?"}}

// PlanVisit adds a visit of the steward who acts. Errors: InvalidErrors, ErrForbidden.
func (db *DB) PlanVisit(ctx context.Context, actor domain.Actor, v domain.Visit) (domain.Visit, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		v.StewardID = actor.ExpertID
		if err := v.Validate(); err != nil {
			return err
		}
		if v.StewardID.IsZero() || !domain.Can(actor, domain.Create, domain.Visits, v.Facts()) {
			return domain.ErrForbidden
		}
		v.ID, v.Version, v.State, v.Notes, v.CreatedAt, v.UpdatedAt = domain.NewID(), 1, domain.VisitPlanned, "", t.now, t.now
		row := visitRowOf(v)
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.audit(domain.Visits, v.ID, v.Version, domain.Create, nil)
		return nil
	})
	return v, err
}

// StepVisit takes the step named name with the visit at version, with notes. Errors:
// ErrNotFound, ErrForbidden, ErrStale, InvalidErrors, a ConflictError when it is done or
// cancelled already.
func (db *DB) StepVisit(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, notes string) (domain.Visit, error) {
	var v domain.Visit
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[visitRow](t, "id", id)
		if err != nil {
			return err
		}
		v = row.domain()
		if err := permit(actor, domain.Action(name), domain.Visits, v.Facts(), v.Version, version); err != nil {
			return err
		}
		if err := v.Take(name, notes); err != nil {
			return err
		}
		v.Version, v.UpdatedAt = v.Version+1, t.now
		row = visitRowOf(v)
		if err := t.Select("version", "state", "notes", "updated_at").Where("id = ?", id).Updates(&row).Error; err != nil {
			return err
		}
		t.audit(domain.Visits, id, v.Version, domain.Action(name), nil)
		return nil
	})
	return v, err
}

// VisitFilter selects visits; zero fields select all.
type VisitFilter struct {
	State                   string
	Steward, OrganisationID domain.ID
}

// VisitSorts are the sort keys of Visits.
var VisitSorts = []string{"planned_on", "created_at"}

// Visits lists the visits that actor may read, the earliest planned first unless asked.
func (db *DB) Visits(ctx context.Context, actor domain.Actor, f VisitFilter, p Page) (List[domain.Visit], error) {
	order, err := sortOf(p.Sort, VisitSorts, func(r visitRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return r.PlannedOn.String()
	})
	if err != nil {
		return List[domain.Visit]{}, err
	}
	q := visitScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Visits))
	return list(belonging(belonging(equal(q, "state", f.State), "steward_id", f.Steward), "organisation_id", f.OrganisationID), order, p, visitRow.domain)
}
