package search

import (
	"cmp"
	"slices"
)

// Judge gives the score by which an evaluation ranks a hit, where not retrieval's own
// score but a model's is to be measured.
type Judge func(Judged) float64

// Judged is a hit to be judged.
type Judged struct {
	Hit
	Query     Document // its title and text
	Document  Document
	Documents int     // in the collection
	Compared  bool    // there is an encoder
	Closeness float64 // of the query's and the document's meaning, in [0,1], if compared
}

// order ranks hits by their scores as judge gives them; hits of the same score stay in
// the order of retrieval.
func (x *evalIndex) order(q countedQuery, hits []Hit) {
	score := make(map[string]float64, len(hits))
	for _, h := range hits {
		j := Judged{Hit: h, Query: Document{Title: q.Title, Body: q.Text}, Document: x.docs[h.ID], Documents: len(x.docs)}
		if x.meanings != nil {
			j.Compared, j.Closeness = true, x.meanings.closeness(q.ID, h.ID)
		}
		score[h.ID] = x.judge(j)
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
