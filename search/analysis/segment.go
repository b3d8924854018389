package analysis

// span is a word, from rune start up to rune end.
type span struct{ start, end int }

// segment cuts a run of Chinese characters into the cheapest sequence of
// words. The spans cover the run without gaps.
func (d *dictionary) segment(run []rune) []span {
	n := len(run)
	best := make([]float32, n+1) // best[i]: the cheapest cost of run[:i]
	from := make([]int, n+1)
	for i := 1; i <= n; i++ {
		best[i] = infinite
	}
	for i := range n {
		if c := best[i] + unknownCost; c < best[i+1] {
			best[i+1], from[i+1] = c, i
		}
		d.eachPrefix(run[i:], func(length int, cost float32) {
			if c := best[i] + cost; c < best[i+length] {
				best[i+length], from[i+length] = c, i
			}
		})
	}
	return backtrack(from)
}

func backtrack(from []int) []span {
	count := 0
	for i := len(from) - 1; i > 0; i = from[i] {
		count++
	}
	spans := make([]span, count)
	for i := len(from) - 1; i > 0; i = from[i] {
		count--
		spans[count] = span{from[i], i}
	}
	return spans
}

// eachPrefix calls found for every word that run starts with, shortest first.
func (d *dictionary) eachPrefix(run []rune, found func(length int, cost float32)) {
	node := int32(0)
	for i, r := range run {
		next, ok := d.edges[edge{node, r}]
		if !ok {
			return
		}
		node = next
		if cost := d.costs[node]; cost < infinite {
			found(i+1, cost)
		}
	}
}
