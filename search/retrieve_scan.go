package search

import (
	"cmp"
	"context"
	"slices"
)

// windowSize is how many documents are scored side by side: their sums stay in
// the processor's nearest memory.
const windowSize = 1 << 13

// firstWindow is the size of the first window, which is scored in full; each
// next one is twice as large, up to windowSize.
const firstWindow = windowSize / 8

// scan looks through segments for the best documents. It goes window by window
// over a segment's documents, and by MaxScore within one: the terms that can
// contribute least, so little that together they do not make a document one of
// the best, are looked up only in the documents which have others.
type scan struct {
	top    top
	width  uint32
	window [windowSize]float32
	found  []candidate
}

// list is a term's postings in the segment at hand.
type list struct {
	documents []uint32
	values    []uint16
	unit      float32 // what one impactUnit is worth
	most      float32 // the greatest contribution to a sum
	after     float32 // those of this and all later lists together
	next      int     // place in documents up to which is done
}

// lists returns the lists of segment i, those that can contribute most first.
func lists(terms []openTerm, i int) []list {
	all := make([]list, 0, len(terms))
	for _, t := range terms {
		if p := t.lists[i]; len(p.documents) > 0 {
			unit := float32(t.most * impactUnit)
			all = append(all, list{documents: p.documents, values: p.impacts.values, unit: unit, most: unit * float32(p.impacts.most)})
		}
	}
	slices.SortFunc(all, func(a, b list) int { return cmp.Compare(b.most, a.most) })
	sum := float32(0)
	for j := len(all) - 1; j >= 0; j-- {
		sum += all[j].most
		all[j].after = sum
	}
	return all
}

// from is what the lists from j on can contribute together.
func from(lists []list, j int) float32 {
	if j == len(lists) {
		return 0
	}
	return lists[j].after
}

// all scans a segment's documents, of which there are size, for those that
// admitted says can be chosen.
func (s *scan) all(segment, size uint32, lists []list, admitted func(uint32) bool) {
	for start := uint32(0); start < size; {
		needed := s.needed(lists)
		start = max(start, first(lists[:needed], size))
		if needed == 0 || start == size {
			return
		}
		end := min(start+s.width, size)
		s.add(lists[:needed], start, end)
		s.gather(segment, start, end, s.top.cut-from(lists, needed), admitted)
		s.complete(lists, needed)
		s.width = min(2*s.width, windowSize)
		start = end
	}
}

// needed returns how many of the lists a document has to be in at least one of
// to be among the best.
func (s *scan) needed(lists []list) int {
	for j := range lists {
		if lists[j].after < s.top.cut {
			return j
		}
	}
	return len(lists)
}

// first returns the first document that the lists still have, or size.
func first(lists []list, size uint32) uint32 {
	for _, l := range lists {
		if l.next < len(l.documents) {
			size = min(size, l.documents[l.next])
		}
	}
	return size
}

// add adds up what the lists contribute to the documents from start to end.
func (s *scan) add(lists []list, start, end uint32) {
	for j := range lists {
		l := &lists[j]
		stop := seek(l.documents, l.next, end)
		values := l.values[l.next:stop]
		for i, d := range l.documents[l.next:stop] {
			s.window[(d-start)%windowSize] += l.unit * float32(values[i])
		}
		l.next = stop
	}
}

// gather finds the documents that have some sum, and one of at least least.
func (s *scan) gather(segment, start, end uint32, least float32, admitted func(uint32) bool) {
	s.found = s.found[:0]
	for i, sum := range s.window[:end-start] {
		if sum > 0 && sum >= least && admitted(start+uint32(i)) {
			s.found = append(s.found, candidate{segment, start + uint32(i), sum})
		}
	}
	clear(s.window[:end-start])
}

// complete adds what the lists from j on contribute to the documents found, as
// long as they may be among the best, and offers those.
func (s *scan) complete(lists []list, j int) {
	for ; j < len(lists) && len(s.found) > 0; j++ {
		l, rest, kept := &lists[j], from(lists, j+1), s.found[:0]
		at := l.next
		for _, c := range s.found {
			if at = seek(l.documents, at, c.document); at < len(l.documents) && l.documents[at] == c.document {
				c.sum += l.unit * float32(l.values[at])
			}
			if c.sum+rest >= s.top.cut {
				kept = append(kept, c)
			}
		}
		l.next, s.found = at, kept
	}
	for _, c := range s.found {
		s.top.offer(c)
	}
}

// few scans the given documents of a segment.
func (s *scan) few(segment uint32, documents []uint32, lists []list, admitted func(uint32) bool) {
	for chunk := range slices.Chunk(documents, windowSize) {
		s.found = s.found[:0]
		for _, d := range chunk {
			if admitted(d) {
				s.found = append(s.found, candidate{segment, d, 0})
			}
		}
		s.complete(lists, 0)
	}
}

// scan returns the documents that may be among the best answers to q, in order
// of segment and document.
func (v *view) scan(ctx context.Context, terms []openTerm, q Query) ([]candidate, error) {
	s := &scan{top: top{limit: q.limit(), tolerance: v.toleranceOf(terms)}, width: firstWindow}
	for i, segment := range v.segments {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		chosen, err := choose(segment.SegmentSnapshot, q)
		if err != nil {
			return nil, err
		}
		admitted := func(d uint32) bool { return !segment.deletions.contains(d) && chosen.admits(d) }
		lists, size := lists(terms, i), uint32(segment.FullSize())
		if few, ok := chosen.few(int(size)); ok {
			s.few(uint32(i), few, lists, admitted)
		} else {
			s.all(uint32(i), size, lists, admitted)
		}
	}
	s.top.trim()
	slices.SortFunc(s.top.kept, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.document, b.document))
	})
	return s.top.kept, nil
}
