package search

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

// score works out the scores of candidates, which are in order of segment and
// document. It adds in order of term, whatever way they were found.
func (v *view) score(terms []openTerm, candidates []candidate) []scored {
	all := make([]scored, len(candidates))
	for i, c := range candidates {
		all[i].candidate = c
	}
	for i := range terms {
		v.scoreTerm(i, &terms[i], all)
	}
	return all
}

func (v *view) scoreTerm(place int, t *openTerm, all []scored) {
	at, segment := 0, uint32(0)
	for i := range all {
		c := &all[i]
		if c.segment != segment {
			at, segment = 0, c.segment
		}
		p := t.lists[segment].postings
		if at = seek(p.documents, at, c.document); at == len(p.documents) || p.documents[at] != c.document {
			continue
		}
		frequency := pseudoFrequency(p.at(at), v.segments[segment].lengths[c.document], &v.means)
		score := earned(t.most, frequency)
		c.score += score
		c.terms = append(c.terms, earning{place, score})
	}
}
