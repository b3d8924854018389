package bench

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sanku/search"
)

// cell is one figure of the table: questions of a kind, put to one engine by a
// number of clients at once. No question is asked twice, so that what an engine
// remembers helps as far as questions have words in common, and no further.
type cell struct {
	kind      string
	clients   int
	questions []question
	limit     time.Duration // no question is asked later
}

// answer is what one question brought. The zero value is a question not asked.
type answer struct {
	ids  []string
	took time.Duration
}

// measure asks the questions until they or the time run out.
func (c cell) measure(ctx context.Context, e engine) (Run, []answer, error) {
	runtime.GC() // what was before is not this cell's
	resetPeak()
	answers := make([]answer, len(c.questions))
	begun := time.Now()
	err := c.ask(ctx, e, answers, begun.Add(c.limit))
	elapsed := time.Since(begun)
	took := durations(answers)
	slices.Sort(took)
	return Run{
		Engine: e.name(), Query: c.kind, Clients: c.clients,
		P50: search.Percentile(took, 50), P99: search.Percentile(took, 99), PerS: float64(len(took)) / elapsed.Seconds(),
		Queries: len(took), Terms: c.terms(), Limited: len(took) < len(answers), PeakRSS: peakRSS(),
	}, answers, err
}

// ask fills in answers; every client takes the next question when it is free.
func (c cell) ask(ctx context.Context, e engine, answers []answer, until time.Time) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, c.clients)
	for i := range errs {
		wg.Go(func() {
			for n := next.Add(1) - 1; n < int64(len(answers)) && time.Now().Before(until); n = next.Add(1) - 1 {
				if errs[i] = answers[n].fill(ctx, e, c.questions[n]); errs[i] != nil {
					cancel()
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (a *answer) fill(ctx context.Context, e engine, q question) (err error) {
	begun := time.Now()
	if a.ids, err = e.search(ctx, q); err == nil {
		a.took = max(time.Since(begun), 1)
	}
	return err
}

// terms is how many terms a question has on average.
func (c cell) terms() float64 {
	sum := 0
	for _, q := range c.questions {
		sum += len(q.terms)
	}
	return math.Round(10*over(float64(sum), float64(len(c.questions)))) / 10
}

func durations(answers []answer) (took []time.Duration) {
	for _, a := range answers {
		if a.took > 0 {
			took = append(took, a.took)
		}
	}
	return took
}
