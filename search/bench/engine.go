package bench

import (
	"context"

	"sanku/search"
)

// The engines.
const (
	Sanku    = "sanku"    // what the product runs
	Bleve    = "bleve"    // bleve's own disjunction, on the same index
	Postgres = "postgres" // PostgreSQL's full text
)

// Engines lists every engine in the order in which reports show them.
func Engines() []string { return []string{Sanku, Bleve, Postgres} }

// engine answers questions. All engines are asked for the same terms.
type engine interface {
	name() string
	// search returns the ids of the best documents, best first, at most depth.
	search(ctx context.Context, q question) ([]string, error)
}

// question is a query, and the terms that Sanku answers it by. Sanku itself is
// given the text: its time includes finding the terms, the others' does not.
type question struct {
	search.Query
	terms []search.FieldTerm
}

// sanku is the engine that matching and searching run.
type sanku struct{ *search.Collection }

func (sanku) name() string { return Sanku }

func (s sanku) search(ctx context.Context, q question) ([]string, error) {
	hits, err := s.Retrieve(ctx, q.Query)
	return ids(hits), err
}

func ids(hits []search.Hit) []string {
	all := make([]string, len(hits))
	for i, h := range hits {
		all[i] = h.ID
	}
	return all
}
