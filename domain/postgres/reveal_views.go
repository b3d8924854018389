package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// allViews are the views of listings: each by consent, and those in office together by
// office, place and day. Who looked in office is the office's to know.
const allViews = `(SELECT v.at, v.at AS since, v.id AS seq, r.id AS reveal_id, r.need_id, r.technology_id, a.id AS organisation_id, a.name AS organisation, v.user_id, coalesce(u.name, '') AS user_name,
  v.level, v.place, '' AS office, '' AS office_area, 1 AS persons, 1 AS times
FROM reveal_views v JOIN reveals r ON r.id = v.reveal_id JOIN organisations a ON a.id = r.organisation_id LEFT JOIN users u ON u.id = v.user_id
UNION ALL
SELECT max(last_at), min(first_at), max(id), NULL, need_id, technology_id, NULL, '', NULL, '', 0, place, office, area, count(DISTINCT user_id), sum(times)
FROM office_views GROUP BY need_id, technology_id, day, office, area, place) AS v
LEFT JOIN needs n ON n.id = v.need_id LEFT JOIN technologies c ON c.id = v.technology_id`

// viewsOf is the listing that a view is of, as it is indexed.
const viewsOf = "coalesce(v.need_id, v.technology_id)"

const viewColumns = `v.*, coalesce(n.title, c.title) AS title`

// viewRow is a row of allViews.
type viewRow struct {
	RevealID       domain.ID `gorm:"column:reveal_id"`
	NeedID         domain.ID `gorm:"column:need_id"`
	TechnologyID   domain.ID `gorm:"column:technology_id"`
	Title          string    `gorm:"column:title"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Organisation   string    `gorm:"column:organisation"`
	UserID         domain.ID `gorm:"column:user_id"`
	User           string    `gorm:"column:user_name"`
	Level          int       `gorm:"column:level"`
	Place          string    `gorm:"column:place"`
	At             time.Time `gorm:"column:at"`
	Office         string    `gorm:"column:office"`
	OfficeArea     string    `gorm:"column:office_area"`
	Persons        int       `gorm:"column:persons"`
	Times          int       `gorm:"column:times"`
	Since          time.Time `gorm:"column:since"`
}

func (r viewRow) domain() domain.RevealView {
	v := domain.RevealView{RevealID: r.RevealID, Kind: domain.Needs, Listing: r.NeedID, Title: r.Title, OrganisationID: r.OrganisationID, Organisation: r.Organisation, UserID: r.UserID, User: r.User,
		Level: domain.RevealLevel(r.Level), Place: r.Place, At: r.At.UTC(), Office: domain.Office(r.Office), Area: r.OfficeArea, Persons: r.Persons, Times: r.Times, Since: r.Since.UTC()}
	if r.NeedID.IsZero() {
		v.Kind, v.Listing = domain.Technologies, r.TechnologyID
	}
	return v
}

// maxViews bounds how many of the last viewings are read.
const maxViews = 1000

// Views returns who has looked at what is not shown to everyone of the listings of actor's
// organisation, by consent or in office: the last first and at most limit. Those of no
// organisation own none.
func (db *DB) Views(ctx context.Context, actor domain.Actor, limit int) ([]domain.RevealView, error) {
	actor.ReadOnly = false // to look at who has looked changes nothing
	owner := domain.ScopeOf(actor, domain.ReadViews, domain.Reveals).Seller
	if owner.IsZero() {
		return nil, nil
	}
	var own []domain.ID
	if err := db.read(ctx).Raw(`SELECT id FROM needs WHERE organisation_id = @of UNION ALL SELECT id FROM technologies WHERE organisation_id = @of`, map[string]any{"of": owner}).Scan(&own).Error; err != nil {
		return nil, translate(err)
	}
	return db.views(ctx, viewsOf+" = ANY(?::uuid[])", idTexts(own), limit)
}

// RevealViews returns when what was revealed by one reveal was looked at, and by whom, the
// last first and at most a thousand. Whoever asked for it gets ErrForbidden, those who may
// not even read it ErrNotFound.
func (db *DB) RevealViews(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.RevealView, error) {
	r, err := db.Reveal(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	actor.ReadOnly = false // to look at who has looked changes nothing
	if !domain.Can(actor, domain.ReadViews, domain.Reveals, r.Facts()) {
		return nil, domain.ErrForbidden
	}
	return db.views(ctx, "v.reveal_id = ?", id, maxViews)
}

// RevealViewsOfNeed returns who has looked at what is not shown to everyone of a need, by
// consent or in office, the last first and at most a thousand, to those who own or run it; others get ErrNotFound.
func (db *DB) RevealViewsOfNeed(ctx context.Context, actor domain.Actor, need domain.ID) ([]domain.RevealView, error) {
	if err := db.ownOrRun(ctx, actor, "needs", need); err != nil {
		return nil, err
	}
	return db.views(ctx, viewsOf+" = ?", need, maxViews)
}

// RevealViewsOfTechnology does the same for a technology.
func (db *DB) RevealViewsOfTechnology(ctx context.Context, actor domain.Actor, technology domain.ID) ([]domain.RevealView, error) {
	if err := db.ownOrRun(ctx, actor, "technologies", technology); err != nil {
		return nil, err
	}
	return db.views(ctx, viewsOf+" = ?", technology, maxViews)
}

// ownOrRun requires a listing to be one that actor owns, or that lies in the area or the
// city that actor runs.
func (db *DB) ownOrRun(ctx context.Context, actor domain.Actor, table string, id domain.ID) error {
	var row struct{ ID domain.ID }
	scope := domain.ScopeOf(actor, domain.Read, domain.Reviews)
	return translate(listingScope(table, db.today()).within(db.read(ctx).Table(table), scope).Select("id").Where("id = ?", id).Take(&row).Error)
}

func (db *DB) views(ctx context.Context, of string, which any, limit int) ([]domain.RevealView, error) {
	var rows []viewRow
	err := db.read(ctx).Table(allViews).Select(viewColumns).Where(of, which).Order("v.at DESC").Order("v.seq DESC").Limit(min(limit, maxViews)).Find(&rows).Error
	return domains(rows, viewRow.domain), translate(err)
}
