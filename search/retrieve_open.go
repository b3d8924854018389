package search

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// openTerm is a query term that some document of a view has.
type openTerm struct {
	queryTerm
	most  float64    // what it can earn a document
	lists []openList // by segment
}

type openList struct {
	*postings
	impacts *impacts
}

// knownTerm is a query term with what is known of it in each segment of a view.
type knownTerm struct {
	queryTerm
	entries []*entry
	rating  float64
}

// open reads the postings of terms. It leaves out single characters that are
// too common, and keeps the maxTerms that can contribute most, in order of
// term.
func (v *view) open(ctx context.Context, terms []queryTerm) ([]openTerm, error) {
	found, err := v.worthReading(v.find(terms))
	if err != nil {
		return nil, err
	}
	open := make([]openTerm, 0, len(found))
	for _, t := range found {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		o, err := v.openTerm(t)
		if err != nil {
			return nil, err
		}
		if o.most > 0 {
			open = append(open, o)
		}
	}
	return open, nil
}

// find looks up what is known of terms.
func (v *view) find(terms []queryTerm) []knownTerm {
	found := make([]knownTerm, len(terms))
	entries := make([]*entry, len(terms)*len(v.segments))
	column := make([]*entry, len(terms))
	for i := range terms {
		found[i].queryTerm = terms[i]
		found[i].entries = entries[i*len(v.segments):][:len(v.segments)]
	}
	for i, s := range v.segments {
		clear(column)
		s.memory.find(terms, column)
		for j, e := range column {
			found[j].entries[i] = e
		}
	}
	return found
}

// worthReading leaves out what is not worth reading.
func (v *view) worthReading(found []knownTerm) ([]knownTerm, error) {
	kept := found[:0]
	for _, t := range found {
		common, err := v.common(t)
		if err != nil {
			return nil, err
		}
		if !common {
			kept = append(kept, t)
		}
	}
	if len(kept) <= maxTerms {
		return kept, nil
	}
	return v.best(kept)
}

// common says whether t is too common to be worth reading. Bounds tell nearly
// always; otherwise the documents are counted.
func (v *view) common(t knownTerm) (bool, error) {
	if !t.common(v.live, math.MaxUint64) {
		return false, nil
	}
	var least, most [len(searched)]uint64
	for i, s := range v.segments {
		l, m, err := t.entries[i].bounds(s)
		if err != nil {
			return false, err
		}
		for f := range searched {
			least[f] += l[f]
			most[f] += m[f]
		}
	}
	if is := t.common(v.live, slices.Max(least[:])); is == t.common(v.live, slices.Max(most[:])) {
		return is, nil
	}
	df, err := v.documents(t)
	return t.common(v.live, df), err
}

// documents returns the number of documents of the field in which most have t.
func (v *view) documents(t knownTerm) (uint64, error) {
	var sum [len(searched)]uint64
	for i, s := range v.segments {
		having, err := t.entries[i].documents(s)
		if err != nil {
			return 0, err
		}
		for f, n := range having {
			sum[f] += n
		}
	}
	return slices.Max(sum[:]), nil
}

// best returns the maxTerms that can contribute most.
func (v *view) best(terms []knownTerm) ([]knownTerm, error) {
	found := terms[:0]
	for _, t := range terms {
		df, err := v.documents(t)
		if err != nil {
			return nil, err
		}
		if df > 0 {
			t.rating = t.weight * rarity(v.live, df)
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b knownTerm) int { return cmp.Compare(b.rating, a.rating) })
	found = found[:min(len(found), maxTerms)]
	slices.SortFunc(found, func(a, b knownTerm) int { return cmp.Compare(a.term, b.term) })
	return found, nil
}

// openTerm reads t; its most is 0 if no document has it.
func (v *view) openTerm(t knownTerm) (openTerm, error) {
	o := openTerm{queryTerm: t.queryTerm, lists: make([]openList, len(v.segments))}
	var sum tally
	for i, s := range v.segments {
		list, impacts, live, err := t.entries[i].open(s, v.base)
		if err != nil {
			return openTerm{}, err
		}
		o.lists[i] = openList{list, impacts}
		sum.plus(live)
	}
	if sum.documents > 0 {
		o.most = termWeight(t.queryTerm, v.live, sum.documents, sum.stands)
	}
	return o, nil
}
