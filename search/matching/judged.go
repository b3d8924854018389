package matching

import (
	"context"

	"sanku/domain"
	"sanku/search"
)

// EvaluateWeights measures how weights rank a judged collection by what its texts tell:
// the features text, title and keywords. The others say something of records that a
// judged collection does not have, and count as not stated.
func EvaluateWeights(ctx context.Context, o search.EvalOptions, w domain.Weights) (search.EvalResult, error) {
	o.Judge = func(query search.Document, hit search.Hit, d search.Document, documents int) float64 {
		words := wordsOf(hit.Terms)
		about := subjectOf(query.Title, query.Title+"\n"+query.Body)
		return w.ScoreText(domain.Evidence{Text: strength(hit.Score, uint64(documents)) * about.bound(d, hit.Terms, enoughSubject), Title: coverage(d.Title, words),
			Keywords: keywordCoverage(d.Keywords, words)})
	}
	return search.Evaluate(ctx, o)
}
