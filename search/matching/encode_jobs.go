package matching

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
)

// meaningQueue is a queue of its own with one worker: an encoder takes its time, and no
// match waits for it.
const meaningQueue = "meaning"

// encode asks for what is known of records' meanings to be brought up to date.
type encode struct {
	Resource domain.Resource `json:"of"`
	Refs     []domain.ID     `json:"refs"`
}

var _ postgres.BatchArgs = encode{}

func (encode) Kind() string                               { return "meaning-encode" }
func (j encode) Record() domain.ID                        { return j.Refs[0] }
func (j encode) Of() string                               { return string(j.Resource) }
func (j encode) Records() []domain.ID                     { return j.Refs }
func (j encode) Join(refs []domain.ID) postgres.BatchArgs { return encode{j.Resource, refs} }

// InsertOpts gives up early: the sweep asks again for what is missing.
func (encode) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: meaningQueue, MaxAttempts: encodeAttempts}
}

const encodeAttempts = 4

// encodeJobs ask for the meanings of changed records; none where there is no encoder.
func (m *Matcher) encodeJobs(kind domain.Resource, refs []domain.ID) []postgres.RefArgs {
	if m.meanings == nil || !slices.Contains(meant, kind) {
		return nil
	}
	jobs := make([]postgres.RefArgs, len(refs))
	for i, id := range refs {
		jobs[i] = encode{kind, []domain.ID{id}}
	}
	return jobs
}

// encodeFor is how long one job encodes before it makes room and goes on later: well
// below the time after which a job counts as lost.
const encodeFor = 2 * time.Minute

type encodeWorker struct {
	river.WorkerDefaults[encode]
	*Matcher
	relay *postgres.Relay
}

// Work encodes a part of the records after the other; those that are done are passed
// over when a job is tried again.
func (w encodeWorker) Work(ctx context.Context, job *river.Job[encode]) error {
	if w.meanings == nil {
		return nil // the encoder was switched off since
	}
	begun := time.Now()
	for refs := job.Args.Refs; len(refs) > 0; {
		batch := refs[:min(len(refs), encodeBatch)]
		refs = refs[len(batch):]
		if err := w.meanings.Encode(ctx, job.Args.Resource, batch); err != nil {
			if job.Attempt >= encodeAttempts {
				w.log.Warn("texts are judged by their words alone, and encoded later: the embedding endpoint failed", "kind", job.Args.Resource, "records", len(job.Args.Refs), "error", err)
			}
			return fmt.Errorf("encode %d records of %s: %w", len(job.Args.Refs), job.Args.Resource, err)
		}
		if len(refs) > 0 && time.Since(begun) > encodeFor {
			return river.JobSnooze(0)
		}
	}
	if l, err := w.meanings.lens(ctx); err != nil || l != nil {
		return err // a frame there is, is measured again by the sweep
	}
	return w.measured(ctx, w.relay)
}

// measured has every need matched again when there is another frame.
func (m *Matcher) measured(ctx context.Context, relay *postgres.Relay) error {
	changed, err := m.meanings.Measure(ctx)
	if err != nil || !changed {
		return err
	}
	turnover, err := m.db.Turnover(ctx)
	if err != nil {
		return err
	}
	needs, err := m.needsToMatch(ctx, turnover)
	if err != nil {
		return err
	}
	return relay.Enqueue(ctx, matchJobs(needs, patient))
}

// sweep asks for everything to be encoded that is not: after the encoder has changed, or
// been away for long.
type sweep struct{}

func (sweep) Kind() string                 { return "meaning-sweep" }
func (sweep) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: meaningQueue} }

// sweepEvery is how soon an encoder that was away is asked again.
const sweepEvery = 10 * time.Minute

func periodicSweep() (river.JobArgs, *river.InsertOpts) { return sweep{}, nil }

type sweepWorker struct {
	river.WorkerDefaults[sweep]
	*Matcher
	relay *postgres.Relay
}

func (w sweepWorker) Work(ctx context.Context, _ *river.Job[sweep]) error {
	if w.meanings == nil {
		return nil
	}
	err := w.meanings.eachMissing(ctx, postgres.MaxBatch, func(kind domain.Resource, ids []domain.ID) error {
		return w.relay.Enqueue(ctx, w.encodeJobs(kind, ids))
	})
	if err != nil {
		return fmt.Errorf("what is not encoded: %w", err)
	}
	return w.measured(ctx, w.relay)
}
