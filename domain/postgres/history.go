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
	Amended  []ContractAmendment
	Records  []HistoryRecord
	Docking  *domain.Docking // nil for none; need, technology and experts are enough
	DockedOn domain.Date     // when the docking was proposed; not after signing
}

// LoadHistory adds a contract with its past, by the same rules as if each step were
// taken now, and reports whether it did: one that is there by its source key is left
// as it is. The audit row says that it was loaded, and when.
func (db *DB) LoadHistory(ctx context.Context, actor domain.Actor, h History) (loaded bool, err error) {
	return db.once(ctx, actor, "contracts", h.Contract.SourceKey, func(t *tx) error { return t.loadHistory(h) })
}

// errLoaded ends the transaction of once when there is nothing to do.
var errLoaded = errors.New("loaded already")

// once runs fn unless table has a row of the source key, and reports whether it ran.
// Loads of the same key wait for one another.
func (db *DB) once(ctx context.Context, actor domain.Actor, table, key string, fn func(*tx) error) (ran bool, err error) {
	if key == "" {
		return false, domain.Invalid("source_key", "必填", "is required")
	}
	err = db.write(ctx, actor, func(t *tx) error {
		if err := t.alone(table + " " + key); err != nil {
			return err
		}
		var n int64
		if err := t.Table(table).Where("source_key = ?", key).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return errLoaded
		}
		return fn(t)
	})
	if errors.Is(err, errLoaded) {
		return false, nil
	}
	return err == nil, err
}

// alone makes t wait for other transactions that do the same work, and them for t.
func (t *tx) alone(work string) error {
	return t.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, work).Error
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
	if err := t.fillContract(&c, domain.Contract{}); err != nil {
		return err
	}
	if err := t.insertContract(&c); err != nil {
		return err
	}
	for _, happened := range h.past() {
		on, err := happened(t, &c)
		if err != nil {
			return err
		}
		c.Version++
		if err := t.keepContract(c, on); err != nil {
			return err
		}
	}
	c.Version = max(c.Version-1, 1) // the version that was kept last is the one that is stored
	return t.updateContract(&c, "load")
}

// loadDocking adds a docking that was agreed on the day the contract was signed; its
// stages are spread evenly over the time it took.
func (t *tx) loadDocking(d domain.Docking, from, signed domain.Date) (domain.ID, error) {
	if from.IsZero() || signed.Before(from) {
		return domain.ID{}, domain.Invalid("docked_on", "须早于签订日期", "must be a day not after signing")
	}
	if err := t.insertPastDocking(&d, from.Time()); err != nil {
		return domain.ID{}, err
	}
	steps := []string{"introduce", "negotiate", "agree"}
	apart := signed.Time().Sub(from.Time()) / time.Duration(len(steps))
	for i, step := range steps {
		event, err := d.Take(step, "", "", t.actor, from.Time().Add(apart*time.Duration(i+1)).UTC())
		if err != nil {
			return domain.ID{}, err
		}
		if err := t.insertDockingEvents(event); err != nil {
			return domain.ID{}, err
		}
	}
	return d.ID, t.updateDocking(&d, "load")
}

// LoadPolicy adds a policy that was published elsewhere, and reports whether it did:
// one that is there by its source key is left as it is.
func (db *DB) LoadPolicy(ctx context.Context, actor domain.Actor, p domain.Policy) (loaded bool, err error) {
	p.State = domain.PolicyPublished
	return db.once(ctx, actor, "policies", p.SourceKey, func(t *tx) error { return t.insertPolicy(&p) })
}
