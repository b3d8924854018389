package postgres

import (
	"context"
	"errors"
	"time"

	"sanku/domain"
)

// History is a contract that was made elsewhere, with the steps it took and the
// docking it came from, to be loaded with the days on which they happened.
type History struct {
	Contract domain.Contract // its SourceKey makes loading it again a no-op
	Steps    []ContractStep  // each with its day
	Docking  *domain.Docking // nil for none; need, technology and experts are enough
	DockedOn domain.Date     // when the docking was proposed
}

// LoadHistory adds a contract with its past, by the same rules as if each step were
// taken now, and reports whether it did: one that is there by its source key is left
// as it is. The audit row says that it was loaded, and when.
func (db *DB) LoadHistory(ctx context.Context, actor domain.Actor, h History) (loaded bool, err error) {
	err = db.read(ctx).Where("source_key = ?", h.Contract.SourceKey).Take(&contractRow{}).Error
	if err = translate(err); !errors.Is(err, domain.ErrNotFound) {
		return false, err
	}
	return true, db.write(ctx, actor, func(t *tx) error { return t.loadHistory(h) })
}

func (t *tx) loadHistory(h History) error {
	c := h.Contract
	if h.Docking != nil {
		d, err := t.loadDocking(*h.Docking, h.DockedOn, c.SignedOn)
		if err != nil {
			return err
		}
		c.DockingID = d
	}
	if err := t.fillContract(&c); err != nil {
		return err
	}
	if err := t.insertContract(&c); err != nil {
		return err
	}
	for _, s := range h.Steps {
		if err := t.stepContract(&c, s); err != nil {
			return err
		}
	}
	return t.updateContract(&c, "load")
}

// loadDocking adds a docking that was agreed on the day the contract was signed; its
// stages are spread evenly over the time it took.
func (t *tx) loadDocking(d domain.Docking, from, signed domain.Date) (domain.ID, error) {
	if _, err := t.fillDocking(&d); err != nil {
		return domain.ID{}, err
	}
	if err := t.insertDocking(&d); err != nil {
		return domain.ID{}, err
	}
	steps := []string{"introduce", "negotiate", "agree"}
	apart := signed.Time().Sub(from.Time()) / time.Duration(len(steps))
	for i, step := range steps {
		event, err := d.Take(step, "", "", t.actor, from.Time().Add(apart*time.Duration(i+1)).UTC())
		if err != nil {
			return domain.ID{}, err
		}
		if err := t.insertDockingEvent(event); err != nil {
			return domain.ID{}, err
		}
	}
	return d.ID, t.updateDocking(&d, "load")
}

// LoadPolicy adds a policy that was published elsewhere, and reports whether it did:
// one that is there by its source key is left as it is.
func (db *DB) LoadPolicy(ctx context.Context, actor domain.Actor, p domain.Policy) (loaded bool, err error) {
	err = db.read(ctx).Where("source_key = ?", p.SourceKey).Take(&policyRow{}).Error
	if err = translate(err); !errors.Is(err, domain.ErrNotFound) {
		return false, err
	}
	p.State = domain.PolicyPublished
	return true, db.write(ctx, actor, func(t *tx) error { return t.insertPolicy(&p) })
}
