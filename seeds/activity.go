package seeds

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// LoadActivityRules puts this platform's rules of activities into the place of those that
// are there.
func LoadActivityRules(ctx context.Context, db *postgres.DB) error {
	rules, err := ActivityRules()
	if err != nil {
		return err
	}
	if _, err := db.ReplaceActivityRules(ctx, domain.System("seed"), rules); err != nil {
		return fmt.Errorf("rules of activities: %w", err)
	}
	return nil
}

// ActivityRules reads this platform's rules of activities.
func ActivityRules() (domain.ActivityRules, error) {
	var rules domain.ActivityRules
	lines, err := table(sub("activities"), "rules.csv")
	if err != nil {
		return rules, err
	}
	for _, l := range lines {
		if code := l.text("code"); code != "born_within" {
			l.fail("code", fmt.Errorf("unknown rule %q", code))
		}
		if rules.BornWithin = l.whole("days"); *l.err != nil {
			return rules, *l.err
		}
	}
	return rules, rules.Validate()
}
