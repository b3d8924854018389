package postgres

import (
	"context"

	"sanku/domain"
)

// CreateContract adds a draft contract. Seller and buyer are kept as they are now; a
// contract of a docking takes need, technology and steward from it, and moves it to
// contracted when the contract is submitted. Errors: InvalidErrors; ErrForbidden when
// actor acts for neither seller nor buyer; a ConflictError when the docking has not
// been agreed or has a living contract already.
func (db *DB) CreateContract(ctx context.Context, actor domain.Actor, c domain.Contract) (domain.Contract, error) {
	c.StewardID, c.SourceKey = domain.ID{}, ""
	err := db.write(ctx, actor, func(t *tx) error {
		if err := t.fillContract(&c, domain.Contract{}); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Contracts, c.Principals()) {
			return domain.ErrForbidden
		}
		return t.insertContract(&c)
	})
	if err != nil {
		return domain.Contract{}, err
	}
	return c, nil
}

func (t *tx) insertContract(c *domain.Contract) error {
	c.Begin(t.now)
	if err := t.keepProofs(c); err != nil {
		return err
	}
	row := contractRowOf(*c)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if err := t.replaceParties(*c); err != nil {
		return err
	}
	t.record(domain.Contracts, c.ID, c.Version, domain.Create, nil)
	return nil
}

// ChangeContract applies change to a contract at version, as domain.Contract.Edit
// says. Actor must act for seller or buyer before and after. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when it has been handed in.
func (db *DB) ChangeContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Contract) error) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.Change, func(t *tx, c *domain.Contract) (domain.Date, error) {
		before, today := *c, domain.DateOf(t.now)
		if err := c.Edit(change); err != nil {
			return today, err
		}
		if err := t.fillContract(c, before); err != nil {
			return today, err
		}
		if !domain.Can(actor, domain.Change, domain.Contracts, c.Principals()) {
			return today, domain.ErrForbidden
		}
		if err := t.keepProofs(c); err != nil {
			return today, err
		}
		if err := t.dropProofs(*c); err != nil {
			return today, err
		}
		return today, t.replaceParties(*c)
	})
}

// changeContract applies change, which returns the day from which on the contract says
// what it then says, and keeps that.
func (db *DB) changeContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.Contract) (domain.Date, error)) (domain.Contract, error) {
	var c domain.Contract
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if c, err = t.permittedContract(action, id, version); err != nil {
			return err
		}
		before := c.State
		on, err := change(t, &c)
		if err != nil {
			return err
		}
		if err := t.updateContract(&c, action); err != nil {
			return err
		}
		if before != c.State || before != domain.ContractDraft {
			if err := t.keepContract(c, on); err != nil {
				return err
			}
		}
		return t.suspect(c)
	})
	if err != nil {
		return domain.Contract{}, err
	}
	return c, nil
}

// permittedContract locks the contract at version, if the actor may do action on it.
func (t *tx) permittedContract(action domain.Action, id domain.ID, version int64) (domain.Contract, error) {
	row, err := locked[contractRow](t, "id", id)
	if err != nil {
		return domain.Contract{}, err
	}
	c := row.domain()
	if err := withParties(t.DB, &c); err != nil {
		return c, err
	}
	if err := permit(t.actor, action, domain.Contracts, c.Facts(), c.Version, version); err != nil {
		return c, err
	}
	if !domain.Can(t.actor, action, domain.Contracts, c.Principals()) {
		return c, domain.ErrForbidden
	}
	return c, nil
}

func (t *tx) updateContract(c *domain.Contract, action domain.Action) error {
	if err := c.Validate(); err != nil {
		return err
	}
	c.Version, c.UpdatedAt = c.Version+1, t.now
	row := contractRowOf(*c)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", c.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Contracts, c.ID, c.Version, action, map[string]any{"state": c.State})
	return nil
}
