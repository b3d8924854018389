package search

import (
	"context"
	"fmt"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"sanku/search/analysis"
)

// The number of hits of a query that names no limit, and the most it may name.
const (
	defaultHits = 20
	maxHits     = 1000
)

// Query asks for the documents whose terms answer those of its parts best.
type Query struct {
	Parts   []QueryPart
	Limit   int               // how many hits at most; 0: 20
	Only    []string          // ids to choose from; nil: every document
	Exclude []string          // ids never to return
	Fields  map[string]string // filter values a document must have, every one of them
}

// QueryPart is one text of a query, such as a need's title or its problem, and
// how much each of its words weighs.
type QueryPart struct {
	Text   string
	Weight float64
}

// titleWeight is what the words of a need's title weigh against those of its
// text, in which they mostly stand again.
const titleWeight = 6

// NeedParts returns the query that a need with this title and these texts (its
// problem, its requirements) asks of the technologies. Without a title, the
// heading that the first text opens with stands for it, and weighs less. The same
// holds the other way round, for a technology that looks for needs.
func NeedParts(title string, texts ...string) []QueryPart {
	parts := []QueryPart{{Text: title, Weight: titleWeight}}
	if strings.TrimSpace(title) == "" && len(texts) > 0 {
		head, rest := heading(texts[0])
		parts[0] = QueryPart{Text: head, Weight: headingWeight}
		texts = append([]string{rest}, texts[1:]...)
	}
	for _, t := range texts {
		parts = append(parts, QueryPart{Text: t, Weight: 1})
	}
	return parts
}

// Hit is a document that has at least one term of the query.
type Hit struct {
	ID    string
	Score float64
	Terms []TermScore // the terms that brought the score, best first, at most 32
}

// TermScore is what one term contributed to a hit's score.
type TermScore struct {
	Term  string
	Kind  analysis.Kind
	Score float64
}

// Retrieve returns the documents of the library that answer q best, best
// first; equal scores are in order of id. The same documents get the same
// scores in whatever order they were indexed. It authorises nothing: the caller
// reads the hits again under its own scope.
func (l *Library) Retrieve(ctx context.Context, q Query) (hits []Hit, err error) {
	err = l.search(ctx, func(r index.IndexReader) error {
		hits, err = l.memory.retrieve(ctx, r, q)
		return err
	})
	return hits, err
}

// retrieve answers q from the view r. Its scores are by BM25F over every term of
// the query; what it passes over is proved not to be among the best. Then works
// that others name are raised.
func (m *memory) retrieve(ctx context.Context, r index.IndexReader, q Query) ([]Hit, error) {
	defer m.processors.enter()()
	v, err := m.view(r)
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	terms, err := v.open(ctx, queryTerms(q.Parts))
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	named, err := authorityOf(v.snapshots())
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	found, err := v.scan(ctx, terms, q, named.depth(q.limit()))
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	scored, err := v.score(ctx, terms, found)
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	raised, err := named.raise(scored, q.limit())
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	hits, err := v.hits(raised, terms, q.limit())
	if err != nil {
		return nil, fmt.Errorf("search: retrieve: %w", err)
	}
	return hits, nil
}

func (q Query) limit() int {
	if q.Limit <= 0 {
		return defaultHits
	}
	return min(q.Limit, maxHits)
}
