package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// RegisterEntry returns one entry that actor may read, else ErrNotFound.
func (db *DB) RegisterEntry(ctx context.Context, actor domain.Actor, id domain.ID) (domain.RegisterEntry, error) {
	return db.registerEntry(ctx, actor, domain.Read, id)
}

// registerEntry is one entry that actor may do action to, else ErrNotFound.
func (db *DB) registerEntry(ctx context.Context, actor domain.Actor, action domain.Action, id domain.ID) (domain.RegisterEntry, error) {
	var row registerEntryRow
	q := registerEntryScope.within(db.read(ctx), domain.ScopeOf(actor, action, domain.RegisterEntries))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// RegisterEntryFilter selects entries as they are now; zero fields select all.
type RegisterEntryFilter struct {
	Register, Category, Level, Area, Unit string
	OrganisationID                        domain.ID
	Title                                 string        // part of the title
	ValidOn                               domain.Date   // valid on this day
	Started                               domain.Period // starts on one of these days
}

// RegisterEntrySorts are the sort keys of RegisterEntries, which lists by the last update
// unless asked.
var RegisterEntrySorts = []string{"updated_at", "created_at", "starts_on", "title"}

// RegisterEntries lists the entries that actor may read.
func (db *DB) RegisterEntries(ctx context.Context, actor domain.Actor, f RegisterEntryFilter, p Page) (List[domain.RegisterEntry], error) {
	order, err := sortOf(newestFirst(p.Sort), RegisterEntrySorts, registerEntrySortKey)
	if err != nil {
		return List[domain.RegisterEntry]{}, err
	}
	q := registerEntryScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.RegisterEntries))
	return list(f.where(q), order, p, registerEntryRow.domain)
}

func (f RegisterEntryFilter) where(q *gorm.DB) *gorm.DB {
	for _, part := range []struct{ column, value string }{{"register", f.Register}, {"category", f.Category}, {"level", f.Level}, {"area", f.Area}, {"unit", f.Unit}} {
		q = equal(q, part.column, part.value)
	}
	q = belonging(containing(q, "title", f.Title), "organisation_id", f.OrganisationID)
	if !f.ValidOn.IsZero() {
		q = q.Where(validOn, map[string]any{"day": f.ValidOn.String()})
	}
	if !f.Started.From.IsZero() {
		q = q.Where("starts_on >= ?", f.Started.From)
	}
	if !f.Started.To.IsZero() {
		q = q.Where("starts_on <= ?", f.Started.To)
	}
	return q
}

// validOn says as domain.RegisterEntry.ValidOn does what is valid on a day.
const validOn = `starts_on <= CAST(@day AS date) AND (ends_on IS NULL OR ends_on >= CAST(@day AS date)) AND (withdrawn_on IS NULL OR withdrawn_on > CAST(@day AS date))`

// Standing is where an enterprise stands on the ladder on a day; ErrNotFound when there
// is no such organisation, or no register of qualifications.
func (db *DB) Standing(ctx context.Context, actor domain.Actor, organisation domain.ID, on domain.Date) (domain.Standing, error) {
	if _, err := db.Organisation(ctx, actor, organisation); err != nil {
		return domain.Standing{}, err
	}
	var register registerRow
	if err := db.read(ctx).Where("code = ?", domain.QualificationRegister).Take(&register).Error; err != nil {
		return domain.Standing{}, translate(err)
	}
	q := registerEntryScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.RegisterEntries))
	var rows []registerEntryRow
	err := q.Where("organisation_id = ? AND register = ?", organisation, register.Code).Order("starts_on, id").Find(&rows).Error
	return register.domain().Standing(domains(rows, registerEntryRow.domain), on), translate(err)
}

// Recognised says by organisation what the registers know of them on a day. It knows no
// scope: qualifications and platforms are public.
func (db *DB) Recognised(ctx context.Context, organisations []domain.ID, on domain.Date) (map[domain.ID]domain.Recognised, error) {
	return recognised(db.read(ctx).Where("organisation_id = ANY(?::uuid[])", idTexts(organisations)), on)
}

// recognisedOwners is Recognised of all that have a published need.
func (db *DB) recognisedOwners(ctx context.Context, on domain.Date) (map[domain.ID]domain.Recognised, error) {
	return recognised(db.read(ctx).Where("organisation_id IN (SELECT organisation_id FROM needs WHERE state = 'published')"), on)
}

func recognised(q *gorm.DB, on domain.Date) (map[domain.ID]domain.Recognised, error) {
	var rows []registerEntryRow
	q = q.Where("register IN (?, ?)", domain.QualificationRegister, domain.PlatformRegister)
	if err := q.Order("starts_on, id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	entries := map[domain.ID][]domain.RegisterEntry{}
	for _, r := range rows {
		entries[r.OrganisationID] = append(entries[r.OrganisationID], r.domain())
	}
	known := make(map[domain.ID]domain.Recognised, len(entries))
	for id, of := range entries {
		known[id] = domain.Recognise(of, on)
	}
	return known, nil
}
