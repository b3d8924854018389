package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// grant is what an organisation was granted of one listing.
type grant struct {
	reveal domain.ID
	level  domain.RevealLevel
}

// holding is the condition under which reveal r opens its listing on a day, given as $today.
const holding = `state = 'granted' AND (until IS NULL OR until >= ?)`

// grantedLevels are the most that an organisation was granted of each of the listings, as
// it holds on a day.
func grantedLevels(q *gorm.DB, organisation domain.ID, listings []domain.ID, today domain.Date) (map[domain.ID]grant, error) {
	granted := map[domain.ID]grant{}
	if organisation.IsZero() || len(listings) == 0 {
		return granted, nil
	}
	var rows []revealRow
	err := q.Session(&gorm.Session{NewDB: true}).Where("organisation_id = ? AND coalesce(need_id, technology_id) = ANY(?::uuid[]) AND "+holding, organisation, idTexts(listings), today).
		Order("granted, id").Find(&rows).Error
	for _, r := range rows {
		granted[r.domain().Listing()] = grant{r.ID, domain.RevealLevel(r.Granted)}
	}
	return granted, translate(err)
}

// revealing reduces listings to what their reader sees of them, who sees those within
// scope and what was granted beyond that; of the latter it notes that they were looked at
// before they are handed out.
func revealing[T any](ctx context.Context, db *DB, actor domain.Actor, place string, listings []T, id func(T) domain.ID, show func(T, domain.RevealLevel) (T, domain.RevealLevel)) error {
	var outside []domain.ID
	for _, l := range listings {
		if _, shown := show(l, 0); shown != 0 {
			outside = append(outside, id(l))
		}
	}
	granted, err := grantedLevels(db.read(ctx), actor.OrganisationID, outside, db.today())
	if err != nil {
		return err
	}
	var looked []grant
	for i, l := range listings {
		_, usual := show(l, 0)
		g := granted[id(l)]
		if listings[i], _ = show(l, g.level); g.level > usual && usual != 0 {
			looked = append(looked, g)
		}
	}
	return db.looked(ctx, actor, place, looked)
}

// looked notes that actor looks at what was revealed.
func (db *DB) looked(ctx context.Context, actor domain.Actor, place string, at []grant) error {
	if len(at) == 0 {
		return nil
	}
	return db.write(ctx, actor, func(t *tx) error {
		rows := make([]revealViewRow, len(at))
		for i, g := range at {
			rows[i] = revealViewRow{RevealID: g.reveal, UserID: actor.UserID, Level: int(g.level), Place: place, At: t.now}
			t.audit(domain.Reveals, g.reveal, 0, "view", map[string]any{"level": g.level, "place": place})
		}
		return t.Omit("id").CreateInBatches(rows, 500).Error
	})
}

type revealViewRow struct {
	ID             int64     `gorm:"column:id;primaryKey"`
	RevealID       domain.ID `gorm:"column:reveal_id"`
	UserID         domain.ID `gorm:"column:user_id"`
	Level          int       `gorm:"column:level"`
	Place          string    `gorm:"column:place"`
	At             time.Time `gorm:"column:at"`
	Listing        domain.ID `gorm:"column:listing;->"`
	OrganisationID domain.ID `gorm:"column:organisation_id;->"`
	Organisation   string    `gorm:"column:organisation;->"`
	User           string    `gorm:"column:user_name;->"`
}

func (revealViewRow) TableName() string { return "reveal_views" }

func (r revealViewRow) domain() domain.RevealView {
	return domain.RevealView{RevealID: r.RevealID, Listing: r.Listing, OrganisationID: r.OrganisationID, Organisation: r.Organisation, UserID: r.UserID, User: r.User,
		Level: domain.RevealLevel(r.Level), Place: r.Place, At: r.At.UTC()}
}

// maxViews bounds how many of the last viewings are read.
const maxViews = 1000

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
	return db.views(ctx, "r.id = ?", id)
}

// RevealViewsOfNeed returns who has looked at what was revealed of a need, the last first
// and at most a thousand, to those who own or run it; others get ErrNotFound.
func (db *DB) RevealViewsOfNeed(ctx context.Context, actor domain.Actor, need domain.ID) ([]domain.RevealView, error) {
	if err := db.ownOrRun(ctx, actor, "needs", need); err != nil {
		return nil, err
	}
	return db.views(ctx, "r.need_id = ?", need)
}

// RevealViewsOfTechnology does the same for a technology.
func (db *DB) RevealViewsOfTechnology(ctx context.Context, actor domain.Actor, technology domain.ID) ([]domain.RevealView, error) {
	if err := db.ownOrRun(ctx, actor, "technologies", technology); err != nil {
		return nil, err
	}
	return db.views(ctx, "r.technology_id = ?", technology)
}

// ownOrRun requires a listing to be one that actor owns, or that lies in the area or the
// city that actor runs.
func (db *DB) ownOrRun(ctx context.Context, actor domain.Actor, table string, id domain.ID) error {
	var row struct{ ID domain.ID }
	scope := domain.ScopeOf(actor, domain.Read, domain.Reviews)
	return translate(listingScope(table, db.today()).within(db.read(ctx).Table(table), scope).Select("id").Where("id = ?", id).Take(&row).Error)
}

func (db *DB) views(ctx context.Context, of string, id domain.ID) ([]domain.RevealView, error) {
	var rows []revealViewRow
	err := db.read(ctx).Table("reveal_views v").Select("v.*, coalesce(r.need_id, r.technology_id) AS listing, o.id AS organisation_id, o.name AS organisation, coalesce(u.name, '') AS user_name").
		Joins("JOIN reveals r ON r.id = v.reveal_id").Joins("JOIN organisations o ON o.id = r.organisation_id").Joins("LEFT JOIN users u ON u.id = v.user_id").
		Where(of, id).Order("v.id DESC").Limit(maxViews).Find(&rows).Error
	return domains(rows, revealViewRow.domain), translate(err)
}
