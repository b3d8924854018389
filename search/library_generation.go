package search

import (
	"errors"
	"os"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"
)

// errStuck reports a batch that did not return in time. bleve's background
// work may then be gone for good, and further batches would block for ever.
var errStuck = errors.New("search: index does not finish its batch")

// generation is one index of a library, open. Searches hold it while they
// read; it closes when the library and the last of them have let go.
type generation struct {
	dir   string
	index index.Index
	write func(*index.Batch) error // index.Batch, but for tests

	unclean   bool       // a process that wrote it did not close it, and it was not verified since
	moved     time.Time  // when its position was last written; of the one that writes
	examining sync.Mutex // held by the one examination

	mu     sync.Mutex
	refs   int
	stuck  bool
	last   func() // runs once closed
	closed chan struct{}
}

// openGeneration opens the index in dir for writing, creating it if need be.
func openGeneration(dir string, queue *index.AnalysisQueue) (*generation, error) {
	var idx index.Index
	err := guarded(func() (err error) {
		idx, err = openStore(dir, queue, false)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &generation{dir: dir, index: idx, write: idx.Batch, refs: 1, closed: make(chan struct{})}, nil
}

// acquire holds g open until release; false says that it is closing already.
func (g *generation) acquire() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refs == 0 {
		return false
	}
	g.refs++
	return true
}

func (g *generation) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refs--; g.refs == 0 {
		go g.close(g.stuck)
	}
}

// retire gives up the library's own hold on g. last runs when g has closed, or
// at once if it is stuck and might never close.
func (g *generation) retire(last func()) {
	g.mu.Lock()
	g.last = last
	g.mu.Unlock()
	g.release()
}

func (g *generation) close(stuck bool) {
	closing := make(chan error, 1)
	go func() { closing <- guarded(g.index.Close) }()
	if !stuck {
		<-closing
	}
	g.last()
	close(g.closed)
}

// apply writes b durably. It reports errStuck when that takes longer than
// timeout; g must then be replaced. Another error does not mean that b was not
// applied: the index's own state tells.
func (g *generation) apply(b *index.Batch, timeout time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- guarded(func() error { return g.write(b) }) }()
	select {
	case err := <-done:
		return err
	case <-time.After(timeout):
		g.mu.Lock()
		g.stuck = true
		g.mu.Unlock()
		return errStuck
	}
}

// view calls f with a consistent view of g's documents.
func (g *generation) view(f func(index.IndexReader) error) error {
	return guarded(func() error {
		r, err := g.index.Reader()
		if err != nil {
			return err
		}
		defer r.Close()
		return f(r)
	})
}

// intact compares g's segments with the checksums they carry.
func (g *generation) intact() error {
	return g.view(func(r index.IndexReader) error {
		sums, err := segmentSums(g.dir, r)
		if err != nil {
			return err
		}
		return checkSegments(g.dir, sums)
	})
}

// state reads how far g has come, from the index itself.
func (g *generation) state() (s state, err error) {
	err = g.view(func(r index.IndexReader) error {
		s, err = readState(r)
		return err
	})
	return s, err
}

// documents counts g's documents.
func (g *generation) documents() (n uint64, err error) {
	err = g.view(func(r index.IndexReader) error {
		n, err = r.DocCount()
		return err
	})
	return n, err
}

// discard closes g and removes its files.
func (g *generation) discard() {
	g.retire(func() { os.RemoveAll(g.dir) })
	<-g.closed
}
