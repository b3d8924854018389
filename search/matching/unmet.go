package matching

import (
	"context"
	"fmt"
	"unicode/utf8"

	"sanku/domain"
	"sanku/search"
	"sanku/search/analysis"
)

// groupUnmet groups the needs that nothing answers by what they speak of, and stores
// the topics.
func (m *Matcher) groupUnmet(ctx context.Context) error {
	needs, err := m.db.Unmet(ctx)
	if err != nil {
		return err
	}
	ids := make([]domain.ID, len(needs))
	for i, n := range needs {
		ids[i] = n.NeedID
	}
	records, err := inBatches(ctx, ids, m.db.NeedsByIDs)
	if err != nil {
		return err
	}
	terms := map[domain.ID]map[string]float64{}
	for _, n := range records {
		if terms[n.ID], err = m.tellingOf(ctx, n); err != nil {
			return err
		}
	}
	for i, n := range needs {
		needs[i].Terms = terms[n.NeedID]
	}
	if err := m.db.StoreUnmet(ctx, domain.GroupUnmet(needs)); err != nil {
		return fmt.Errorf("unmet needs: %w", err)
	}
	return nil
}

// tellingOf are the words of a need that tell most of it among all needs: what it
// scores itself.
func (m *Matcher) tellingOf(ctx context.Context, n domain.Need) (map[string]float64, error) {
	q := needQuery(n)
	q.Only, q.Limit = []string{n.ID.String()}, 1
	hits, err := m.libraries.Library(search.Needs).Retrieve(ctx, q)
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	terms := map[string]float64{}
	for _, t := range hits[0].Terms {
		if (isWord(t.Kind) || t.Kind == analysis.Bigram) && utf8.RuneCountInString(t.Term) > 1 && breadthOf(t.Term) == specific {
			terms[t.Term] = t.Score
		}
	}
	return terms, nil
}
