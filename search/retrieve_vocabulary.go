package search

import (
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// smallSegment is how many documents a segment has at most whose terms are all kept
// in memory. What is written comes in such segments, many and short-lived, and they
// lack most terms of a question: nothing has to be looked up or kept for those. Of
// larger ones it would keep a query waiting to read all terms.
const smallSegment = 32

// termBytes is what a term takes in a vocabulary without its own bytes.
const termBytes = 32

// vocabulary are the terms that a segment has in any searched field. A nil one may
// have every term.
type vocabulary map[string]struct{}

// lacks says that no document has term.
func (v vocabulary) lacks(term string) bool {
	if v == nil {
		return false
	}
	_, known := v[term]
	return !known
}

// readVocabulary returns nil for a segment that is not small, else its terms and
// the bytes they take.
func readVocabulary(s *scorch.SegmentSnapshot) (v vocabulary, bytes int64, err error) {
	if s.FullSize() > smallSegment {
		return nil, 0, nil
	}
	v = make(vocabulary)
	for _, field := range searched {
		dict, err := s.Segment().Dictionary(field.name)
		if err != nil {
			return nil, 0, err
		}
		it := termsOf(dict)
		for {
			e, err := it.Next()
			if err != nil {
				return nil, 0, err
			}
			if e == nil {
				break
			}
			if v.lacks(e.Term) {
				v[e.Term] = struct{}{}
				bytes += int64(len(e.Term)) + termBytes
			}
		}
	}
	return v, bytes, nil
}

// termsOf goes over the terms of dict without counting their documents, if it can.
func termsOf(dict segment.TermDictionary) segment.DictionaryIterator {
	if d, ok := dict.(interface {
		AutomatonIteratorOmitCount(a segment.Automaton, from, to []byte) segment.DictionaryIterator
	}); ok {
		return d.AutomatonIteratorOmitCount(nil, nil, nil)
	}
	return dict.AutomatonIterator(nil, nil, nil)
}
