package search

import (
	"cmp"
	"slices"
)

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

// nearest returns the first document from start up to end that the lists have, or
// end.
func nearest(lists []list, start, end uint32) uint32 {
	for j := range lists {
		l := &lists[j]
		if l.next = seek(l.documents, l.next, start); l.next < len(l.documents) {
			end = min(end, l.documents[l.next])
		}
	}
	return end
}

// about is how many postings l has from start up to end, about, in a segment of
// size.
func (l *list) about(start, end, size uint32) int {
	return len(l.documents)*int(end-start)/int(size) + 1
}

// seek returns the place of the first document that is d or comes after it,
// looking from place i on, as quickly the nearer it is.
func seek(documents []uint32, i int, d uint32) int {
	if i >= len(documents) || documents[i] >= d {
		return i
	}
	step := 1
	for i+step < len(documents) && documents[i+step] < d {
		i += step
		step *= 2
	}
	low, high := i+1, min(i+step, len(documents))
	for low < high {
		if middle := int(uint(low+high) >> 1); documents[middle] < d {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}
