package matching

import (
	"context"

	"sanku/domain"
	"sanku/search"
)

// EvaluateWeights measures how weights rank a judged collection by what its texts tell:
// the features text, title and keywords, and meaning where there is an encoder. The
// others say something of records that a judged collection does not have, and count as
// not stated.
func EvaluateWeights(ctx context.Context, o search.EvalOptions, w domain.Weights) (search.EvalResult, error) {
	o.Judge = func(j search.Judged) float64 {
		words := wordsOf(j.Terms)
		about := subjectOf(j.Query.Title, nil, j.Query.Title+"\n"+j.Query.Body)
		return w.ScoreText(domain.Evidence{Text: strength(j.Score, uint64(j.Documents)) * about.bound(j.Document, j.Terms, enoughSubject),
			Title: coverage(j.Document.Title, words), Keywords: keywordCoverage(j.Document.Keywords, words), Meaning: comparedIn(j)})
	}
	return search.Evaluate(ctx, o)
}

// Evaluate measures what finds and ranks candidates by their texts: retrieval, and
// where there is an encoder, the second stage, which adds to what the words tell what
// the meaning does, by the weights that matching goes by. Without an encoder retrieval
// alone is measured.
func Evaluate(ctx context.Context, o search.EvalOptions, w domain.Weights) (search.EvalResult, error) {
	if o.Encoder != nil {
		o.Judge = func(j search.Judged) float64 {
			return w.ScoreWords(domain.Evidence{Text: strength(j.Score, uint64(j.Documents)), Meaning: comparedIn(j)})
		}
	}
	return search.Evaluate(ctx, o)
}

func comparedIn(j search.Judged) domain.Closeness {
	return domain.Closeness{Asked: j.Compared, Known: j.Compared, Value: j.Closeness}
}
