package matching

import (
	"context"

	"sanku/domain"
	"sanku/search"
)

// NeedsOf returns the needs whose matches a record may bear on: those it has a part
// in already, and those it answers as it is now. Needs themselves bear on none but
// their own.
func (m *Matcher) NeedsOf(ctx context.Context, kind domain.Resource, ref domain.ID) ([]domain.ID, error) {
	if err := m.libraries.CatchUp(ctx); err != nil {
		return nil, err
	}
	ids, err := m.db.NeedsTouchedBy(ctx, kind, ref)
	if err != nil {
		return nil, err
	}
	answered, err := m.answered(ctx, kind, ref)
	seen := map[domain.ID]bool{}
	var needs []domain.ID
	for _, id := range append(ids, answered...) {
		if !seen[id] {
			seen[id] = true
			needs = append(needs, id)
		}
	}
	return needs, err
}

// answered finds the needs that a record answers by its text. A policy bears on
// every need and a steward on all of an area: their words do not say which.
func (m *Matcher) answered(ctx context.Context, kind domain.Resource, ref domain.ID) ([]domain.ID, error) {
	if kind == domain.Policies {
		return m.published(ctx)
	}
	library := search.Kind(kind)
	if library != search.Technologies && library != search.Experts {
		return nil, nil
	}
	docs, err := Feed{m.db}.read(ctx, library, []domain.ID{ref})
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	if docs[0].Filter["kind"] == domain.StewardExpert {
		return m.db.NeedsIn(ctx, docs[0].Filter["area"])
	}
	hits, err := m.libraries.Library(search.Needs).Retrieve(ctx, documentQuery(docs[0]))
	if err != nil {
		return nil, err
	}
	ids := make([]domain.ID, len(hits))
	for i, h := range hits {
		if ids[i], err = domain.ParseID(h.ID); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
