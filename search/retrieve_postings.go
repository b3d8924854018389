package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// termPostings returns the live postings of a term in one field of a segment.
func termPostings(s *scorch.SegmentSnapshot, field, term string) (segment.PostingsList, error) {
	dict, err := s.Segment().Dictionary(field)
	if err != nil {
		return nil, err
	}
	return dict.PostingsList([]byte(term), s.Deleted(), nil)
}

// eachPosting calls f for every posting. f must not keep what it is given.
func eachPosting(list segment.PostingsList, f func(segment.Posting)) error {
	it := list.Iterator(true, true, false, nil)
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		f(p)
	}
}

// openTerm is a query term that some document has, with its postings.
type openTerm struct {
	queryTerm
	lists []fieldPostings
}

type fieldPostings struct {
	segment, field int
	list           segment.PostingsList
}

// open finds the postings of terms, leaves out single characters that are too
// common, and keeps the maxTerms that can contribute most, in order of term.
func (v *view) open(terms []queryTerm) ([]openTerm, error) {
	dictionaries, err := v.dictionaries()
	if err != nil {
		return nil, err
	}
	type rated struct {
		openTerm
		rating float64
	}
	var found []rated
	for _, t := range terms {
		o := openTerm{queryTerm: t}
		df, err := o.find(dictionaries, v.segments)
		if err != nil {
			return nil, err
		}
		if df > 0 && !t.common(v.live, df) {
			found = append(found, rated{o, t.weight * rarity(v.live, df)})
		}
	}
	slices.SortStableFunc(found, func(a, b rated) int { return cmp.Compare(b.rating, a.rating) })
	open := make([]openTerm, min(len(found), maxTerms))
	for i := range open {
		open[i] = found[i].openTerm
	}
	slices.SortFunc(open, func(a, b openTerm) int { return cmp.Compare(a.term, b.term) })
	return open, nil
}

// dictionaries opens the term dictionary of each searched field of each segment.
func (v *view) dictionaries() ([][len(searched)]segment.TermDictionary, error) {
	all := make([][len(searched)]segment.TermDictionary, len(v.segments))
	for i, s := range v.segments {
		for f := range searched {
			var err error
			if all[i][f], err = s.Segment().Dictionary(searched[f].name); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// find fills t's postings and returns the number of documents of the field in
// which most have it.
func (t *openTerm) find(dictionaries [][len(searched)]segment.TermDictionary, segments []*scorch.SegmentSnapshot) (uint64, error) {
	var counts [len(searched)]uint64
	for i, s := range segments {
		for f := range searched {
			list, err := dictionaries[i][f].PostingsList([]byte(t.term), s.Deleted(), nil)
			if err != nil {
				return 0, err
			}
			if n := list.Count(); n > 0 {
				counts[f] += n
				t.lists = append(t.lists, fieldPostings{i, f, list})
			}
		}
	}
	return slices.Max(counts[:]), nil
}

// choose returns the documents that q's filters admit, or nil for all of them.
func (v *view) choose(q Query) (*roaring.Bitmap, error) {
	if q.Only == nil && len(q.Exclude) == 0 && len(q.Fields) == 0 {
		return nil, nil
	}
	chosen := roaring.New()
	for i, s := range v.segments {
		local, err := chooseIn(s, q)
		if err != nil {
			return nil, err
		}
		chosen.Or(roaring.AddOffset(local, uint32(v.offsets[i])))
	}
	return chosen, nil
}

func chooseIn(s *scorch.SegmentSnapshot, q Query) (*roaring.Bitmap, error) {
	chosen := s.DocNumbersLive()
	if q.Only != nil {
		only, err := s.DocNumbers(q.Only)
		if err != nil {
			return nil, err
		}
		chosen.And(only)
	}
	excluded, err := s.DocNumbers(q.Exclude)
	if err != nil {
		return nil, err
	}
	chosen.AndNot(excluded)
	for name, value := range q.Fields {
		list, err := termPostings(s, filterPrefix+name, value)
		if err != nil {
			return nil, err
		}
		having := roaring.New()
		if err := eachPosting(list, func(p segment.Posting) { having.Add(uint32(p.Number())) }); err != nil {
			return nil, err
		}
		chosen.And(having)
	}
	return chosen, nil
}
