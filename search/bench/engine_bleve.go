package bench

import (
	"context"
	"errors"

	bleve "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"sanku/search"
)

// disjunction is bleve's own way to answer, on the very index of Sanku: the
// searchers that its MatchQuery and DisjunctionQuery make, and the collector of
// its Index.Search. It is spared what a MatchQuery would do besides: analysis,
// repeated terms, and terms that a field does not have.
type disjunction struct{ *search.Collection }

func (disjunction) name() string { return Bleve }

func (d disjunction) search(ctx context.Context, q question) (found []string, err error) {
	reader, err := d.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	either, err := anyOf(ctx, reader, q.terms)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, either.Close()) }()
	top := collector.NewTopNCollector(depth, 0, bleve.SortOrder{&bleve.SortScore{Desc: true}})
	if err := top.Collect(ctx, either, reader); err != nil {
		return nil, err
	}
	for _, hit := range top.Results() {
		found = append(found, hit.ID)
	}
	return found, nil
}

// anyOf searches for any of the terms, each weighed as Sanku weighs it.
func anyOf(ctx context.Context, reader index.IndexReader, terms []search.FieldTerm) (bleve.Searcher, error) {
	var each []bleve.Searcher
	for _, t := range terms {
		one, err := searcher.NewTermSearcher(ctx, reader, t.Term, t.Field, t.Weight, bleve.SearcherOptions{})
		if err != nil {
			return nil, err
		}
		each = append(each, one)
	}
	if len(each) == 0 {
		return searcher.NewMatchNoneSearcher(reader)
	}
	return searcher.NewDisjunctionSearcher(ctx, reader, each, 0, bleve.SearcherOptions{})
}
