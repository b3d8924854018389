package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type revealRow struct {
	ID             domain.ID   `gorm:"column:id;primaryKey"`
	Version        int64       `gorm:"column:version"`
	NeedID         domain.ID   `gorm:"column:need_id"`
	TechnologyID   domain.ID   `gorm:"column:technology_id"`
	OrganisationID domain.ID   `gorm:"column:organisation_id"`
	Level          int         `gorm:"column:level"`
	Purpose        string      `gorm:"column:purpose"`
	AskedBy        domain.ID   `gorm:"column:asked_by"`
	State          string      `gorm:"column:state"`
	Granted        int         `gorm:"column:granted"`
	Until          domain.Date `gorm:"column:until"`
	Answer         string      `gorm:"column:answer"`
	DecidedBy      domain.ID   `gorm:"column:decided_by"`
	DecidedAt      *time.Time  `gorm:"column:decided_at"`
	CreatedAt      time.Time   `gorm:"column:created_at"`
	UpdatedAt      time.Time   `gorm:"column:updated_at"`
	Title          string      `gorm:"column:title;->"`
	OwnerID        domain.ID   `gorm:"column:owner_id;->"`
	Area           optional    `gorm:"column:area;->"`
}

func (revealRow) TableName() string { return "reveals" }

func (r revealRow) rowID() domain.ID { return r.ID }

func (r revealRow) domain() domain.Reveal {
	return domain.Reveal{ID: r.ID, Version: r.Version, NeedID: r.NeedID, TechnologyID: r.TechnologyID, Title: r.Title, OwnerID: r.OwnerID, Area: string(r.Area),
		OrganisationID: r.OrganisationID, Level: domain.RevealLevel(r.Level), Purpose: r.Purpose, AskedBy: r.AskedBy, State: domain.RevealState(r.State),
		Granted: domain.RevealLevel(r.Granted), Until: r.Until, Answer: r.Answer, DecidedBy: r.DecidedBy, DecidedAt: utc(r.DecidedAt),
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

func revealRowOf(r domain.Reveal) revealRow {
	return revealRow{ID: r.ID, Version: r.Version, NeedID: r.NeedID, TechnologyID: r.TechnologyID, OrganisationID: r.OrganisationID, Level: int(r.Level),
		Purpose: r.Purpose, AskedBy: r.AskedBy, State: string(r.State), Granted: int(r.Granted), Until: r.Until, Answer: r.Answer, DecidedBy: r.DecidedBy,
		DecidedAt: r.DecidedAt, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

// revealsWithListings are the reveals with whose listing each is about.
const revealsWithListings = `(SELECT r.*, coalesce(n.title, c.title) AS title, o.id AS owner_id, o.area FROM reveals r
LEFT JOIN needs n ON n.id = r.need_id LEFT JOIN technologies c ON c.id = r.technology_id
JOIN organisations o ON o.id = coalesce(n.organisation_id, c.organisation_id)) AS reveals`

var revealScope = scopeColumns{area: "reveals.area", organisations: []string{"reveals.owner_id = ?", "reveals.organisation_id = ?"}, users: []string{"reveals.asked_by = ?"}}

// AskReveal asks the owner of a published listing to show an organisation more of it.
// Errors: InvalidErrors, among them a listing that actor cannot see; ErrForbidden when
// actor may not ask in the organisation's name; a ConflictError when nothing more would
// be shown, or an answer is awaited already.
func (db *DB) AskReveal(ctx context.Context, actor domain.Actor, r domain.Reveal) (domain.Reveal, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if err := r.Validate(); err != nil {
			return err
		}
		area, err := areaOf(t.DB, r.OrganisationID)
		if err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Reveals, domain.Facts{Organisations: []domain.ID{r.OrganisationID}, Area: area}) {
			return domain.ErrForbidden
		}
		if err := t.worthAsking(r); err != nil {
			return err
		}
		r.ID, r.Version, r.State, r.AskedBy, r.CreatedAt, r.UpdatedAt = domain.NewID(), 1, domain.RevealAsked, actor.UserID, t.now, t.now
		r.Granted, r.Until, r.Answer, r.DecidedAt = 0, domain.Date{}, "", nil
		row := revealRowOf(r)
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.record(domain.Reveals, r.ID, r.Version, domain.Create, map[string]any{"listing": r.Listing(), "level": r.Level})
		r, err = t.reveal(r.ID)
		return err
	})
	return r, err
}

// worthAsking reports why r need not be asked: the listing shows as much already.
func (t *tx) worthAsking(r domain.Reveal) error {
	table, resource, reference := "needs", domain.Needs, "need_id"
	if r.NeedID.IsZero() {
		table, resource, reference = "technologies", domain.Technologies, "technology_id"
	}
	listing, err := docked(t.offered(table, resource), r.Listing(), reference)
	if err != nil {
		return err
	}
	if listing.OrganisationID == r.OrganisationID {
		return domain.Conflict("这是本单位自己的", "it is the organisation's own")
	}
	granted, err := grantedLevels(t.DB, r.OrganisationID, []domain.ID{r.Listing()}, domain.DateOf(t.now))
	if err != nil {
		return err
	}
	if max(domain.ShownWithout(listing.Confidentiality), granted[r.Listing()].level) >= r.Level {
		return domain.Conflict("这些内容已经对该单位公开", "this is shown to the organisation already")
	}
	var open int64
	if err := t.Table("reveals").Where("coalesce(need_id, technology_id) = ? AND organisation_id = ? AND state = 'asked'", r.Listing(), r.OrganisationID).Count(&open).Error; err != nil {
		return err
	}
	if open > 0 {
		return domain.Conflict("已有一份申请在等对方答复", "an answer is awaited already")
	}
	return nil
}

// StepReveal takes the step of domain.RevealSteps named name, if the reveal is at version.
// Errors: ErrNotFound when actor may not even read it, ErrForbidden, ErrStale, a
// ConflictError when the step is not open, InvalidErrors.
func (db *DB) StepReveal(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name string, answer domain.RevealAnswer) (domain.Reveal, error) {
	var r domain.Reveal
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if _, err := locked[revealRow](t, "id", id); err != nil {
			return err
		}
		if r, err = t.reveal(id); err != nil {
			return err
		}
		if err := permit(actor, domain.Action(name), domain.Reveals, r.Facts(), r.Version, version); err != nil {
			return err
		}
		if err := r.Take(name, answer, actor, t.now); err != nil {
			return err
		}
		r.Version, r.UpdatedAt = r.Version+1, t.now
		row := revealRowOf(r)
		if err := t.Select("version", "state", "granted", "until", "answer", "decided_by", "decided_at", "updated_at").Where("id = ?", id).Updates(&row).Error; err != nil {
			return err
		}
		t.record(domain.Reveals, id, r.Version, domain.Action(name), map[string]any{"listing": r.Listing(), "to": r.State, "level": r.Granted, "until": r.Until.String()})
		return nil
	})
	return r, err
}

