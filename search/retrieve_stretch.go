package search

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// part is a segment, and what a query looks for in it.
type part struct {
	segment, size uint32
	lists         []list
	few           []uint32 // the documents to choose from, if isFew
	isFew         bool
	admitted      func(uint32) bool
}

// parts are what a query has to scan, and how far that has been given out.
type parts struct {
	all     []part
	stretch uint32 // how many documents are given out at a time

	mu    sync.Mutex
	at    int
	start uint32
}

// take returns the next stretch to scan, or no part.
func (p *parts) take() (_ *part, start, end uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for ; p.at < len(p.all); p.at, p.start = p.at+1, 0 {
		if now := &p.all[p.at]; p.start < now.size {
			start, p.start = p.start, min(p.start+p.stretch, now.size)
			return now, start, p.start
		}
	}
	return nil, 0, 0
}

// part returns what q looks for in the segment at place i.
func (v *view) part(i int, terms []*openTerm, q Query) (part, error) {
	s := v.segments[i]
	chosen, err := choose(s.SegmentSnapshot, q)
	if err != nil {
		return part{}, err
	}
	p := part{segment: uint32(i), size: uint32(s.FullSize()), lists: lists(terms, i)}
	p.few, p.isFew = chosen.few(int(p.size))
	p.admitted = func(d uint32) bool { return !s.deletions.contains(d) && chosen.admits(d) }
	return p, nil
}

// scan returns the documents that may be among the best limit answers to q, in
// order of segment and document.
func (v *view) scan(ctx context.Context, terms []openTerm, q Query, limit int) ([]candidate, error) {
	ordered := byMost(terms)
	all := &parts{all: make([]part, len(v.segments)), stretch: v.processors.stretch}
	for i := range all.all {
		var err error
		if all.all[i], err = v.part(i, ordered, q); err != nil {
			return nil, err
		}
	}
	top := &top{limit: limit, tolerance: v.toleranceOf(terms)}
	err := v.processors.share(ctx, v.live, func(ctx context.Context) error { return all.scan(ctx, top) })
	if err != nil {
		return nil, err
	}
	top.trim()
	slices.SortFunc(top.kept, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.document, b.document))
	})
	return top.kept, nil
}

// scan scans stretches until there are no more.
func (p *parts) scan(ctx context.Context, top *top) error {
	s := &scan{top: top, width: firstWindow}
	for ctx.Err() == nil {
		part, start, end := p.take()
		if part == nil {
			return nil
		}
		if part != s.part {
			s.part, s.lists = part, slices.Clone(part.lists)
		}
		if s.start = start; part.isFew {
			s.some(part.few, end)
		} else {
			s.all(end)
		}
	}
	return context.Cause(ctx)
}
