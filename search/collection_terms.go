package search

import (
	"cmp"
	"context"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// FieldTerm is one of the terms by which a query is answered, in a field in
// which some document has it.
type FieldTerm struct {
	Field, Term string
	Weight      float64 // of the term in the query times that of the field
}

// FieldTerms returns the terms by which Retrieve answers q, so that other
// engines can be asked for the same.
func (c *Collection) FieldTerms(ctx context.Context, q Query) (all []FieldTerm, err error) {
	err = c.view(func(r index.IndexReader) error {
		found, err := found(ctx, r, queryTerms(q.Parts))
		slices.SortStableFunc(found, func(a, b foundTerm) int { return cmp.Compare(b.rating, a.rating) })
		for _, t := range found[:min(len(found), maxTerms)] {
			all = append(all, t.fields...)
		}
		return err
	})
	return all, err
}

// foundTerm is a query term that some document has.
type foundTerm struct {
	rating float64 // what it can contribute
	fields []FieldTerm
}

// found looks the terms up by bleve's own means, and leaves out single
// characters that are too common.
func found(ctx context.Context, r index.IndexReader, terms []queryTerm) (all []foundTerm, err error) {
	documents, err := r.DocCount()
	if err != nil {
		return nil, err
	}
	for _, t := range terms {
		f, df, err := t.find(ctx, r)
		if err != nil {
			return nil, err
		}
		if df > 0 && !t.common(documents, df) {
			f.rating = t.weight * rarity(documents, df)
			all = append(all, f)
		}
	}
	return all, nil
}

// find returns t in each of its fields, and the number of documents of the
// field in which most have it.
func (t queryTerm) find(ctx context.Context, r index.IndexReader) (f foundTerm, df uint64, err error) {
	for _, field := range searched {
		postings, err := r.TermFieldReader(ctx, []byte(t.term), field.name, false, false, false)
		if err != nil {
			return f, 0, err
		}
		if n := postings.Count(); n > 0 {
			df = max(df, n)
			f.fields = append(f.fields, FieldTerm{field.name, t.term, t.weight * field.weight})
		}
		if err := postings.Close(); err != nil {
			return f, 0, err
		}
	}
	return f, df, nil
}

// Mapping names how documents are analysed and indexed. A collection that was
// written under another name answers otherwise than a new one would.
func Mapping() string { return mappingHash() }
