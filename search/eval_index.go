package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"
)

// evalBatch is how many documents an evaluation indexes at once.
const evalBatch = 2500

// evalIndex is a collection of an evaluation's documents, in a directory that
// goes with it.
type evalIndex struct {
	*Collection
	took  time.Duration // to fill it
	judge Judge         // nil: hits stay as retrieval ranks them
	docs  map[string]Document
}

func newEvalIndex() (*evalIndex, error) {
	dir, err := os.MkdirTemp("", "sanku-eval-")
	if err != nil {
		return nil, err
	}
	c, err := OpenCollection(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &evalIndex{Collection: c}, nil
}

// fill indexes docs, a batch at a time.
func (x *evalIndex) fill(ctx context.Context, docs []evalDoc, progress func(done, of int)) error {
	start := time.Now()
	done := 0
	for chunk := range slices.Chunk(docs, evalBatch) {
		if err := x.Add(ctx, documents(chunk)); err != nil {
			return fmt.Errorf("index documents %d to %d: %w", done+1, done+len(chunk), err)
		}
		if done += len(chunk); progress != nil {
			progress(done, len(docs))
		}
	}
	x.took = time.Since(start)
	return nil
}

// judgeBy has hits ranked by judge.
func (x *evalIndex) judgeBy(judge Judge, docs []evalDoc) {
	if x.judge = judge; judge == nil {
		return
	}
	x.docs = make(map[string]Document, len(docs))
	for _, d := range documents(docs) {
		x.docs[d.ID] = d
	}
}

func documents(of []evalDoc) []Document {
	docs := make([]Document, len(of))
	for i, d := range of {
		docs[i] = Document{ID: d.ID, Title: d.Title, Keywords: d.Keywords, Body: d.Text}
	}
	return docs
}

// rank returns the ids of q's hits, best first: of the judged documents alone
// or of the whole collection.
func (x *evalIndex) rank(ctx context.Context, q evalQuery, judged grades, only bool) ([]string, error) {
	query := Query{Parts: NeedParts(q.Title, q.Text), Limit: evalDepth, Exclude: q.Exclude}
	if only {
		query.Only = slices.Collect(maps.Keys(judged))
		query.Limit = maxHits
	}
	hits, err := x.Retrieve(ctx, query)
	if err != nil {
		return nil, err
	}
	if x.judge != nil {
		x.judge.order(Document{Title: q.Title, Body: q.Text}, hits, x.docs)
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	return ids, nil
}

func (x *evalIndex) close() error {
	return errors.Join(x.Close(), os.RemoveAll(x.dir))
}
