package search

import (
	"cmp"
	"slices"
)

// Judge gives the score by which an evaluation ranks a hit of a query, out of a
// collection of so many documents, where not retrieval's own score but a model's is to
// be measured.
type Judge func(query Document, hit Hit, d Document, documents int) float64

// order ranks hits by their scores as judge gives them; hits of the same score stay in
// the order of retrieval.
func (judge Judge) order(query Document, hits []Hit, docs map[string]Document) {
	score := make(map[string]float64, len(hits))
	for _, h := range hits {
		score[h.ID] = judge(query, h, docs[h.ID], len(docs))
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(score[b.ID], score[a.ID]) })
}

// JudgesRefuse reports whether judgements say of documents that they are of no use, so
// that a ranking of the judged documents alone says something.
func JudgesRefuse(qrels string) (bool, error) {
	all, err := readFile(qrels, readQrels)
	for _, g := range all {
		for _, grade := range g {
			if grade == 0 {
				return true, err
			}
		}
	}
	return false, err
}
