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

// soonUntil is the last day on which a clock may run out that is alarmed on a day.
func (k Clocks) soonUntil(today domain.Date) domain.Date {
	last := today
	for _, r := range k.Rules {
		if r.SoonDays > 0 {
			last = domain.Later(last, k.Calendar.After(today, r.SoonDays))
		}
	}
	return last
}

// forgetReminders forgets what was told of the clock of a contract: it is told anew when
// the clock has started anew.
func (t *tx) forgetReminders(contract domain.ID) error {
	return t.Exec(`DELETE FROM reminders WHERE kind = 'contract' AND ref = ?`, contract.String()).Error
}
