package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// reason says why a library has to be rebuilt.
type reason string

const (
	reasonMissing      reason = "missing"      // there is no index yet, or its pointer is unreadable
	reasonDamaged      reason = "damaged"      // files are not what was written, or bleve fails on them
	reasonFormat       reason = "format"       // written by another version of this package
	reasonMapping      reason = "mapping"      // documents were analysed or mapped otherwise
	reasonEpoch        reason = "epoch"        // the feed is of another database, or a restored one
	reasonAhead        reason = "ahead"        // the index knows changes that the feed does not
	reasonPurged       reason = "purged"       // the feed no longer has the changes that are missing
	reasonStuck        reason = "stuck"        // a batch did not finish
	reasonPanic        reason = "panic"        // bleve panicked
	reasonDisagreement reason = "disagreement" // verification found documents that differ from their records
	reasonRequested    reason = "requested"    // somebody asked
)

// level says how much a reason should worry whoever reads the log.
func (r reason) level() slog.Level {
	if r == reasonMissing || r == reasonRequested || r == reasonMapping {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

const (
	// pageSize is how many documents a rebuild reads at a time.
	pageSize = 500

	// mergeAtOnce is how many segments of 1,000 documents the builder merges in
	// one go: the more, the less often a document is written; each takes a file
	// handle.
	mergeAtOnce = 100
)

// mismatch is the error of a live index that only a rebuild can cure.
type mismatch struct {
	reason reason
	err    error
}

func (m mismatch) Error() string { return fmt.Sprintf("%s: %v", m.reason, m.err) }
func (m mismatch) Unwrap() error { return m.err }

func isPanic(err error) bool { return errors.Is(err, errPanic) }

// condemn asks for a rebuild. The live index, if there is one, goes on serving
// and is not written to any more, unless somebody merely asked.
func (l *Library) condemn(why reason, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wanted != "" && l.wanted != reasonRequested {
		return // one reason is enough, and the first is nearest to the cause
	}
	l.wanted = why
	l.log.Log(context.Background(), why.level(), "index will be rebuilt", "reason", string(why), "error", err)
	select {
	case l.alarm <- struct{}{}:
	default:
	}
}

// Rebuild builds the library anew, beside the live index, and puts the new one
// in its place. Searches and sync go on meanwhile.
func (l *Library) Rebuild(ctx context.Context) error {
	l.condemn(reasonRequested, nil)
	return l.rebuild(ctx)
}

// rebuild replaces the live index if that is wanted. When it fails the live
// index stays as it is, and the rebuild stays wanted.
func (l *Library) rebuild(ctx context.Context) error {
	if err := l.rebuilding.enter(ctx); err != nil {
		return err
	}
	defer l.rebuilding.leave()
	why := l.rebuildWanted()
	if why == "" {
		return nil
	}
	start := l.options.Now()
	g, err := l.build(ctx)
	if err == nil {
		err = l.replace(ctx, g)
	}
	l.note(err)
	if err != nil {
		return fmt.Errorf("search: rebuild: %w", err)
	}
	took := l.options.Now().Sub(start)
	l.metrics.rebuilt(why, took)
	l.log.Info("index rebuilt", "reason", string(why), "documents", l.built.Load(), "seconds", took.Seconds())
	return nil
}

func (l *Library) rebuildWanted() reason {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wanted
}

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

// fill writes every record's document into dir with bleve's offline builder,
// which leaves one segment, and opens the result.
func (l *Library) fill(ctx context.Context, dir string, st state) (*generation, error) {
	b, err := scorch.NewBuilder(map[string]any{
		"path": dir, "buildPathPrefix": dir, "mergeMax": mergeAtOnce,
		"internal": map[string][]byte{string(stateKey): st.encode()},
	})
	if err != nil {
		return nil, err
	}
	l.built.Store(0)
	if err := l.readAll(ctx, func(d *document.Document) error { return b.Index(d) }); err != nil {
		return nil, err
	}
	if l.built.Load() == 0 { // the builder cannot close without a document
		return l.fillEmpty(dir, st)
	}
	if err := guarded(b.Close); err != nil {
		return nil, err
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

// readAll calls add with the document of every record, page by page.
func (l *Library) readAll(ctx context.Context, add func(*document.Document) error) error {
	for after := ""; ; {
		page, err := l.feed.All(ctx, l.kind, after, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, d := range l.prepare(page) {
			if d.ID() <= after {
				return fmt.Errorf("search: the feed returned %q after %q", d.ID(), after)
			}
			after = d.ID()
			if err := guarded(func() error { return add(d) }); err != nil {
				return fmt.Errorf("document %s: %w", d.ID(), err)
			}
			l.built.Add(1)
		}
	}
}

// replace applies to g what has changed since it was built and makes it the
// live index. A kill at any moment leaves the old one or the new one live.
func (l *Library) replace(ctx context.Context, g *generation) error {
	if err := l.writing.enter(ctx); err != nil {
		g.discard()
		return err
	}
	defer l.writing.leave()
	err := l.follow(ctx, g)
	if err == nil {
		err = g.record()
	}
	if err == nil {
		err = l.point(g)
	}
	if err != nil {
		g.discard()
		return err
	}
	l.swap(g)
	return nil
}

// swap puts g in place of the live index, whose files go when the searches
// that still read them have ended.
func (l *Library) swap(g *generation) {
	l.mu.Lock()
	old := l.live
	l.live, l.wanted, l.failed = g, "", 0
	l.mu.Unlock()
	if old == nil {
		l.sweep(filepath.Base(g.dir)) // of an index that could not be opened
	} else {
		l.retired.Add(1)
		old.retire(func() {
			defer l.retired.Done()
			os.RemoveAll(old.dir)
		})
	}
	l.count()
}

// retryRebuild rebuilds until it succeeds or ctx ends, waiting longer each time.
func (l *Library) retryRebuild(ctx context.Context) {
	for wait := l.options.Poll; ; wait = min(2*wait, time.Minute) {
		err := l.rebuild(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		l.log.Error("rebuild failed", "error", err, "retry", wait)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
