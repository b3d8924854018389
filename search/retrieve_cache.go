package search

import (
	"sync"
	"unsafe"
)

// defaultCacheBytes bounds the postings that all libraries together keep in
// memory. They take some 11 bytes a posting.
const defaultCacheBytes = 256 << 20

// What things take, for the bound.
const (
	perFieldBytes = int64(unsafe.Sizeof(perField{}))
	postingBytes  = int64(4 + unsafe.Sizeof(count{}))
	impactBytes   = int64(2)
	// entryBytes is what an entry takes without its postings: itself, its
	// place in the map and the ring, and a copy of a short term.
	entryBytes = int64(unsafe.Sizeof(entry{})) + 96
)

// postingsCache bounds what the memories of several indexes keep. What has not
// been used for longest goes first, nearly: a hand goes round over the entries,
// passes those used since it last came by, and takes away the others.
type postingsCache struct {
	limit int64

	mu    sync.Mutex
	bytes int64
	ring  []*entry
	hand  int
}

// newPostingsCache returns a cache of at most limit bytes; 0: defaultCacheBytes.
func newPostingsCache(limit int64) *postingsCache {
	if limit == 0 {
		limit = defaultCacheBytes
	}
	return &postingsCache{limit: limit}
}

// add takes in new entries, which have no postings yet.
func (c *postingsCache) add(entries []*entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range entries {
		if e.owner.forgotten {
			continue
		}
		e.slot, e.bytes = len(c.ring)+1, entryBytes
		c.ring = append(c.ring, e)
		c.bytes += e.bytes
	}
	c.evict()
}

// charge counts bytes more for e. An entry that was evicted meanwhile is only
// in the hands of queries, and counts no more.
func (c *postingsCache) charge(e *entry, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.slot == 0 {
		return
	}
	e.bytes += bytes
	c.bytes += bytes
	c.evict()
}

// reserve counts bytes that a segment needs for as long as it is remembered.
func (c *postingsCache) reserve(m *segmentMemory, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.forgotten {
		return
	}
	m.reserved += bytes
	c.bytes += bytes
	c.evict()
}

// forget stops to count anything new for a segment; clear takes away what is there.
func (c *postingsCache) forget(m *segmentMemory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m.forgotten = true
	c.bytes -= m.reserved
	m.reserved = 0
}

// clear removes at most n entries of a forgotten segment and says whether those
// were the last.
func (c *postingsCache) clear(m *segmentMemory, n int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	m.lookup.Lock()
	defer m.lookup.Unlock()
	for term, e := range m.entries {
		if n--; n < 0 {
			return false
		}
		c.remove(e)
		delete(m.entries, term)
	}
	return true
}

// evict makes the bytes fit the limit, as far as there are entries.
func (c *postingsCache) evict() {
	for c.bytes > c.limit && len(c.ring) > 0 {
		if c.hand >= len(c.ring) {
			c.hand = 0
		}
		if e := c.ring[c.hand]; e.used.Swap(false) {
			c.hand++
		} else {
			c.remove(e)
			e.owner.drop(e)
		}
	}
}

// remove takes e out of the ring; the last one takes its place.
func (c *postingsCache) remove(e *entry) {
	if e.slot == 0 {
		return
	}
	last := len(c.ring) - 1
	c.ring[e.slot-1] = c.ring[last]
	c.ring[e.slot-1].slot = e.slot
	c.ring[last] = nil
	c.ring = c.ring[:last]
	c.bytes -= e.bytes
	e.slot = 0
}
