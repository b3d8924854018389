package analysis

// word is one word of a run of Chinese characters: from rune start up to rune
// end of the run.
type word struct {
	start, end int
	stop       bool // a function word
}

// cut is a run of Chinese characters, cut into words.
type cut struct {
	words  []word    // without gaps, in order
	within []lengths // the words of the dictionary that start at each rune, function words apart
}

// cut finds the cheapest sequence of words.
func (d *dictionary) cut(run []rune) cut {
	type step struct {
		cost float32 // of the cheapest way here
		from int32
		stop bool
	}
	best := make([]step, len(run)+1)
	for i := range run {
		best[i+1].cost = infinite
	}
	c := cut{within: make([]lengths, len(run))}
	for i := range run {
		if cost := best[i].cost + unknownCost; cost < best[i+1].cost {
			best[i+1] = step{cost, int32(i), false}
		}
		d.eachPrefix(run[i:], func(length int, n node) {
			switch {
			case !n.stop:
				c.within[i] |= 1 << length
			case length == 1:
				c.within[i] |= functionCharacter
			}
			if cost := best[i].cost + n.cost; cost < best[i+length].cost {
				best[i+length] = step{cost, int32(i), n.stop}
			}
		})
	}
	count := 0
	for i := len(run); i > 0; i = int(best[i].from) {
		count++
	}
	c.words = make([]word, count)
	for i := len(run); i > 0; i = int(best[i].from) {
		count--
		c.words[count] = word{int(best[i].from), i, best[i].stop}
	}
	return c
}
