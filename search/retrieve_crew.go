package search

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// processors are those that queries run on: one each and, as long as some are
// idle, more. Where there are as many queries as processors, each goes on alone.
type processors struct {
	all     int64
	busy    atomic.Int64
	stretch uint32 // how many documents are worth a processor more
}

func newProcessors() *processors {
	return &processors{all: int64(runtime.GOMAXPROCS(0)), stretch: 2 * windowSize}
}

// enter counts a query that runs until it calls leave. It never waits.
func (p *processors) enter() (leave func()) {
	p.busy.Add(1)
	return func() { p.busy.Add(-1) }
}

// take takes a processor if one is idle.
func (p *processors) take() bool {
	for {
		busy := p.busy.Load()
		if busy >= p.all {
			return false
		}
		if p.busy.CompareAndSwap(busy, busy+1) {
			return true
		}
	}
}

// share does n pieces of work, which together go through so many documents: by
// its caller and, at the same time, by others on idle processors, who each take
// the next piece when they are free. What begin returns does the pieces that one
// of them takes. share returns when all are done or, after an error, a panic or
// the end of ctx, when nobody is at work any more.
func (p *processors) share(ctx context.Context, documents uint64, n int, begin func() (piece func(int) error)) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var next atomic.Int64
	work := func() {
		err := guarded(func() (err error) {
			piece := begin()
			for i := next.Add(1) - 1; i < int64(n) && err == nil && ctx.Err() == nil; i = next.Add(1) - 1 {
				err = piece(int(i))
			}
			return err
		})
		if err != nil {
			fail(err)
		}
	}
	var others sync.WaitGroup
	for range min(int(documents/uint64(p.stretch)), n-1) {
		if !p.take() {
			break
		}
		others.Go(func() {
			defer p.busy.Add(-1)
			work()
		})
	}
	work()
	others.Wait()
	return context.Cause(ctx)
}
