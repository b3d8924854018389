package postgres

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

func openAmendment(g *gorm.DB, contract domain.ID) (row amendmentRow, err error) {
	err = g.Where("contract_id = ? AND state = 'proposed'", contract).Take(&row).Error
	return row, err
}

// lockedAmendment is the open amendment of a contract, held until t ends.
func (t *tx) lockedAmendment(contract domain.ID) (amendmentRow, error) {
	row, err := openAmendment(t.Clauses(clause.Locking{Strength: "UPDATE"}), contract)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = domain.Conflict("没有待审核的变更申请", "no amendment waits to be decided")
	}
	return row, err
}

func (t *tx) storeDecision(row amendmentRow) error {
	return t.Select("state", "decision", "decided_by", "decided_at").Where("id = ?", row.ID).Updates(&row).Error
}

func (r amendmentRow) domain() (domain.Amendment, error) {
	a := domain.Amendment{ID: r.ID, ContractID: r.ContractID, Version: r.Version, State: r.State, Reason: r.Reason,
		ProposedBy: r.ProposedBy, ProposedAt: r.ProposedAt.UTC(), DecidedBy: r.DecidedBy, Decision: r.Decision}
	if r.DecidedAt != nil {
		a.DecidedAt = r.DecidedAt.UTC()
	}
	var err error
	if a.Before, err = contractFrom(r.Before.V); err == nil {
		a.After, err = contractFrom(r.After.V)
	}
	return a, err
}

// Amendments lists the amendments of a contract that actor may read, oldest first.
func (db *DB) Amendments(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.Amendment, error) {
	if _, err := db.Contract(ctx, actor, id); err != nil {
		return nil, err
	}
	var rows []amendmentRow
	if err := db.read(ctx).Where("contract_id = ?", id).Order("seq").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	amendments := make([]domain.Amendment, len(rows))
	for i, r := range rows {
		var err error
		if amendments[i], err = r.domain(); err != nil {
			return nil, err
		}
	}
	return amendments, nil
}

// PendingAmendment returns the amendment of a contract that waits to be decided, or
// false. The contract is one that the caller may read.
func (db *DB) PendingAmendment(ctx context.Context, c domain.Contract) (domain.Amendment, bool, error) {
	if c.State != domain.ContractRegistered {
		return domain.Amendment{}, false, nil
	}
	row, err := openAmendment(db.read(ctx), c.ID)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return domain.Amendment{}, false, nil
	}
	if err != nil {
		return domain.Amendment{}, false, translate(err)
	}
	a, err := row.domain()
	return a, err == nil, err
}
