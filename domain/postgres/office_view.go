package postgres

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

// officeViewRow counts how often somebody in office has looked at the whole of a blind
// listing in one place on one day.
type officeViewRow struct {
	NeedID       domain.ID   `gorm:"column:need_id"`
	TechnologyID domain.ID   `gorm:"column:technology_id"`
	UserID       domain.ID   `gorm:"column:user_id"`
	Office       string      `gorm:"column:office"`
	Area         string      `gorm:"column:area"`
	Place        string      `gorm:"column:place"`
	Day          domain.Date `gorm:"column:day"`
	Times        int         `gorm:"column:times"`
	FirstAt      time.Time   `gorm:"column:first_at"`
	LastAt       time.Time   `gorm:"column:last_at"`
	RequestID    string      `gorm:"column:request_id"` // the last, which counts once however often it reads
}

func (officeViewRow) TableName() string { return "office_views" }

func (r officeViewRow) listing() domain.ID {
	if r.NeedID.IsZero() {
		return r.TechnologyID
	}
	return r.NeedID
}

// seen notes which blind ones of some listings of a kind, Needs or Technologies, actor
// looks at in office. What people look at is noted before it is handed out.
func (db *DB) seen(ctx context.Context, actor domain.Actor, kind domain.Resource, place string, listings ...domain.ID) error {
	views, err := officeViews(db.read(ctx), actor, db.Now(), kind, place, listings)
	if err != nil || len(views) == 0 {
		return err
	}
	return db.write(ctx, actor, func(t *tx) error { return t.noteViews(kind, views) })
}

// seen is DB.seen within a transaction that writes already.
func (t *tx) seen(kind domain.Resource, place string, listings ...domain.ID) error {
	views, err := officeViews(t.Session(&gorm.Session{NewDB: true}), t.actor, t.now, kind, place, listings)
	if err != nil || len(views) == 0 {
		return err
	}
	return t.noteViews(kind, views)
}

// blindListing is what decides in what office a blind listing is looked at.
type blindListing struct {
	ID             domain.ID `gorm:"column:id"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Area           optional  `gorm:"column:area"`
}

// officeViews are the views to note, in the order of the listings' ids, in which all who
// write them take them. The work of nobody is nobody's view.
func officeViews(q *gorm.DB, actor domain.Actor, now time.Time, kind domain.Resource, place string, listings []domain.ID) ([]officeViewRow, error) {
	inOffice := slices.ContainsFunc([]domain.Role{domain.RoleSteward, domain.RoleBureau, domain.RoleAdmin}, actor.Has)
	if !inOffice || actor.UserID.IsZero() || len(listings) == 0 {
		return nil, nil
	}
	table := libraryTables[kind]
	var blind []blindListing
	if err := q.Table(table).Select("id", "organisation_id", organisationArea(table)+" AS area").
		Where("id = ANY(?::uuid[]) AND confidentiality = 'blind'", idTexts(listings)).Order("id").Scan(&blind).Error; err != nil || len(blind) == 0 {
		return nil, translate(err)
	}
	led, err := stewardsOf(q, table, domains(blind, func(l blindListing) domain.ID { return l.ID }))
	if err != nil {
		return nil, err
	}
	noted, err := notedFor(q, actor, place, listings, domain.DateOf(now))
	var views []officeViewRow
	for _, l := range blind {
		office := actor.OfficeFor(domain.Facts{Organisations: []domain.ID{l.OrganisationID}, Area: string(l.Area), Experts: led[l.ID]})
		if office == "" || slices.Contains(noted, l.ID) {
			continue
		}
		view := officeViewRow{UserID: actor.UserID, Office: string(office), Place: place, Day: domain.DateOf(now), Times: 1, FirstAt: now, LastAt: now, RequestID: actor.RequestID}
		if office == domain.OfficeArea || office == domain.OfficeDocking {
			view.Area = actor.Area
		}
		if kind == domain.Needs {
			view.NeedID = l.ID
		} else {
			view.TechnologyID = l.ID
		}
		views = append(views, view)
	}
	return views, err
}

// notedFor are those of some listings that actor's request has been noted to look at in a
// place already: to show one page may take several readings.
func notedFor(q *gorm.DB, actor domain.Actor, place string, listings []domain.ID, day domain.Date) (noted []domain.ID, err error) {
	if actor.RequestID == "" {
		return nil, nil
	}
	err = q.Table("office_views").Where("coalesce(need_id, technology_id) = ANY(?::uuid[]) AND day = ? AND user_id = ? AND place = ? AND request_id = ?", idTexts(listings), day, actor.UserID, place, actor.RequestID).
		Pluck("coalesce(need_id, technology_id)", &noted).Error
	return noted, translate(err)
}

// countViews adds a view to those of the same person, listing, place and day.
var countViews = clause.OnConflict{
	Columns:   []clause.Column{{Name: "coalesce(need_id, technology_id)", Raw: true}, {Name: "day"}, {Name: "user_id"}, {Name: "office"}, {Name: "place"}},
	DoUpdates: clause.Assignments(map[string]any{"times": gorm.Expr("office_views.times + 1"), "last_at": gorm.Expr("greatest(office_views.last_at, excluded.last_at)"), "request_id": gorm.Expr("excluded.request_id")}),
}

// noteViews counts views in, those of one time with one row in the trail.
func (t *tx) noteViews(kind domain.Resource, views []officeViewRow) error {
	var ref domain.ID
	detail := map[string]any{"place": views[0].Place}
	if len(views) == 1 {
		ref = views[0].listing()
		detail["office"] = views[0].Office
	} else {
		detail["listings"] = domains(views, func(v officeViewRow) string { return v.listing().String() })
	}
	t.audit(kind, ref, 0, "view", detail)
	for batch := range slices.Chunk(views, readBatch) {
		err := t.Session(&gorm.Session{NewDB: true}).Clauses(countViews).Create(&batch).Error
		if err != nil {
			return err
		}
	}
	return nil
}
