package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type relationRow struct {
	ID         domain.ID   `gorm:"column:id;primaryKey"`
	Version    int64       `gorm:"column:version"`
	FromID     domain.ID   `gorm:"column:from_id"`
	ToID       domain.ID   `gorm:"column:to_id"`
	FromName   string      `gorm:"column:from_name;->"`
	ToName     string      `gorm:"column:to_name;->"`
	Kind       string      `gorm:"column:kind"`
	PercentBP  int         `gorm:"column:percent_bp"`
	Source     string      `gorm:"column:source"`
	ValidFrom  domain.Date `gorm:"column:valid_from"`
	ValidTo    domain.Date `gorm:"column:valid_to"`
	State      string      `gorm:"column:state"`
	DeclaredBy domain.ID   `gorm:"column:declared_by"`
	CreatedAt  time.Time   `gorm:"column:created_at"`
	UpdatedAt  time.Time   `gorm:"column:updated_at"`
}

func (relationRow) TableName() string { return "organisation_relations" }

func (r relationRow) rowID() domain.ID { return r.ID }

func (r relationRow) domain() domain.OrganisationRelation {
	return domain.OrganisationRelation{ID: r.ID, Version: r.Version, FromID: r.FromID, ToID: r.ToID, FromName: r.FromName, ToName: r.ToName,
		Kind: domain.RelationKind(r.Kind), PercentBP: r.PercentBP, Source: r.Source, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
		State: domain.RelationState(r.State), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

// relations are the rows of relations as r, with the names of both organisations.
func relations(g *gorm.DB) *gorm.DB {
	return g.Table("organisation_relations r").Select("r.*, a.name AS from_name, b.name AS to_name").
		Joins("JOIN organisations a ON a.id = r.from_id").Joins("JOIN organisations b ON b.id = r.to_id")
}

// CreateRelation records a relation between two organisations. Contracts between them are
// looked at for it from then on, those already there when they are searched again. Errors:
// InvalidErrors, ErrForbidden, a ConflictError when it is recorded already.
func (db *DB) CreateRelation(ctx context.Context, actor domain.Actor, r domain.OrganisationRelation) (domain.OrganisationRelation, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if err := r.Validate(); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Relations, domain.Facts{}) {
			return domain.ErrForbidden
		}
		r.ID, r.Version, r.State, r.CreatedAt, r.UpdatedAt = domain.NewID(), 1, domain.RelationDeclared, t.now, t.now
		row := relationRow{ID: r.ID, Version: 1, FromID: r.FromID, ToID: r.ToID, Kind: string(r.Kind), PercentBP: r.PercentBP, Source: r.Source,
			ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, State: string(r.State), DeclaredBy: actor.UserID, CreatedAt: t.now, UpdatedAt: t.now}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.record(domain.Relations, r.ID, 1, domain.Create, nil)
		if err := relations(t.DB).Where("r.id = ?", r.ID).Take(&row).Error; err != nil {
			return err
		}
		r = row.domain()
		return nil
	})
	return r, err
}

// StepRelation takes a step with the relation at version. Errors: ErrNotFound,
// ErrForbidden, ErrStale, a ConflictError when the step is not open.
func (db *DB) StepRelation(ctx context.Context, actor domain.Actor, id domain.ID, version int64, step string) (domain.OrganisationRelation, error) {
	var r domain.OrganisationRelation
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[relationRow](t, "id", id)
		if err != nil {
			return err
		}
		r = row.domain()
		if err := permit(actor, domain.Action(step), domain.Relations, domain.Facts{}, r.Version, version); err != nil {
			return err
		}
		taken, err := domain.RelationSteps.Take(r.State, step, "")
		if err != nil {
			return err
		}
		r.State, r.Version, r.UpdatedAt = taken.To, r.Version+1, t.now
		if err := t.Model(&relationRow{}).Where("id = ?", id).Updates(map[string]any{"state": r.State, "version": r.Version, "updated_at": t.now}).Error; err != nil {
			return err
		}
		t.record(domain.Relations, id, r.Version, domain.Action(step), nil)
		return nil
	})
	return r, err
}

// RelationSorts are the sort keys of Relations, which lists by the last update unless asked.
var RelationSorts = []string{"updated_at", "created_at"}

// Relations lists the relations that actor may read, of one organisation unless that is
// zero.
func (db *DB) Relations(ctx context.Context, actor domain.Actor, organisation domain.ID, p Page) (List[domain.OrganisationRelation], error) {
	order, err := sortOf(newestFirst(p.Sort), RelationSorts, func(r relationRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.OrganisationRelation]{}, err
	}
	q := db.read(ctx).Table("(?) AS named", relations(db.read(ctx)))
	q = scopeColumns{}.within(q, domain.ScopeOf(actor, domain.Read, domain.Relations))
	if !organisation.IsZero() {
		q = q.Where("(from_id = ? OR to_id = ?)", organisation, organisation)
	}
	return list(q, order, p, relationRow.domain)
}
