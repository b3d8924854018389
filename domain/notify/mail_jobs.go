package notify

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sendMail asks for what waits for a user to be mailed, in a digest too.
type sendMail struct {
	User   domain.ID `json:"ref"`
	Digest bool      `json:"digest,omitempty"`
}

func (sendMail) Kind() string        { return "notify-mail" }
func (j sendMail) Record() domain.ID { return j.User }

// InsertOpts lets a mail be tried for about two days. A digest is the more urgent, so that
// the relay adds it beside a mail that waits for the next hour.
func (j sendMail) InsertOpts() river.InsertOpts {
	o := river.InsertOpts{Queue: queue, MaxAttempts: mailAttempts, Priority: river.PriorityDefault + 1}
	if j.Digest {
		o.Priority = river.PriorityDefault
	}
	return o
}

const mailAttempts = 15

func mailJobs(users []domain.ID, digest bool) []postgres.RefArgs {
	jobs := make([]postgres.RefArgs, len(users))
	for i, id := range users {
		jobs[i] = sendMail{id, digest}
	}
	return jobs
}

type mailWorker struct {
	river.WorkerDefaults[sendMail]
	*Notifier
}

// Work sends one mail after the other until nothing waits, or the hour is full: then it
// is done again when there is room.
func (w mailWorker) Work(ctx context.Context, job *river.Job[sendMail]) error {
	for w.Mail != nil {
		m, wait, err := w.DB.NextMail(ctx, job.Args.User, job.Args.Digest, w.Limits)
		switch {
		case err != nil:
			return err
		case wait > 0:
			return river.JobSnooze(wait)
		case len(m.Notifications) == 0:
			return nil
		}
		if err := w.send(ctx, m, "", job.Attempt >= job.MaxAttempts); err != nil {
			return err
		}
	}
	return nil
}

// send hands a mail over and notes how that went. Mail is sent at least once: the server's
// answer and the note are not one, so that who dies between them leaves the mail to be sent
// again when its claim has run out, under the same Message-ID, by which mailboxes know it.
// To note it first would lose the mail instead, of which nobody would hear. What a server refuses for good, or
// refused as often as it may, is not tried again.
func (n *Notifier) send(ctx context.Context, m domain.NotificationMail, secret string, last bool) error {
	err := n.Mail.Send(ctx, m, secret)
	if err == nil {
		return n.DB.MailSent(context.WithoutCancel(ctx), m.ID)
	}
	forGood := last || permanent(err)
	n.Log.WarnContext(ctx, "mail not sent", slog.String("mail", m.ID.String()), slog.Bool("again", !forGood), slog.Any("error", err))
	if noted := n.DB.MailFailed(context.WithoutCancel(ctx), m.ID, err.Error(), forGood); noted != nil {
		return noted
	}
	if forGood {
		return river.JobCancel(err)
	}
	return fmt.Errorf("mail %s: %w", m.ID, err)
}

// confirm asks for a user to be asked to confirm an address.
type confirm struct {
	User domain.ID `json:"ref"`
}

func (confirm) Kind() string        { return "notify-confirm" }
func (j confirm) Record() domain.ID { return j.User }
func (confirm) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: domain.MaxConfirmations}
}

type confirmWorker struct {
	river.WorkerDefaults[confirm]
	*Notifier
}

// Work makes the secret: it is kept nowhere but in the mail.
func (w confirmWorker) Work(ctx context.Context, job *river.Job[confirm]) error {
	if w.Mail == nil {
		return nil
	}
	secret := rand.Text()
	m, err := w.DB.AskAddress(ctx, job.Args.User, sha256.Sum256([]byte(secret)))
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.send(ctx, m, secret, true)
}
