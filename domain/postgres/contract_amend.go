package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// ContractAmendment is a change of a registered contract.
type ContractAmendment struct {
	Reason string
	On     domain.Date // the day it takes effect; zero: today
	Change func(*domain.Contract) error
}

// AmendContract makes a registered contract at version say what Change makes of it. The
// day may be an earlier one, but not before the last step. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the contract is not
// registered, nothing is changed, or an amendment waits to be decided.
func (db *DB) AmendContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, a ContractAmendment) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.Amend, func(t *tx, c *domain.Contract) (domain.Date, error) {
		if _, err := openAmendment(t.DB, c.ID); !errors.Is(err, gorm.ErrRecordNotFound) {
			if err == nil {
				err = domain.Conflict("有待审核的变更申请，请先处理", "an amendment has been proposed and is to be decided first")
			}
			return a.On, err
		}
		return t.amendContract(c, a)
	})
}

func (t *tx) amendContract(c *domain.Contract, a ContractAmendment) (domain.Date, error) {
	on, err := t.stepDay(*c, a.On)
	if err != nil {
		return on, err
	}
	before, after := *c, *c
	if err := a.Change(&after); err != nil {
		return on, err
	}
	if err := t.amend(c, after, a.Reason, on); err != nil {
		return on, err
	}
	row, err := newAmendmentRow(before, *c, a.Reason, t.actor, t.now)
	if err != nil {
		return on, err
	}
	row.decide(approved, "", t.actor, t.now)
	return on, t.Create(&row).Error
}

// amend makes c say what after says.
func (t *tx) amend(c *domain.Contract, after domain.Contract, reason string, on domain.Date) error {
	if err := t.keepProofs(&after); err != nil {
		return err
	}
	unmet, err := t.unmetUseFirst(after, string(domain.Amend))
	if err != nil {
		return err
	}
	event, err := c.Amend(after, reason, t.actor, on, t.now)
	if err := domain.WithGrounds(err, unmet); err != nil {
		return err
	}
	if err := t.insertContractEvent(event); err != nil {
		return err
	}
	return t.checkParties(*c)
}

// checkParties stores the further parties of c, who must exist.
func (t *tx) checkParties(c domain.Contract) error {
	kept := c // the names at signing stay as they are, or as they were amended
	if err := t.fillParties(&kept); err != nil {
		return err
	}
	return t.replaceParties(c)
}

// ProposeAmendment asks for an amendment of a contract at version, which the bureau
// decides. Errors: those of AmendContract.
func (db *DB) ProposeAmendment(ctx context.Context, actor domain.Actor, id domain.ID, version int64, a ContractAmendment) (domain.Contract, error) {
	var c domain.Contract
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if c, err = t.permittedContract(domain.ProposeAmendment, id, version); err != nil {
			return err
		}
		wanted := c
		if err := a.Change(&wanted); err != nil {
			return err
		}
		if err := t.keepProofs(&wanted); err != nil {
			return err
		}
		unmet, err := t.unmetUseFirst(wanted, string(domain.Amend))
		if err != nil {
			return err
		}
		after, err := c.Propose(wanted, a.Reason, domain.DateOf(t.now))
		if err := domain.WithGrounds(err, unmet); err != nil {
			return err
		}
		row, err := newAmendmentRow(c, after, a.Reason, actor, t.now)
		if err != nil {
			return err
		}
		t.record(domain.Contracts, c.ID, c.Version, domain.ProposeAmendment, map[string]any{"amendment": row.ID})
		return t.Create(&row).Error
	})
	return c, err
}

// DecideAmendment approves, rejects or withdraws the open amendment of a contract at
// version. An approved one takes effect on a day as in AmendContract; the others need a
// reason, and leave the contract as it is. Errors: ErrNotFound, ErrForbidden, ErrStale,
// InvalidErrors, a ConflictError when none is open.
func (db *DB) DecideAmendment(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, reason string, on domain.Date) (domain.Contract, error) {
	if action == domain.ApproveAmendment {
		return db.changeContract(ctx, actor, id, version, action, func(t *tx, c *domain.Contract) (domain.Date, error) {
			return t.approveAmendment(c, reason, on)
		})
	}
	var c domain.Contract
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if c, err = t.permittedContract(action, id, version); err != nil {
			return err
		}
		row, err := t.lockedAmendment(c.ID)
		if err != nil {
			return err
		}
		state := rejected
		if action == domain.WithdrawAmendment {
			state = withdrawn
		}
		if err := domain.CheckDecision(reason); err != nil {
			return err
		}
		row.decide(state, reason, actor, t.now)
		t.record(domain.Contracts, c.ID, c.Version, action, map[string]any{"amendment": row.ID})
		return t.storeDecision(row)
	})
	return c, err
}

func (t *tx) approveAmendment(c *domain.Contract, decision string, asked domain.Date) (domain.Date, error) {
	on, err := t.stepDay(*c, asked)
	if err != nil {
		return on, err
	}
	row, err := t.lockedAmendment(c.ID)
	if err != nil {
		return on, err
	}
	wanted, err := contractFrom(row.After.V)
	if err != nil {
		return on, err
	}
	if err := t.amend(c, wanted, row.Reason, on); err != nil {
		return on, err
	}
	row.decide(approved, decision, t.actor, t.now)
	return on, t.storeDecision(row)
}

// dropAmendment ends an open amendment of a contract that is no longer registered.
func (t *tx) dropAmendment(contract domain.ID) error {
	return t.Exec(`UPDATE contract_amendments SET state = 'rejected', decided_at = ?, decided_by = ?, decision = '合同已解除或作废'
		WHERE contract_id = ? AND state = 'proposed'`, t.now, t.actor.UserID, contract).Error
}

// The states of amendments that have been decided.
const approved, rejected, withdrawn = "approved", "rejected", "withdrawn"

type amendmentRow struct {
	ID         domain.ID              `gorm:"column:id;primaryKey"`
	ContractID domain.ID              `gorm:"column:contract_id"`
	Version    int64                  `gorm:"column:version"`
	State      string                 `gorm:"column:state"`
	Reason     string                 `gorm:"column:reason"`
	Before     jsonb[json.RawMessage] `gorm:"column:before"`
	After      jsonb[json.RawMessage] `gorm:"column:after"`
	ProposedBy domain.ID              `gorm:"column:proposed_by"`
	ProposedAt time.Time              `gorm:"column:proposed_at"`
	DecidedBy  domain.ID              `gorm:"column:decided_by"`
	DecidedAt  *time.Time             `gorm:"column:decided_at"`
	Decision   string                 `gorm:"column:decision"`
}

func (amendmentRow) TableName() string { return "contract_amendments" }

func newAmendmentRow(before, after domain.Contract, reason string, by domain.Actor, now time.Time) (amendmentRow, error) {
	was, err := contractContent(before)
	if err != nil {
		return amendmentRow{}, err
	}
	then, err := contractContent(after)
	return amendmentRow{ID: domain.NewID(), ContractID: before.ID, Version: before.Version, State: "proposed", Reason: reason,
		Before: jsonb[json.RawMessage]{json.RawMessage(was)}, After: jsonb[json.RawMessage]{json.RawMessage(then)}, ProposedBy: by.UserID, ProposedAt: now}, err
}

func (r *amendmentRow) decide(state, decision string, by domain.Actor, now time.Time) {
	r.State, r.Decision, r.DecidedBy, r.DecidedAt = state, decision, by.UserID, &now
}
