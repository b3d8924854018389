package search

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// view is what one query sees: the documents of a moment, and the true averages
// over them.
type view struct {
	processors *processors

	segments []*viewSegment
	live     uint64 // documents
	means    means
	base     means // what impacts are worked out with
}

// viewSegment is a segment in its state of that moment.
type viewSegment struct {
	*scorch.SegmentSnapshot
	memory       *segmentMemory
	lengths      []perField
	deletions    deletions
	dictionaries *dictionaries // nil until they are needed
}

// view returns the view that r reads.
func (m *memory) view(r index.IndexReader) (*view, error) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("search: reader is %T, not a view of a scorch index", r)
	}
	v := &view{processors: m.processors}
	var sums fieldTotals
	for i, known := range m.of(snapshot.Segments()) {
		s := &viewSegment{SegmentSnapshot: snapshot.Segments()[i], memory: known}
		var live fieldTotals
		var err error
		if s.lengths, s.deletions, live, err = known.at(s.SegmentSnapshot); err != nil {
			return nil, err
		}
		v.segments = append(v.segments, s)
		v.live += s.Count()
		sums = sums.plus(live)
	}
	v.means = sums.means()
	v.base = m.baseOf(v.means)
	return v, nil
}

// apart returns the same view for a goroutine of its own to read with.
func (v *view) apart() *view {
	own := *v
	own.segments = make([]*viewSegment, len(v.segments))
	for i, s := range v.segments {
		own.segments[i] = new(*s)
		own.segments[i].dictionaries = nil
	}
	return &own
}

// snapshots are the segments as bleve knows them.
func (v *view) snapshots() []*scorch.SegmentSnapshot {
	all := make([]*scorch.SegmentSnapshot, len(v.segments))
	for i, s := range v.segments {
		all[i] = s.SegmentSnapshot
	}
	return all
}

// count counts the documents that have term in each field, but for those in
// except, from the dictionaries alone.
func (s *viewSegment) count(term string, except deletions) (having [len(searched)]uint64, err error) {
	d, err := s.open()
	if err != nil {
		return having, err
	}
	for f, dict := range d.fields {
		if d.list, err = dict.PostingsList([]byte(term), except.bitmap, d.list); err != nil {
			return having, err
		}
		having[f] = d.list.Count()
	}
	return having, nil
}

// read returns the postings of term, which no document has in the fields in which
// having is 0.
func (s *viewSegment) read(term string, having [len(searched)]uint64) (*postings, error) {
	d, err := s.open()
	if err != nil {
		return nil, err
	}
	return d.postings(term, having)
}

func (s *viewSegment) open() (_ *dictionaries, err error) {
	if s.dictionaries == nil {
		s.dictionaries, err = openDictionaries(s.SegmentSnapshot)
	}
	return s.dictionaries, err
}
