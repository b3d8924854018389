package search

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

const (
	// buildBatch is how many documents the builder writes as one segment: the
	// more, the fewer terms are sorted again when they are merged; each takes
	// some 50 kB meanwhile.
	buildBatch = 2000

	// mergeAtOnce is how many of those the builder merges in one go: the more,
	// the less often a document is written; each takes a file handle.
	mergeAtOnce = 100
)

// offline writes an index of many documents by bleve's offline builder, which
// leaves one segment. Whoever adds documents can prepare the next ones while
// the last are written.
type offline struct {
	builder *scorch.Builder
	queue   chan []*document.Document
	failed  chan struct{} // closed as soon as there is an err
	done    chan struct{} // closed when nothing is written any more
	err     error
	any     bool
}

// newOffline starts an index in dir, with values of its own. It has to be
// closed.
func newOffline(dir string, values map[string][]byte) (*offline, error) {
	b, err := scorch.NewBuilder(map[string]any{
		"path": dir, "buildPathPrefix": dir, "batchSize": buildBatch, "mergeMax": mergeAtOnce, "internal": values,
	})
	if err != nil {
		return nil, err
	}
	o := &offline{builder: b, queue: make(chan []*document.Document), failed: make(chan struct{}), done: make(chan struct{})}
	go o.run()
	return o, nil
}

func (o *offline) run() {
	defer close(o.done)
	for docs := range o.queue {
		if o.err != nil {
			continue
		}
		if o.err = o.write(docs); o.err != nil {
			close(o.failed)
		}
	}
}

func (o *offline) write(docs []*document.Document) error {
	for _, d := range docs {
		o.any = true
		if err := guarded(func() error { return o.builder.Index(d) }); err != nil {
			return fmt.Errorf("document %s: %w", d.ID(), err)
		}
	}
	return nil
}

// add writes docs, whose ids no document had before, soon after; it returns the
// error of an earlier one.
func (o *offline) add(docs []*document.Document) error {
	select {
	case o.queue <- docs:
		return nil
	case <-o.failed:
		return o.err
	}
}

// close finishes the index if all went well, cause included. It says whether
// there is one: the builder makes none of no documents.
func (o *offline) close(cause error) (bool, error) {
	close(o.queue)
	<-o.done
	switch {
	case cause != nil:
		return false, cause
	case o.err != nil || !o.any:
		return false, o.err
	}
	return true, guarded(o.builder.Close)
}
