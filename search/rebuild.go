package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

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
	l.live, l.wanted = g, ""
	l.mu.Unlock()
	l.failed = 0
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
	for wait := min(l.options.Poll, time.Minute); ; wait = min(2*wait, time.Minute) {
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
