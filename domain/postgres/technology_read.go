package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Technology returns one technology as far as actor may see it, else ErrNotFound. Of
// a blind one, those whom it is merely shown to see what domain.Technology.ShownTo leaves.
func (db *DB) Technology(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Technology, error) {
	technologies, err := db.readableTechnologies(ctx, actor, "record", []domain.ID{id})
	if err == nil && len(technologies) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return domain.Technology{}, err
	}
	return technologies[0], nil
}

// ReadableTechnologies returns those of the technologies that actor may read, as far
// as actor may see them and in the order of ids: what a search or a match has found.
func (db *DB) ReadableTechnologies(ctx context.Context, actor domain.Actor, ids []domain.ID) ([]domain.Technology, error) {
	return db.readableTechnologies(ctx, actor, "found", ids)
}

func (db *DB) readableTechnologies(ctx context.Context, actor domain.Actor, place string, ids []domain.ID) ([]domain.Technology, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Technologies)
	columns := listingScope("technologies", db.today())
	rows, err := byIDs[technologyRow](func() *gorm.DB { return columns.within(db.read(ctx), scope) }, ids)
	if err != nil {
		return nil, err
	}
	return db.shownTechnologies(ctx, actor, scope, place, domains(rows, technologyRow.domain))
}

// shownTechnologies reduces technologies to what actor, who reads within scope, sees of them, and
// notes what of it is seen by consent of its owner, or in office.
func (db *DB) shownTechnologies(ctx context.Context, actor domain.Actor, scope domain.Scope, place string, technologies []domain.Technology) ([]domain.Technology, error) {
	blind := blindOnes(technologies, func(tech domain.Technology) (domain.ID, string) { return tech.ID, tech.Confidentiality })
	if err := db.seen(ctx, actor, domain.Technologies, place, blind...); err != nil || scope.All {
		return technologies, err
	}
	areas, err := areasOf(db.read(ctx), distinct(technologies, func(tech domain.Technology) domain.ID { return tech.OrganisationID }))
	if err != nil {
		return nil, err
	}
	led, err := db.leaders(ctx, scope, "technologies", domains(technologies, func(tech domain.Technology) domain.ID { return tech.ID }))
	if err != nil {
		return nil, err
	}
	err = revealing(ctx, db, actor, place, technologies, func(tech domain.Technology) domain.ID { return tech.ID }, func(tech domain.Technology, granted domain.RevealLevel) (domain.Technology, domain.RevealLevel) {
		f := tech.Facts(areas[tech.OrganisationID], db.Now())
		f.Experts = led[tech.ID]
		shown := tech.ShownTo(scope, f, granted)
		return shown, shown.Shown
	})
	return technologies, err
}

// TechnologyFilter selects technologies; zero fields select all.
type TechnologyFilter struct {
	State, Field   string
	Title          string // part of the title
	Area           string // of the organisation
	Mode           string
	OrganisationID domain.ID
	TRLMin         int         // asks for this level or a higher one
	ValidOn        domain.Date // is valid on this day
}

// TechnologySorts are the sort keys of Technologies, which lists by the last update
// unless asked.
var TechnologySorts = []string{"updated_at", "created_at", "title"}

// Technologies lists the technologies that actor may read, as far as actor may see
// them. Filters on what a blind one hides leave out those whose owner has not shown it to actor.
func (db *DB) Technologies(ctx context.Context, actor domain.Actor, f TechnologyFilter, p Page) (List[domain.Technology], error) {
	p.Sort = newestFirst(p.Sort)
	order, err := sortOf(p.Sort, TechnologySorts, technologySortKey)
	if err != nil {
		return List[domain.Technology]{}, err
	}
	scope := domain.ScopeOf(actor, domain.Read, domain.Technologies)
	columns := listingScope("technologies", db.today())
	q := f.where(columns.within(db.read(ctx), scope))
	if level := f.looksAt(); level > domain.RevealTitle {
		q = withoutBlind(q, db.read(ctx), columns, scope, revealed{"technologies.id = technology_id", actor.OrganisationID, level, db.today()})
	}
	page, err := list(q, order, p, technologyRow.domain)
	if err != nil {
		return page, err
	}
	page.Items, err = db.shownTechnologies(ctx, actor, scope, "list", page.Items)
	return page, err
}

func (f TechnologyFilter) where(q *gorm.DB) *gorm.DB {
	q = equal(q, "state", f.State)
	q = equal(q, "field", f.Field)
	q = containing(q, "title", f.Title)
	q = having(q, "modes", f.Mode)
	q = located(q, f.Area)
	q = belonging(q, "organisation_id", f.OrganisationID)
	if !f.ValidOn.IsZero() {
		q = q.Where("valid_until >= ?", f.ValidOn)
	}
	if f.TRLMin > 0 {
		q = q.Where("trl >= ?", f.TRLMin)
	}
	return q
}

// looksAt is the level at which a blind technology shows all that f asks about.
func (f TechnologyFilter) looksAt() domain.RevealLevel {
	switch {
	case f.Area != "" || !f.OrganisationID.IsZero():
		return domain.RevealIdentity
	case f.TRLMin > 0:
		return domain.RevealProblem
	case f.Mode != "":
		return domain.RevealProblem
	}
	return domain.RevealTitle
}

// TechnologiesByIDs returns the technologies with the given ids, at most MaxBatch, in
// that order; absent ones are left out. It knows no scope: see Versions.
func (db *DB) TechnologiesByIDs(ctx context.Context, ids []domain.ID) ([]domain.Technology, error) {
	rows, err := byIDs[technologyRow](func() *gorm.DB { return db.read(ctx) }, ids)
	return domains(rows, technologyRow.domain), err
}
