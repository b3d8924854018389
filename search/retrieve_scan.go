package search

import (
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
// Several scans share the segments of one query, and what they found.
type scan struct {
	*part
	top    *top
	lists  []list // of the part, as far as this scan has come
	cut    float32
	width  uint32
	window [windowSize]float32 // sums of the documents from start on
	start  uint32
	found  []uint32 // documents in the window that may be among the best
}

// scan scans the stretch t, which comes after those it scanned before.
func (s *scan) scan(t stretch) {
	if t.part != s.part {
		s.part, s.lists = t.part, slices.Clone(t.lists)
	}
	if s.start = t.start; s.isFew {
		s.some(s.few, t.end)
	} else {
		s.all(t.end)
	}
}

// all scans the documents from start up to end.
func (s *scan) all(end uint32) {
	for {
		needed := s.needed()
		s.start = nearest(s.lists[:needed], s.start, end)
		if s.start == end {
			return
		}
		until := min(s.start+s.width, end)
		for j := range s.lists[:needed] {
			s.add(&s.lists[j], until)
		}
		s.gather(until, s.cut-from(s.lists, needed))
		s.complete(needed, until)
		s.offer(until)
		s.width, s.start = min(2*s.width, windowSize), until
	}
}

// some scans the given documents from start up to end.
func (s *scan) some(documents []uint32, end uint32) {
	documents = documents[seek(documents, 0, s.start):seek(documents, 0, end)]
	for len(documents) > 0 && s.needed() > 0 {
		s.start = documents[0]
		until := min(s.start+windowSize, end)
		n := seek(documents, 0, until)
		s.found = append(s.found[:0], documents[:n]...)
		s.complete(0, until)
		s.offer(until)
		documents = documents[n:]
	}
}

// needed returns how many of the lists are added up before documents are found by
// their sums: those of which a document has to be in at least one to be among the
// best, by the cut of now, and as many more as it takes for the rest to contribute
// no more than half of that. Otherwise nearly every document would be found, and be
// looked at for each list that is left.
func (s *scan) needed() int {
	s.cut = s.top.least()
	if from(s.lists, 0) < s.cut {
		return 0
	}
	for j := range s.lists {
		if s.lists[j].after < s.cut/2 {
			return j
		}
	}
	return len(s.lists)
}

// add adds up what l contributes to the documents of the window, which ends
// at end.
func (s *scan) add(l *list, end uint32) {
	l.next = seek(l.documents, l.next, s.start)
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

// complete adds what the lists but for those done contribute to the documents
// found, and drops those that cannot be among the best any more.
func (s *scan) complete(done int, end uint32) {
	added := 0 // postings since documents were dropped
	for j := done; j < len(s.lists) && len(s.found) > 0; j++ {
		l := &s.lists[j]
		if n := l.about(s.start, end, s.size); n <= lookupCost*len(s.found) {
			s.add(l, end)
			added += n
		} else {
			s.lookUp(l)
			added += len(s.found)
		}
		if added >= len(s.found) {
			s.drop(from(s.lists, j+1))
			added = 0
		}
	}
	s.drop(0)
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
	least, kept := s.cut-rest, s.found[:0]
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
func (s *scan) offer(end uint32) {
	defer clear(s.window[:end-s.start])
	s.top.mu.Lock()
	defer s.top.mu.Unlock()
	for _, d := range s.found {
		if sum := s.window[(d-s.start)%windowSize]; sum > 0 && sum >= s.top.least() && s.admitted(d) {
			s.top.offer(candidate{s.segment, d, sum})
		}
	}
}
