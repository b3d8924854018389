package postgres

import (
	"context"

	"sanku/domain"
)

// CreatePolicy adds p as a draft with its clauses, which get new IDs, and returns it
// as stored. Errors: InvalidErrors; ErrForbidden.
func (db *DB) CreatePolicy(ctx context.Context, actor domain.Actor, p domain.Policy) (domain.Policy, error) {
	p.State, p.Reason, p.SourceKey = domain.PolicyDraft, "", ""
	if !domain.Can(actor, domain.Create, domain.Policies, p.Facts()) {
		return domain.Policy{}, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error { return t.insertPolicy(&p) })
	return p, err
}

// ChangePolicy applies change to the policy if it is at version, and returns it as
// stored. Its clauses are replaced as a whole; those that change gives with the ID
// they have keep it. Errors: ErrNotFound when actor may not even read it,
// ErrForbidden, ErrStale, a ConflictError when it is repealed, InvalidErrors.
func (db *DB) ChangePolicy(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Policy) error) (domain.Policy, error) {
	var p domain.Policy
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if p, err = t.permittedPolicy(domain.Change, id, version); err != nil {
			return err
		}
		if err := p.Edit(change); err != nil {
			return err
		}
		return t.updatePolicy(&p, domain.Change, nil)
	})
	return p, err
}

// StepPolicy takes the step of domain.PolicySteps named name, if the policy is at
// version. Errors: those of ChangePolicy; a ConflictError when the step is not open.
func (db *DB) StepPolicy(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string) (domain.Policy, error) {
	var p domain.Policy
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if p, err = t.permittedPolicy(domain.Action(name), id, version); err != nil {
			return err
		}
		before := p.State
		if err := p.Take(name, reason); err != nil {
			return err
		}
		return t.storePolicy(&p, domain.Action(name), stateDetail(before, p.State, reason))
	})
	return p, err
}

// permittedPolicy locks the policy at version, if the actor may do action on it.
func (t *tx) permittedPolicy(action domain.Action, id domain.ID, version int64) (domain.Policy, error) {
	p, err := t.lockPolicy("id", id)
	if err != nil {
		return p, err
	}
	return p, permit(t.actor, action, domain.Policies, p.Facts(), p.Version, version)
}

// lockPolicy returns the policy whose column has value with its clauses, locked.
func (t *tx) lockPolicy(column string, value any) (domain.Policy, error) {
	row, err := locked[policyRow](t, column, value)
	if err != nil {
		return domain.Policy{}, err
	}
	found := []domain.Policy{row.domain()}
	err = withClauses(t.DB, found)
	return found[0], err
}

// insertPolicy adds p in the state it has, a draft when it has none.
func (t *tx) insertPolicy(p *domain.Policy) error {
	if err := p.Validate(); err != nil {
		return err
	}
	if err := p.Enter(); err != nil {
		return err
	}
	if err := identify(p, domain.Policy{}); err != nil {
		return err
	}
	p.ID, p.Version, p.CreatedAt, p.UpdatedAt = domain.NewID(), 1, t.now, t.now
	row := policyRowOf(*p)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Policies, p.ID, p.Version, domain.Create, nil)
	return t.insertClauses(*p)
}

// updatePolicy stores p, which the transaction has locked, and its clauses as its
// next version.
func (t *tx) updatePolicy(p *domain.Policy, action domain.Action, detail map[string]any) error {
	if err := p.Validate(); err != nil {
		return err
	}
	if err := t.replaceClauses(p); err != nil {
		return err
	}
	return t.storePolicy(p, action, detail)
}

// storePolicy stores p without its clauses as its next version.
func (t *tx) storePolicy(p *domain.Policy, action domain.Action, detail map[string]any) error {
	p.Version, p.UpdatedAt = p.Version+1, t.now
	row := policyRowOf(*p)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", p.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Policies, p.ID, p.Version, action, detail)
	return nil
}
