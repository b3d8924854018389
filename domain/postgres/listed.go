package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// listedRow is a need or a technology in a list of both.
type listedRow struct {
	Kind           string      `gorm:"column:kind"`
	ID             domain.ID   `gorm:"column:id"`
	Version        int64       `gorm:"column:version"`
	Title          string      `gorm:"column:title"`
	Field          string      `gorm:"column:field"`
	OrganisationID domain.ID   `gorm:"column:organisation_id"`
	Organisation   string      `gorm:"column:organisation"`
	Area           optional    `gorm:"column:area"`
	ExpiresOn      domain.Date `gorm:"column:expires_on"`
	SubmittedAt    time.Time   `gorm:"column:submitted_at"`
	Round          int         `gorm:"column:round"`
}

func (r listedRow) rowID() domain.ID { return r.ID }

func (r listedRow) domain() domain.PendingListing {
	return domain.PendingListing{Kind: domain.Resource(r.Kind), ID: r.ID, Version: r.Version, Title: r.Title, Field: r.Field, OrganisationID: r.OrganisationID, Organisation: r.Organisation,
		Area: string(r.Area), ValidUntil: r.ExpiresOn, SubmittedAt: r.SubmittedAt.UTC(), Round: r.Round}
}

// listings are the needs and technologies of which a condition holds, in one table.
func listed(condition string) string {
	of := func(kind domain.Resource, table, reference string) string {
		return fmt.Sprintf(`SELECT '%s' AS kind, l.id, l.version, l.title, l.field, l.organisation_id, o.name AS organisation, o.area, l.valid_until AS expires_on,
  coalesce(r.submitted_at, l.updated_at) AS submitted_at, coalesce(r.round, 1) AS round
FROM %s l JOIN organisations o ON o.id = l.organisation_id LEFT JOIN review_rounds r ON r.%s = l.id AND r.decision = '' WHERE %s`, kind, table, reference, condition)
	}
	return "(" + of(domain.Needs, "needs", "need_id") + " UNION ALL " + of(domain.Technologies, "technologies", "technology_id") + ") AS listed"
}

var listedScope = scopeColumns{area: "listed.area", organisations: []string{"listed.organisation_id = ?"}}

// ListedFilter selects listings of which something is to be done; zero fields select all.
type ListedFilter struct {
	Kind           domain.Resource // Needs or Technologies
	Area           string          // of the organisation
	OrganisationID domain.ID
}

func (f ListedFilter) where(q *gorm.DB) *gorm.DB {
	return belonging(equal(equal(q, "kind", string(f.Kind)), "area", f.Area), "organisation_id", f.OrganisationID)
}

// ReviewSorts are the sort keys of ReviewQueue, which lists those that wait longest first.
var ReviewSorts = []string{"submitted_at"}

// ReviewQueue lists the needs and technologies that wait for review, with how many
// working days they have waited: those of actor's organisation or area, or all.
func (db *DB) ReviewQueue(ctx context.Context, actor domain.Actor, f ListedFilter, p Page) (List[domain.PendingListing], error) {
	order, err := sortOf(p.Sort, ReviewSorts, func(r listedRow, _ string) string { return stamp(r.SubmittedAt) })
	if err != nil {
		return List[domain.PendingListing]{}, err
	}
	q := listedScope.within(db.read(ctx).Table(listed("l.state = 'submitted'")), domain.ScopeOf(actor, domain.Read, domain.Reviews))
	page, err := list(f.where(q), order, p, listedRow.domain)
	if err == nil {
		err = db.seenListed(ctx, actor, page.Items)
	}
	if err != nil || len(page.Items) == 0 {
		return page, err
	}
	clocks, err := db.Clocks(ctx)
	for i, l := range page.Items {
		since := domain.DateOf(l.SubmittedAt)
		page.Items[i].Since, page.Items[i].Waiting = since, clocks.Calendar.Between(since, db.today())
	}
	return page, err
}

// StaleSorts are the sort keys of StaleListings, which lists those that expire first first.
var StaleSorts = []string{"expires_on"}

// StaleListings lists the published needs and technologies that expire within
// domain.ExpiryNotice or have expired, to be renewed or closed: those of actor's
// organisation or area, or all.
func (db *DB) StaleListings(ctx context.Context, actor domain.Actor, f ListedFilter, p Page) (List[domain.PendingListing], error) {
	order, err := sortOf(p.Sort, StaleSorts, func(r listedRow, _ string) string { return r.ExpiresOn.String() })
	if err != nil {
		return List[domain.PendingListing]{}, err
	}
	q := listedScope.within(db.read(ctx).Table(listed(db.expiring())), domain.ScopeOf(actor, domain.Read, domain.Reviews))
	page, err := list(f.where(q), order, p, listedRow.domain)
	if err == nil {
		err = db.seenListed(ctx, actor, page.Items)
	}
	return page, err
}

// seenListed notes which listings actor sees in office in a list of both kinds.
func (db *DB) seenListed(ctx context.Context, actor domain.Actor, listed []domain.PendingListing) error {
	by := map[domain.Resource][]domain.ID{}
	for _, l := range listed {
		by[l.Kind] = append(by[l.Kind], l.ID)
	}
	if err := db.seen(ctx, actor, domain.Needs, "list", by[domain.Needs]...); err != nil {
		return err
	}
	return db.seen(ctx, actor, domain.Technologies, "list", by[domain.Technologies]...)
}

func (db *DB) expiring() string {
	return fmt.Sprintf("l.state = 'published' AND l.valid_until < '%s'", db.today().AddDays(domain.ExpiryNotice))
}

// remindOfListings tells organisations of their listings that expire.
func remindOfListings(ctx context.Context, db *DB, today domain.Date) ([]domain.Reminder, error) {
	var rows []listedRow
	err := db.read(ctx).Table(listed(db.expiring())).Order("expires_on, id").Find(&rows).Error
	return domains(rows, func(r listedRow) domain.Reminder { return r.domain().Expiry(today) }), translate(err)
}

// forgetExpiry forgets what was told of the expiry of a listing that is valid until
// another day: it is told anew when that comes near.
func (t *tx) forgetExpiry(id domain.ID) error {
	return t.Exec(`DELETE FROM reminders WHERE kind IN ? AND ref = ?`, []string{domain.ReminderOfNeed, domain.ReminderOfTechnology}, id.String()).Error
}
