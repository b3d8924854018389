package search

import (
	"cmp"
	"context"
	"slices"
)

// part is a segment, and what a query looks for in it.
type part struct {
	segment, size uint32
	lists         []list
	few           []uint32 // the documents to choose from, if isFew
	isFew         bool
	admitted      func(uint32) bool
}

// stretch is what a scan looks through at a time: the documents of a part from
// start up to end.
type stretch struct {
	*part
	start, end uint32
}

// stretches cuts p into stretches of so many documents.
func (p *part) stretches(documents uint32) (all []stretch) {
	for start := uint32(0); start < p.size; start += documents {
		all = append(all, stretch{p, start, min(start+documents, p.size)})
	}
	return all
}

// part returns what q looks for in the segment at place i.
func (v *view) part(i int, terms []*openTerm, q Query) (*part, error) {
	s := v.segments[i]
	chosen, err := choose(s.SegmentSnapshot, q)
	if err != nil {
		return nil, err
	}
	p := &part{segment: uint32(i), size: uint32(s.FullSize()), lists: lists(terms, i)}
	p.few, p.isFew = chosen.few(int(p.size))
	p.admitted = func(d uint32) bool { return !s.deletions.contains(d) && chosen.admits(d) }
	return p, nil
}

// scan returns the documents that may be among the best limit answers to q, in
// order of segment and document.
func (v *view) scan(ctx context.Context, terms []openTerm, q Query, limit int) ([]candidate, error) {
	var all []stretch
	ordered := byMost(terms)
	for i := range v.segments {
		p, err := v.part(i, ordered, q)
		if err != nil {
			return nil, err
		}
		all = append(all, p.stretches(v.processors.stretch)...)
	}
	top := &top{limit: limit, tolerance: v.toleranceOf(terms)}
	err := v.processors.share(ctx, v.live, len(all), func() func(int) error {
		s := &scan{top: top, width: firstWindow}
		return func(i int) error {
			s.scan(all[i])
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	top.trim()
	slices.SortFunc(top.kept, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.document, b.document))
	})
	return top.kept, nil
}
