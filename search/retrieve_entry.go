package search

import (
	"slices"
	"sync"
	"sync/atomic"
)

// entry is what is known of one term in one segment. Whoever needs more of it
// than is known reads it, while others wait. A nil entry is that of a term that no
// document of the segment has.
type entry struct {
	owner *segmentMemory
	term  string
	used  atomic.Bool // since the cache's hand came by

	slot  int   // one more than its place in the cache's ring; 0: it has none; under the cache's mu
	bytes int64 // under the cache's mu

	mu       sync.Mutex
	counted  bool                  // having is known
	having   [len(searched)]uint64 // how many documents have it in each field, deleted ones included
	list     *postings             // nil until they are read
	impacts  *impacts              // of list; nil until they are worked out
	live     tally                 // of list without the first deleted of the segment's gone
	deleted  int
	notes    [len(searched)]uint64 // having without the first noted of the segment's gone, if list is nil
	noted    int
	hasNotes bool
}

// fewDocuments is how many documents a term may have in a segment for its
// postings to be read when they have only to be counted: once they are, what
// goes later is counted off.
const fewDocuments = 1000

// use tells the cache that e is wanted. Most times it is known already, and
// reading is cheaper than writing what every other query writes too.
func (e *entry) use() {
	if !e.used.Load() {
		e.used.Store(true)
	}
}

// bounds returns the least and the most documents of s that can have the term in
// each field.
func (e *entry) bounds(s *viewSegment) (least, most [len(searched)]uint64, err error) {
	if e == nil {
		return least, most, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.count(s); err != nil {
		return least, most, err
	}
	for f, n := range e.having {
		least[f] = n - min(n, uint64(len(s.deletions.gone)))
	}
	return least, e.having, nil
}

// count finds out how many documents have the term, without their postings.
func (e *entry) count(s *viewSegment) (err error) {
	if !e.counted {
		e.having, err = s.count(e.term, deletions{})
		e.counted = err == nil
	}
	return err
}

// documents returns how many documents of s have the term in each field.
func (e *entry) documents(s *viewSegment) (none [len(searched)]uint64, err error) {
	if e == nil {
		return none, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.list != nil {
		return e.tally(s).having, nil
	}
	if err := e.count(s); err != nil || len(s.deletions.gone) == 0 || e.having == [len(searched)]uint64{} {
		return e.having, err
	}
	if slices.Max(e.having[:]) <= fewDocuments {
		if err := e.read(s); err != nil {
			return e.having, err
		}
		return e.tally(s).having, nil
	}
	if n := len(s.deletions.gone); !e.hasNotes || e.noted != n {
		if e.notes, err = s.count(e.term, s.deletions); err != nil {
			return e.notes, err
		}
		e.noted, e.hasNotes = n, true
	}
	return e.notes, nil
}

// open returns the postings of the term, their impacts by the averages base,
// and the tally of those that s has.
func (e *entry) open(s *viewSegment, base means) (*postings, *impacts, tally, error) {
	if e == nil {
		return noPostings, noImpacts, tally{}, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.read(s); err != nil {
		return nil, nil, tally{}, err
	}
	if e.impacts == nil || e.impacts.base != base {
		e.impacts = newImpacts(e.list, s.lengths, base)
	}
	return e.list, e.impacts, e.tally(s), nil
}

// What a term has where no document has it.
var (
	noPostings = new(postings)
	noImpacts  = new(impacts)
)

// everyField is what a term may have when its documents were not counted.
var everyField = [len(searched)]uint64{inTitle: 1, inKeywords: 1, inBody: 1}

// read reads the postings, unless they are known.
func (e *entry) read(s *viewSegment) error {
	if e.list != nil {
		return nil
	}
	in := everyField
	if e.counted {
		in = e.having
	}
	list, err := s.read(e.term, in)
	if err != nil {
		return err
	}
	e.list, e.live, e.deleted = list, list.tally, 0
	e.owner.cache.charge(e, int64(cap(list.documents))*postingBytes+int64(len(list.documents))*impactBytes)
	return nil
}

// tally returns the tally of the postings that s has.
func (e *entry) tally(s *viewSegment) tally {
	gone := s.deletions.gone
	if s.deletions.old || len(gone) < e.deleted {
		return e.list.without(e.list.tally, gone)
	}
	if len(gone) > e.deleted {
		e.live = e.list.without(e.live, gone[e.deleted:])
		e.deleted = len(gone)
	}
	return e.live
}
