package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type savedSearchRow struct {
	ID             domain.ID `gorm:"column:id;primaryKey"`
	Version        int64     `gorm:"column:version"`
	UserID         domain.ID `gorm:"column:user_id"`
	Name           string    `gorm:"column:name"`
	Library        string    `gorm:"column:library"`
	Query          string    `gorm:"column:query"`
	Field          string    `gorm:"column:field"`
	Area           optional  `gorm:"column:area"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	SeenAt         time.Time `gorm:"column:seen_at"`
	CreatedAt      time.Time `gorm:"column:created_at"`
	UpdatedAt      time.Time `gorm:"column:updated_at"`
	New            int       `gorm:"column:new;->"`
}

func (savedSearchRow) TableName() string { return "saved_searches" }

func (r savedSearchRow) rowID() domain.ID { return r.ID }

func (r savedSearchRow) domain() domain.SavedSearch {
	return domain.SavedSearch{ID: r.ID, Version: r.Version, UserID: r.UserID, Name: r.Name, Library: r.Library, Query: r.Query, Field: r.Field, Area: string(r.Area),
		OrganisationID: r.OrganisationID, SeenAt: r.SeenAt.UTC(), New: r.New, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

var savedSearchScope = scopeColumns{users: []string{"saved_searches.user_id = ?"}}

// SavedSearchSorts are the sort keys of SavedSearches, which lists by the last change
// unless asked.
var SavedSearchSorts = []string{"updated_at", "name"}

const savedSearchColumns = "saved_searches.*, (SELECT count(*) FROM saved_search_hits h WHERE h.search_id = saved_searches.id AND h.at > saved_searches.seen_at) AS new"

// SavedSearches lists those of actor, with how many hits are new.
func (db *DB) SavedSearches(ctx context.Context, actor domain.Actor, p Page) (List[domain.SavedSearch], error) {
	order, err := sortOf(newestFirst(p.Sort), SavedSearchSorts, func(r savedSearchRow, column string) string {
		if column == "name" {
			return r.Name
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.SavedSearch]{}, err
	}
	q := savedSearchScope.within(db.read(ctx).Select(savedSearchColumns), domain.ScopeOf(actor, domain.Read, domain.SavedSearches))
	return list(q, order, p, savedSearchRow.domain)
}

// CreateSavedSearch keeps a search for actor. Errors: InvalidErrors, ErrForbidden, a
// ConflictError when actor keeps as many as may be.
func (db *DB) CreateSavedSearch(ctx context.Context, actor domain.Actor, s domain.SavedSearch) (domain.SavedSearch, error) {
	s.UserID = actor.UserID
	if actor.UserID.IsZero() || !domain.Can(actor, domain.Create, domain.SavedSearches, s.Facts()) {
		return s, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error {
		if err := s.Validate(); err != nil {
			return err
		}
		if _, err := t.lockUser(actor.UserID); err != nil {
			return err
		}
		var kept int64
		if err := t.Model(&savedSearchRow{}).Where("user_id = ?", actor.UserID).Count(&kept).Error; err != nil {
			return err
		}
		if kept >= domain.MaxSavedSearches {
			return domain.Conflict("订阅已达上限，请先删除不用的", "too many are kept: remove some first")
		}
		s.ID, s.Version, s.SeenAt, s.CreatedAt, s.UpdatedAt, s.New = domain.NewID(), 1, t.now, t.now, t.now, 0
		t.audit(domain.SavedSearches, s.ID, 1, domain.Create, nil)
		return t.Create(&savedSearchRow{s.ID, 1, s.UserID, s.Name, s.Library, s.Query, s.Field, optional(s.Area), s.OrganisationID, t.now, t.now, t.now, 0}).Error
	})
	return s, err
}

// RenameSavedSearch gives the search at version another name. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors.
func (db *DB) RenameSavedSearch(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name string) (domain.SavedSearch, error) {
	return db.changeSavedSearch(ctx, actor, id, version, domain.Change, func(t *tx, row *savedSearchRow) error {
		row.Name = name
		return row.domain().Validate()
	})
}

// SeeSavedSearch notes that actor has seen the hits of a search. Errors: ErrNotFound,
// ErrForbidden.
func (db *DB) SeeSavedSearch(ctx context.Context, actor domain.Actor, id domain.ID) (domain.SavedSearch, error) {
	return db.changeSavedSearch(ctx, actor, id, 0, domain.Change, func(t *tx, row *savedSearchRow) error {
		row.SeenAt = t.now
		return nil
	})
}

func (db *DB) changeSavedSearch(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *savedSearchRow) error) (domain.SavedSearch, error) {
	var row savedSearchRow
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if row, err = locked[savedSearchRow](t, "id", id); err != nil {
			return err
		}
		if err := permit(actor, action, domain.SavedSearches, row.domain().Facts(), row.Version, version); err != nil {
			return err
		}
		if err := change(t, &row); err != nil {
			return err
		}
		row.Version, row.UpdatedAt = row.Version+1, t.now
		t.audit(domain.SavedSearches, id, row.Version, action, nil)
		return t.Select("version", "name", "seen_at", "updated_at").Where("id = ?", id).Updates(&row).Error
	})
	return row.domain(), err
}

// RemoveSavedSearch forgets a search and its hits. Errors: ErrNotFound, ErrForbidden.
func (db *DB) RemoveSavedSearch(ctx context.Context, actor domain.Actor, id domain.ID) error {
	return db.write(ctx, actor, func(t *tx) error {
		row, err := locked[savedSearchRow](t, "id", id)
		if err != nil {
			return err
		}
		if err := permit(actor, "remove", domain.SavedSearches, row.domain().Facts(), 0, 0); err != nil {
			return err
		}
		t.audit(domain.SavedSearches, id, row.Version, "remove", nil)
		return t.Where("id = ?", id).Delete(&savedSearchRow{}).Error
	})
}

// SavedSearchHit is a record that a search has found since it was kept.
type SavedSearchHit struct {
	Library string
	Ref     domain.ID
	Title   string
	At      time.Time
}

// SavedSearchHits are the last hits of a search of actor's, the newest first.
func (db *DB) SavedSearchHits(ctx context.Context, actor domain.Actor, id domain.ID) (domain.SavedSearch, []SavedSearchHit, error) {
	var row savedSearchRow
	q := savedSearchScope.within(db.read(ctx).Select(savedSearchColumns), domain.ScopeOf(actor, domain.Read, domain.SavedSearches))
	if err := q.Where("id = ?", id).Take(&row).Error; err != nil {
		return domain.SavedSearch{}, nil, translate(err)
	}
	var hits []SavedSearchHit
	err := db.read(ctx).Table("saved_search_hits").Where("search_id = ?", id).Order("at DESC, ref").Limit(MaxLimit).Find(&hits).Error
	return row.domain(), hits, translate(err)
}
