package search

import (
	"context"
	"slices"
)

// frequencySaturation is BM25's k1: how soon a term's frequency in a document
// stops to add to its score.
const frequencySaturation = 1.8

// pseudoFrequency is BM25F's frequency of a term in a document: that in each
// field against the field's length, weighed. When every average changes by a
// factor of at most r, so does it; and what it earns changes by no more.
func pseudoFrequency(count, length perField, m *means) (frequency float64) {
	for f, n := range count {
		if n > 0 {
			frequency += fieldFrequency(f, float64(n), float64(length[f]), m[f])
		}
	}
	return frequency
}

// fieldFrequency is what n occurrences in field f of the given length bring.
func fieldFrequency(f int, n, length, mean float64) float64 {
	field := &searched[f]
	return field.weight * n / (1 - field.slope + field.slope*length/mean)
}

// earned is the share of weight that a frequency earns.
func earned(weight, frequency float64) float64 {
	return weight * frequency / (frequency + frequencySaturation)
}

// termWeight is what t can earn a document at most, in a library of n documents
// of which df have the term, stands times together.
func termWeight(t queryTerm, n, df, stands uint64) float64 {
	return t.weight * rarity(n, df) * burst(stands, df) * (frequencySaturation + 1)
}

// scored is a candidate with its score and what that is made of.
type scored struct {
	candidate
	score float64
	terms []earning
}

// earning is what one term, by its place among the query's, contributes.
type earning struct {
	term  int
	score float64
}

// score works out the scores of candidates. It adds in order of term, whatever
// way they were found.
func (v *view) score(ctx context.Context, terms []openTerm, candidates []candidate) ([]scored, error) {
	all := make([]scored, len(candidates))
	err := v.processors.share(ctx, v.live, len(all), func() func(int) error {
		return func(i int) error {
			all[i] = v.scoreOne(terms, candidates[i])
			return nil
		}
	})
	return all, err
}

func (v *view) scoreOne(terms []openTerm, c candidate) scored {
	s := scored{candidate: c}
	lengths := v.segments[c.segment].lengths[c.document]
	for i := range terms {
		p := terms[i].lists[c.segment].postings
		at, has := slices.BinarySearch(p.documents, c.document)
		if !has {
			continue
		}
		score := earned(terms[i].most, pseudoFrequency(p.at(at), lengths, &v.means))
		s.score += score
		s.terms = append(s.terms, earning{i, score})
	}
	return s
}
