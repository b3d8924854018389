package search

import (
	"container/heap"
	"math"
	"sync"
	"sync/atomic"
)

// candidate is a document that may be among the best.
type candidate struct {
	segment, document uint32
	sum               float32 // of its impacts
}

// top keeps the candidates for the first limit places, whoever found them.
type top struct {
	limit     int
	tolerance tolerance
	cut       atomic.Uint32 // the bits of the least sum that can still be among the best

	mu   sync.Mutex
	sums sums        // the greatest, limit of them at most
	kept []candidate // those that had a sum of at least the cut when they came
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

// least is the least sum that can still be among the best. It only grows.
func (t *top) least() float32 { return math.Float32frombits(t.cut.Load()) }

// offer takes in c, whose sum is at least the cut. Its caller holds mu.
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
		t.cut.Store(math.Float32bits(max(t.least(), t.tolerance.cut(t.sums[0]))))
	}
}

// trim forgets those that cannot be among the best any more.
func (t *top) trim() {
	kept := t.kept[:0]
	for _, c := range t.kept {
		if c.sum >= t.least() {
			kept = append(kept, c)
		}
	}
	t.kept = kept
}
