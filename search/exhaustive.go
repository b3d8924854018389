package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// exhaustive scores every document that has a term of a query, one term after
// the other, from bleve's own postings. It is what retrieval is held against:
// plain, slow, and sharing with it nothing but the formula.
type exhaustive struct {
	segments []*scorch.SegmentSnapshot
	live     uint64
	means    means
	terms    []queryTerm
	scored   []map[uint32]*scored // by segment and document
}

// retrieveExhaustively answers q from the view r.
func retrieveExhaustively(ctx context.Context, r index.IndexReader, q Query) ([]Hit, error) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("search: reader is %T, not a view of a scorch index", r)
	}
	x := &exhaustive{segments: snapshot.Segments()}
	if err := x.measure(); err != nil {
		return nil, err
	}
	terms, err := x.choose(queryTerms(q.Parts))
	if err != nil {
		return nil, err
	}
	for _, t := range terms {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := x.add(t); err != nil {
			return nil, err
		}
	}
	return x.hits(q)
}

// measure finds the average lengths over the live documents.
func (x *exhaustive) measure() error {
	var sums [len(searched)]totals
	for _, s := range x.segments {
		x.live += s.Count()
		x.scored = append(x.scored, make(map[uint32]*scored))
		err := x.each(s, lengthTerm, func(f int, p segment.Posting) {
			sums[f].documents++
			sums[f].terms += uint64(fieldLength(p))
		})
		if err != nil {
			return err
		}
	}
	for f := range sums {
		x.means[f] = sums[f].mean()
	}
	return nil
}

// each calls f for the live postings of a term in s, field by field.
func (x *exhaustive) each(s *scorch.SegmentSnapshot, term string, f func(field int, p segment.Posting)) error {
	for field := range searched {
		dict, err := s.Segment().Dictionary(searched[field].name)
		if err != nil {
			return err
		}
		list, err := dict.PostingsList([]byte(term), s.Deleted(), nil)
		if err != nil {
			return err
		}
		if err := eachPosting(list, func(p segment.Posting) { f(field, p) }); err != nil {
			return err
		}
	}
	return nil
}

// choose leaves out what no document has and characters that are too common,
// and keeps the maxTerms that can contribute most, in order of term.
func (x *exhaustive) choose(terms []queryTerm) ([]queryTerm, error) {
	rating := make(map[string]float64)
	var kept []queryTerm
	for _, t := range terms {
		var having [len(searched)]uint64
		for _, s := range x.segments {
			if err := x.each(s, t.term, func(f int, _ segment.Posting) { having[f]++ }); err != nil {
				return nil, err
			}
		}
		if df := slices.Max(having[:]); df > 0 && !t.common(x.live, df) {
			rating[t.term] = t.weight * rarity(x.live, df)
			kept = append(kept, t)
		}
	}
	slices.SortStableFunc(kept, func(a, b queryTerm) int { return cmp.Compare(rating[b.term], rating[a.term]) })
	kept = kept[:min(len(kept), maxTerms)]
	slices.SortFunc(kept, func(a, b queryTerm) int { return cmp.Compare(a.term, b.term) })
	return kept, nil
}

// add scores every document that has t.
func (x *exhaustive) add(t queryTerm) error {
	var df, stands uint64
	frequency := make([]map[uint32]float64, len(x.segments))
	for i, s := range x.segments {
		having := make(map[uint32]float64)
		err := x.each(s, t.term, func(f int, p segment.Posting) {
			stands += p.Frequency()
			having[uint32(p.Number())] += fieldFrequency(f, float64(p.Frequency()), fieldLength(p), x.means[f])
		})
		if err != nil {
			return err
		}
		frequency[i] = having
		df += uint64(len(having))
	}
	most := termWeight(t, x.live, df, stands)
	for i, having := range frequency {
		for d, f := range having {
			x.earn(uint32(i), d, earned(most, f))
		}
	}
	x.terms = append(x.terms, t)
	return nil
}

func (x *exhaustive) earn(segment, document uint32, score float64) {
	s, ok := x.scored[segment][document]
	if !ok {
		s = &scored{candidate: candidate{segment: segment, document: document}}
		x.scored[segment][document] = s
	}
	s.score += score
	s.terms = append(s.terms, earning{len(x.terms), score})
}

// hits returns the best of the documents that q's filters admit.
func (x *exhaustive) hits(q Query) ([]Hit, error) {
	all, err := x.admitted(q)
	if err != nil {
		return nil, err
	}
	named, err := authorityOf(x.segments)
	if err != nil {
		return nil, err
	}
	if all, err = named.raise(all, q.limit()); err != nil {
		return nil, err
	}
	hits := make([]Hit, len(all))
	for i, c := range all {
		id, err := x.segments[c.segment].DocID(uint64(c.document))
		if err != nil {
			return nil, err
		}
		hits[i] = Hit{string(id), c.score, explain(c.terms, x.terms)}
	}
	slices.SortFunc(hits, byRank)
	return hits[:min(q.limit(), len(hits))], nil
}

// admitted are the scored documents that q's filters admit.
func (x *exhaustive) admitted(q Query) ([]scored, error) {
	all := []scored{}
	for i, s := range x.segments {
		for d, c := range x.scored[i] {
			id, err := s.DocID(uint64(d))
			if err != nil {
				return nil, err
			}
			if ok, err := x.admits(s, d, string(id), q); err != nil {
				return nil, err
			} else if ok {
				all = append(all, *c)
			}
		}
	}
	return all, nil
}

// admits reads the document's filter values from the postings.
func (x *exhaustive) admits(s *scorch.SegmentSnapshot, d uint32, id string, q Query) (bool, error) {
	if q.Only != nil && !slices.Contains(q.Only, id) || slices.Contains(q.Exclude, id) {
		return false, nil
	}
	for name, value := range q.Fields {
		having, err := documentsWith(s, filterPrefix+name, value)
		if err != nil || !having.Contains(d) {
			return false, err
		}
	}
	return true, nil
}
