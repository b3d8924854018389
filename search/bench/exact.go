package bench

import (
	"context"
	"slices"

	"sanku/search"
)

// sample is how many answers of a run are compared with the exact ones.
const sample = 50

// exact knows the exact answers to questions, which it asks for when first
// needed: several engines are asked the same.
type exact struct {
	*search.Collection
	questions []question
	known     map[int][]string
}

func (x *exact) answer(ctx context.Context, i int) ([]string, error) {
	if best, ok := x.known[i]; ok {
		return best, nil
	}
	hits, err := x.Exhaustive(ctx, x.questions[i].Query)
	if err == nil {
		x.known[i] = ids(hits)
	}
	return x.known[i], err
}

// compare sets the run's overlap: how much of the exact best its first answers
// have. Those are the answers that were timed, not repetitions.
func (x *exact) compare(ctx context.Context, r *Run, answers []answer) error {
	found, wanted := 0, 0
	for i, a := range answers {
		if a.took == 0 || r.Compared == sample {
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
