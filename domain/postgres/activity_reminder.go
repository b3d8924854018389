package postgres

import (
	"context"

	"sanku/domain"
)

// outcomeAsked is for how many days after the end of an activity its host is asked what
// came of it: what a new copy finds in the far past is not asked for.
const outcomeAsked = 60

// remindOfActivities tells who comes to an activity of it on the day before, and those who
// hold one that what came of it is not told yet.
func remindOfActivities(ctx context.Context, db *DB, today domain.Date) ([]domain.Reminder, error) {
	var rows []activityRow
	from, to := today.AddDays(-outcomeAsked).Time(), today.AddDays(2).Time()
	if err := db.read(ctx).Where("state IN ('announced', 'closed', 'held') AND ends_at >= ? AND starts_at < ?", from, to).Order("starts_at, id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	hosts, err := db.OrganisationsByIDs(ctx, distinct(rows, func(r activityRow) domain.ID { return r.HostID }))
	if err != nil {
		return nil, err
	}
	university := map[domain.ID]bool{}
	for _, o := range hosts {
		university[o.ID] = o.Kind == domain.University
	}
	var found []domain.Reminder
	for _, row := range rows {
		a := row.domain()
		if r, ok := a.OutcomeWanted(university[a.HostID], today); ok {
			found = append(found, r)
		}
		if _, ok := a.Coming(domain.Registration{State: domain.Registered}, today); !ok {
			continue
		}
		var guests []activityRegistrationRow
		if err := db.read(ctx).Where("activity_id = ? AND state = 'registered'", a.ID).Order("seq").Find(&guests).Error; err != nil {
			return nil, translate(err)
		}
		for _, g := range guests {
			if r, ok := a.Coming(g.domain(), today); ok {
				found = append(found, r)
			}
		}
	}
	return found, nil
}

// forgetComing forgets that who comes was reminded of an activity that is to be at another
// time: they are reminded anew.
func (t *tx) forgetComing(id domain.ID) error {
	return t.Exec(`DELETE FROM reminders WHERE kind = ? AND ref = ?`, domain.ReminderOfActivity, id.String()).Error
}
