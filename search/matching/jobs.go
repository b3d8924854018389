package matching

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The job queues of matching. Changed candidates have one of their own with one worker,
// so that no changed need waits behind them.
const (
	queue       = "match"
	upkeepQueue = "match-upkeep"
)

// River's priorities: a number from 1, which goes first, to 4.
const (
	prompt  = 1
	patient = 3
)

// bulk is how many needs that change at once are brought in by somebody, who can wait,
// rather than posted by somebody who looks at the answer.
const bulk = 20

// matchNeed asks for the matches of a need to be brought up to date. When candidates
// have changed it waits for other work, so that many of them lead to one match, and so
// does one of many that were imported.
type matchNeed struct {
	Ref     domain.ID `json:"ref"`
	Patient bool      `json:"patient,omitempty"`
}

func (matchNeed) Kind() string        { return "match-need" }
func (j matchNeed) Record() domain.ID { return j.Ref }

func (j matchNeed) InsertOpts() river.InsertOpts {
	if j.Patient {
		return river.InsertOpts{Queue: queue, Priority: patient}
	}
	return river.InsertOpts{Queue: queue, Priority: prompt}
}

// follow asks for changed records of one kind to be brought into the stored matches.
type follow struct {
	Resource domain.Resource `json:"of"`
	Refs     []domain.ID     `json:"refs"`
}

var _ postgres.BatchArgs = follow{}

func (follow) Kind() string                               { return "match-follow" }
func (j follow) Record() domain.ID                        { return j.Refs[0] }
func (j follow) Of() string                               { return string(j.Resource) }
func (follow) InsertOpts() river.InsertOpts               { return river.InsertOpts{Queue: upkeepQueue} }
func (j follow) Records() []domain.ID                     { return j.Refs }
func (j follow) Join(refs []domain.ID) postgres.BatchArgs { return follow{j.Resource, refs} }

// upkeep asks for what the calendar and new weights bring about, and for old changes
// to be purged. Needs whose matches tell of a time to apply that is over go first.
type upkeep struct{}

func (upkeep) Kind() string                 { return "match-upkeep" }
func (upkeep) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: queue} }

// JobOf is the job that a change of the feed asks for, nil for none.
func JobOf(c postgres.ChangeEntry) postgres.RefArgs {
	switch of := domain.Resource(c.Kind); {
	case of == domain.Needs:
		return matchNeed{c.Ref, c.Among > bulk}
	case of == domain.Organisations && c.Version == 1:
		return nil // whatever is of a new organisation has a change of its own
	}
	switch of := c.MeaningOf(); of {
	case domain.Needs:
		return matchNeed{c.Ref, true}
	case domain.Technologies:
		return follow{of, []domain.ID{c.Ref}}
	}
	switch of := domain.Resource(c.Kind); of {
	case domain.Models:
		return newModel{Ref: c.Ref}
	case domain.Technologies, domain.Experts, domain.Policies, domain.Organisations, domain.Dockings, domain.Conflicts, domain.RegisterEntries:
		return follow{of, []domain.ID{c.Ref}}
	}
	return nil
}

type needWorker struct {
	river.WorkerDefaults[matchNeed]
	*Matcher
	relay *postgres.Relay
}

func (w needWorker) Work(ctx context.Context, job *river.Job[matchNeed]) error {
	if err := w.MatchNeed(ctx, job.Args.Ref); err != nil {
		return fmt.Errorf("match need %s: %w", job.Args.Ref, err)
	}
	if w.meanings == nil {
		return nil
	}
	return w.relay.Enqueue(ctx, w.encodeJobs(domain.Needs, []domain.ID{job.Args.Ref}))
}

type followWorker struct {
	river.WorkerDefaults[follow]
	*Matcher
	relay *postgres.Relay
}

func (w followWorker) Work(ctx context.Context, job *river.Job[follow]) error {
	needs, err := w.Follow(ctx, job.Args.Resource, job.Args.Refs)
	if err != nil {
		return fmt.Errorf("follow %d changes of %s: %w", len(job.Args.Refs), job.Args.Resource, err)
	}
	return w.relay.Enqueue(ctx, append(matchJobs(needs, patient), w.encodeJobs(job.Args.Resource, job.Args.Refs)...))
}

func matchJobs(needs []domain.ID, priority int) []postgres.RefArgs {
	jobs := make([]postgres.RefArgs, len(needs))
	for i, id := range needs {
		jobs[i] = matchNeed{id, priority == patient}
	}
	return jobs
}

type upkeepWorker struct {
	river.WorkerDefaults[upkeep]
	*Matcher
	relay *postgres.Relay
}

func (w upkeepWorker) Work(ctx context.Context, _ *river.Job[upkeep]) error {
	if _, err := w.db.AnnounceCalendar(ctx); err != nil {
		return fmt.Errorf("announce the calendar: %w", err)
	}
	turnover, err := w.db.Turnover(ctx)
	if err != nil {
		return fmt.Errorf("turnover: %w", err)
	}
	needs, err := w.needsToMatch(ctx, turnover)
	if err != nil {
		return fmt.Errorf("needs to match: %w", err)
	}
	overtaken, err := w.db.NeedsOvertaken(ctx)
	if err != nil {
		return fmt.Errorf("needs overtaken by the calendar: %w", err)
	}
	if err := w.relay.Enqueue(ctx, append(matchJobs(overtaken, prompt), matchJobs(needs, patient)...)); err != nil {
		return err
	}
	if err := w.groupUnmet(ctx); err != nil {
		return err
	}
	if _, err := w.db.Purge(ctx); err != nil {
		return fmt.Errorf("purge changes: %w", err)
	}
	return nil
}
