package search

import (
	"context"
	"sync"
	"time"
)

// Run keeps the libraries fresh until ctx ends: it applies changes when woken
// and at every poll, and rebuilds what has to be rebuilt. It returns nil.
func (ls *Libraries) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, l := range ls.libraries {
		wg.Go(func() { l.runSync(ctx) })
		wg.Go(func() { l.runRebuild(ctx) })
	}
	ls.passWakes(ctx)
	wg.Wait()
	return nil
}

// passWakes hands every wake to every library until ctx ends.
func (ls *Libraries) passWakes(ctx context.Context) {
	wake := ls.wake
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-wake:
			if !open {
				wake = nil // polling goes on
			}
		}
		for _, l := range ls.libraries {
			select {
			case l.wake <- struct{}{}:
			default:
			}
		}
	}
}

func (l *Library) runSync(ctx context.Context) {
	poll := time.NewTicker(l.options.Poll)
	defer poll.Stop()
	for ctx.Err() == nil {
		l.sync(ctx) // noted; the next round tries again
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-poll.C:
		}
	}
}

func (l *Library) runRebuild(ctx context.Context) {
	l.suspect(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.alarm:
			l.retryRebuild(ctx)
		}
	}
}

// suspect verifies an index whose writer did not close it. Its segments have
// been checked; its list of deletions carries no checksum.
func (l *Library) suspect(ctx context.Context) {
	g, err := l.acquire()
	if err != nil {
		return
	}
	defer g.release()
	if !g.unclean {
		return
	}
	report, err := l.verify(ctx)
	switch {
	case err != nil:
		l.log.Warn("index not verified", "error", err)
	case report.Agrees():
		g.unclean = false
	default:
		l.condemn(reasonDisagreement, report.err())
	}
}
