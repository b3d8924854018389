package search

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// storeTimeout bounds the wait for bleve's own lock on an index, which is held
// only by a directory that somebody opened behind our back.
const storeTimeout = "5s"

// errPanic reports damage that showed itself as a panic inside bleve.
var errPanic = errors.New("search: index panicked")

// openStore opens bleve's index in dir. Read-only it starts no background work
// and removes no file, whatever state the directory is in.
func openStore(dir string, queue *index.AnalysisQueue, readOnly bool) (index.Index, error) {
	idx, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path": dir, "read_only": readOnly, "bolt_timeout": storeTimeout,
	}, queue)
	if err != nil {
		return nil, fmt.Errorf("search: index %s: %w", dir, err)
	}
	if err := idx.Open(); err != nil {
		return nil, fmt.Errorf("search: open index %s: %w", dir, err)
	}
	return idx, nil
}

// guarded runs f and returns a panic, or a fault in memory mapped from a file
// that has shrunk, as an error: bleve trusts the bytes of its files.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, r, debug.Stack())
		}
	}()
	return f()
}
