package seeds

import (
	"context"
	"fmt"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// LoadStageLimits puts the time limits of dockings into the place of those that are there.
func LoadStageLimits(ctx context.Context, db *postgres.DB) error {
	limits, err := StageLimits()
	if err != nil {
		return err
	}
	if _, err := db.ReplaceStageLimits(ctx, domain.System("seed"), limits); err != nil {
		return fmt.Errorf("time limits of dockings: %w", err)
	}
	return nil
}

// StageLimits reads the time limits of dockings.
func StageLimits() (domain.StageLimits, error) {
	lines, err := table(sub("dockings"), "limits.csv")
	if err != nil {
		return nil, err
	}
	var limits domain.StageLimits
	for _, l := range lines {
		limits = append(limits, domain.StageLimit{Stage: domain.Stage(l.text("stage")), Days: l.whole("days"), SoonDays: l.whole("soon_days"), EscalateDays: l.whole("escalate_days")})
		if *l.err != nil {
			return nil, *l.err
		}
	}
	return limits, limits.Validate()
}

// whole reads a cell that holds a whole number.
func (l line) whole(column string) int {
	n, err := strconv.Atoi(l.text(column))
	if err != nil {
		l.fail(column, err)
	}
	return n
}
