package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// memoryFeed is a feed whose whole history is in memory. Changes are recorded
// by put and remove; those after the horizon are not yet readable, as if their
// transactions were still open.
type memoryFeed struct {
	mu      sync.Mutex
	epoch   string
	history []memoryChange
	horizon int // how many changes of history are readable
	purged  Position
	failure error
	refused int    // how many more pages All refuses
	onPage  func() // called when All reads a page
}

var errRefused = errors.New("connection refused")

type memoryChange struct {
	Change
	doc *Document // nil: removed
}

func newMemoryFeed() *memoryFeed {
	return &memoryFeed{epoch: "cluster 1", onPage: func() {}}
}

// put writes a record and commits; remove deletes one.
func (f *memoryFeed) put(k Kind, id, text string) { f.commit(k, id, &Document{ID: id, Body: text}) }
func (f *memoryFeed) remove(k Kind, id string)    { f.commit(k, id, nil) }

func (f *memoryFeed) commit(k Kind, id string, d *Document) {
	f.write(k, id, d)
	f.reveal(len(f.history))
}

// write records a change that is not readable yet.
func (f *memoryFeed) write(k Kind, id string, d *Document) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.history) + 1
	c := Change{Position: Position{uint64(n/3 + 1), int64(n)}, Kind: k, Ref: id, Version: int64(n), CreatedAt: time.Now()}
	if d != nil {
		d.Version = c.Version
	}
	f.history = append(f.history, memoryChange{c, d})
}

// unlocked lets f, called from onPage, write to the feed.
func (f *memoryFeed) unlocked(do func()) func() {
	return func() {
		f.mu.Unlock()
		defer f.mu.Lock()
		do()
	}
}

// reveal makes the first n changes readable.
func (f *memoryFeed) reveal(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.horizon = min(n, len(f.history))
}

func (f *memoryFeed) at(n int) Position {
	if n == 0 {
		return Position{}
	}
	return f.history[n-1].Position
}

// documents returns the documents of k as the readable history leaves them.
func (f *memoryFeed) documents(k Kind) map[string]Document {
	docs := make(map[string]Document)
	for _, c := range f.history[:f.horizon] {
		if c.Kind != k {
			continue
		}
		if delete(docs, c.Ref); c.doc != nil {
			docs[c.Ref] = *c.doc
		}
	}
	return docs
}

func (f *memoryFeed) Epoch(context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.epoch, f.failure
}

func (f *memoryFeed) Horizon(context.Context) (Position, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at(f.horizon), f.failure
}

func (f *memoryFeed) Changes(_ context.Context, k Kind, after Position, limit int) (changes []Change, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if after.Compare(f.purged) < 0 {
		return nil, fmt.Errorf("after %v: %w", after, ErrPurged)
	}
	for _, c := range f.history[:f.horizon] {
		if c.Kind == k && c.Position.Compare(after) > 0 && len(changes) < limit {
			changes = append(changes, c.Change)
		}
	}
	return changes, f.failure
}

func (f *memoryFeed) Documents(_ context.Context, k Kind, ids []string) (docs []Document, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.documents(k)
	for _, id := range ids {
		if d, ok := all[id]; ok {
			docs = append(docs, d)
		}
	}
	return docs, f.failure
}

func (f *memoryFeed) All(_ context.Context, k Kind, after string, limit int) ([]Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onPage()
	if f.refused--; f.refused >= 0 {
		return nil, errRefused
	}
	docs := slices.Collect(maps.Values(f.documents(k)))
	docs = slices.DeleteFunc(docs, func(d Document) bool { return d.ID <= after })
	slices.SortFunc(docs, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	return docs[:min(limit, len(docs))], f.failure
}

func (f *memoryFeed) Versions(ctx context.Context, k Kind, after string, limit int) (versions []RecordVersion, err error) {
	docs, err := f.All(ctx, k, after, limit)
	for _, d := range docs {
		versions = append(versions, RecordVersion{d.ID, d.Version})
	}
	return versions, err
}
