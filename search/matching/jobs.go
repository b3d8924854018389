package matching

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
)

// queue is the job queue of matching.
const queue = "match"

// River's priorities: a number from 1, which goes first, to 4.
const (
	prompt  = 1
	seeking = 2 // thousands at once after an import, which no changed need should wait for
	patient = 3
)

// matchNeed asks for the matches of a need to be brought up to date. When candidates
// have changed it waits for other work, so that many of them lead to one match.
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

// findNeeds asks for the needs that a changed record bears on to be matched.
type findNeeds struct {
	Ref domain.ID       `json:"ref"`
	Of  domain.Resource `json:"of"`
}

func (findNeeds) Kind() string        { return "find-needs" }
func (j findNeeds) Record() domain.ID { return j.Ref }

func (findNeeds) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue, Priority: seeking}
}

// upkeep asks for what the calendar and new weights bring about, and for old changes
// to be purged.
type upkeep struct{}

func (upkeep) Kind() string                 { return "match-upkeep" }
func (upkeep) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: queue} }

// JobOf is the job that a change of the feed asks for, nil for none.
func JobOf(c postgres.ChangeEntry) postgres.RefArgs {
	switch of := domain.Resource(c.Kind); of {
	case domain.Needs:
		return matchNeed{Ref: c.Ref}
	case domain.Technologies, domain.Experts, domain.Policies, domain.Organisations, domain.Dockings:
		return findNeeds{c.Ref, of}
	}
	return nil
}

type needWorker struct {
	river.WorkerDefaults[matchNeed]
	*Matcher
}

func (w needWorker) Work(ctx context.Context, job *river.Job[matchNeed]) error {
	if err := w.MatchNeed(ctx, job.Args.Ref); err != nil {
		return fmt.Errorf("match need %s: %w", job.Args.Ref, err)
	}
	return nil
}

type findWorker struct {
	river.WorkerDefaults[findNeeds]
	*Matcher
	relay *postgres.Relay
}

func (w findWorker) Work(ctx context.Context, job *river.Job[findNeeds]) error {
	needs, err := w.NeedsOf(ctx, job.Args.Of, job.Args.Ref)
	if err != nil {
		return fmt.Errorf("needs of %s %s: %w", job.Args.Of, job.Args.Ref, err)
	}
	return w.relay.Enqueue(ctx, matchJobs(needs))
}

func matchJobs(needs []domain.ID) []postgres.RefArgs {
	jobs := make([]postgres.RefArgs, len(needs))
	for i, id := range needs {
		jobs[i] = matchNeed{id, true}
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
	needs, err := w.db.NeedsToMatch(ctx, w.algorithm())
	if err != nil {
		return fmt.Errorf("needs to match: %w", err)
	}
	if err := w.relay.Enqueue(ctx, matchJobs(needs)); err != nil {
		return err
	}
	if _, err := w.db.Purge(ctx); err != nil {
		return fmt.Errorf("purge changes: %w", err)
	}
	return nil
}
