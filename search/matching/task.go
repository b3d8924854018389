package matching

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"sanku/domain/postgres"
	"sanku/search"
)

// A command that needs the indexes while a server holds them asks the server to do
// its work, by a job, and waits for what comes of it.

// taskQueue is a queue of its own, so that no task waits behind matching.
const taskQueue = "task"

// What can be asked for.
const (
	taskVerify  = "verify"
	taskMatch   = "match"
	taskReindex = "reindex"
)

// task asks a copy that holds indexes for one piece of work on them.
type task struct {
	Do      string        `json:"do"`
	Library []search.Kind `json:"library,omitempty"`
}

func (task) Kind() string                 { return "task" }
func (task) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: taskQueue, MaxAttempts: 1} }

// result is what came of a task.
type result struct {
	Reports []search.Report `json:"reports,omitempty"`
	Matched Report          `json:"matched"`
}

// maxTold bounds how many disagreements of a library a result names.
const maxTold = 1000

// taskTimeout bounds a task; rebuilding a large library is the longest.
const taskTimeout = time.Hour

type taskWorker struct {
	river.WorkerDefaults[task]
	*Matcher
}

// Timeout implements river.Worker.
func (taskWorker) Timeout(*river.Job[task]) time.Duration { return taskTimeout }

// Work implements river.Worker.
func (w taskWorker) Work(ctx context.Context, job *river.Job[task]) error {
	var r result
	var err error
	switch job.Args.Do {
	case taskVerify:
		r.Reports, err = w.Verify(ctx)
		for i, report := range r.Reports {
			r.Reports[i].Disagreements = report.Disagreements[:min(len(report.Disagreements), maxTold)]
		}
	case taskMatch:
		_, err = w.MatchAll(ctx, r.Matched.Add)
	case taskReindex:
		err = w.rebuild(ctx, job.Args.Library)
	default:
		err = fmt.Errorf("no task %q", job.Args.Do)
	}
	if err != nil {
		return err
	}
	return river.RecordOutput(ctx, r)
}

// Verify compares the indexes with the records by today's calendar.
func (m *Matcher) Verify(ctx context.Context) ([]search.Report, error) {
	// What ran out since a server last looked leaves the indexes first.
	if _, err := m.db.AnnounceCalendar(ctx); err != nil {
		return nil, err
	}
	return m.libraries.Verify(ctx)
}

func (m *Matcher) rebuild(ctx context.Context, kinds []search.Kind) error {
	for _, kind := range kinds {
		if !slices.Contains(search.Kinds(), kind) {
			return fmt.Errorf("no library %q", kind)
		}
		if err := m.libraries.Library(kind).Rebuild(ctx); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

// AskVerify has the running server compare its indexes with the records.
func AskVerify(ctx context.Context, db *postgres.DB) ([]search.Report, error) {
	r, err := ask(ctx, db, task{Do: taskVerify})
	return r.Reports, err
}

// AskMatch has the running server bring the matches of every need up to date.
func AskMatch(ctx context.Context, db *postgres.DB) (Report, error) {
	r, err := ask(ctx, db, task{Do: taskMatch})
	return r.Matched, err
}

// AskReindex has the running server rebuild the indexes of the given libraries.
func AskReindex(ctx context.Context, db *postgres.DB, kinds ...search.Kind) error {
	_, err := ask(ctx, db, task{Do: taskReindex, Library: kinds})
	return err
}

// AskUpkeep asks the running server, or the next one, to look for needs to be matched.
func AskUpkeep(ctx context.Context, db *postgres.DB) error {
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{})
	if err != nil {
		return err
	}
	_, err = client.Insert(ctx, upkeep{}, nil)
	return err
}

// askEvery is how often an asker looks whether the task has been done.
const askEvery = 200 * time.Millisecond

// ask puts a task to the running server and waits for its result. Of several servers
// on one database, one that is free does it, on its own indexes.
func ask(ctx context.Context, db *postgres.DB, t task) (result, error) {
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{})
	if err != nil {
		return result{}, err
	}
	inserted, err := client.Insert(ctx, t, nil)
	if err != nil {
		return result{}, err
	}
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		job, err := client.JobGet(ctx, inserted.Job.ID)
		if err != nil {
			return result{}, err
		}
		if job.FinalizedAt != nil {
			return resultOf(job)
		}
		select {
		case <-ctx.Done():
			return result{}, ctx.Err()
		case <-tick.C:
		}
	}
}

func resultOf(job *rivertype.JobRow) (r result, err error) {
	if job.State != rivertype.JobStateCompleted {
		reason := string(job.State)
		if n := len(job.Errors); n > 0 {
			reason = job.Errors[n-1].Error
		}
		return r, fmt.Errorf("the running server could not do it: %s", reason)
	}
	return r, json.Unmarshal(job.Output(), &r)
}
