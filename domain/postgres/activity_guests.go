package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// Registration returns one registration that actor may read, else ErrNotFound.
func (db *DB) Registration(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Registration, error) {
	var row activityRegistrationRow
	q := activityRegistrationScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Registrations))
	if err := q.Where("id = ?", id).Take(&row).Error; err != nil {
		return domain.Registration{}, translate(err)
	}
	all, err := db.registrations(ctx, []activityRegistrationRow{row})
	if err != nil {
		return domain.Registration{}, err
	}
	return all[0], nil
}

// RegistrationFilter selects registrations; zero fields select all.
type RegistrationFilter struct {
	ActivityID domain.ID
	State      string
}

// RegistrationSorts are the sort keys of registrations, listed as they were made unless asked.
var RegistrationSorts = []string{"created_at", "updated_at"}

// Registrations lists the registrations that actor may read: those of the actor's own
// organisation or expert's record, and those that a steward or the bureau looks after.
func (db *DB) Registrations(ctx context.Context, actor domain.Actor, f RegistrationFilter, p Page) (List[domain.Registration], error) {
	return db.listRegistrations(ctx, activityRegistrationScope, domain.ScopeOf(actor, domain.Read, domain.Registrations), f, p)
}

// Guests lists the registrations for an activity to those who hold it. Errors:
// ErrNotFound, ErrForbidden.
func (db *DB) Guests(ctx context.Context, actor domain.Actor, activity domain.ID, state string, p Page) (List[domain.Registration], error) {
	if _, err := db.hosted(ctx, actor, domain.SeeGuests, activity); err != nil {
		return List[domain.Registration]{}, err
	}
	return db.listRegistrations(ctx, activityRegistrationScope, domain.Scope{All: true}, RegistrationFilter{activity, state}, p)
}

func (db *DB) listRegistrations(ctx context.Context, columns scopeColumns, scope domain.Scope, f RegistrationFilter, p Page) (List[domain.Registration], error) {
	order, err := sortOf(p.Sort, RegistrationSorts, func(r activityRegistrationRow, column string) string {
		if column == "updated_at" {
			return stamp(r.UpdatedAt)
		}
		return stamp(r.CreatedAt)
	})
	if err != nil {
		return List[domain.Registration]{}, err
	}
	q := belonging(equal(columns.within(db.read(ctx), scope), "state", f.State), "activity_id", f.ActivityID)
	rows, err := list(q, order, p, func(r activityRegistrationRow) activityRegistrationRow { return r })
	if err != nil {
		return List[domain.Registration]{}, err
	}
	items, err := db.registrations(ctx, rows.Items)
	return List[domain.Registration]{Items: items, Next: rows.Next}, err
}

// registrations are rows with the areas of their activities.
func (db *DB) registrations(ctx context.Context, rows []activityRegistrationRow) ([]domain.Registration, error) {
	of, err := byIDs[activityRow](db.gormOf(ctx), distinct(rows, func(r activityRegistrationRow) domain.ID { return r.ActivityID }))
	if err != nil {
		return nil, err
	}
	areas := map[domain.ID]string{}
	for _, a := range of {
		areas[a.ID] = string(a.Area)
	}
	all := domains(rows, activityRegistrationRow.domain)
	for i := range all {
		all[i].Area = areas[all[i].ActivityID]
	}
	return all, nil
}

// ActivityInvitation is an organisation that has been invited to an activity.
type ActivityInvitation struct {
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	InvitedAt      time.Time `gorm:"column:invited_at"`
}

// ActivityInvitations lists who has been invited to an activity to those who hold it, the first
// first. Errors: ErrNotFound, ErrForbidden.
func (db *DB) ActivityInvitations(ctx context.Context, actor domain.Actor, activity domain.ID) ([]ActivityInvitation, error) {
	if _, err := db.hosted(ctx, actor, domain.SeeGuests, activity); err != nil {
		return nil, err
	}
	var found []ActivityInvitation
	err := db.read(ctx).Table("activity_invitations").Where("activity_id = ?", activity).Order("invited_at").Order("organisation_id").Find(&found).Error
	return found, translate(err)
}
