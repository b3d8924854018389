package search

import (
	"cmp"
	"fmt"
	"slices"
)

// maxTermScores bounds the terms a hit is explained by.
const maxTermScores = 32

// hits returns the first limit of the documents that were scored, best first.
func (v *view) hits(all []scored, terms []openTerm, limit int) ([]Hit, error) {
	all = best(all, limit)
	names := make([]queryTerm, len(terms))
	for i, t := range terms {
		names[i] = t.queryTerm
	}
	hits := make([]Hit, len(all))
	for i, s := range all {
		id, err := v.segments[s.segment].DocID(uint64(s.document))
		if err != nil {
			return nil, fmt.Errorf("document %d of segment %d: %w", s.document, s.segment, err)
		}
		hits[i] = Hit{ID: string(id), Score: s.score, Terms: explain(s.terms, names)}
	}
	slices.SortFunc(hits, byRank)
	return hits[:min(limit, len(hits))], nil
}

// best returns the best of all, limit of them and those that tie with the last:
// their ids decide.
func best(all []scored, limit int) []scored {
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	for n := limit; n < len(all); n++ {
		if all[n].score < all[limit-1].score {
			return all[:n]
		}
	}
	return all
}

// byRank puts the best hit first; equal scores are in order of id.
func byRank(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) }

// explain names the terms that earned most.
func explain(earned []earning, terms []queryTerm) []TermScore {
	slices.SortStableFunc(earned, func(a, b earning) int { return cmp.Compare(b.score, a.score) })
	all := make([]TermScore, min(len(earned), maxTermScores))
	for i := range all {
		t := terms[earned[i].term]
		all[i] = TermScore{t.text, t.kind, earned[i].score}
	}
	return all
}
