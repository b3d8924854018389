package search

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// offline writes an index of many documents as one segment. Bleve's own builder
// spends most of its time on the terms of texts, which it sorts and writes again
// at every merge; here they are inverted in runs, and written once, when all runs
// are merged. What documents have besides is left to bleve: the frame.
//
// Whoever adds documents can prepare the next ones while the last are inverted.
type offline struct {
	dir    string // of the index
	at     string // of what is removed in the end
	values map[string][]byte
	frame  frame
	runs   runs
	bare   []index.Document // of the frame, not yet written

	frameBatch, runPostings int // how large those grow until they are written

	queue   chan []*document.Document
	invert  sync.WaitGroup
	tasks   chan func() error
	writers sync.WaitGroup
	failed  chan struct{} // closed as soon as there is an err
	fail    sync.Once
	err     error
}

// frameBatch is how many documents of the frame are written at a time.
const frameBatch = 10_000

// newOffline starts an index in dir, which is empty, with values of its own. It
// has to be closed.
func newOffline(dir string, values map[string][]byte) (*offline, error) {
	at, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		return nil, fmt.Errorf("search: build: %w", err)
	}
	o := &offline{
		dir: dir, at: at, values: values, frame: frame{dir: at}, runs: newRuns(at),
		frameBatch: frameBatch, runPostings: runPostings,
		queue: make(chan []*document.Document), tasks: make(chan func() error), failed: make(chan struct{}),
	}
	o.invert.Go(o.run)
	for range max(1, runtime.GOMAXPROCS(0)/2) {
		o.writers.Go(o.write)
	}
	return o, nil
}

// add indexes docs, whose ids no document had before, soon after; it returns the
// error of an earlier one.
func (o *offline) add(docs []*document.Document) error {
	select {
	case o.queue <- docs:
		return nil
	case <-o.failed:
		return o.err
	}
}

func (o *offline) run() {
	for docs := range o.queue {
		for _, d := range docs {
			o.runs.add(d)
			o.bare = append(o.bare, bare(d))
			o.flush(o.frameBatch, o.runPostings)
		}
	}
}

// flush hands what has grown to these sizes to a writer.
func (o *offline) flush(documents, postings int) {
	if len(o.bare) >= documents {
		n, docs := o.frame.next(), o.bare
		o.bare = nil
		o.tasks <- func() error { return o.frame.write(n, docs) }
	}
	if o.runs.now.size() >= postings {
		o.tasks <- o.runs.take()
	}
}

func (o *offline) write() {
	for task := range o.tasks {
		if err := guarded(task); err != nil {
			o.fail.Do(func() {
				o.err = err
				close(o.failed)
			})
		}
	}
}

// close finishes the index if all went well, cause included. It says whether
// there is one: none is made of no documents.
func (o *offline) close(cause error) (bool, error) {
	defer os.RemoveAll(o.at)
	close(o.queue)
	o.invert.Wait()
	if cause == nil {
		o.flush(1, 1)
	}
	close(o.tasks)
	o.writers.Wait()
	switch {
	case cause != nil:
		return false, cause
	case o.err != nil || o.frame.count == 0:
		return false, o.err
	}
	return true, guarded(o.finish)
}

func (o *offline) finish() error {
	base, err := o.frame.merge()
	if err != nil {
		return err
	}
	whole, err := o.runs.complete(base)
	if err != nil {
		return err
	}
	return store(o.dir, o.at, whole, o.values)
}
