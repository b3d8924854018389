package search

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// windowSize is how many documents are scored side by side: their sums stay in
// the processor's nearest memory.
const windowSize = 1 << 13

// firstWindow is the size of the first window, which is scored in full; each
// next one is twice as large, up to windowSize.
const firstWindow = windowSize / 8

// lookupCost is how many postings can be added up in the time of looking one
// document up.
const lookupCost = 8

// scan looks through segments for the best documents. It goes window by window
// over a segment's documents, and by MaxScore within one: of the terms that can
// contribute least, so little that together they do not make a document one of
// the best, only the documents that have others matter, and ever fewer of those.
type scan struct {
	top    top
	width  uint32
	window [windowSize]float32 // sums of the documents from start on
	start  uint32
	found  []uint32 // documents in the window that may be among the best
}

// list is a term's postings in the segment at hand.
type list struct {
	documents []uint32
	values    []uint16
	unit      float32 // what one impactUnit is worth
	after     float32 // the greatest contribution of this and all later lists together
	next      int     // place in documents up to which is done
}

// lists returns the lists of the terms in segment i, in order of the terms.
func lists(terms []*openTerm, i int) []list {
	all := make([]list, 0, len(terms))
	for _, t := range terms {
		if p := t.lists[i]; len(p.documents) > 0 {
			unit := float32(t.most * impactUnit)
			all = append(all, list{documents: p.documents, values: p.impacts.values, unit: unit, after: unit * float32(p.impacts.most)})
		}
	}
	for j := len(all) - 2; j >= 0; j-- {
		all[j].after += all[j+1].after
	}
	return all
}

// byMost orders terms by what they can contribute to a document in any segment.
// Every order is right; this one passes over most.
func byMost(terms []openTerm) []*openTerm {
	most := make(map[*openTerm]float64, len(terms))
	order := make([]*openTerm, len(terms))
	for i := range terms {
		order[i] = &terms[i]
		for _, l := range terms[i].lists {
			most[order[i]] = max(most[order[i]], terms[i].most*float64(l.impacts.most))
		}
	}
	slices.SortStableFunc(order, func(a, b *openTerm) int { return cmp.Compare(most[b], most[a]) })
	return order
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
	for s.start = 0; ; {
		needed := s.needed(lists)
		s.start = max(s.start, first(lists[:needed], size))
		if needed == 0 || s.start == size {
			return
		}
		end := min(s.start+s.width, size)
		for j := range lists[:needed] {
			s.add(&lists[j], end)
		}
		s.gather(end, s.top.cut-from(lists, needed))
		s.complete(lists[needed:], end, size)
		s.offer(segment, end, admitted)
		s.width, s.start = min(2*s.width, windowSize), end
	}
}

// few scans the given documents of a segment of size.
func (s *scan) few(segment, size uint32, documents []uint32, lists []list, admitted func(uint32) bool) {
	for len(documents) > 0 && s.needed(lists) > 0 {
		s.start = documents[0]
		end := min(s.start+windowSize, size)
		n := seek(documents, 0, end)
		s.found = append(s.found[:0], documents[:n]...)
		s.complete(lists, end, size)
		s.offer(segment, end, admitted)
		documents = documents[n:]
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

// add adds up what l contributes to the documents of the window, which ends
// at end.
func (s *scan) add(l *list, end uint32) {
	if l.next == len(l.documents) {
		return
	}
	documents := l.documents[l.next:]
	values := l.values[l.next:][:len(documents)]
	for i, d := range documents {
		if d >= end {
			l.next += i
			return
		}
		s.window[(d-s.start)%windowSize] += l.unit * float32(values[i])
	}
	l.next = len(l.documents)
}

// gather finds the documents that have some sum, and one of at least least.
func (s *scan) gather(end uint32, least float32) {
	s.found = s.found[:0]
	bits := ordered(max(least, math.SmallestNonzeroFloat32))
	sums := s.window[:(end-s.start+3)/4*4] // beyond the end they are 0
	for i := 0; i+3 < len(sums); i += 4 {
		four := (*[4]float32)(sums[i:])
		if max(ordered(four[0]), ordered(four[1]), ordered(four[2]), ordered(four[3])) < bits {
			continue
		}
		for j, sum := range four {
			if ordered(sum) >= bits {
				s.found = append(s.found, s.start+uint32(i+j))
			}
		}
	}
}

// ordered returns a number that is the greater the greater sum is, which is not
// negative: several of those are compared more quickly.
func ordered(sum float32) int32 { return int32(math.Float32bits(sum)) }

// complete adds what the lists contribute to the documents found, and drops
// those that cannot be among the best any more.
func (s *scan) complete(lists []list, end, size uint32) {
	added := 0 // postings since documents were dropped
	for j := 0; j < len(lists) && len(s.found) > 0; j++ {
		l := &lists[j]
		if n := l.about(s.start, end, size); n <= lookupCost*len(s.found) {
			l.next = seek(l.documents, l.next, s.start)
			s.add(l, end)
			added += n
		} else {
			s.lookUp(l)
			added += len(s.found)
		}
		if added >= len(s.found) {
			s.drop(from(lists, j+1))
			added = 0
		}
	}
	s.drop(0)
}

// about is how many postings l has from start up to end, about, in a segment of
// size.
func (l *list) about(start, end, size uint32) int {
	return len(l.documents)*int(end-start)/int(size) + 1
}

// lookUp adds what l contributes to the documents found.
func (s *scan) lookUp(l *list) {
	for _, d := range s.found {
		l.next = seek(l.documents, l.next, d)
		if l.next == len(l.documents) {
			return
		}
		if l.documents[l.next] == d {
			s.window[(d-s.start)%windowSize] += l.unit * float32(l.values[l.next])
		}
	}
}

// drop drops the documents found that rest more does not make one of the best.
func (s *scan) drop(rest float32) {
	least, kept := s.top.cut-rest, s.found[:0]
	if least <= 0 {
		return
	}
	for _, d := range s.found {
		if s.window[(d-s.start)%windowSize] >= least {
			kept = append(kept, d)
		}
	}
	s.found = kept
}

// offer hands over the documents found that can be chosen, and clears the
// window.
func (s *scan) offer(segment, end uint32, admitted func(uint32) bool) {
	for _, d := range s.found {
		if sum := s.window[(d-s.start)%windowSize]; sum > 0 && sum >= s.top.cut && admitted(d) {
			s.top.offer(candidate{segment, d, sum})
		}
	}
	clear(s.window[:end-s.start])
}

// scan returns the documents that may be among the best limit answers to q, in
// order of segment and document.
func (v *view) scan(ctx context.Context, terms []openTerm, q Query, limit int) ([]candidate, error) {
	ordered := byMost(terms)
	s := &scan{top: top{limit: limit, tolerance: v.toleranceOf(terms)}, width: firstWindow}
	for i, segment := range v.segments {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		chosen, err := choose(segment.SegmentSnapshot, q)
		if err != nil {
			return nil, err
		}
		admitted := func(d uint32) bool { return !segment.deletions.contains(d) && chosen.admits(d) }
		lists, size := lists(ordered, i), uint32(segment.FullSize())
		if few, ok := chosen.few(int(size)); ok {
			s.few(uint32(i), size, few, lists, admitted)
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
