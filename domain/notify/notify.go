// Package notify sends what people and programs are told: it does the jobs of telling
// them, hands mail to an SMTP server and signed messages to webhooks.
package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Options are what is needed to send. DB and Log are required.
type Options struct {
	DB     *postgres.DB
	Log    *slog.Logger
	Mail   *Mailer // nil: nothing is mailed
	Limits domain.MailLimits
	Digest time.Duration // of the day in Shanghai, when the daily mail goes out
}

// Notifier tells people and programs what has happened.
type Notifier struct {
	Options
	relay *postgres.Relay
}

// New makes a Notifier.
func New(o Options) *Notifier { return &Notifier{Options: o} }

// queue is the one of all that is sent; telling has its own, with one worker, so that it
// is done in order and never waits for a slow server.
const (
	queue     = "notify"
	tellQueue = "notify-tell"
)

// senders is how many mails and messages are sent at once.
const senders = 4

// Chore is the notifier's part of the background work.
func (n *Notifier) Chore() postgres.Chore {
	return postgres.Chore{
		JobOf: jobOf,
		Workers: func(workers *river.Workers, relay *postgres.Relay) error {
			n.relay = relay
			return errors.Join(
				river.AddWorkerSafely(workers, tellWorker{Notifier: n}),
				river.AddWorkerSafely(workers, mailWorker{Notifier: n}),
				river.AddWorkerSafely(workers, confirmWorker{Notifier: n}),
				river.AddWorkerSafely(workers, roundWorker{Notifier: n}),
			)
		},
		Queues: map[string]river.QueueConfig{queue: {MaxWorkers: senders}, tellQueue: {MaxWorkers: 1}},
		Periodic: []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(roundEvery), func() (river.JobArgs, *river.InsertOpts) { return round{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true})},
	}
}

// tell asks for those to be told who hear of changed records of one kind.
type tell struct {
	Resource domain.Resource `json:"of"`
	Refs     []domain.ID     `json:"refs"`
}

var _ postgres.BatchArgs = tell{}

func (tell) Kind() string                               { return "notify-tell" }
func (j tell) Record() domain.ID                        { return j.Refs[0] }
func (j tell) Of() string                               { return string(j.Resource) }
func (tell) InsertOpts() river.InsertOpts               { return river.InsertOpts{Queue: tellQueue} }
func (j tell) Records() []domain.ID                     { return j.Refs }
func (j tell) Join(refs []domain.ID) postgres.BatchArgs { return tell{j.Resource, refs} }

// jobOf is the job that a change of the feed asks for, nil for none.
func jobOf(c postgres.ChangeEntry) postgres.RefArgs {
	switch of := domain.Resource(c.Kind); {
	case c.AddressChanged():
		return confirm{c.Ref}
	case postgres.Notified(of):
		return tell{of, []domain.ID{c.Ref}}
	}
	return nil
}

type tellWorker struct {
	river.WorkerDefaults[tell]
	*Notifier
}

func (w tellWorker) Work(ctx context.Context, job *river.Job[tell]) error {
	if _, err := w.DB.Notify(ctx, job.Args.Resource, job.Args.Refs); err != nil {
		return err
	}
	return w.dispatch(ctx)
}

// dispatch asks for everything to be sent that waits for it.
func (n *Notifier) dispatch(ctx context.Context) error {
	if n.Mail == nil {
		return nil
	}
	users, err := n.DB.ToMail(ctx, n.DB.Now().Add(-n.Limits.Within))
	if err != nil {
		return err
	}
	return n.relay.Enqueue(ctx, mailJobs(users, false))
}

// roundEvery is how often it is looked for what has been left: digests that are due, and
// what was told by a process that died before asking for it to be sent.
const roundEvery = 5 * time.Minute

type round struct{}

func (round) Kind() string                 { return "notify-round" }
func (round) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: tellQueue} }

type roundWorker struct {
	river.WorkerDefaults[round]
	*Notifier
}

func (w roundWorker) Work(ctx context.Context, _ *river.Job[round]) error {
	if w.Mail != nil {
		now := w.DB.Now()
		users, err := w.DB.ToDigest(ctx, now.Add(-w.Limits.Within), lastDigest(now, w.Digest))
		if err != nil {
			return err
		}
		if err := w.relay.Enqueue(ctx, mailJobs(users, true)); err != nil {
			return err
		}
	}
	return w.dispatch(ctx)
}

// lastDigest is the last moment at which digests were due, at the given time of day.
func lastDigest(now time.Time, at time.Duration) time.Time {
	due := domain.DateOf(now).Time().Add(at)
	if due.After(now) {
		due = domain.DateOf(now).AddDays(-1).Time().Add(at)
	}
	return due
}
