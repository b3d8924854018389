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
	// What it can contribute lies between these.
	rating, highest float64
}

// open reads the postings of terms. It leaves out single characters that are
// too common, and keeps the maxTerms that can contribute most, in order of
// term.
func (v *view) open(ctx context.Context, terms []queryTerm) ([]openTerm, error) {
	found, err := v.worthReading(v.find(terms))
	if err != nil {
		return nil, err
	}
	open := make([]openTerm, len(found))
	err = v.processors.share(ctx, v.live, len(found), func() func(int) error {
		own := v.apart()
		return func(i int) (err error) {
			open[i], err = own.openTerm(found[i])
			return err
		}
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(open, func(t openTerm) bool { return t.most == 0 }), nil
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
	least, most, err := v.bounds(t)
	if err != nil {
		return false, err
	}
	if is := t.common(v.live, least); is == t.common(v.live, most) {
		return is, nil
	}
	df, err := v.documents(t)
	return t.common(v.live, df), err
}

// bounds returns the least and the most that documents can return.
func (v *view) bounds(t knownTerm) (uint64, uint64, error) {
	var least, most [len(searched)]uint64
	for i, s := range v.segments {
		l, m, err := t.entries[i].bounds(s)
		if err != nil {
			return 0, 0, err
		}
		for f := range searched {
			least[f] += l[f]
			most[f] += m[f]
		}
	}
	return slices.Max(least[:]), min(slices.Max(most[:]), v.live), nil
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

// best returns the maxTerms that can contribute most, in order of term. What
// bounds leave open is counted: as documents go, counting all of them again
// would take longer than the query itself.
func (v *view) best(terms []knownTerm) ([]knownTerm, error) {
	found := terms[:0]
	for _, t := range terms {
		if err := v.rate(&t); err != nil {
			return nil, err
		}
		if t.highest > 0 {
			found = append(found, t)
		}
	}
	if len(found) <= maxTerms {
		return found, nil
	}
	in, out := borders(found)
	for i := range found {
		if t := &found[i]; t.rating <= in && t.highest >= out && t.rating < t.highest {
			if err := v.rateExactly(t); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(found, func(a, b knownTerm) int { return cmp.Compare(b.rating, a.rating) })
	found = found[:maxTerms]
	slices.SortFunc(found, func(a, b knownTerm) int { return cmp.Compare(a.term, b.term) })
	return found, nil
}

// rate sets between what bounds t's rating is; highest is 0 if no document has
// it.
func (v *view) rate(t *knownTerm) error {
	least, most, err := v.bounds(*t)
	if err != nil || most == 0 {
		return err
	}
	if least == 0 {
		return v.rateExactly(t)
	}
	t.rating, t.highest = t.weight*rarity(v.live, most), t.weight*rarity(v.live, least)
	return nil
}

// rateExactly counts the documents that have t.
func (v *view) rateExactly(t *knownTerm) error {
	df, err := v.documents(*t)
	t.rating, t.highest = 0, 0
	if df > 0 {
		t.rating = t.weight * rarity(v.live, df)
		t.highest = t.rating
	}
	return err
}

// borders returns the rating above which a term is surely one of the best
// maxTerms, and that below which it is surely not.
func borders(terms []knownTerm) (in, out float64) {
	ratings, highest := make([]float64, len(terms)), make([]float64, len(terms))
	for i, t := range terms {
		ratings[i], highest[i] = t.rating, t.highest
	}
	slices.Sort(ratings)
	slices.Sort(highest)
	return highest[len(highest)-maxTerms-1], ratings[len(ratings)-maxTerms]
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
