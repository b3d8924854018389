package search

import (
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"sanku/search/analysis"
)

// partField is one part of a document. It gives bleve the terms with their
// frequencies straight from our analysis, and is indexed, never stored.
type partField struct {
	name, text string
	analysed   bool
	length     int
	terms      []termCount
}

// termCount is a distinct term and how often it stands in a text.
type termCount struct {
	term  string
	count int
}

// Analyze finds the terms, unless they are known. bleve calls it too, on one of
// its workers.
func (f *partField) Analyze() {
	if f.analysed {
		return
	}
	f.analysed = true
	if tokens := analysis.Analyze(f.text); len(tokens) > 0 {
		f.length, f.terms = len(tokens)+1, countTerms(tokens)
	}
}

// places holds maps for countTerms, emptied.
var places = sync.Pool{New: func() any { return make(map[string]int, 1024) }}

// countTerms returns the distinct terms of tokens after lengthTerm.
func countTerms(tokens []analysis.Token) []termCount {
	place := places.Get().(map[string]int)
	counts := append(make([]termCount, 0, len(tokens)+1), termCount{lengthTerm, 1})
	for _, t := range tokens {
		if at, ok := place[t.Term]; ok {
			counts[at].count++
			continue
		}
		place[t.Term] = len(counts)
		counts = append(counts, termCount{t.Term, 1})
	}
	clear(place)
	places.Put(place)
	return counts
}

// AnalyzedTokenFrequencies returns the terms as bleve is told of them, which takes
// many times the space of the terms themselves.
func (f *partField) AnalyzedTokenFrequencies() index.TokenFrequencies {
	counts := make([]index.TokenFreq, len(f.terms))
	all := make(index.TokenFrequencies, len(f.terms))
	for i, t := range f.terms {
		counts[i].SetFrequency(t.count)
		all[t.term] = &counts[i]
	}
	return all
}

func (f *partField) Name() string                        { return f.name }
func (f *partField) Value() []byte                       { return []byte(f.text) }
func (f *partField) ArrayPositions() []uint64            { return nil }
func (f *partField) EncodedFieldType() byte              { return 't' }
func (f *partField) Options() index.FieldIndexingOptions { return index.IndexField }
func (f *partField) AnalyzedLength() int                 { return f.length }
func (f *partField) NumPlainTextBytes() uint64           { return uint64(len(f.text)) }
func (f *partField) Size() int                           { return len(f.name) + len(f.text) + 24*len(f.terms) }
