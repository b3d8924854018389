package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	index "github.com/blevesearch/bleve_index_api"
)

// evalBatch is how many documents an evaluation indexes at once.
const evalBatch = 2500

// evalIndex is an index of an evaluation's documents, kept as a library's is.
type evalIndex struct {
	dir     string
	index   index.Index
	queue   *index.AnalysisQueue
	lengths lengthCache
	took    time.Duration
}

func newEvalIndex() (*evalIndex, error) {
	dir, err := os.MkdirTemp("", "sanku-eval-")
	if err != nil {
		return nil, err
	}
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	idx, err := openStore(dir, queue, false)
	if err != nil {
		queue.Close()
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &evalIndex{dir: dir, index: idx, queue: queue}, nil
}

// fill indexes docs, a batch at a time.
func (x *evalIndex) fill(ctx context.Context, docs []evalDoc, progress func(done, of int)) error {
	start := time.Now()
	done := 0
	for chunk := range slices.Chunk(docs, evalBatch) {
		if err := x.add(ctx, chunk); err != nil {
			return fmt.Errorf("index documents %d to %d: %w", done+1, done+len(chunk), err)
		}
		if done += len(chunk); progress != nil {
			progress(done, len(docs))
		}
	}
	x.took = time.Since(start)
	return nil
}

func (x *evalIndex) add(ctx context.Context, docs []evalDoc) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	b := index.NewBatch()
	for _, d := range docs {
		b.Update(Document{ID: d.ID, Title: d.Title, Keywords: d.Keywords, Body: d.Text}.indexable())
	}
	return x.index.Batch(b)
}

// rank returns the ids of q's hits, best first: of the judged documents alone
// or of the whole collection.
func (x *evalIndex) rank(ctx context.Context, q evalQuery, judged grades, only bool) ([]string, error) {
	query := Query{Parts: NeedParts(q.Title, q.Text), Limit: evalDepth, Exclude: q.Exclude}
	if only {
		query.Only = slices.Collect(maps.Keys(judged))
		query.Limit = maxHits
	}
	r, err := x.index.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	hits, err := x.lengths.retrieve(ctx, r, query)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	return ids, nil
}

// size is the number of bytes that the index takes on disk.
func (x *evalIndex) size() int64 {
	var sum int64
	_ = filepath.WalkDir(x.dir, func(_ string, e fs.DirEntry, err error) error {
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

func (x *evalIndex) close() error {
	err := x.index.Close()
	x.queue.Close()
	return errors.Join(err, os.RemoveAll(x.dir))
}
