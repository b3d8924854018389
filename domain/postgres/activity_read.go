package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// Activity returns one activity that actor may read, else ErrNotFound. Its agenda is
// whole: see Agenda for what a reader may see of it.
func (db *DB) Activity(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Activity, error) {
	var row activityRow
	q := activityScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Activities))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// ActivityFilter selects activities; zero fields select all.
type ActivityFilter struct {
	State, Kind, Field, Area string
	HostID                   domain.ID
	Invited                  domain.ID // organisation that is invited; only the actor's own is told of
	EndsAfter                time.Time // those not over by then
	EndsBefore               time.Time // those over by then
}

// ActivitySorts are the sort keys of Activities, which lists the latest first unless asked.
var ActivitySorts = []string{"starts_at", "updated_at"}

// Activities lists the activities that actor may read.
func (db *DB) Activities(ctx context.Context, actor domain.Actor, f ActivityFilter, p Page) (List[domain.Activity], error) {
	if p.Sort == "" {
		p.Sort = "-starts_at"
	}
	order, err := sortOf(p.Sort, ActivitySorts, activitySortKey)
	if err != nil {
		return List[domain.Activity]{}, err
	}
	q := activityScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Activities))
	return list(f.where(q, actor), order, p, activityRow.domain)
}

func (f ActivityFilter) where(q *gorm.DB, actor domain.Actor) *gorm.DB {
	q = equal(equal(equal(q, "state", f.State), "kind", f.Kind), "area", f.Area)
	q = belonging(having(q, "fields", f.Field), "host_id", f.HostID)
	if !f.EndsAfter.IsZero() {
		q = q.Where("ends_at > ?", f.EndsAfter)
	}
	if !f.EndsBefore.IsZero() {
		q = q.Where("ends_at <= ?", f.EndsBefore)
	}
	switch {
	case f.Invited.IsZero():
	case f.Invited == actor.OrganisationID:
		q = q.Where("id IN (SELECT i.activity_id FROM activity_invitations i WHERE i.organisation_id = ?)", f.Invited)
	default:
		q = q.Where("false")
	}
	return q
}

func activitySortKey(r activityRow, column string) string {
	if column == "starts_at" {
		return stamp(r.StartsAt)
	}
	return stamp(r.UpdatedAt)
}

// ShownItem is an item of an agenda as a reader may see it.
type ShownItem struct {
	domain.AgendaItem
	Title string // of the need or technology, or the item's words
	Field string // of the need or technology
	Owner domain.ID
}

// Agenda returns what actor may see of an activity's agenda: items whose need or
// technology actor may not read are left out, and of blind ones only title and field
// are told.
func (db *DB) Agenda(ctx context.Context, actor domain.Actor, a domain.Activity) ([]ShownItem, error) {
	needs, err := db.ReadableNeeds(ctx, actor, distinct(a.Agenda, func(i domain.AgendaItem) domain.ID { return i.NeedID }))
	if err != nil {
		return nil, err
	}
	technologies, err := db.ReadableTechnologies(ctx, actor, distinct(a.Agenda, func(i domain.AgendaItem) domain.ID { return i.TechnologyID }))
	if err != nil {
		return nil, err
	}
	known := map[domain.ID]ShownItem{}
	for _, n := range needs {
		known[n.ID] = ShownItem{Title: n.Title, Field: n.Field, Owner: n.OrganisationID}
	}
	for _, tech := range technologies {
		known[tech.ID] = ShownItem{Title: tech.Title, Field: tech.Field, Owner: tech.OrganisationID}
	}
	var shown []ShownItem
	for _, item := range a.Agenda {
		out := ShownItem{Title: item.Words}
		if item.Listed() {
			id := item.NeedID
			if id.IsZero() {
				id = item.TechnologyID
			}
			var ok bool
			if out, ok = known[id]; !ok {
				continue
			}
		}
		out.AgendaItem = item
		shown = append(shown, out)
	}
	return shown, nil
}

// hosted returns the activity if actor may do action on it; errors as permit says.
func (db *DB) hosted(ctx context.Context, actor domain.Actor, action domain.Action, id domain.ID) (domain.Activity, error) {
	var row activityRow
	if err := db.read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return domain.Activity{}, translate(err)
	}
	a := row.domain()
	return a, permit(actor, action, domain.Activities, a.Facts(), a.Version, 0)
}
