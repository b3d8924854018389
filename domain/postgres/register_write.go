package postgres

import (
	"context"

	"sanku/domain"
)

// CreateRegisterEntry adds e to its register and returns it as stored. Domain.Register's
// Complete says what follows from the rest. Errors: InvalidErrors; ErrForbidden; a
// ConflictError when its holder has a valid one already and may have one only.
func (db *DB) CreateRegisterEntry(ctx context.Context, actor domain.Actor, e domain.RegisterEntry) (domain.RegisterEntry, error) {
	e.WithdrawnOn, e.Reason, e.SourceKey = domain.Date{}, "", ""
	err := db.write(ctx, actor, func(t *tx) error {
		register, err := t.register(e.Register)
		if err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.RegisterEntries, register.Facts(e)) {
			return domain.ErrForbidden
		}
		return t.insertRegisterEntry(register, &e)
	})
	return e, err
}

// ChangeRegisterEntry applies change to the entry if it is at version, and returns it as
// stored; effect says from which day on it is so. Actor must be allowed to change it
// before and after. Errors: ErrNotFound when actor may not even read it, ErrForbidden,
// also for a day before today by those who may not backdate, ErrStale, InvalidErrors, a
// ConflictError as of CreateRegisterEntry.
func (db *DB) ChangeRegisterEntry(ctx context.Context, actor domain.Actor, id domain.ID, version int64, effect domain.EntryChange, change func(*domain.RegisterEntry) error) (domain.RegisterEntry, error) {
	return db.changeRegisterEntry(ctx, actor, id, version, domain.Change, "", func(t *tx, r domain.Register, e *domain.RegisterEntry) (domain.Date, error) {
		before := *e
		if err := e.Edit(change); err != nil {
			return domain.Date{}, err
		}
		if !domain.Can(actor, domain.Change, domain.RegisterEntries, r.Facts(*e)) {
			return domain.Date{}, domain.ErrForbidden
		}
		return t.effective(before, *e, effect)
	})
}

// StepRegisterEntry takes the step of domain.EntrySteps named name, if the entry is at
// version; a withdrawal holds from the day on, today when zero. Errors: those of
// ChangeRegisterEntry; a ConflictError when the step is not open.
func (db *DB) StepRegisterEntry(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason string, on domain.Date) (domain.RegisterEntry, error) {
	return db.changeRegisterEntry(ctx, actor, id, version, domain.Action(name), reason, func(t *tx, _ domain.Register, e *domain.RegisterEntry) (domain.Date, error) {
		return e.Take(name, reason, on, domain.DateOf(t.now))
	})
}

// changeRegisterEntry changes the locked entry from the day on that change returns.
func (db *DB) changeRegisterEntry(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, reason string, change func(*tx, domain.Register, *domain.RegisterEntry) (domain.Date, error)) (domain.RegisterEntry, error) {
	var e domain.RegisterEntry
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[registerEntryRow](t, "id", id)
		if err != nil {
			return err
		}
		e = row.domain()
		register, err := t.register(e.Register)
		if err != nil {
			return err
		}
		facts := register.Facts(e)
		if err := permit(actor, action, domain.RegisterEntries, facts, e.Version, version); err != nil {
			return err
		}
		from, err := change(t, register, &e)
		if err != nil {
			return err
		}
		if from.Before(domain.DateOf(t.now)) && !domain.Can(actor, "backdate", domain.RegisterEntries, facts) {
			return domain.ErrForbidden
		}
		return t.updateRegisterEntry(register, &e, from, action, reason)
	})
	return e, err
}

// effective is the day from which on the entry is what it has been changed to.
func (t *tx) effective(before, after domain.RegisterEntry, effect domain.EntryChange) (domain.Date, error) {
	first := before.StartsOn
	if err := t.Raw(earliestSQL, first, before.ID).Row().Scan(&first); err != nil {
		return first, err
	}
	return effect.From(before, after, first, domain.DateOf(t.now))
}

const earliestSQL = `SELECT least(min(effective_from), ?) FROM register_versions WHERE entry_id = ? AND known_to = 'infinity'`

// insertRegisterEntry adds e with its first version, which holds from its start on.
func (t *tx) insertRegisterEntry(r domain.Register, e *domain.RegisterEntry) error {
	e.ID = domain.NewID()
	if err := t.settleRegisterEntry(r, e); err != nil {
		return err
	}
	e.Version, e.CreatedAt, e.UpdatedAt = 1, t.now, t.now
	row := registerEntryRowOf(*e)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.RegisterEntries, e.ID, e.Version, domain.Create, map[string]any{"register": e.Register})
	return t.writeRegisterVersion(*e, e.StartsOn)
}

// updateRegisterEntry stores e, which the transaction has locked, as its next version,
// which holds from a day on.
func (t *tx) updateRegisterEntry(r domain.Register, e *domain.RegisterEntry, from domain.Date, action domain.Action, reason string) error {
	if err := t.settleRegisterEntry(r, e); err != nil {
		return err
	}
	e.Version, e.UpdatedAt = e.Version+1, t.now
	row := registerEntryRowOf(*e)
	if err := t.Select("*").Omit("id", "register", "created_at", "source_key").Where("id = ?", e.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.RegisterEntries, e.ID, e.Version, action, map[string]any{"register": e.Register, "effective_from": from, "reason": reason})
	return t.writeRegisterVersion(*e, from)
}

// settleRegisterEntry completes and judges e.
func (t *tx) settleRegisterEntry(r domain.Register, e *domain.RegisterEntry) error {
	var holder domain.Organisation
	if !e.OrganisationID.IsZero() {
		var rows []organisationRow
		if err := t.Where("id = ?", e.OrganisationID).Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return domain.Invalid("organisation_id", "没有这家单位", "is no organisation")
		}
		holder = rows[0].domain()
	}
	r.Complete(e, holder)
	if err := r.Check(*e, holder); err != nil {
		return err
	}
	return t.onlyOne(r, *e)
}

// onlyOne refuses a second entry of a holder that may have one at a time. Those who enter
// at once wait for one another.
func (t *tx) onlyOne(r domain.Register, e domain.RegisterEntry) error {
	last := e.LastDay()
	if !r.Once || e.OrganisationID.IsZero() || !last.IsZero() && last.Before(e.StartsOn) {
		return nil
	}
	if err := t.alone("register " + e.Register + " " + e.OrganisationID.String()); err != nil {
		return err
	}
	var n int64
	q := t.Model(&registerEntryRow{}).Where("organisation_id = ? AND register = ? AND category = ? AND id <> ?", e.OrganisationID, e.Register, e.Category, e.ID)
	q = q.Where("starts_on <= coalesce(?::date, 'infinity') AND coalesce(least(ends_on, withdrawn_on - 1), 'infinity') >= greatest(?::date, starts_on)", last, e.StartsOn)
	if err := q.Count(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		return domain.Conflict("该单位在此期间已有同类条目，请先取消或改正原条目", "the holder has an entry of this category for some of these days already")
	}
	return nil
}
