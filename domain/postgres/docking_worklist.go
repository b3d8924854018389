package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// Worklist is what a steward has before them. That of the bureau is what waits for a
// steward and what is due everywhere.
type Worklist struct {
	Dockings []domain.Docking // open, what is due first first; what never is last
	Visits   []domain.Visit   // planned, the earliest first
	Stale    []StaleListing   // of the area, published, whose validity ends within StaleDays or has ended
	Fresh    []FreshNeed      // of the area, published, in no docking yet, the newest first
}

// StaleDays is for how many days before its end a listing stands in a worklist.
const StaleDays = 30

// worklistLimit bounds each part of a worklist.
const worklistLimit = 50

// StaleListing is a need or technology to renew or to retire.
type StaleListing struct {
	Resource   domain.Resource // domain.Needs or domain.Technologies
	ID         domain.ID       `gorm:"column:id"`
	Title      string          `gorm:"column:title"`
	Owner      string          `gorm:"column:owner"`
	ValidUntil domain.Date     `gorm:"column:valid_until"`
}

// FreshNeed is a need that nobody has taken up, with the technology that fits it best.
type FreshNeed struct {
	ID           domain.ID `gorm:"column:id"`
	Title        string    `gorm:"column:title"`
	Owner        string    `gorm:"column:owner"`
	ChangedAt    time.Time `gorm:"column:updated_at"`
	TechnologyID domain.ID `gorm:"column:technology_id"` // zero when nothing fits
	Technology   string    `gorm:"column:technology"`
	Score        float64   `gorm:"column:score"`
}

// Worklist returns what actor, a steward or one of the bureau, has before them. Others
// get ErrForbidden.
func (db *DB) Worklist(ctx context.Context, actor domain.Actor) (Worklist, error) {
	var w Worklist
	if domain.ScopeOf(actor, domain.Read, domain.Visits).Empty() {
		return w, domain.ErrForbidden
	}
	var err error
	if w.Dockings, err = db.worklistDockings(ctx, actor); err != nil || actor.ExpertID.IsZero() {
		return w, err
	}
	visits, err := db.Visits(ctx, actor, VisitFilter{State: string(domain.VisitPlanned), Steward: actor.ExpertID}, Page{Limit: worklistLimit})
	if err != nil {
		return w, err
	}
	w.Visits = visits.Items
	if w.Stale, err = db.staleListings(ctx, actor.Area); err != nil {
		return w, err
	}
	if w.Fresh, err = db.freshNeeds(ctx, actor.Area); err != nil {
		return w, err
	}
	needs := domains(w.Fresh, func(n FreshNeed) domain.ID { return n.ID })
	var technologies []domain.ID
	for _, l := range w.Stale {
		if l.Resource == domain.Needs {
			needs = append(needs, l.ID)
		} else {
			technologies = append(technologies, l.ID)
		}
	}
	if err := db.seen(ctx, actor, domain.Needs, "list", needs...); err != nil {
		return w, err
	}
	return w, db.seen(ctx, actor, domain.Technologies, "list", technologies...)
}

func (db *DB) worklistDockings(ctx context.Context, actor domain.Actor) ([]domain.Docking, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Dockings)
	q := stillOpen(dockingScope.within(db.read(ctx), scope))
	if actor.ExpertID.IsZero() {
		q = q.Where("steward_id IS NULL OR due_on <= ?", db.today())
	} else {
		q = q.Where("steward_id = ?", actor.ExpertID)
	}
	var rows []dockingRow
	err := q.Order("due_on NULLS LAST, id").Limit(MaxLimit).Find(&rows).Error
	dockings := domains(rows, func(r dockingRow) domain.Docking { return r.domain().ShownTo(scope) })
	if err == nil {
		err = db.seenDocked(ctx, actor, dockings)
	}
	return dockings, translate(err)
}

func (db *DB) staleListings(ctx context.Context, area string) ([]StaleListing, error) {
	var all []StaleListing
	for _, of := range []struct {
		table    string
		resource domain.Resource
	}{{"needs", domain.Needs}, {"technologies", domain.Technologies}} {
		var found []StaleListing
		err := db.read(ctx).Table(of.table+" l").Select("l.id", "l.title", "o.name AS owner", "l.valid_until").Joins("JOIN organisations o ON o.id = l.organisation_id").
			Where("l.state = 'published' AND o.area = ? AND l.valid_until <= ?", area, db.today().AddDays(StaleDays)).Order("l.valid_until, l.id").Limit(worklistLimit).Find(&found).Error
		if err != nil {
			return nil, translate(err)
		}
		for _, l := range found {
			l.Resource = of.resource
			all = append(all, l)
		}
	}
	return all, nil
}

func (db *DB) freshNeeds(ctx context.Context, area string) ([]FreshNeed, error) {
	var found []FreshNeed
	err := db.read(ctx).Raw(`
SELECT n.id, n.title, o.name AS owner, n.updated_at, m.technology_id, c.title AS technology, coalesce(m.score, 0) AS score
FROM needs n JOIN organisations o ON o.id = n.organisation_id
LEFT JOIN LATERAL (SELECT technology_id, score FROM matches WHERE need_id = n.id AND kind = 'technology' AND NOT near_miss ORDER BY rank LIMIT 1) m ON true
LEFT JOIN technologies c ON c.id = m.technology_id
WHERE n.state = 'published' AND n.valid_until >= ? AND o.area = ? AND NOT EXISTS (SELECT FROM dockings d WHERE d.need_id = n.id)
ORDER BY n.updated_at DESC, n.id LIMIT ?`, db.today(), area, worklistLimit).Scan(&found).Error
	return found, translate(err)
}
