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

// share has work, which is about so many documents, done by its caller and, on
// idle processors, by others at the same time. It returns when all of them have;
// the first error, or a panic, cancels the context of the others.
func (p *processors) share(ctx context.Context, documents uint64, work func(context.Context) error) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	one := func() {
		if err := guarded(func() error { return work(ctx) }); err != nil {
			fail(err)
		}
	}
	var others sync.WaitGroup
	for range documents / uint64(p.stretch) {
		if !p.take() {
			break
		}
		others.Go(func() {
			defer p.busy.Add(-1)
			one()
		})
	}
	one()
	others.Wait()
	return context.Cause(ctx)
}
