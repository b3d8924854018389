package search

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// hands checks how many take part: each of as many pieces waits for the others,
// and there is one piece more than that.
func hands(t *testing.T, p *processors, documents uint64, expected int) {
	var begun, done atomic.Int64
	var met sync.WaitGroup
	met.Add(expected)
	require.NoError(t, p.share(t.Context(), documents, expected+1, func() func(int) error {
		begun.Add(1)
		return func(i int) error {
			done.Add(int64(1) << i)
			if i < expected {
				met.Done()
				met.Wait()
			}
			return nil
		}
	}))
	require.EqualValues(t, expected, begun.Load())
	require.EqualValues(t, int64(1)<<(expected+1)-1, done.Load(), "every piece once")
}

func TestShareTakesIdleProcessorsOnly(t *testing.T) {
	p := &processors{all: 4, stretch: 100}
	leave := p.enter()
	hands(t, p, 99, 1)
	hands(t, p, 100, 2)
	hands(t, p, 1_000_000, 4)
	others := []func(){p.enter(), p.enter()}
	hands(t, p, 1_000_000, 2)
	others = append(others, p.enter(), p.enter()) // more queries than processors
	hands(t, p, 1_000_000, 1)
	for _, other := range others {
		other()
	}
	hands(t, p, 1_000_000, 4)
	leave()
	require.Zero(t, p.busy.Load())
}

// Whoever fails, the caller hears of it, and the others are told to stop.
func TestShareFailsAsAWhole(t *testing.T) {
	wrong := errors.New("wrong")
	fails := map[string]struct {
		fail func() error
		want error
	}{
		"error": {func() error { return wrong }, wrong},
		"panic": {func() error { panic("index out of range") }, errPanic},
	}
	for name, tt := range fails {
		for _, culprit := range []int{0, 2, 100} {
			t.Run(name, func(t *testing.T) {
				defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
				p := &processors{all: 3, stretch: 1}
				defer p.enter()()
				var met sync.WaitGroup
				met.Add(3)
				err := p.share(t.Context(), 10, math.MaxInt, func() func(int) error {
					return func(i int) error {
						if i < 3 {
							met.Done()
							met.Wait()
						}
						if i == culprit {
							return tt.fail()
						}
						return nil
					}
				})
				require.ErrorIs(t, err, tt.want)
				require.EqualValues(t, 1, p.busy.Load())
			})
		}
	}
}

func TestShareStopsWithItsContext(t *testing.T) {
	reason := errors.New("client went away")
	ctx, cancel := context.WithCancelCause(t.Context())
	p := &processors{all: 3, stretch: 1}
	err := p.share(ctx, 10, math.MaxInt, func() func(int) error {
		return func(int) error {
			cancel(reason)
			return nil
		}
	})
	require.ErrorIs(t, err, reason)
	require.Zero(t, p.busy.Load())
}

// What makes a query panic beside its own goroutine fails that query, as it
// would in its own.
func TestRetrievePanicsBesideItself(t *testing.T) {
	x := newTestIndex(t, technologies)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	x.memory.processors = &processors{all: 4, stretch: 1}
	q := Query{Parts: NeedParts("锂离子电池 石墨烯")}
	want := x.retrieve(q)
	for _, s := range x.memory.segments {
		s.entries = map[string]*entry{}
		lengths := s.lengths
		s.lengths = lengths[:1] // as if the index were damaged
		_, err := x.retrieveContext(t.Context(), q)
		require.True(t, isPanic(err), "%v", err)
		s.lengths = lengths
		s.entries = map[string]*entry{}
	}
	require.Equal(t, want, x.retrieve(q))
	require.Zero(t, x.memory.processors.busy.Load())
}
