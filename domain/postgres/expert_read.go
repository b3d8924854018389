package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Expert returns one expert that actor may read, else ErrNotFound.
func (db *DB) Expert(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Expert, error) {
	var row expertRow
	q := expertScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Experts))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// ReadableExperts returns those of the experts that actor may read, in the order of
// ids: what a search or a match has found.
func (db *DB) ReadableExperts(ctx context.Context, actor domain.Actor, ids []domain.ID) ([]domain.Expert, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Experts)
	rows, err := byIDs[expertRow](func() *gorm.DB { return expertScope.within(db.read(ctx), scope) }, ids)
	return domains(rows, expertRow.domain), err
}

// ExpertFilter selects experts; zero fields select all.
type ExpertFilter struct {
	State, Kind, Field, Area string
	Name                     string // part of the name
	OrganisationID           domain.ID
}

// ExpertSorts are the sort keys of Experts, which lists by the last update unless
// asked.
var ExpertSorts = []string{"updated_at", "created_at", "name"}

// Experts lists the experts that actor may read.
func (db *DB) Experts(ctx context.Context, actor domain.Actor, f ExpertFilter, p Page) (List[domain.Expert], error) {
	p.Sort = newestFirst(p.Sort)
	order, err := sortOf(p.Sort, ExpertSorts, expertSortKey)
	if err != nil {
		return List[domain.Expert]{}, err
	}
	q := expertScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Experts))
	return list(f.where(q), order, p, expertRow.domain)
}

func (f ExpertFilter) where(q *gorm.DB) *gorm.DB {
	q = equal(q, "state", f.State)
	q = equal(q, "kind", f.Kind)
	q = having(q, "fields", f.Field)
	q = equal(q, "area", f.Area)
	q = containing(q, "name", f.Name)
	return belonging(q, "organisation_id", f.OrganisationID)
}

// ExpertsByIDs returns the experts with the given ids, at most MaxBatch, in that
// order; absent ones are left out. It knows no scope: see Versions.
func (db *DB) ExpertsByIDs(ctx context.Context, ids []domain.ID) ([]domain.Expert, error) {
	rows, err := byIDs[expertRow](func() *gorm.DB { return db.read(ctx) }, ids)
	return domains(rows, expertRow.domain), err
}
