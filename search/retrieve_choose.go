package search

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// choice is what a query's filters admit of a segment.
type choice struct {
	only   *roaring.Bitmap // nil: every document
	except *roaring.Bitmap // nil: but for none
}

// choose reads which documents of s q's filters admit.
func choose(s *scorch.SegmentSnapshot, q Query) (c choice, err error) {
	if q.Only != nil {
		if c.only, err = s.DocNumbers(q.Only); err != nil {
			return choice{}, err
		}
	}
	for name, value := range q.Fields {
		having, err := documentsWith(s, filterPrefix+name, value)
		if err != nil {
			return choice{}, err
		}
		if c.only == nil {
			c.only = having
		} else {
			c.only.And(having)
		}
	}
	if len(q.Exclude) > 0 {
		c.except, err = s.DocNumbers(q.Exclude)
	}
	return c, err
}

// documentsWith returns the documents that have term in a field whose terms are
// not counted.
func documentsWith(s *scorch.SegmentSnapshot, field, term string) (*roaring.Bitmap, error) {
	dict, err := s.Segment().Dictionary(field)
	if err != nil {
		return nil, err
	}
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	it := list.Iterator(false, false, false, nil)
	if whole, ok := it.(segment.OptimizablePostingsIterator); ok && whole.ActualBitmap() != nil {
		return whole.ActualBitmap().Clone(), nil // it lies in the index's file
	}
	having := roaring.New()
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return having, err
		}
		having.Add(uint32(p.Number()))
	}
}

// admits says whether the filters admit a document.
func (c choice) admits(document uint32) bool {
	return (c.only == nil || c.only.Contains(document)) && (c.except == nil || !c.except.Contains(document))
}

// few returns the documents among which to choose when they are so few of size
// that it is quicker to score each of them than to look at all.
func (c choice) few(size int) ([]uint32, bool) {
	if c.only == nil || c.only.GetCardinality() > uint64(size/fewOf) {
		return nil, false
	}
	return c.only.ToArray(), true
}

// fewOf is the share of a segment's documents, one in so many, up to which they
// are few.
const fewOf = 32
