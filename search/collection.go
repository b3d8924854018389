package search

import (
	"context"
	"io/fs"
	"log/slog"
	"path/filepath"
	"runtime"

	index "github.com/blevesearch/bleve_index_api"
)

// Collection is an index of documents that follows no feed: what evaluations
// and benchmarks query by the very code that answers a library's queries.
type Collection struct {
	dir    string
	index  index.Index
	queue  *index.AnalysisQueue
	memory *memory
}

// OpenCollection opens the collection kept in dir, which may be empty.
func OpenCollection(dir string) (*Collection, error) {
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	idx, err := openStore(dir, queue, false)
	if err != nil {
		queue.Close()
		return nil, err
	}
	return &Collection{dir: dir, index: idx, queue: queue, memory: newMemory(newPostingsCache(0), newProcessors())}, nil
}

// BuildCollection writes a collection in dir, which must be empty, by bleve's
// offline builder, as a library's rebuild does, and opens it. fill calls add
// with the documents, each id once, some hundreds at a time.
func BuildCollection(ctx context.Context, dir string, fill func(add func([]Document) error) error) (*Collection, error) {
	o, err := newOffline(dir, nil)
	if err != nil {
		return nil, err
	}
	_, err = o.close(fill(func(docs []Document) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return o.add(prepare(docs, slog.Default()))
	}))
	if err != nil {
		return nil, err
	}
	return OpenCollection(dir)
}

// Remember bounds the postings that the collection keeps in memory, none of which
// it has yet.
func (c *Collection) Remember(bytes int64) {
	c.memory = newMemory(newPostingsCache(bytes), c.memory.processors)
}

// Add writes docs as one batch, durably; those with a known id replace the
// document that had it.
func (c *Collection) Add(ctx context.Context, docs []Document) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	b := index.NewBatch()
	for _, d := range prepare(docs, slog.Default()) {
		b.Update(d)
	}
	return c.index.Batch(b)
}

// Delete removes the documents that have the given ids, as one batch.
func (c *Collection) Delete(ctx context.Context, ids []string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	b := index.NewBatch()
	for _, id := range ids {
		b.Delete(id)
	}
	return c.index.Batch(b)
}

// Retrieve answers q as Library.Retrieve does.
func (c *Collection) Retrieve(ctx context.Context, q Query) (hits []Hit, err error) {
	err = c.view(func(r index.IndexReader) error {
		hits, err = c.memory.retrieve(ctx, r, q)
		return err
	})
	return hits, err
}

// Exhaustive answers q by scoring every document that has a term of it: what
// Retrieve must return, in the same order, with the same scores.
func (c *Collection) Exhaustive(ctx context.Context, q Query) (hits []Hit, err error) {
	err = c.view(func(r index.IndexReader) error {
		hits, err = retrieveExhaustively(ctx, r, q)
		return err
	})
	return hits, err
}

func (c *Collection) view(f func(index.IndexReader) error) error {
	return guarded(func() error {
		r, err := c.index.Reader()
		if err != nil {
			return err
		}
		defer r.Close()
		return f(r)
	})
}

// Reader returns a view of the index as bleve's own searchers read it; the
// caller closes it.
func (c *Collection) Reader() (index.IndexReader, error) { return c.index.Reader() }

// Bytes is the space that the index takes on disk.
func (c *Collection) Bytes() int64 {
	var sum int64
	_ = filepath.WalkDir(c.dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil // a segment that was merged away meanwhile
		}
		if info, err := e.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// Close closes the index and leaves its files.
func (c *Collection) Close() error {
	err := c.index.Close()
	c.queue.Close()
	return err
}
