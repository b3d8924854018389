package matching

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// Feed derives the libraries from the store. A record has a document exactly while
// it is published and has not run out by the calendar.
type Feed struct{ db *postgres.DB }

var _ search.Feed = Feed{}

// NewFeed is the feed of db.
func NewFeed(db *postgres.DB) Feed { return Feed{db} }

// Epoch implements search.Feed.
func (f Feed) Epoch(ctx context.Context) (string, error) { return f.db.Epoch(ctx) }

// Horizon implements search.Feed.
func (f Feed) Horizon(ctx context.Context) (search.Position, error) {
	p, err := f.db.Horizon(ctx)
	return search.Position(p), err
}

// Changes implements search.Feed.
func (f Feed) Changes(ctx context.Context, kind search.Kind, after search.Position, limit int) ([]search.Change, error) {
	entries, err := f.db.Changes(ctx, []string{string(kind)}, postgres.Position(after), limit)
	if err != nil {
		return nil, err
	}
	// Asked after the changes were read: what was purged before then is noticed.
	purged, err := f.db.Purged(ctx)
	if err != nil {
		return nil, err
	}
	if search.Position(purged).Compare(after) > 0 {
		return nil, fmt.Errorf("after %v, purged to %v: %w", after, purged, search.ErrPurged)
	}
	changes := make([]search.Change, len(entries))
	for i, e := range entries {
		changes[i] = search.Change{Position: search.Position(e.Position), Kind: kind, Ref: e.Ref.String(), Version: e.Version, CreatedAt: e.CreatedAt}
	}
	return changes, nil
}

// Documents implements search.Feed.
func (f Feed) Documents(ctx context.Context, kind search.Kind, ids []string) ([]search.Document, error) {
	records := make([]domain.ID, len(ids))
	for i, id := range ids {
		var err error
		if records[i], err = domain.ParseID(id); err != nil {
			return nil, err
		}
	}
	return f.read(ctx, kind, records)
}

// All implements search.Feed.
func (f Feed) All(ctx context.Context, kind search.Kind, after string, limit int) ([]search.Document, error) {
	versions, err := f.published(ctx, kind, after, limit)
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	ids := make([]domain.ID, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	docs, err := f.read(ctx, kind, ids)
	if err == nil && len(docs) == 0 { // all withdrawn since they were listed: not the end
		return f.All(ctx, kind, ids[len(ids)-1].String(), limit)
	}
	return docs, err
}

// Versions implements search.Feed.
func (f Feed) Versions(ctx context.Context, kind search.Kind, after string, limit int) ([]search.RecordVersion, error) {
	found, err := f.published(ctx, kind, after, limit)
	versions := make([]search.RecordVersion, len(found))
	for i, v := range found {
		versions[i] = search.RecordVersion{ID: v.ID.String(), Version: v.Version}
	}
	return versions, err
}

func (f Feed) published(ctx context.Context, kind search.Kind, after string, limit int) ([]postgres.RecordVersion, error) {
	var from domain.ID
	if after != "" {
		var err error
		if from, err = domain.ParseID(after); err != nil {
			return nil, err
		}
	}
	return f.db.Published(ctx, domain.Resource(kind), from, min(limit, postgres.MaxBatch))
}

func (f Feed) read(ctx context.Context, kind search.Kind, ids []domain.ID) ([]search.Document, error) {
	today := domain.DateOf(f.db.Now())
	switch kind {
	case search.Needs:
		return readEach(ctx, ids, f.db.NeedsByIDs, func(n domain.Need) (search.Document, bool) {
			return needDocument(n), published(n.State, n.ValidUntil, today)
		})
	case search.Technologies:
		return readEach(ctx, ids, f.db.TechnologiesByIDs, func(t domain.Technology) (search.Document, bool) {
			return technologyDocument(t), published(t.State, t.ValidUntil, today)
		})
	case search.Policies:
		return readEach(ctx, ids, f.db.PoliciesByIDs, func(p domain.Policy) (search.Document, bool) {
			return policyDocument(p), p.State == domain.PolicyPublished && (p.ValidUntil.IsZero() || !p.ValidUntil.Before(today))
		})
	case search.Experts:
		return readEach(ctx, ids, f.db.ExpertsByIDs, func(e domain.Expert) (search.Document, bool) {
			return expertDocument(e), e.State == domain.ExpertPublished
		})
	}
	return nil, fmt.Errorf("matching: no library %q", kind)
}

// readEach reads records and keeps what of makes of those that it admits.
func readEach[R, T any](ctx context.Context, ids []domain.ID, read func(context.Context, []domain.ID) ([]R, error), of func(R) (T, bool)) ([]T, error) {
	records, err := inBatches(ctx, ids, read)
	var all []T
	for _, r := range records {
		if t, ok := of(r); ok {
			all = append(all, t)
		}
	}
	return all, err
}

// published reports whether a listing is in its library on the day today.
func published(state domain.ListingState, until, today domain.Date) bool {
	return state == domain.ListingPublished && (until.IsZero() || !until.Before(today))
}
