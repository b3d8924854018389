package search

import (
	"context"
	"errors"
	"time"

	index "github.com/blevesearch/bleve_index_api"
)

// idleAdvance is how often an index without changes still moves its position,
// so that the feed may purge what every reader has passed.
const idleAdvance = time.Minute

// apply reads the records that changes name and writes them together with st.
func (l *Library) apply(ctx context.Context, g *generation, st state, changes []Change) error {
	l.metrics.lag.Set(l.options.Now().Sub(changes[0].CreatedAt).Seconds())
	b, err := l.batch(ctx, changes)
	if err != nil {
		return err
	}
	if err := l.write(g, b, st); err != nil {
		return err
	}
	now := l.options.Now()
	for _, c := range changes {
		l.metrics.visible.Observe(now.Sub(c.CreatedAt).Seconds())
	}
	l.metrics.lag.Set(0)
	l.count()
	return nil
}

// batch reads the present documents of the records that changes name. Many
// changes of one record are one reading.
func (l *Library) batch(ctx context.Context, changes []Change) (*index.Batch, error) {
	b := index.NewBatch()
	var ids []string
	for _, c := range changes {
		if _, known := b.IndexOps[c.Ref]; !known {
			b.Delete(c.Ref) // unless it turns out to have a document
			ids = append(ids, c.Ref)
		}
	}
	docs, err := l.feed.Documents(ctx, l.kind, ids)
	if err != nil {
		return nil, err
	}
	for _, d := range prepare(docs, l.log) {
		b.Update(d)
	}
	return b, nil
}

// idle moves the position of an index that has nothing to apply, now and then.
func (l *Library) idle(g *generation, st state, horizon Position) error {
	l.metrics.lag.Set(0)
	now := l.options.Now()
	if g.moved.IsZero() {
		g.moved = now
	}
	if now.Sub(g.moved) < idleAdvance {
		return nil
	}
	st.Position = horizon
	return l.write(g, index.NewBatch(), st)
}

// writeError is a failure inside the index.
type writeError struct{ error }

func (w writeError) Unwrap() error { return w.error }

// write applies b and st as one batch.
func (l *Library) write(g *generation, b *index.Batch, st state) error {
	b.SetInternal(stateKey, st.encode())
	start := l.options.Now()
	err := g.apply(b, l.options.BatchTimeout)
	switch {
	case errors.Is(err, errStuck):
		return mismatch{reasonStuck, err}
	case isPanic(err):
		return mismatch{reasonPanic, err}
	case err != nil:
		return writeError{err}
	}
	g.moved = l.options.Now()
	l.metrics.batch.Observe(g.moved.Sub(start).Seconds())
	return nil
}
