package postgres

import (
	"context"

	"sanku/domain"
)

// CreateTechnology adds tech as a draft, which may be incomplete, and returns it as
// stored. Errors: InvalidErrors; ErrForbidden when actor may not create technologies
// of its organisation.
func (db *DB) CreateTechnology(ctx context.Context, actor domain.Actor, tech domain.Technology) (domain.Technology, error) {
	tech.State, tech.Reason, tech.SourceKey, tech.PublishedAt = domain.ListingDraft, "", "", nil
	err := db.write(ctx, actor, func(t *tx) error {
		f, err := t.technologyFacts(tech)
		if err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Technologies, f) {
			return domain.ErrForbidden
		}
		return t.insertTechnology(&tech)
	})
	return tech, err
}

// ChangeTechnology applies change to the technology if it is at version, and returns
// it as stored. What a change does to its state is domain.Technology.Edit's to say; to
// move it to another organisation, actor must be allowed to change that one's too.
// Errors: ErrNotFound when actor may not even read it, ErrForbidden, ErrStale, a
// ConflictError when it is closed or its registration is taken, InvalidErrors.
func (db *DB) ChangeTechnology(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Technology) error) (domain.Technology, error) {
	var tech domain.Technology
	err := db.write(ctx, actor, func(t *tx) (err error) {
		var f domain.Facts
		if tech, f, err = t.permittedTechnology(domain.Change, id, version); err != nil {
			return err
		}
		before, until := tech.State, tech.ValidUntil
		if err := tech.Edit(domain.Can(actor, "publish", domain.Technologies, f), change); err != nil {
			return err
		}
		if f, err = t.technologyFacts(tech); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Change, domain.Technologies, f) {
			return domain.ErrForbidden
		}
		if err := t.updateTechnology(&tech, domain.Change, stateDetail(before, tech.State, "")); err != nil {
			return err
		}
		return t.followed(handled{technology: tech.ID, version: tech.Version, before: before, after: tech.State, renewed: tech.ValidUntil != until})
	})
	return tech, err
}

// StepTechnology takes the step of domain.ListingSteps named name, if the technology
// is at version. Errors: those of ChangeTechnology; a ConflictError when the step is
// not open.
func (db *DB) StepTechnology(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string) (domain.Technology, error) {
	return db.stepTechnology(ctx, actor, id, version, name, reason, domain.Return{Words: reason})
}

func (db *DB) stepTechnology(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string, said domain.Return) (domain.Technology, error) {
	var tech domain.Technology
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if tech, _, err = t.permittedTechnology(domain.Action(name), id, version); err != nil {
			return err
		}
		before, until := tech.State, tech.ValidUntil
		if err := tech.Take(name, reason, t.now); err != nil {
			return err
		}
		if err := t.updateTechnology(&tech, domain.Action(name), stateDetail(before, tech.State, reason)); err != nil {
			return err
		}
		return t.followed(handled{technology: tech.ID, version: tech.Version, before: before, after: tech.State, renewed: tech.ValidUntil != until, step: name, said: said})
	})
	return tech, err
}

// permittedTechnology locks the technology at version and returns it with what access
// knows of it, if the actor may do action on it. Who does it in office sees the whole.
func (t *tx) permittedTechnology(action domain.Action, id domain.ID, version int64) (domain.Technology, domain.Facts, error) {
	tech, err := t.lockTechnology(id)
	if err != nil {
		return tech, domain.Facts{}, err
	}
	f, err := t.technologyFacts(tech)
	if err != nil {
		return tech, f, err
	}
	if err := permit(t.actor, action, domain.Technologies, f, tech.Version, version); err != nil || tech.Confidentiality != "blind" {
		return tech, f, err
	}
	return tech, f, t.seen(domain.Technologies, "review", tech.ID)
}

func (t *tx) lockTechnology(id domain.ID) (domain.Technology, error) {
	row, err := locked[technologyRow](t, "id", id)
	return row.domain(), err
}

func (t *tx) technologyFacts(tech domain.Technology) (domain.Facts, error) {
	area, err := areaOf(t.DB, tech.OrganisationID)
	if err != nil {
		return domain.Facts{}, err
	}
	led, err := stewardsOf(t.DB, "technologies", []domain.ID{tech.ID})
	f := tech.Facts(area, t.now)
	f.Experts = led[tech.ID]
	return f, err
}

// insertTechnology adds tech in the state it has, a draft when it has none.
func (t *tx) insertTechnology(tech *domain.Technology) error {
	row, err := t.newTechnology(tech)
	if err != nil {
		return err
	}
	return t.Create(&row).Error
}

// newTechnology is the row of insertTechnology, recorded and yet to be created.
func (t *tx) newTechnology(tech *domain.Technology) (technologyRow, error) {
	if err := tech.Validate(); err != nil {
		return technologyRow{}, err
	}
	if err := tech.Enter(t.now); err != nil {
		return technologyRow{}, err
	}
	tech.ID, tech.Version, tech.CreatedAt, tech.UpdatedAt = domain.NewID(), 1, t.now, t.now
	t.record(domain.Technologies, tech.ID, tech.Version, domain.Create, nil)
	return technologyRowOf(*tech), nil
}

// updateTechnology stores tech, which the transaction has locked, as its next version.
func (t *tx) updateTechnology(tech *domain.Technology, action domain.Action, detail map[string]any) error {
	if err := tech.Validate(); err != nil {
		return err
	}
	tech.Version, tech.UpdatedAt = tech.Version+1, t.now
	row := technologyRowOf(*tech)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", tech.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Technologies, tech.ID, tech.Version, action, detail)
	return nil
}
