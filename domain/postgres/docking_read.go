package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Docking returns one docking as far as actor may see it, else ErrNotFound.
func (db *DB) Docking(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Docking, error) {
	var row dockingRow
	scope := domain.ScopeOf(actor, domain.Read, domain.Dockings)
	err := dockingScope.within(db.read(ctx), scope).Where("id = ?", id).Take(&row).Error
	if err != nil {
		return domain.Docking{}, translate(err)
	}
	shown, err := db.shownDockings(ctx, actor, scope, []domain.Docking{row.domain()})
	if err != nil {
		return domain.Docking{}, err
	}
	return shown[0], nil
}

// DockingFilter selects dockings; zero fields select all.
type DockingFilter struct {
	Stage, Area                             string
	NeedID, TechnologyID, ExpertID, Steward domain.ID
	Open                                    bool // not ended
	Waiting                                 bool // open without a steward
	Due                                     bool // open and due today or before
}

// DockingSorts are the sort keys of Dockings, which lists by the last update unless asked.
var DockingSorts = []string{"updated_at", "created_at"}

// Dockings lists the dockings that actor may read, as far as actor may see them.
func (db *DB) Dockings(ctx context.Context, actor domain.Actor, f DockingFilter, p Page) (List[domain.Docking], error) {
	order, err := sortOf(newestFirst(p.Sort), DockingSorts, dockingSortKey)
	if err != nil {
		return List[domain.Docking]{}, err
	}
	scope := domain.ScopeOf(actor, domain.Read, domain.Dockings)
	q := f.where(dockingScope.within(db.read(ctx), scope), scope)
	if f.Due {
		q = q.Where("due_on <= ?", db.today())
	}
	page, err := list(q, order, p, dockingRow.domain)
	if err != nil {
		return page, err
	}
	page.Items, err = db.shownDockings(ctx, actor, scope, page.Items)
	return page, err
}

// where selects by f. What domain.Docking.ShownTo hides cannot be asked for either.
func (f DockingFilter) where(q *gorm.DB, s domain.Scope) *gorm.DB {
	q = equal(equal(q, "stage", f.Stage), "area", f.Area)
	q = belonging(belonging(q, "need_id", f.NeedID), "technology_id", f.TechnologyID)
	q = belonging(belonging(q, "expert_id", f.ExpertID), "steward_id", f.Steward)
	if f.Open || f.Waiting || f.Due {
		q = q.Where("stage NOT IN ('contracted', 'declined')")
	}
	if f.Waiting {
		q = q.Where("steward_id IS NULL")
	}
	if (f.Waiting || f.Area != "" || !f.Steward.IsZero()) && !s.All {
		q = q.Where("(NOT enterprise_veiled OR enterprise_id = ? OR steward_id = ? OR area = ?)", s.Organisation, s.Expert, s.Area)
	}
	return q
}

func dockingSortKey(r dockingRow, column string) string {
	if column == "created_at" {
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}

// DockingEvents lists the steps of a docking that actor may read, oldest first.
func (db *DB) DockingEvents(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.DockingEvent, error) {
	d, err := db.Docking(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	scope := domain.ScopeOf(actor, domain.Read, domain.Dockings)
	var rows []dockingEventRow
	if err := db.read(ctx).Where("docking_id = ?", id).Order("seq").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return domains(rows, func(r dockingEventRow) domain.DockingEvent { return r.domain().ShownTo(d, scope) }), nil
}
