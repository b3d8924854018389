package postgres

import (
	"context"

	"sanku/domain"
)

// ReviewContract records what the experts found of a contract at version, whose
// registration is under way; a day that is zero is today. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when no registration is under
// way, or none that experts review.
func (db *DB) ReviewContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, v domain.Review) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.RecordReview, func(t *tx, c *domain.Contract) (domain.Date, error) {
		today := domain.DateOf(t.now)
		if v.On.IsZero() {
			v.On = today
		}
		rule, err := registration(t.DB, c.SubmittedOn)
		if err != nil {
			return today, err
		}
		return today, c.RecordReview(rule, v, today)
	})
}
