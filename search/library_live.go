package search

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"

	index "github.com/blevesearch/bleve_index_api"
)

// Library is the index of one kind of record.
type Library struct {
	kind    Kind
	dir     string // of all libraries
	feed    Feed
	queue   *index.AnalysisQueue
	options Options
	metrics kindMetrics
	log     *slog.Logger
	memory  *memory

	writing    gate           // held while changes are applied to, or put in place of, the live index
	failed     int            // syncs in a row that failed inside the index; of who holds writing
	rebuilding gate           // held by the one rebuild
	wake       chan struct{}  // there may be changes
	alarm      chan struct{}  // a rebuild is wanted
	built      atomic.Int64   // documents of the rebuild under way
	retired    sync.WaitGroup // replaced generations that are still being read

	mu     sync.Mutex
	closed bool
	live   *generation // nil: there is none to serve
	wanted reason      // why a rebuild is wanted; "": the live index is current
	fault  error       // of the last attempt to sync or rebuild
}

func newLibrary(k Kind, dir string, feed Feed, queue *index.AnalysisQueue, o Options, m kindMetrics, memory *memory) *Library {
	return &Library{
		kind: k, dir: dir, feed: feed, queue: queue, options: o, metrics: m,
		memory:     memory,
		log:        o.Logger.With("library", string(k)),
		writing:    make(gate, 1),
		rebuilding: make(gate, 1),
		wake:       make(chan struct{}, 1),
		alarm:      make(chan struct{}, 1),
	}
}

// search calls f with the live index, or returns ErrRebuilding while there is
// none.
func (l *Library) search(ctx context.Context, f func(index.IndexReader) error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	g, err := l.acquire()
	if err != nil {
		return err
	}
	defer g.release()
	err = g.view(f)
	if isPanic(err) {
		l.examine(g, err)
	}
	return err
}

// examine decides what made a search panic. Damage is cured by a rebuild; a
// mistake of ours would come back after it, as often as somebody asks.
func (l *Library) examine(g *generation, cause error) {
	if !g.examining.TryLock() {
		return
	}
	defer g.examining.Unlock()
	if err := g.intact(); err != nil {
		l.condemn(reasonDamaged, errors.Join(err, cause))
		return
	}
	l.log.Error("search panicked on an intact index", "error", cause)
}

// acquire returns the live index; release it.
func (l *Library) acquire() (*generation, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return nil, ErrClosed
	case l.live == nil || !l.live.acquire():
		return nil, ErrRebuilding
	}
	return l.live, nil
}

// count brings the number of documents into the metrics.
func (l *Library) count() {
	g, err := l.acquire()
	if err != nil {
		return
	}
	defer g.release()
	if n, err := g.documents(); err == nil {
		l.metrics.documents.Set(float64(n))
	}
}
