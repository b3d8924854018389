package postgres

import (
	"context"

	"sanku/domain"
)

// CreateNeed adds n as a draft, which may be incomplete, and returns it as stored.
// Errors: InvalidErrors; ErrForbidden when actor may not create needs of its
// organisation.
func (db *DB) CreateNeed(ctx context.Context, actor domain.Actor, n domain.Need) (domain.Need, error) {
	n.State, n.Reason, n.SourceKey, n.PublishedAt = domain.ListingDraft, "", "", nil
	err := db.write(ctx, actor, func(t *tx) error {
		f, err := t.needFacts(n)
		if err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Needs, f) {
			return domain.ErrForbidden
		}
		return t.insertNeed(&n)
	})
	return n, err
}

// ChangeNeed applies change to the need if it is at version, and returns it as
// stored. What a change does to the need's state is domain.Need.Edit's to say; to
// move it to another organisation, actor must be allowed to change that one's needs
// too. Errors: ErrNotFound when actor may not even read it, ErrForbidden, ErrStale,
// a ConflictError when it is closed, InvalidErrors.
func (db *DB) ChangeNeed(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Need) error) (domain.Need, error) {
	var n domain.Need
	err := db.write(ctx, actor, func(t *tx) (err error) {
		var f domain.Facts
		if n, f, err = t.permittedNeed(domain.Change, id, version); err != nil {
			return err
		}
		before, until := n.State, n.ValidUntil
		if err := n.Edit(domain.Can(actor, "publish", domain.Needs, f), change); err != nil {
			return err
		}
		if f, err = t.needFacts(n); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Change, domain.Needs, f) {
			return domain.ErrForbidden
		}
		if err := t.updateNeed(&n, domain.Change, stateDetail(before, n.State, "")); err != nil {
			return err
		}
		return t.followed(handled{need: n.ID, version: n.Version, before: before, after: n.State, renewed: n.ValidUntil != until})
	})
	return n, err
}

// StepNeed takes the step of domain.ListingSteps named name, if the need is at
// version. Errors: those of ChangeNeed; a ConflictError when the step is not open.
func (db *DB) StepNeed(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string) (domain.Need, error) {
	return db.stepNeed(ctx, actor, id, version, name, reason, domain.Return{Words: reason})
}

func (db *DB) stepNeed(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string, said domain.Return) (domain.Need, error) {
	var n domain.Need
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if n, _, err = t.permittedNeed(domain.Action(name), id, version); err != nil {
			return err
		}
		before, until := n.State, n.ValidUntil
		if err := n.Take(name, reason, t.now); err != nil {
			return err
		}
		if err := t.updateNeed(&n, domain.Action(name), stateDetail(before, n.State, reason)); err != nil {
			return err
		}
		return t.followed(handled{need: n.ID, version: n.Version, before: before, after: n.State, renewed: n.ValidUntil != until, step: name, said: said})
	})
	return n, err
}

// permittedNeed locks the need at version and returns it with what access knows of
// it, if the actor may do action on it. Who does it in office sees the whole.
func (t *tx) permittedNeed(action domain.Action, id domain.ID, version int64) (domain.Need, domain.Facts, error) {
	n, err := t.lockNeed(id)
	if err != nil {
		return n, domain.Facts{}, err
	}
	f, err := t.needFacts(n)
	if err != nil {
		return n, f, err
	}
	if err := permit(t.actor, action, domain.Needs, f, n.Version, version); err != nil || n.Confidentiality != "blind" {
		return n, f, err
	}
	return n, f, t.seen(domain.Needs, "review", n.ID)
}

func (t *tx) lockNeed(id domain.ID) (domain.Need, error) {
	row, err := locked[needRow](t, "id", id)
	return row.domain(), err
}

func (t *tx) needFacts(n domain.Need) (domain.Facts, error) {
	area, err := areaOf(t.DB, n.OrganisationID)
	if err != nil {
		return domain.Facts{}, err
	}
	led, err := stewardsOf(t.DB, "needs", []domain.ID{n.ID})
	f := n.Facts(area, t.now)
	f.Experts = led[n.ID]
	return f, err
}

// insertNeed adds n in the state it has, a draft when it has none.
func (t *tx) insertNeed(n *domain.Need) error {
	row, err := t.newNeed(n)
	if err != nil {
		return err
	}
	return t.Create(&row).Error
}

// newNeed is the row of insertNeed, recorded and yet to be created.
func (t *tx) newNeed(n *domain.Need) (needRow, error) {
	if err := n.Validate(); err != nil {
		return needRow{}, err
	}
	if err := n.Enter(t.now); err != nil {
		return needRow{}, err
	}
	n.ID, n.Version, n.CreatedAt, n.UpdatedAt = domain.NewID(), 1, t.now, t.now
	t.record(domain.Needs, n.ID, n.Version, domain.Create, nil)
	return needRowOf(*n), nil
}

// updateNeed stores n, which the transaction has locked, as its next version.
func (t *tx) updateNeed(n *domain.Need, action domain.Action, detail map[string]any) error {
	if err := n.Validate(); err != nil {
		return err
	}
	n.Version, n.UpdatedAt = n.Version+1, t.now
	row := needRowOf(*n)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", n.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Needs, n.ID, n.Version, action, detail)
	return nil
}
