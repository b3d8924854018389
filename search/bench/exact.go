package bench

import (
	"context"
	"slices"
	"time"

	"sanku/search"
)

// How many answers of a run are compared with the exact ones: up to sample, as
// long as finding those does not take too long, which it may in large libraries.
const (
	sample     = 50
	fewest     = 5
	exactLimit = 20 * time.Second
)

// exact knows the exact answers to questions, which it asks for when first
// needed: several engines are asked the same.
type exact struct {
	*search.Collection
	questions []question
	known     map[int][]string
	took      time.Duration
}

func (x *exact) answer(ctx context.Context, i int) ([]string, error) {
	if best, ok := x.known[i]; ok {
		return best, nil
	}
	begun := time.Now()
	hits, err := x.Exhaustive(ctx, x.questions[i].Query)
	x.took += time.Since(begun)
	if err == nil {
		x.known[i] = ids(hits)
	}
	return x.known[i], err
}

// enough says whether that many answers compared have to do.
func (x *exact) enough(compared int) bool {
	return compared == sample || compared >= max(fewest, len(x.known)) && x.took > exactLimit
}

// compare sets the run's overlap: how much of the exact best its first answers
// have. Those are the answers that were timed, not repetitions.
func (x *exact) compare(ctx context.Context, r *Run, answers []answer) error {
	found, wanted := 0, 0
	for i, a := range answers {
		if x.enough(r.Compared) {
			break
		}
		if a.took == 0 {
			continue
		}
		best, err := x.answer(ctx, i)
		if err != nil {
			return err
		}
		r.Compared++
		wanted += len(best)
		for _, id := range best {
			if slices.Contains(a.ids, id) {
				found++
			}
		}
	}
	if r.Overlap = 1; wanted > 0 {
		r.Overlap = float64(found) / float64(wanted)
	}
	return nil
}
