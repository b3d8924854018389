package search

import (
	"math"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// searched are the fields that are searched, and how BM25F treats each: how
// much a term in it weighs, and how far a longer field discounts its terms.
var searched = [...]struct {
	name          string
	weight, slope float64
}{
	inTitle:    {fieldTitle, 3.5, 0.65},
	inKeywords: {fieldKeywords, 3.5, 0.65},
	inBody:     {fieldBody, 1, 0.7},
}

// The places of the fields in searched.
const (
	inTitle = iota
	inKeywords
	inBody
)

// perField is a number for each of the searched fields of one document: the
// lengths of its fields, or how often a term stands in them.
type perField [len(searched)]uint32

// means are the average lengths of the searched fields.
type means [len(searched)]float64

// totals sums one field over the documents that have it.
type totals struct{ documents, terms uint64 }

// mean is the field's average length.
func (t totals) mean() float64 {
	return float64(t.terms) / float64(max(t.documents, 1))
}

// fieldTotals are the totals of every searched field.
type fieldTotals [len(searched)]totals

func (t fieldTotals) plus(other fieldTotals) fieldTotals {
	for f := range t {
		t[f].documents += other[f].documents
		t[f].terms += other[f].terms
	}
	return t
}

// without returns the totals without the given documents.
func (t fieldTotals) without(documents []uint32, lengths []perField) fieldTotals {
	for _, d := range documents {
		for f, length := range lengths[d] {
			if length > 0 {
				t[f].documents--
				t[f].terms -= uint64(length)
			}
		}
	}
	return t
}

func (t fieldTotals) means() (m means) {
	for f := range t {
		m[f] = t[f].mean()
	}
	return m
}

// drift is how far one average has moved from another, as a factor of at least
// one: no term's frequency changes by more than it, see pseudoFrequency.
func (m means) drift(from means) float64 {
	drift := 1.0
	for f := range m {
		if m[f] != from[f] {
			drift = max(drift, m[f]/from[f], from[f]/m[f]) // infinite when one is 0
		}
	}
	return drift
}

// readLengths reads the lengths of the fields of every document of s, deleted
// ones included, from the postings of lengthTerm.
func readLengths(s *scorch.SegmentSnapshot) (lengths []perField, sums fieldTotals, err error) {
	lengths = make([]perField, s.FullSize())
	for f := range searched {
		dict, err := s.Segment().Dictionary(searched[f].name)
		if err != nil {
			return nil, sums, err
		}
		list, err := dict.PostingsList([]byte(lengthTerm), nil, nil)
		if err != nil {
			return nil, sums, err
		}
		err = eachPosting(list, func(p segment.Posting) {
			length := fieldLength(p)
			lengths[p.Number()][f] = uint32(length)
			sums[f].documents++
			sums[f].terms += uint64(length)
		})
		if err != nil {
			return nil, sums, err
		}
	}
	return lengths, sums, nil
}

// fieldLength is the number of terms in the posting's field, lengthTerm apart.
// bleve gives it as one over its root, in 32 bits, which is exact for lengths
// under four million.
func fieldLength(p segment.Posting) float64 {
	norm := p.Norm()
	return math.Round(1/(norm*norm)) - 1
}
