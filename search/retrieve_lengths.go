package search

import (
	"math"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// searched are the fields that are searched, and how BM25F treats each: how
// much a term in it weighs, and how far a longer field discounts its terms.
var searched = [...]struct {
	name          string
	weight, slope float64
}{
	{fieldTitle, 3.5, 0.65},
	{fieldKeywords, 3.5, 0.65},
	{fieldBody, 1, 0.7},
}

// totals sums one field over the documents that have it.
type totals struct{ documents, terms uint64 }

// mean is the field's average length.
func (t totals) mean() float64 {
	return float64(t.terms) / float64(max(t.documents, 1))
}

// lengthCache remembers field lengths by segment. A segment never changes, but
// documents in it get deleted: their number tells one state from the next. The
// zero value is ready.
type lengthCache struct {
	mu    sync.Mutex
	known map[lengthKey][len(searched)]totals
}

type lengthKey struct {
	segment segment.Segment
	live    uint64
}

// view is what one query sees: the documents of a moment, numbered through
// over all segments, and the true averages over the live ones.
type view struct {
	segments []*scorch.SegmentSnapshot
	offsets  []int // of the segments' first documents
	size     int   // documents, deleted ones included
	live     uint64
	means    [len(searched)]float64
}

func (c *lengthCache) view(snapshot *scorch.IndexSnapshot) (*view, error) {
	v := &view{segments: snapshot.Segments()}
	sums, err := c.sums(v.segments)
	if err != nil {
		return nil, err
	}
	for f := range searched {
		v.means[f] = sums[f].mean()
	}
	for _, s := range v.segments {
		v.offsets = append(v.offsets, v.size)
		v.size += int(s.FullSize())
		v.live += s.Count()
	}
	return v, nil
}

// sums adds up the segments and forgets every other one.
func (c *lengthCache) sums(segments []*scorch.SegmentSnapshot) (sums [len(searched)]totals, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := make(map[lengthKey][len(searched)]totals, len(segments))
	for _, s := range segments {
		key := lengthKey{s.Segment(), s.Count()}
		t, ok := c.known[key]
		if !ok {
			if t, err = segmentTotals(s); err != nil {
				return sums, err
			}
		}
		known[key] = t
		for f := range sums {
			sums[f].documents += t[f].documents
			sums[f].terms += t[f].terms
		}
	}
	c.known = known
	return sums, nil
}

// segmentTotals reads the lengths of the segment's live documents from the
// postings of lengthTerm.
func segmentTotals(s *scorch.SegmentSnapshot) (sums [len(searched)]totals, err error) {
	for f := range searched {
		postings, err := termPostings(s, searched[f].name, lengthTerm)
		if err != nil {
			return sums, err
		}
		err = eachPosting(postings, func(p segment.Posting) {
			sums[f].documents++
			sums[f].terms += uint64(fieldLength(p))
		})
		if err != nil {
			return sums, err
		}
	}
	return sums, nil
}

// fieldLength is the number of terms in the posting's field, lengthTerm apart.
// bleve gives it as one over its root, in 32 bits, which is exact for lengths
// under four million.
func fieldLength(p segment.Posting) float64 {
	norm := p.Norm()
	return math.Round(1/(norm*norm)) - 1
}
