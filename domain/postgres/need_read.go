package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Need returns one need as far as actor may see it, else ErrNotFound. Of a blind
// need, those whom it is merely shown to see what domain.Need.ShownTo leaves.
func (db *DB) Need(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Need, error) {
	needs, err := db.readableNeeds(ctx, actor, "record", []domain.ID{id})
	if err == nil && len(needs) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return domain.Need{}, err
	}
	return needs[0], nil
}

// ReadableNeeds returns those of the needs that actor may read, as far as actor may
// see them and in the order of ids: what a search or a match has found.
func (db *DB) ReadableNeeds(ctx context.Context, actor domain.Actor, ids []domain.ID) ([]domain.Need, error) {
	return db.readableNeeds(ctx, actor, "found", ids)
}

func (db *DB) readableNeeds(ctx context.Context, actor domain.Actor, place string, ids []domain.ID) ([]domain.Need, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Needs)
	columns := listingScope("needs", db.today())
	rows, err := byIDs[needRow](func() *gorm.DB { return columns.within(db.read(ctx), scope) }, ids)
	if err != nil {
		return nil, err
	}
	return db.shownNeeds(ctx, actor, scope, place, domains(rows, needRow.domain))
}

// shownNeeds reduces needs to what actor, who reads within scope, sees of them, and
// notes what of it is seen by consent of its owner, or in office.
func (db *DB) shownNeeds(ctx context.Context, actor domain.Actor, scope domain.Scope, place string, needs []domain.Need) ([]domain.Need, error) {
	blind := blindOnes(needs, func(n domain.Need) (domain.ID, string) { return n.ID, n.Confidentiality })
	if err := db.seen(ctx, actor, domain.Needs, place, blind...); err != nil || scope.All {
		return needs, err
	}
	areas, err := areasOf(db.read(ctx), distinct(needs, func(n domain.Need) domain.ID { return n.OrganisationID }))
	if err != nil {
		return nil, err
	}
	led, err := db.leaders(ctx, scope, "needs", domains(needs, func(n domain.Need) domain.ID { return n.ID }))
	if err != nil {
		return nil, err
	}
	err = revealing(ctx, db, actor, place, needs, func(n domain.Need) domain.ID { return n.ID }, func(n domain.Need, granted domain.RevealLevel) (domain.Need, domain.RevealLevel) {
		f := n.Facts(areas[n.OrganisationID], db.Now())
		f.Experts = led[n.ID]
		shown := n.ShownTo(scope, f, granted)
		return shown, shown.Shown
	})
	return needs, err
}

// NeedFilter selects needs; zero fields select all.
type NeedFilter struct {
	State, Field   string
	Title          string // part of the title
	Area           string // of the organisation
	Mode           string
	OrganisationID domain.ID
	TRLMin         int         // asks for this level or a higher one
	ValidOn        domain.Date // is valid on this day
}

// NeedSorts are the sort keys of Needs, which lists by the last update unless asked.
var NeedSorts = []string{"updated_at", "created_at", "title"}

// Needs lists the needs that actor may read, as far as actor may see them. Filters
// on what a blind need hides leave out those whose owner has not shown it to actor.
func (db *DB) Needs(ctx context.Context, actor domain.Actor, f NeedFilter, p Page) (List[domain.Need], error) {
	p.Sort = newestFirst(p.Sort)
	order, err := sortOf(p.Sort, NeedSorts, needSortKey)
	if err != nil {
		return List[domain.Need]{}, err
	}
	scope := domain.ScopeOf(actor, domain.Read, domain.Needs)
	columns := listingScope("needs", db.today())
	q := f.where(columns.within(db.read(ctx), scope))
	if level := f.looksAt(); level > domain.RevealTitle {
		q = withoutBlind(q, db.read(ctx), columns, scope, revealed{"needs.id = need_id", actor.OrganisationID, level, db.today()})
	}
	page, err := list(q, order, p, needRow.domain)
	if err != nil {
		return page, err
	}
	page.Items, err = db.shownNeeds(ctx, actor, scope, "list", page.Items)
	return page, err
}

func (f NeedFilter) where(q *gorm.DB) *gorm.DB {
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
		q = q.Where("trl_min >= ?", f.TRLMin)
	}
	return q
}

// looksAt is the level at which a blind need shows all that f asks about.
func (f NeedFilter) looksAt() domain.RevealLevel {
	switch {
	case f.Area != "" || !f.OrganisationID.IsZero():
		return domain.RevealIdentity
	case f.TRLMin > 0:
		return domain.RevealBackground
	case f.Mode != "":
		return domain.RevealProblem
	}
	return domain.RevealTitle
}

// NeedsByIDs returns the needs with the given ids, at most MaxBatch, in that order;
// absent ones are left out. It knows no scope: see Versions.
func (db *DB) NeedsByIDs(ctx context.Context, ids []domain.ID) ([]domain.Need, error) {
	rows, err := byIDs[needRow](func() *gorm.DB { return db.read(ctx) }, ids)
	return domains(rows, needRow.domain), err
}
