package search

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// frequencySaturation is BM25's k1: how soon a term's frequency in a document
// stops to add to its score.
const frequencySaturation = 1.8

// maxTermScores bounds the terms a hit is explained by.
const maxTermScores = 32

// scorer adds up the scores of the documents of a view, term by term.
type scorer struct {
	*view
	chosen *roaring.Bitmap // nil: all
	scores []float64
	terms  []queryTerm
	shares []share // what each term gave each document, term by term

	frequency []float64 // of the term at hand, weighted over fields, by document
	having    []int     // the documents that have it
	stands    uint64    // how often they do together
}

type share struct {
	document uint32
	term     uint32
	score    float64
}

func newScorer(v *view, chosen *roaring.Bitmap) *scorer {
	return &scorer{view: v, chosen: chosen, scores: make([]float64, v.size), frequency: make([]float64, v.size)}
}

// add scores every document that has t.
func (s *scorer) add(t openTerm) error {
	for _, l := range t.lists {
		if err := s.gather(l); err != nil {
			return err
		}
	}
	df := uint64(len(s.having))
	weight := t.weight * rarity(s.live, df) * burst(s.stands, df) * (frequencySaturation + 1)
	for _, d := range s.having {
		tf := s.frequency[d]
		s.frequency[d] = 0
		if s.chosen == nil || s.chosen.ContainsInt(d) {
			score := weight * tf / (tf + frequencySaturation)
			s.scores[d] += score
			s.shares = append(s.shares, share{uint32(d), uint32(len(s.terms)), score})
		}
	}
	s.having, s.stands = s.having[:0], 0
	s.terms = append(s.terms, t.queryTerm)
	return nil
}

// gather adds the term's frequencies in one field of one segment, each against
// the length of its field.
func (s *scorer) gather(l fieldPostings) error {
	field, mean, offset := searched[l.field], s.means[l.field], s.offsets[l.segment]
	return eachPosting(l.list, func(p segment.Posting) {
		d := offset + int(p.Number())
		if s.frequency[d] == 0 {
			s.having = append(s.having, d)
		}
		discount := 1 - field.slope + field.slope*fieldLength(p)/mean
		s.stands += p.Frequency()
		s.frequency[d] += field.weight * float64(p.Frequency()) / discount
	})
}

// hits returns the best documents, with what their scores are made of.
func (s *scorer) hits(limit int) ([]Hit, error) {
	best := s.best(limit)
	hits := make([]Hit, len(best))
	for i, d := range best {
		id, err := s.id(d)
		if err != nil {
			return nil, fmt.Errorf("search: retrieve: document %d: %w", d, err)
		}
		hits[i] = Hit{ID: id, Score: s.scores[d]}
	}
	s.explain(best, hits)
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return hits[:min(limit, len(hits))], nil
}

// best returns the documents that may be among the first limit: those, and all
// that tie with the last of them.
func (s *scorer) best(limit int) []int {
	border := s.border(limit)
	var best []int
	for d, score := range s.scores {
		if score > 0 && score >= border {
			best = append(best, d)
		}
	}
	return best
}

// border returns the limit-th highest score, or 0 when there are fewer.
func (s *scorer) border(limit int) float64 {
	top := make([]float64, 0, limit+1) // ascending
	for _, score := range s.scores {
		if score == 0 || len(top) == limit && score <= top[0] {
			continue
		}
		at, _ := slices.BinarySearch(top, score)
		top = slices.Insert(top, at, score)
		if len(top) > limit {
			top = slices.Delete(top, 0, 1)
		}
	}
	if len(top) < limit {
		return 0
	}
	return top[0]
}

func (s *scorer) id(document int) (string, error) {
	i, found := slices.BinarySearch(s.offsets, document)
	if !found {
		i--
	}
	id, err := s.segments[i].DocID(uint64(document - s.offsets[i]))
	return string(id), err
}

// explain fills in the terms of hits, which are the documents best.
func (s *scorer) explain(best []int, hits []Hit) {
	place := make(map[uint32]int, len(best))
	for i, d := range best {
		place[uint32(d)] = i
	}
	for _, sh := range s.shares {
		if i, ok := place[sh.document]; ok {
			t := s.terms[sh.term]
			hits[i].Terms = append(hits[i].Terms, TermScore{t.text, t.kind, sh.score})
		}
	}
	for i := range hits {
		slices.SortStableFunc(hits[i].Terms, func(a, b TermScore) int { return cmp.Compare(b.Score, a.Score) })
		hits[i].Terms = hits[i].Terms[:min(len(hits[i].Terms), maxTermScores)]
	}
}
