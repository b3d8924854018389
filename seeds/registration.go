package seeds

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// LoadRegistration puts the rules of contracts and the working calendar, by which clocks
// run, into the place of those that are there.
func LoadRegistration(ctx context.Context, db *postgres.DB) error {
	if err := LoadContractRules(ctx, db); err != nil {
		return err
	}
	days, err := WorkingCalendar()
	if err != nil {
		return err
	}
	if _, err := db.ReplaceCalendar(ctx, domain.System("seed"), days); err != nil {
		return fmt.Errorf("working calendar: %w", err)
	}
	return nil
}

// WorkingCalendar reads the days on which work departs from the week.
func WorkingCalendar() ([]domain.CalendarDay, error) {
	table, err := table(sub("law"), "calendar.csv")
	if err != nil {
		return nil, err
	}
	var days []domain.CalendarDay
	for _, l := range table {
		from, to := l.date("from"), l.date("to")
		working, name := l.text("working"), l.text("name")
		if to.Before(from) || working != "yes" && working != "no" {
			l.fail("to", fmt.Errorf("must not be before from, and working must be yes or no"))
		}
		if *l.err != nil {
			return nil, *l.err
		}
		for d := from; !to.Before(d); d = d.AddDays(1) {
			days = append(days, domain.CalendarDay{On: d, Working: working == "yes", Name: name})
		}
	}
	return days, nil
}
