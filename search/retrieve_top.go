package search

import "container/heap"

// candidate is a document that may be among the best.
type candidate struct {
	segment, document uint32
	sum               float32 // of its impacts
}

// top keeps the candidates for the first limit places.
type top struct {
	limit     int
	tolerance tolerance
	sums      sums        // the greatest, limit of them at most
	kept      []candidate // those that had a sum of at least cut when they came
	cut       float32     // the least sum that can still be among the best
}

// sums is a heap, its least on top.
type sums []float32

func (s sums) Len() int           { return len(s) }
func (s sums) Less(i, j int) bool { return s[i] < s[j] }
func (s sums) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *sums) Push(x any)        { *s = append(*s, x.(float32)) }
func (s *sums) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// offer takes in c, whose sum is at least the cut.
func (t *top) offer(c candidate) {
	if t.kept = append(t.kept, c); len(t.kept) > 16*t.limit {
		t.trim()
	}
	if len(t.sums) < t.limit {
		heap.Push(&t.sums, c.sum)
	} else if c.sum > t.sums[0] {
		t.sums[0] = c.sum
		heap.Fix(&t.sums, 0)
	} else {
		return
	}
	if len(t.sums) == t.limit {
		t.cut = max(t.cut, t.tolerance.cut(t.sums[0]))
	}
}

// trim forgets those that cannot be among the best any more.
func (t *top) trim() {
	kept := t.kept[:0]
	for _, c := range t.kept {
		if c.sum >= t.cut {
			kept = append(kept, c)
		}
	}
	t.kept = kept
}
