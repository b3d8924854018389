package matching

import (
	"context"

	"sanku/domain"
	"sanku/search"
)

const (
	// maxChanged is how many changed technologies are judged at once: as many hits as a
	// query may have.
	maxChanged = 1000

	// needLimit is how many needs a changed candidate is held against: all, where there
	// are no more, else those that its text answers best. That it answers a need best
	// does not say that the need lists it: of what 342 needs listed of 10,519
	// technologies, 0.8 % lay beyond the 200 needs that the technology answered best, 6 %
	// beyond 100. What is lost so comes back with the next whole match, at night at the
	// latest.
	needLimit = 1000
)

// needsToMatch returns the needs that are to be matched whole, after this turnover of
// the technologies.
func (m *Matcher) needsToMatch(ctx context.Context, turnover int64) ([]domain.ID, error) {
	algorithm, err := m.algorithmInUse(ctx)
	if err != nil {
		return nil, err
	}
	technologies, err := m.libraries.Library(search.Technologies).Size()
	if err != nil {
		return nil, err
	}
	return m.db.NeedsToMatch(ctx, algorithm, turnover-int64(m.bounds.drift*float64(technologies)))
}

// needsOfTechnologies returns the needs that changed technologies may bear on: all,
// where there are no more of them than a look at each takes; else those that a
// technology has a part in, and those whose texts each answers best.
func (f *following) needsOfTechnologies(ctx context.Context, refs []domain.ID, documents []search.Document) ([]domain.ID, error) {
	if f.documents[search.Needs] <= uint64(max(f.bounds.needs, len(documents))) {
		return f.published(ctx)
	}
	needs, err := f.db.NeedsTouchedBy(ctx, domain.Technologies, refs)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		answered, err := f.answered(ctx, d)
		if err != nil {
			return nil, err
		}
		needs = append(needs, answered...)
	}
	return once(needs), nil
}

// needsOfExperts returns the needs that changed experts may bear on. A steward answers
// every need of an area: their words do not say which.
func (f *following) needsOfExperts(ctx context.Context, refs []domain.ID) ([]domain.ID, error) {
	needs, err := f.db.NeedsTouchedBy(ctx, domain.Experts, refs)
	if err != nil {
		return nil, err
	}
	documents, err := Feed{f.db}.read(ctx, search.Experts, refs)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		answered, err := f.answeredByExpert(ctx, d)
		if err != nil {
			return nil, err
		}
		needs = append(needs, answered...)
	}
	return once(needs), nil
}

func (f *following) answeredByExpert(ctx context.Context, d search.Document) ([]domain.ID, error) {
	switch d.Filter["kind"] {
	case domain.StewardExpert:
		return f.db.NeedsIn(ctx, d.Filter["area"])
	case domain.Entrepreneur:
		id, err := domain.ParseID(d.ID)
		if err != nil {
			return nil, err
		}
		industry, err := f.db.NeedsOfIndustry(ctx, id)
		if err != nil {
			return nil, err
		}
		answered, err := f.answered(ctx, d)
		return append(industry, answered...), err
	}
	return f.answered(ctx, d)
}

// answered finds the needs that a document answers best by its text.
func (m *Matcher) answered(ctx context.Context, d search.Document) ([]domain.ID, error) {
	q := documentQuery(d)
	q.Limit = m.bounds.needs
	hits, err := m.libraries.Library(search.Needs).Retrieve(ctx, q)
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	if err != nil {
		return nil, err
	}
	return parseIDs(ids)
}

func parseIDs(texts []string) ([]domain.ID, error) {
	ids := make([]domain.ID, len(texts))
	for i, text := range texts {
		var err error
		if ids[i], err = domain.ParseID(text); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// once returns ids, each once, in order of their first.
func once(ids []domain.ID) []domain.ID {
	return owners(ids, func(id domain.ID) domain.ID { return id })
}
