package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
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
	lengths lengthCache

	writing    gate           // held while changes are applied to, or put in place of, the live index
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
	failed int         // attempts to sync in a row that failed inside the index
}

func newLibrary(k Kind, dir string, feed Feed, queue *index.AnalysisQueue, o Options, m kindMetrics) *Library {
	return &Library{
		kind: k, dir: dir, feed: feed, queue: queue, options: o, metrics: m,
		log:        o.Logger.With("library", string(k)),
		writing:    make(gate, 1),
		rebuilding: make(gate, 1),
		wake:       make(chan struct{}, 1),
		alarm:      make(chan struct{}, 1),
	}
}

// open opens the index that was live last, or says why it has to be rebuilt.
func (l *Library) open() {
	name, err := l.pointer()
	l.sweep(name)
	if err != nil {
		l.condemn(reasonMissing, err)
		return
	}
	g, why, err := l.openChecked(name)
	if err != nil {
		l.condemn(why, err)
	}
	l.live = g
	l.count()
}

// openChecked opens the generation called name if its files are what was
// written. An index of another mapping still opens: it serves, but is not to
// be written to.
func (l *Library) openChecked(name string) (*generation, reason, error) {
	dir := l.path(name)
	in, clean, err := check(dir)
	if err != nil {
		return nil, reasonDamaged, err
	}
	if in.state.Format != formatVersion {
		return nil, reasonFormat, fmt.Errorf("search: index of format %d, not %d", in.state.Format, formatVersion)
	}
	if err := (manifest{Segments: in.segments}).write(dir); err != nil { // no longer clean from here on
		return nil, reasonDamaged, err
	}
	g, err := openGeneration(dir, l.queue)
	if err != nil {
		return nil, reasonDamaged, err
	}
	g.unclean = !clean
	if hash := mappingHash(); in.state.Mapping != hash {
		return g, reasonMapping, fmt.Errorf("search: index of mapping %s, not %s", in.state.Mapping, hash)
	}
	return g, "", nil
}

// search calls f with the live index, or returns ErrRebuilding while there is
// none.
func (l *Library) search(ctx context.Context, f func(index.IndexReader) error) error {
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

// close seals the live index, so that the next process can tell every file to
// be as it was left.
func (l *Library) close() {
	l.mu.Lock()
	g := l.live
	l.live, l.closed = nil, true
	l.mu.Unlock()
	l.retired.Wait()
	if g == nil {
		return
	}
	g.retire(func() {
		if err := seal(g.dir); err != nil && !g.stuck {
			l.log.Warn("index closed without a seal", "error", err)
		}
	})
	<-g.closed
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

// sweep removes every generation but the one called keep: replaced ones and
// those that a kill left half built.
func (l *Library) sweep(keep string) {
	for _, name := range l.generations() {
		if name == keep {
			continue
		}
		if err := os.RemoveAll(l.path(name)); err != nil {
			l.log.Warn("old index not removed", "directory", name, "error", err)
		}
	}
}

// gate is a lock that can be waited for with a context.
type gate chan struct{}

func (g gate) enter(ctx context.Context) error {
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (g gate) leave() { <-g }
