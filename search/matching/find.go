package matching

import (
	"context"
	"errors"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// findLimit bounds the records of one library that one question looks at.
const findLimit = 100

// Found is what one library has for a question, as far as the asker may see.
type Found struct {
	Kind    search.Kind
	Total   int  // records found that the asker may see
	More    bool // Total counts only the best findLimit
	Records []FoundRecord
}

// FoundRecord is one record found, with its text as the asker may see it.
type FoundRecord struct {
	ID       domain.ID
	Title    domain.Passage
	Field    string // or an expert's kind, a policy's level
	Score    float64
	Passages []domain.Passage
}

// Find searches libraries for a text in plain words, which is never read as a query
// language, and returns up to limit records of each that actor may see. Hits are
// read again under actor's scope: neither records nor counts tell of others. Of
// records that are shown to actor only in part, those are found whose shown part has
// one of the words. ErrUnavailable says that a library is being rebuilt.
func Find(ctx context.Context, db *postgres.DB, libraries *search.Libraries, actor domain.Actor, text string, kinds []search.Kind, limit int) ([]Found, error) {
	f := finder{db: db, libraries: libraries, actor: actor, text: text, limit: limit}
	var all []Found
	for _, k := range kinds {
		found, err := f.find(ctx, k)
		if errors.Is(err, search.ErrRebuilding) {
			err = fmt.Errorf("%w: %w", domain.ErrUnavailable, err)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, found)
	}
	return all, nil
}

type finder struct {
	db        *postgres.DB
	libraries *search.Libraries
	actor     domain.Actor
	text      string
	limit     int
}

// shown is one record as the asker sees it.
type shown struct {
	document search.Document
	field    string
	whole    bool // nothing that it is found by is kept from the asker
}

func (f finder) find(ctx context.Context, kind search.Kind) (Found, error) {
	query := search.Query{Parts: []search.QueryPart{{Text: f.text, Weight: 1}}, Limit: findLimit}
	hits, err := f.libraries.Library(kind).Retrieve(ctx, query)
	if err != nil {
		return Found{}, err
	}
	found := Found{Kind: kind, More: len(hits) == findLimit}
	byID := make(map[string]search.Hit, len(hits))
	ids := make([]domain.ID, len(hits))
	for i, h := range hits {
		byID[h.ID] = h
		if ids[i], err = domain.ParseID(h.ID); err != nil {
			return found, err
		}
	}
	records, err := f.read(ctx, kind, ids)
	for _, r := range records {
		hit := byID[r.document.ID]
		title, _ := askedFor("title", r.document.Title, hit.Terms)
		body, worth := askedFor("body", lines(r.document.Keywords, r.document.Body), hit.Terms)
		if !r.whole && len(title.terms) == 0 && len(body.terms) == 0 {
			continue
		}
		if found.Total++; found.Total <= f.limit {
			found.Records = append(found.Records, record(r, hit, title.terms, body.telling(worth, map[string]bool{})))
		}
	}
	return found, err
}

func record(r shown, hit search.Hit, title []domain.Span, passages []domain.Passage) FoundRecord {
	id, _ := domain.ParseID(r.document.ID) // written by domain.ID.String
	return FoundRecord{ID: id, Field: r.field, Score: hit.Score,
		Title: domain.Passage{Part: "title", Text: r.document.Title, Marks: title}, Passages: passages}
}

// read reads the records of a library that the asker may see, in the order of ids.
func (f finder) read(ctx context.Context, kind search.Kind, ids []domain.ID) ([]shown, error) {
	switch kind {
	case search.Needs:
		return readShown(ctx, f, ids, f.db.ReadableNeeds, func(n domain.Need) shown {
			return shown{needDocument(n), n.Field, n.Shown.Shows(domain.RevealBackground)}
		})
	case search.Technologies:
		return readShown(ctx, f, ids, f.db.ReadableTechnologies, func(t domain.Technology) shown {
			return shown{technologyDocument(t), t.Field, t.Shown.Shows(domain.RevealBackground)}
		})
	case search.Policies:
		return readShown(ctx, f, ids, f.db.ReadablePolicies, func(p domain.Policy) shown { return shown{policyDocument(p), p.Level, true} })
	case search.Experts:
		return readShown(ctx, f, ids, f.db.ReadableExperts, func(e domain.Expert) shown { return shown{expertDocument(e), e.Kind, true} })
	}
	return nil, fmt.Errorf("matching: no library %q", kind)
}

func readShown[R any](ctx context.Context, f finder, ids []domain.ID, read func(context.Context, domain.Actor, []domain.ID) ([]R, error), show func(R) shown) ([]shown, error) {
	records, err := read(ctx, f.actor, ids)
	if err != nil {
		return nil, err
	}
	out := make([]shown, len(records))
	for i, r := range records {
		out[i] = show(r)
	}
	return out, nil
}
