package postgres

import (
	"context"

	"sanku/domain"
)

// CreateExpert adds e as a draft and returns it as stored. Errors: InvalidErrors;
// ErrForbidden.
func (db *DB) CreateExpert(ctx context.Context, actor domain.Actor, e domain.Expert) (domain.Expert, error) {
	e.State, e.Reason, e.SourceKey = domain.ExpertDraft, "", ""
	if !domain.Can(actor, domain.Create, domain.Experts, e.Facts()) {
		return domain.Expert{}, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error { return t.insertExpert(&e) })
	return e, err
}

// ChangeExpert applies change to the expert if it is at version, and returns it as
// stored. Domain.Expert.Edit says what an expert may not change of their own record.
// Errors: ErrNotFound when actor may not even read it, ErrForbidden, ErrStale,
// InvalidErrors.
func (db *DB) ChangeExpert(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Expert) error) (domain.Expert, error) {
	var e domain.Expert
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if e, err = t.permittedExpert(domain.Change, id, version); err != nil {
			return err
		}
		if err := e.Edit(domain.Can(actor, "publish", domain.Experts, e.Facts()), change); err != nil {
			return err
		}
		return t.updateExpert(&e, domain.Change, nil)
	})
	return e, err
}

// StepExpert takes the step of domain.ExpertSteps named name, if the expert is at
// version. Errors: those of ChangeExpert; a ConflictError when the step is not open.
func (db *DB) StepExpert(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string) (domain.Expert, error) {
	var e domain.Expert
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if e, err = t.permittedExpert(domain.Action(name), id, version); err != nil {
			return err
		}
		before := e.State
		if err := e.Take(name, reason); err != nil {
			return err
		}
		return t.updateExpert(&e, domain.Action(name), stateDetail(before, e.State, reason))
	})
	return e, err
}

// permittedExpert locks the expert at version, if the actor may do action on it.
func (t *tx) permittedExpert(action domain.Action, id domain.ID, version int64) (domain.Expert, error) {
	e, err := t.lockExpert(id)
	if err != nil {
		return e, err
	}
	return e, permit(t.actor, action, domain.Experts, e.Facts(), e.Version, version)
}

func (t *tx) lockExpert(id domain.ID) (domain.Expert, error) {
	row, err := locked[expertRow](t, "id", id)
	return row.domain(), err
}

// insertExpert adds e in the state it has, a draft when it has none.
func (t *tx) insertExpert(e *domain.Expert) error {
	if err := e.Validate(); err != nil {
		return err
	}
	if err := e.Enter(); err != nil {
		return err
	}
	e.ID, e.Version, e.CreatedAt, e.UpdatedAt = domain.NewID(), 1, t.now, t.now
	row := expertRowOf(*e)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Experts, e.ID, e.Version, domain.Create, nil)
	return nil
}

// updateExpert stores e, which the transaction has locked, as its next version.
func (t *tx) updateExpert(e *domain.Expert, action domain.Action, detail map[string]any) error {
	if err := e.Validate(); err != nil {
		return err
	}
	e.Version, e.UpdatedAt = e.Version+1, t.now
	row := expertRowOf(*e)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", e.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Experts, e.ID, e.Version, action, detail)
	return nil
}
