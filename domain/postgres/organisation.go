package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type organisationRow struct {
	ID                domain.ID   `gorm:"column:id;primaryKey"`
	Version           int64       `gorm:"column:version"`
	Name              string      `gorm:"column:name"`
	USCC              optional    `gorm:"column:uscc"`
	Kind              string      `gorm:"column:kind"`
	Area              optional    `gorm:"column:area"`
	Division          string      `gorm:"column:division"`
	Industry          optional    `gorm:"column:industry"`
	Fields            texts       `gorm:"column:fields"`
	Founded           string      `gorm:"column:founded"`
	Staff             *int        `gorm:"column:staff"`
	RegisteredCapital *domain.Fen `gorm:"column:registered_capital"`
	Summary           string      `gorm:"column:summary"`
	SourceKey         optional    `gorm:"column:source_key"`
	CreatedAt         time.Time   `gorm:"column:created_at"`
	UpdatedAt         time.Time   `gorm:"column:updated_at"`
}

func (organisationRow) TableName() string { return "organisations" }

func organisationRowOf(o domain.Organisation) organisationRow {
	return organisationRow{o.ID, o.Version, o.Name, optional(o.USCC), o.Kind, optional(o.Area), o.Division, optional(o.Industry),
		o.Fields, o.Founded, o.Staff, o.RegisteredCapital, o.Summary, optional(o.SourceKey), o.CreatedAt, o.UpdatedAt}
}

func (r organisationRow) domain() domain.Organisation {
	return domain.Organisation{ID: r.ID, Version: r.Version, Name: r.Name, USCC: string(r.USCC), Kind: r.Kind, Area: string(r.Area),
		Division: r.Division, Industry: string(r.Industry), Fields: r.Fields, Founded: r.Founded, Staff: r.Staff,
		RegisteredCapital: r.RegisteredCapital, Summary: r.Summary, SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

var organisationScope = scopeColumns{organisations: []string{"organisations.id = ?"}, area: "organisations.area", public: "true", members: "true"}

func organisationFacts(o domain.Organisation) domain.Facts {
	return domain.Facts{Organisations: []domain.ID{o.ID}, Area: o.Area, Visibility: domain.ToPublic}
}

// CreateOrganisation adds o and returns it as stored. Errors: InvalidErrors;
// ErrForbidden; a ConflictError when its USCC is registered already.
func (db *DB) CreateOrganisation(ctx context.Context, actor domain.Actor, o domain.Organisation) (domain.Organisation, error) {
	if !domain.Can(actor, domain.Create, domain.Organisations, organisationFacts(o)) {
		return domain.Organisation{}, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error { return t.insertOrganisation(&o) })
	return o, err
}

func (t *tx) insertOrganisation(o *domain.Organisation) error {
	row, err := t.newOrganisation(o)
	if err != nil {
		return err
	}
	return t.Create(&row).Error
}

// newOrganisation is the row of insertOrganisation, recorded and yet to be created.
func (t *tx) newOrganisation(o *domain.Organisation) (organisationRow, error) {
	if err := o.Validate(); err != nil {
		return organisationRow{}, err
	}
	o.ID, o.Version, o.CreatedAt, o.UpdatedAt = domain.NewID(), 1, t.now, t.now
	t.record(domain.Organisations, o.ID, o.Version, domain.Create, nil)
	return organisationRowOf(*o), nil
}

// Organisation returns one organisation that actor may read, else ErrNotFound.
func (db *DB) Organisation(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Organisation, error) {
	var row organisationRow
	q := organisationScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Organisations))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// OrganisationFilter selects organisations; zero fields select all.
type OrganisationFilter struct {
	Kind, Area, Field string
	Name              string // part of the name
}

// OrganisationSorts are the sort keys of Organisations; the first is its own.
var OrganisationSorts = []string{"name", "created_at", "updated_at"}

// Organisations lists the organisations that actor may read.
func (db *DB) Organisations(ctx context.Context, actor domain.Actor, f OrganisationFilter, p Page) (List[domain.Organisation], error) {
	order, err := sortOf(p.Sort, OrganisationSorts, organisationSortKey)
	if err != nil {
		return List[domain.Organisation]{}, err
	}
	q := organisationScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Organisations))
	return list(f.where(q), order, p, organisationRow.domain)
}

func (f OrganisationFilter) where(q *gorm.DB) *gorm.DB {
	q = equal(q, "kind", f.Kind)
	q = equal(q, "area", f.Area)
	if f.Field != "" {
		q = q.Where("fields @> ARRAY[?]", f.Field)
	}
	if f.Name != "" {
		q = q.Where("name LIKE ?", "%"+escapeLike(f.Name)+"%")
	}
	return q
}

func organisationSortKey(r organisationRow, column string) string {
	switch column {
	case "name":
		return r.Name
	case "created_at":
		return r.CreatedAt.Format(time.RFC3339Nano)
	}
	return r.UpdatedAt.Format(time.RFC3339Nano)
}

// ChangeOrganisation applies change to the organisation if it is at version, and
// returns it as stored. Errors: ErrNotFound when actor may not even read it,
// ErrForbidden, ErrStale, InvalidErrors.
func (db *DB) ChangeOrganisation(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Organisation) error) (domain.Organisation, error) {
	var o domain.Organisation
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if o, err = t.lockOrganisation(id); err != nil {
			return err
		}
		if err := permit(actor, domain.Change, domain.Organisations, organisationFacts(o), o.Version, version); err != nil {
			return err
		}
		if err := change(&o); err != nil {
			return err
		}
		return t.updateOrganisation(&o)
	})
	return o, err
}

func (t *tx) lockOrganisation(id domain.ID) (domain.Organisation, error) {
	var row organisationRow
	err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

func (t *tx) updateOrganisation(o *domain.Organisation) error {
	if err := o.Validate(); err != nil {
		return err
	}
	o.Version, o.UpdatedAt = o.Version+1, t.now
	row := organisationRowOf(*o)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", o.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Organisations, o.ID, o.Version, domain.Change, nil)
	return nil
}
