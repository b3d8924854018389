package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/prometheus/client_golang/prometheus"
)

// Errors of the libraries.
var (
	ErrRebuilding = errors.New("search: no usable index until it is rebuilt")
	ErrLocked     = errors.New("search: another process has the indexes open")
	ErrClosed     = errors.New("search: the libraries are closed")
)

// Options tune the libraries. The zero value is right for production.
type Options struct {
	Logger       *slog.Logger          // nil: slog.Default
	Metrics      prometheus.Registerer // nil: nothing is exported
	Wake         <-chan struct{}       // a receive says that there may be changes; nil: Poll alone finds them
	Poll         time.Duration         // how often Run looks without being woken; 0: every second
	Batch        int                   // changes applied at once; 0: 500
	BatchTimeout time.Duration         // after which an index counts as stuck; 0: a minute
	LockWait     time.Duration         // how long Open waits for another process; 0: not at all
	CacheBytes   int64                 // what the postings kept in memory may take, of all libraries together; 0: 256 MiB
	Now          func() time.Time      // nil: time.Now
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Batch == 0 {
		o.Batch = 500
	}
	if o.BatchTimeout == 0 {
		o.BatchTimeout = time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Libraries are the indexes of one running copy: everything in them is derived
// from the feed and may be deleted at any time. Start Run to keep them fresh.
type Libraries struct {
	libraries map[Kind]*Library
	wake      <-chan struct{}
	lock      *os.File
	queue     *index.AnalysisQueue
}

// Open opens the libraries kept in dir, which it creates if need be. An index
// that is missing, damaged or of another version is left for Run or CatchUp to
// rebuild, so Open is quick and fails only for reasons outside the indexes.
// One process at a time can have dir open: see ErrLocked.
func Open(ctx context.Context, dir string, feed Feed, o Options) (*Libraries, error) {
	o = o.withDefaults()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("search: open libraries: %w", err)
	}
	lock, err := waitLock(ctx, filepath.Join(dir, "lock"), o.LockWait)
	if err != nil {
		return nil, fmt.Errorf("search: open libraries in %s: %w", dir, err)
	}
	m, err := newMetrics(o.Metrics)
	if err != nil {
		lock.Close()
		return nil, err
	}
	ls := &Libraries{
		libraries: make(map[Kind]*Library),
		wake:      o.Wake,
		lock:      lock,
		queue:     index.NewAnalysisQueue(runtime.GOMAXPROCS(0)),
	}
	cache, processors := newPostingsCache(o.CacheBytes), newProcessors()
	for _, k := range Kinds() {
		ls.libraries[k] = newLibrary(k, dir, feed, ls.queue, o, m.of(k), newMemory(cache, processors))
		ls.libraries[k].open()
	}
	return ls, nil
}

// waitLock takes the lock on path, asking again until wait has passed: the
// system has no lock that can be waited for with a limit.
func waitLock(ctx context.Context, path string, wait time.Duration) (*os.File, error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		lock, err := tryLock(path)
		if !errors.Is(err, ErrLocked) {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Library returns the library of the given kind; it panics on a kind that is
// not one of Kinds.
func (ls *Libraries) Library(k Kind) *Library {
	l, ok := ls.libraries[k]
	if !ok {
		panic(fmt.Sprintf("search: no library %q", k))
	}
	return l
}

// Close closes the indexes, after the searches that are under way, and lets
// another process have the directory. Run has to have returned.
func (ls *Libraries) Close() error {
	var wg sync.WaitGroup
	for _, l := range ls.libraries {
		wg.Go(l.close)
	}
	wg.Wait()
	ls.queue.Close()
	return ls.lock.Close()
}

// each runs f for every library at the same time and joins the errors.
func (ls *Libraries) each(f func(*Library) error) error {
	errs := make([]error, len(Kinds()))
	var wg sync.WaitGroup
	for i, k := range Kinds() {
		wg.Go(func() {
			if err := f(ls.libraries[k]); err != nil {
				errs[i] = fmt.Errorf("library %s: %w", k, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
