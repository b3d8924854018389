package matching

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// Options tune the background work. The zero value is right for production.
type Options struct {
	Copy    string           // names this copy's indexes among all, in words stable over restarts; "" reports none
	Poll    time.Duration    // how often the relay looks; 0: every half second
	Workers int              // jobs at once; 0: 2
	Look    time.Duration    // how often it looks for copies that are gone; 0: every three seconds
	Chores  []postgres.Chore // work of other concerns
}

func (o Options) withDefaults() Options {
	if o.Poll == 0 {
		o.Poll = 500 * time.Millisecond
	}
	if o.Workers == 0 {
		o.Workers = 2
	}
	if o.Look == 0 {
		o.Look = lookEvery
	}
	return o
}

// Work is the background work that keeps matches fresh: the relay of the feed, the
// job queue's workers and the report of how far this copy's indexes are.
type Work struct {
	client   *river.Client[pgx.Tx]
	presence *postgres.Presence
	cancel   context.CancelFunc
	wait     sync.WaitGroup
}

// Start begins the background work, which goes on until Stop.
func Start(ctx context.Context, m *Matcher, o Options) (*Work, error) {
	o = o.withDefaults()
	jobs := []func(postgres.ChangeEntry) postgres.RefArgs{JobOf}
	for _, c := range o.Chores {
		jobs = append(jobs, c.JobOf)
	}
	relay, err := m.db.NewRelay(jobs...)
	if err != nil {
		return nil, fmt.Errorf("matching: relay: %w", err)
	}
	presence, err := m.db.Appear(ctx)
	if err != nil {
		return nil, fmt.Errorf("matching: presence: %w", err)
	}
	client, err := m.client(relay, o, presence.Name())
	if err != nil {
		presence.End()
		return nil, fmt.Errorf("matching: job queue: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	w := &Work{client: client, presence: presence, cancel: cancel}
	if err := client.Start(ctx); err != nil {
		cancel()
		presence.End()
		return nil, fmt.Errorf("matching: start the job queue: %w", err)
	}
	w.wait.Go(func() { w.watch(ctx, m, o.Look) })
	w.wait.Go(func() { relay.Run(ctx, o.Poll, m.log) })
	if o.Copy != "" {
		w.wait.Go(func() { m.report(ctx, "index "+o.Copy) })
	}
	return w, nil
}

// Stop ends the work: no job is begun, those under way are waited for until ctx
// ends and then cancelled, to be done by another copy or after the next start.
func (w *Work) Stop(ctx context.Context) error {
	err := w.client.Stop(ctx)
	if err != nil {
		cancelled, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err = errors.Join(err, w.client.StopAndCancel(cancelled))
	}
	w.cancel()
	w.wait.Wait()
	return err
}

func (m *Matcher) client(relay *postgres.Relay, o Options, name string) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	for _, err := range []error{
		river.AddWorkerSafely(workers, needWorker{Matcher: m, relay: relay}),
		river.AddWorkerSafely(workers, followWorker{Matcher: m, relay: relay}),
		river.AddWorkerSafely(workers, upkeepWorker{Matcher: m, relay: relay}),
		river.AddWorkerSafely(workers, modelWorker{upkeep: upkeepWorker{Matcher: m, relay: relay}}),
		river.AddWorkerSafely(workers, taskWorker{Matcher: m}),
		river.AddWorkerSafely(workers, encodeWorker{Matcher: m, relay: relay}),
		river.AddWorkerSafely(workers, sweepWorker{Matcher: m, relay: relay}),
		river.AddWorkerSafely(workers, remindWorker{db: m.db}),
	} {
		if err != nil {
			return nil, err
		}
	}
	queues := map[string]river.QueueConfig{queue: {MaxWorkers: o.Workers}, upkeepQueue: {MaxWorkers: 1}, taskQueue: {MaxWorkers: 1}, meaningQueue: {MaxWorkers: 1}}
	periodic := m.periodic()
	for _, c := range o.Chores {
		if err := c.Workers(workers, relay); err != nil {
			return nil, err
		}
		maps.Copy(queues, c.Queues)
		periodic = append(periodic, c.Periodic...)
	}
	return river.NewClient(riverpgxv5.New(m.db.Pool()), &river.Config{
		ID:         name,
		Logger:     m.log,
		Queues:     queues,
		Workers:    workers,
		JobTimeout: jobTimeout,
		// Those of copies that are gone are handed over long before; see watch.
		RescueStuckJobsAfter: 2 * jobTimeout,
		PeriodicJobs:         periodic,
	})
}

func (m *Matcher) periodic() []*river.PeriodicJob {
	atOnce := &river.PeriodicJobOpts{RunOnStart: true}
	jobs := []*river.PeriodicJob{
		river.NewPeriodicJob(afterMidnight{}, periodicUpkeep, nil),
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), periodicUpkeep, atOnce),
		river.NewPeriodicJob(afterMidnight{}, periodicRemind, atOnce),
	}
	if m.meanings != nil {
		jobs = append(jobs, river.NewPeriodicJob(river.PeriodicInterval(sweepEvery), periodicSweep, atOnce))
	}
	return jobs
}

// jobTimeout leaves room for an index to be rebuilt.
const jobTimeout = 5 * time.Minute

func periodicUpkeep() (river.JobArgs, *river.InsertOpts) { return upkeep{}, nil }

// afterMidnight is a minute into every day in Shanghai, when listings have run out.
type afterMidnight struct{}

// Next implements river.PeriodicSchedule.
func (afterMidnight) Next(now time.Time) time.Time {
	return domain.DateOf(now).AddDays(1).Time().Add(time.Minute)
}

// reportEvery is how often a copy tells how far its indexes are. The libraries move
// their positions at least once a minute.
const reportEvery = time.Minute

// report tells how far this copy's indexes are, so that no change is purged before
// they have it.
func (m *Matcher) report(ctx context.Context, reader string) {
	tick := time.NewTicker(reportEvery)
	defer tick.Stop()
	for {
		if at, ok := m.slowest(ctx); ok {
			if err := m.db.ReportReader(ctx, reader, at); err != nil && ctx.Err() == nil {
				m.log.Warn("position of the indexes not reported", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// slowest is the position of the library that is furthest behind; false while one
// has no index.
func (m *Matcher) slowest(ctx context.Context) (postgres.Position, bool) {
	var least search.Position
	for i, h := range m.libraries.Health(ctx) {
		if !h.Serving {
			return postgres.Position{}, false
		}
		if i == 0 || h.Position.Compare(least) < 0 {
			least = h.Position
		}
	}
	return postgres.Position(least), true
}
