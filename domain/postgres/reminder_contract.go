package postgres

import (
	"context"

	"sanku/domain"
)

// ContractAlarms lists, as of a day, the contracts whose clock runs out soon or has run
// out, the most urgent first. Whether they were told of before is not its business.
func (db *DB) ContractAlarms(ctx context.Context, today domain.Date) ([]domain.ContractAlarm, error) {
	k, err := db.Clocks(ctx)
	if err != nil {
		return nil, err
	}
	var rows []contractRow
	err = db.read(ctx).Where("due_on <= ?", k.soonUntil(today)).Order("due_on, id").Find(&rows).Error
	var alarms []domain.ContractAlarm
	for _, r := range rows {
		c := r.domain()
		if a, ok := c.Alarm(k.Of(c, today)); ok {
			alarms = append(alarms, a)
		}
	}
	return alarms, translate(err)
}

// remindOfContracts tells the bureau of the clocks of contracts.
func remindOfContracts(ctx context.Context, db *DB, today domain.Date) ([]domain.Reminder, error) {
	alarms, err := db.ContractAlarms(ctx, today)
	return domains(alarms, domain.ContractAlarm.Reminder), err
}

// remindOfPerformance tells the parties of contracts, and the stewards of their areas, of
// deliverables and instalments that are due.
func remindOfPerformance(ctx context.Context, db *DB, today domain.Date) (found []domain.Reminder, err error) {
	var rows []contractRow
	until := today.AddDays(domain.SoonDays)
	err = db.read(ctx).Omit("terms").Where("milestone_due <= ? OR payment_due <= ?", until, until).Order("id").Find(&rows).Error
	for _, r := range rows {
		found = append(found, r.domain().PerformanceReminders(today)...)
	}
	return found, translate(err)
}

// soonUntil is the last day on which a clock may run out that is alarmed on a day.
func (k Clocks) soonUntil(today domain.Date) domain.Date {
	last := today
	for _, r := range k.Rules {
		if r.Code == "limit" && r.Params.Near > 0 {
			last = domain.Later(last, k.Calendar.After(today, r.Params.Near))
		}
	}
	return last
}

// forgetReminders forgets what was told of the clock of a contract: it is told anew when
// the clock has started anew.
func (t *tx) forgetReminders(contract domain.ID) error {
	return t.Exec(`DELETE FROM reminders WHERE kind = 'contract' AND ref = ?`, contract.String()).Error
}
