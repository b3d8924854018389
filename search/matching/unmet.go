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
	told := map[domain.ID]domain.UnmetNeed{}
	for _, n := range records {
		if told[n.ID], err = m.tellingOf(ctx, n); err != nil {
			return err
		}
	}
	for i, n := range needs {
		needs[i].Terms, needs[i].Words = told[n.NeedID].Terms, told[n.NeedID].Words
	}
	if err := m.db.StoreUnmet(ctx, domain.GroupUnmet(needs)); err != nil {
		return fmt.Errorf("unmet needs: %w", err)
	}
	return nil
}

// tellingOf are the terms of a need that tell most of it among all needs: what it scores
// itself. Pairs of characters tell which needs are alike, but name nothing: 器人.
func (m *Matcher) tellingOf(ctx context.Context, n domain.Need) (domain.UnmetNeed, error) {
	q := needQuery(n)
	q.Only, q.Limit = []string{n.ID.String()}, 1
	hits, err := m.libraries.Library(search.Needs).Retrieve(ctx, q)
	if err != nil || len(hits) == 0 {
		return domain.UnmetNeed{}, err
	}
	told := domain.UnmetNeed{Terms: map[string]float64{}}
	for _, t := range hits[0].Terms {
		if (isWord(t.Kind) || t.Kind == analysis.Bigram) && utf8.RuneCountInString(t.Term) > 1 && breadthOf(t.Term) == specific {
			told.Terms[t.Term] = t.Score
			if isWord(t.Kind) {
				told.Words = append(told.Words, t.Term)
			}
		}
	}
	return told, nil
}
