package search

import (
	"context"
	"fmt"
	"os"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// pageSize is how many documents a rebuild reads at a time.
const pageSize = 500

// build returns a new generation that holds every record as of some moment
// after the call, and the changes that came while it was built.
func (l *Library) build(ctx context.Context) (*generation, error) {
	st, err := l.start(ctx)
	if err != nil {
		return nil, err
	}
	dir := l.path(l.nextGeneration())
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	g, err := l.fill(ctx, dir, st)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := l.follow(ctx, g); err != nil {
		g.discard()
		return nil, err
	}
	return g, nil
}

// start returns the state of an index that is about to be filled. The horizon
// is read before the first record: a change at or before it is in every record
// read from then on, and later ones will be applied on top.
func (l *Library) start(ctx context.Context) (state, error) {
	epoch, err := l.feed.Epoch(ctx)
	if err != nil {
		return state{}, err
	}
	horizon, err := l.feed.Horizon(ctx)
	return state{Format: formatVersion, Mapping: mappingHash(), Epoch: epoch, Position: horizon}, err
}

// fill writes every record's document into dir, as one segment, and opens the
// result.
func (l *Library) fill(ctx context.Context, dir string, st state) (*generation, error) {
	o, err := newOffline(dir, map[string][]byte{string(stateKey): st.encode()})
	if err != nil {
		return nil, err
	}
	l.built.Store(0)
	switch some, err := o.close(l.readAll(ctx, o.add)); {
	case err != nil:
		return nil, err
	case !some:
		return l.fillEmpty(dir, st)
	}
	return openGeneration(dir, l.queue)
}

func (l *Library) fillEmpty(dir string, st state) (*generation, error) {
	g, err := openGeneration(dir, l.queue)
	if err != nil {
		return nil, err
	}
	b := index.NewBatch()
	b.SetInternal(stateKey, st.encode())
	if err := g.apply(b, l.options.BatchTimeout); err != nil {
		g.discard()
		return nil, err
	}
	return g, nil
}

// readAll calls add with the documents of all records, page by page.
func (l *Library) readAll(ctx context.Context, add func([]*document.Document) error) error {
	for after := ""; ; {
		page, err := l.feed.All(ctx, l.kind, after, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, d := range page {
			if d.ID <= after {
				return fmt.Errorf("search: the feed returned %q after %q", d.ID, after)
			}
			after = d.ID
		}
		if err := add(prepare(page, l.log)); err != nil {
			return err
		}
		l.built.Add(int64(len(page)))
	}
}
