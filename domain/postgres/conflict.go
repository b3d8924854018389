package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type conflictRow struct {
	ID             domain.ID `gorm:"column:id;primaryKey"`
	Version        int64     `gorm:"column:version"`
	ExpertID       domain.ID `gorm:"column:expert_id"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	WithID         domain.ID `gorm:"column:with_id"`
	NeedID         domain.ID `gorm:"column:need_id"`
	Reason         string    `gorm:"column:reason"`
	State          string    `gorm:"column:state"`
	DeclaredBy     domain.ID `gorm:"column:declared_by"`
	CreatedAt      time.Time `gorm:"column:created_at"`
	UpdatedAt      time.Time `gorm:"column:updated_at"`
}

func (conflictRow) TableName() string { return "conflicts" }

func (r conflictRow) rowID() domain.ID { return r.ID }

func (r conflictRow) domain() domain.Interest {
	return domain.Interest{ID: r.ID, Version: r.Version, ExpertID: r.ExpertID, OrganisationID: r.OrganisationID, WithID: r.WithID, NeedID: r.NeedID,
		Reason: r.Reason, State: domain.ConflictState(r.State), DeclaredBy: r.DeclaredBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

func conflictRowOf(c domain.Interest) conflictRow {
	return conflictRow{c.ID, c.Version, c.ExpertID, c.OrganisationID, c.WithID, c.NeedID, c.Reason, string(c.State), c.DeclaredBy, c.CreatedAt, c.UpdatedAt}
}

var conflictScope = scopeColumns{organisations: []string{"conflicts.organisation_id = ?"}, experts: []string{"conflicts.expert_id = ?"}}

// DeclareConflict adds a declared conflict of interest. Whoever declares it must be able
// to see the need it is over. Errors: InvalidErrors, ErrForbidden, a ConflictError when
// it is declared already.
func (db *DB) DeclareConflict(ctx context.Context, actor domain.Actor, c domain.Interest) (domain.Interest, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if err := c.Validate(); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Conflicts, c.Facts()) {
			return domain.ErrForbidden
		}
		if !c.NeedID.IsZero() {
			var row needRow
			err := listingScope("needs", domain.DateOf(t.now)).within(t.DB, domain.ScopeOf(actor, domain.Read, domain.Needs)).Select("id").Where("id = ?", c.NeedID).Take(&row).Error
			if err := refersTo(err, "need_id"); err != nil {
				return err
			}
		}
		c.ID, c.Version, c.State, c.DeclaredBy, c.CreatedAt, c.UpdatedAt = domain.NewID(), 1, domain.ConflictDeclared, actor.UserID, t.now, t.now
		row := conflictRowOf(c)
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.record(domain.Conflicts, c.ID, c.Version, domain.Create, nil)
		return nil
	})
	return c, err
}

// WithdrawConflict withdraws the declared conflict at version. Errors: ErrNotFound when
// actor may not even read it, ErrForbidden, ErrStale, a ConflictError when it is
// withdrawn already.
func (db *DB) WithdrawConflict(ctx context.Context, actor domain.Actor, id domain.ID, version int64) (domain.Interest, error) {
	var c domain.Interest
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[conflictRow](t, "id", id)
		if err != nil {
			return err
		}
		c = row.domain()
		if err := permit(actor, "withdraw", domain.Conflicts, c.Facts(), c.Version, version); err != nil {
			return err
		}
		step, err := domain.ConflictSteps.Take(c.State, "withdraw", "")
		if err != nil {
			return err
		}
		c.State, c.Version, c.UpdatedAt = step.To, c.Version+1, t.now
		row = conflictRowOf(c)
		if err := t.Select("version", "state", "updated_at").Where("id = ?", id).Updates(&row).Error; err != nil {
			return err
		}
		t.record(domain.Conflicts, id, c.Version, "withdraw", nil)
		return nil
	})
	return c, err
}

// ConflictFilter selects declared conflicts; zero fields select all.
type ConflictFilter struct {
	State                                    string
	ExpertID, OrganisationID, WithID, NeedID domain.ID
}

// ConflictSorts are the sort keys of ConflictsOf, which lists by the last update unless
// asked.
var ConflictSorts = []string{"updated_at", "created_at"}

// ConflictsOf lists the declared conflicts that actor may read.
func (db *DB) ConflictsOf(ctx context.Context, actor domain.Actor, f ConflictFilter, p Page) (List[domain.Interest], error) {
	order, err := sortOf(newestFirst(p.Sort), ConflictSorts, func(r conflictRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.Interest]{}, err
	}
	q := conflictScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Conflicts))
	q = belonging(belonging(equal(q, "state", f.State), "expert_id", f.ExpertID), "organisation_id", f.OrganisationID)
	return list(belonging(belonging(q, "with_id", f.WithID), "need_id", f.NeedID), order, p, conflictRow.domain)
}

// DeclaredConflicts returns all that are declared now, for matching. It knows no scope:
// see Versions.
func (db *DB) DeclaredConflicts(ctx context.Context) (domain.Interests, error) {
	var rows []conflictRow
	err := db.read(ctx).Where("state = ?", domain.ConflictDeclared).Order("id").Find(&rows).Error
	return domains(rows, conflictRow.domain), translate(err)
}
