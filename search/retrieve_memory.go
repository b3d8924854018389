package search

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// forgetAfter is how many views in a row have to lack a segment until it is
// forgotten: a view can be a moment older than the one before.
const forgetAfter = 8

// clearAtOnce is how many entries of forgotten segments one view takes out of the
// cache: all of a segment's would keep a query waiting for longer than it takes.
const clearAtOnce = 500

// memory is what queries have read of the segments of one index, which never
// change, and will need again.
type memory struct {
	cache      *postingsCache
	processors *processors

	mu       sync.Mutex
	views    uint64
	dead     []*segmentMemory // forgotten, but not yet wholly taken out of the cache
	segments map[segment.Segment]*segmentMemory
	base     means // near those of the latest view; impacts are worked out with them
}

// newMemory returns a memory that keeps its postings in cache, and whose queries
// run on p.
func newMemory(cache *postingsCache, p *processors) *memory {
	return &memory{cache: cache, processors: p, segments: make(map[segment.Segment]*segmentMemory)}
}

// of returns what is known of the segments, and forgets others.
func (m *memory) of(segments []*scorch.SegmentSnapshot) []*segmentMemory {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.views++
	all := make([]*segmentMemory, len(segments))
	for i, s := range segments {
		if all[i] = m.segments[s.Segment()]; all[i] == nil {
			all[i] = &segmentMemory{cache: m.cache, entries: make(map[string]*entry)}
			m.segments[s.Segment()] = all[i]
		}
		all[i].seen = m.views
	}
	for s, known := range m.segments {
		if known.seen+forgetAfter < m.views {
			delete(m.segments, s)
			m.cache.forget(known)
			m.dead = append(m.dead, known)
		}
	}
	if len(m.dead) > 0 && m.cache.clear(m.dead[0], clearAtOnce) {
		m.dead = m.dead[1:]
	}
	return all
}

// baseOf returns the averages that impacts are to be worked out with while
// those of a view are now: the same for as long as that is accurate enough.
func (m *memory) baseOf(now means) means {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.drift(m.base) > maxDrift {
		m.base = now
	}
	return m.base
}

// segmentMemory is what is known of one segment.
type segmentMemory struct {
	cache *postingsCache
	seen  uint64 // the latest view with it; under memory.mu

	reserved  int64 // bytes that are not subject to eviction; under the cache's mu
	forgotten bool  // under the cache's mu

	mu      sync.Mutex
	lengths []perField  // of every document; nil until they are read
	full    fieldTotals // of all documents
	live    fieldTotals // of those not in gone
	deleted *roaring.Bitmap
	gone    []uint32 // deleted documents, in the order in which they went; only ever appended to

	vocabulary vocabulary // read together with lengths

	lookup  sync.RWMutex
	entries map[string]*entry // by term
}

// deletions are the documents of a segment that a view does not have.
type deletions struct {
	bitmap *roaring.Bitmap // nil: there are none
	gone   []uint32        // the same, ascending in runs
	old    bool            // another view had more, so that gone is in an order of its own
}

func (d deletions) contains(document uint32) bool {
	return d.bitmap != nil && d.bitmap.Contains(document)
}

// at returns the lengths of the segment's documents, and the deletions and
// totals of its state s.
func (m *segmentMemory) at(s *scorch.SegmentSnapshot) ([]perField, deletions, fieldTotals, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lengths == nil {
		lengths, sums, err := readLengths(s)
		if err != nil {
			return nil, deletions{}, fieldTotals{}, err
		}
		var bytes int64
		if m.vocabulary, bytes, err = readVocabulary(s); err != nil {
			return nil, deletions{}, fieldTotals{}, err
		}
		m.lengths, m.full, m.live = lengths, sums, sums
		m.cache.reserve(m, int64(len(lengths))*perFieldBytes+bytes)
	}
	d, live := m.without(s.Deleted())
	return m.lengths, d, live, nil
}

// without returns the state in which the deleted documents are gone. Documents
// go and never come back, so that their number tells the states apart.
func (m *segmentMemory) without(deleted *roaring.Bitmap) (deletions, fieldTotals) {
	switch n := cardinality(deleted); {
	case n == 0:
		return deletions{}, m.full
	case n < len(m.gone):
		all := deleted.ToArray()
		return deletions{bitmap: deleted, gone: all, old: true}, m.full.without(all, m.lengths)
	case n > len(m.gone):
		more := deleted
		if m.deleted != nil {
			more = roaring.AndNot(deleted, m.deleted)
		}
		news := more.ToArray()
		m.gone = append(m.gone, news...)
		m.live = m.live.without(news, m.lengths)
		m.deleted = deleted
	}
	return deletions{bitmap: deleted, gone: m.gone}, m.live
}

func cardinality(b *roaring.Bitmap) int {
	if b == nil {
		return 0
	}
	return int(b.GetCardinality())
}

// find puts into found the entries of terms, new ones for those not known yet, and
// nil for those that no document is known to have. The segment's lengths have been
// read.
func (m *segmentMemory) find(terms []queryTerm, found []*entry) {
	missing := 0
	m.lookup.RLock()
	for i, t := range terms {
		if found[i] = m.entries[t.term]; found[i] == nil && !m.vocabulary.lacks(t.term) {
			missing++
		}
	}
	m.lookup.RUnlock()
	if missing > 0 {
		m.enter(terms, found)
	}
	for _, e := range found {
		if e != nil {
			e.use()
		}
	}
}

// enter fills the gaps in found.
func (m *segmentMemory) enter(terms []queryTerm, found []*entry) {
	var added []*entry
	m.lookup.Lock()
	for i, t := range terms {
		if found[i] == nil {
			found[i] = m.entries[t.term]
		}
		if found[i] == nil && !m.vocabulary.lacks(t.term) {
			found[i] = &entry{owner: m, term: t.term}
			m.entries[t.term] = found[i]
			added = append(added, found[i])
		}
	}
	m.lookup.Unlock()
	m.cache.add(added)
}

// drop forgets e, unless another has its place already.
func (m *segmentMemory) drop(e *entry) {
	m.lookup.Lock()
	defer m.lookup.Unlock()
	if m.entries[e.term] == e {
		delete(m.entries, e.term)
	}
}
