package seeds

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// LoadRegistration puts the numbers of registration and the working calendar into the
// place of those that are there.
func LoadRegistration(ctx context.Context, db *postgres.DB) error {
	rules, days, err := Registration()
	if err != nil {
		return err
	}
	if _, err := db.ReplaceClocks(ctx, domain.System("seed"), rules, days); err != nil {
		return fmt.Errorf("numbers and calendar of registration: %w", err)
	}
	return nil
}

// Registration reads the numbers of registration and the working calendar.
func Registration() (domain.RegistrationRules, []domain.CalendarDay, error) {
	law := sub("law")
	lines, err := jsonLines[registrationLine](law, "registration.jsonl")
	if err != nil {
		return nil, nil, err
	}
	var rules domain.RegistrationRules
	for _, l := range lines {
		rules = append(rules, domain.RegistrationRule{From: l.From, Days: l.Days, ReviewDays: l.ReviewDays, ReviewFrom: domain.Yuan(l.ReviewFrom),
			SoonDays: l.SoonDays, UseFirst: domain.UseFirstRule{MinTRL: l.UseFirstTRL}, Source: l.Source})
	}
	table, err := table(law, "calendar.csv")
	if err != nil {
		return nil, nil, err
	}
	var days []domain.CalendarDay
	for _, l := range table {
		from, to := l.date("from"), l.date("to")
		working, name := l.text("working"), l.text("name")
		if to.Before(from) || working != "yes" && working != "no" {
			l.fail("to", fmt.Errorf("must not be before from, and working must be yes or no"))
		}
		if *l.err != nil {
			return nil, nil, *l.err
		}
		for d := from; !to.Before(d); d = d.AddDays(1) {
			days = append(days, domain.CalendarDay{On: d, Working: working == "yes", Name: name})
		}
	}
	return rules, days, nil
}

type registrationLine struct {
	From        domain.Date `json:"from"`
	Days        int         `json:"days"`
	ReviewDays  int         `json:"review_days"`
	ReviewFrom  int64       `json:"review_from_yuan"`
	SoonDays    int         `json:"soon_days"`
	UseFirstTRL int         `json:"use_first_min_trl"`
	Source      string      `json:"source"`
}
