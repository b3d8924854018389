package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// SavedSearchBody is what callers write of a search to be kept, or a field, area or
// organisation to be followed.
type SavedSearchBody struct {
	Name           string    `json:"name" maxLength:"60" zh:"名称"`
	Library        string    `json:"library,omitempty" set:"libraries" zh:"库" doc:"All when absent."`
	Query          string    `json:"query,omitempty" maxLength:"200" zh:"查找内容" doc:"Plain words, of which a record has every one."`
	Field          string    `json:"field,omitempty" set:"fields" zh:"技术领域"`
	Area           string    `json:"area,omitempty" maxLength:"40" zh:"区域"`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"单位"`
}

// SavedSearch is a search that the caller keeps.
type SavedSearch struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	SavedSearchBody
	New       int       `json:"new" zh:"新内容条数" doc:"Found since it was last seen."`
	SeenAt    time.Time `json:"seen_at" zh:"上次查看时间"`
	CreatedAt time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func savedSearchOf(s domain.SavedSearch) SavedSearch {
	return SavedSearch{s.ID, s.Version, SavedSearchBody{s.Name, s.Library, s.Query, s.Field, s.Area, s.OrganisationID}, s.New, s.SeenAt, s.CreatedAt, s.UpdatedAt}
}

// SavedSearchHit is a record that a kept search has found.
type SavedSearchHit struct {
	Library string    `json:"library" set:"libraries" zh:"库"`
	Ref     domain.ID `json:"ref" zh:"记录"`
	Title   string    `json:"title" zh:"名称"`
	At      time.Time `json:"at" zh:"时间"`
}

func savedSearchHitOf(h postgres.SavedSearchHit) SavedSearchHit {
	return SavedSearchHit{h.Library, h.Ref, h.Title, h.At}
}

func (a *API) registerSavedSearches() {
	searches := collection{"saved-searches", domain.SavedSearches, domain.Text{ZH: "订阅与保存的搜索", EN: "saved searches and subscriptions"}}
	list(a, searches, postgres.SavedSearchSorts, a.listSavedSearches)
	create(a, searches, a.createSavedSearch)
	rename := searches.route(http.MethodPatch, "/{id}", "rename", domain.Change, "改名：", "Rename one of the")
	rename.versioned = true
	register(a, rename, a.renameSavedSearch)
	seen := searches.route(http.MethodPost, "/{id}/seen", "see", domain.Change, "标为已看：", "Mark as seen one of the")
	seen.status = http.StatusOK
	register(a, seen, a.seeSavedSearch)
	register(a, searches.route(http.MethodGet, "/{id}/hits", "list-hits-of", domain.Read, "找到的内容：", "What was found by one of the"), a.savedSearchHits)
	remove := searches.route(http.MethodDelete, "/{id}", "remove", "remove", "删除：", "Remove one of the")
	remove.status = http.StatusNoContent
	register(a, remove, a.removeSavedSearch)
}

type savedSearchesQuery struct{ Page }

func (a *API) listSavedSearches(ctx context.Context, in *savedSearchesQuery) (*page[SavedSearch], error) {
	found, err := a.db.SavedSearches(ctx, actorOf(ctx), in.store())
	return pageOf(found, savedSearchOf), err
}

type newSavedSearch struct{ Body SavedSearchBody }

func (a *API) createSavedSearch(ctx context.Context, in *newSavedSearch) (*created[SavedSearch], error) {
	b := in.Body
	s, err := a.db.CreateSavedSearch(ctx, actorOf(ctx), domain.SavedSearch{Name: b.Name, Library: b.Library, Query: b.Query, Field: b.Field, Area: b.Area, OrganisationID: b.OrganisationID})
	return createdIn("saved-searches", s.ID, savedSearchOf(s), s.Version), err
}

type renamedSavedSearch struct {
	Record
	IfMatch
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"60" zh:"名称"`
	}
}

func (a *API) renameSavedSearch(ctx context.Context, in *renamedSavedSearch) (*one[SavedSearch], error) {
	s, err := a.db.RenameSavedSearch(ctx, actorOf(ctx), in.ID, in.version(), in.Body.Name)
	return oneOf(savedSearchOf(s), s.Version), err
}

func (a *API) seeSavedSearch(ctx context.Context, in *Record) (*one[SavedSearch], error) {
	s, err := a.db.SeeSavedSearch(ctx, actorOf(ctx), in.ID)
	return oneOf(savedSearchOf(s), s.Version), err
}

func (a *API) savedSearchHits(ctx context.Context, in *Record) (*page[SavedSearchHit], error) {
	_, found, err := a.db.SavedSearchHits(ctx, actorOf(ctx), in.ID)
	return every(found, savedSearchHitOf), err
}

func (a *API) removeSavedSearch(ctx context.Context, in *Record) (*none, error) {
	return nil, a.db.RemoveSavedSearch(ctx, actorOf(ctx), in.ID)
}
