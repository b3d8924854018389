package postgres

import (
	"context"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

// SuspicionDecision is what a person decides of a suspicion.
type SuspicionDecision struct {
	Name   string // of domain.SuspicionDecisions
	Reason string
	Kept   domain.ID // the contract in which the others count
}

// DecideSuspicion takes the decision on the suspicion at version. Confirming one with a
// contract that is kept takes the others out of the figures from today on; dismissing it
// brings back what was taken out. Errors: ErrNotFound, ErrForbidden, ErrStale,
// InvalidErrors, a ConflictError when another contract is counted in one of the others.
func (db *DB) DecideSuspicion(ctx context.Context, actor domain.Actor, id domain.ID, version int64, d SuspicionDecision) (domain.Suspicion, error) {
	var s domain.Suspicion
	err := db.write(ctx, actor, func(t *tx) (err error) {
		contracts, err := t.lockSuspects(id)
		if err != nil {
			return err
		}
		row, err := locked[suspicionRow](t, "id", id)
		if err != nil {
			return err
		}
		found := []domain.Suspicion{row.domain()}
		if err := withSuspects(t.DB, found); err != nil {
			return err
		}
		s = found[0]
		if err := permit(actor, "decide", domain.Suspicions, domain.Facts{}, s.Version, version); err != nil {
			return err
		}
		before := s.Kept
		if err := s.Decide(d.Name, d.Reason, d.Kept, actor, t.now); err != nil {
			return err
		}
		for _, c := range contracts {
			if err := t.countIn(c, before, s.Kept); err != nil {
				return err
			}
		}
		return t.updateSuspicion(&s, "decide")
	})
	return s, err
}

// lockSuspects locks the contracts of a suspicion before the suspicion itself, in the
// order in which steps of contracts lock them.
func (t *tx) lockSuspects(id domain.ID) ([]domain.Contract, error) {
	var rows []contractRow
	err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id IN (SELECT contract_id FROM suspicion_contracts WHERE suspicion_id = ?)", id).Order("id").Find(&rows).Error
	return domains(rows, contractRow.domain), err
}

// countIn counts c in kept, where it is another, and no longer in before.
func (t *tx) countIn(c domain.Contract, before, kept domain.ID) error {
	to := c.CountedIn
	switch {
	case !kept.IsZero() && c.ID != kept:
		to = kept
	case c.ID == kept && !c.CountedIn.IsZero() && c.CountedIn != before:
		return domain.Conflict("要保留的合同已计入另一合同", "the contract to be kept is itself counted in another")
	case !before.IsZero() && c.CountedIn == before, c.ID == kept:
		to = domain.ID{}
	}
	if to == c.CountedIn {
		return nil
	}
	if !to.IsZero() {
		var n int64
		if err := t.Table("contracts").Where("counted_in = ? AND id <> ?", c.ID, to).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return domain.Conflict("另有合同计入该合同，请先处理", "another contract is counted in one of these; decide that first")
		}
	}
	c.CountedIn = to
	return t.recount(c)
}

// recount stores in which contract c is counted, from today on.
func (t *tx) recount(c domain.Contract) error {
	if err := withParties(t.DB, &c); err != nil {
		return err
	}
	if err := t.updateContract(&c, "count"); err != nil {
		return err
	}
	return t.keepContract(c, domain.DateOf(t.now))
}

// freeCounted brings back into the figures what was counted in c, which can no longer
// count itself.
func (t *tx) freeCounted(c domain.Contract) error {
	var rows []contractRow
	if err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("counted_in = ?", c.ID).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		o := r.domain()
		o.CountedIn = domain.ID{}
		if err := t.recount(o); err != nil {
			return err
		}
	}
	return nil
}