func (t *tx) reveal(id domain.ID) (domain.Reveal, error) {
	var row revealRow
	err := t.Session(&gorm.Session{NewDB: true}).Table(revealsWithListings).Where("id = ?", id).Take(&row).Error
	return row.domain(), err
}

// Reveal returns one reveal that actor may read, else ErrNotFound.
func (db *DB) Reveal(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Reveal, error) {
	var row revealRow
	err := revealScope.within(db.read(ctx).Table(revealsWithListings), domain.ScopeOf(actor, domain.Read, domain.Reveals)).Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// RevealFilter selects reveals; zero fields select all.
type RevealFilter struct {
	State                string
	NeedID, TechnologyID domain.ID
	OrganisationID       domain.ID // that asks
	OwnerID              domain.ID
}

// RevealSorts are the sort keys of Reveals, which lists by the last update unless asked.
var RevealSorts = []string{"updated_at", "created_at"}

// Reveals lists the reveals that actor may read: of the listings of its organisation, and
// those that it has asked for.
func (db *DB) Reveals(ctx context.Context, actor domain.Actor, f RevealFilter, p Page) (List[domain.Reveal], error) {
	order, err := sortOf(newestFirst(p.Sort), RevealSorts, func(r revealRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.Reveal]{}, err
	}
	q := revealScope.within(db.read(ctx).Table(revealsWithListings), domain.ScopeOf(actor, domain.Read, domain.Reveals))
	q = belonging(belonging(equal(q, "state", f.State), "need_id", f.NeedID), "technology_id", f.TechnologyID)
	q = belonging(belonging(q, "organisation_id", f.OrganisationID), "owner_id", f.OwnerID)
	return list(q, order, p, revealRow.domain)
}
