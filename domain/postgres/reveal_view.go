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

// revealViewRow is one time that what was revealed was looked at.
type revealViewRow struct {
	ID       int64     `gorm:"column:id;primaryKey"`
	RevealID domain.ID `gorm:"column:reveal_id"`
	UserID   domain.ID `gorm:"column:user_id"`
	Level    int       `gorm:"column:level"`
	Place    string    `gorm:"column:place"`
	At       time.Time `gorm:"column:at"`
}

func (revealViewRow) TableName() string { return "reveal_views" }
