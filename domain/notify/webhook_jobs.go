package notify

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/riverqueue/river"

	"sanku/domain"
	"sanku/domain/postgres"
)

// deliver asks for a message to be sent to a webhook.
type deliver struct {
	Delivery domain.ID `json:"ref"`
}

func (deliver) Kind() string        { return "notify-deliver" }
func (j deliver) Record() domain.ID { return j.Delivery }
func (deliver) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: domain.MaxDeliveries + 5} // how often is the delivery's to count
}

func deliverJobs(ids []domain.ID) []postgres.RefArgs {
	jobs := make([]postgres.RefArgs, len(ids))
	for i, id := range ids {
		jobs[i] = deliver{id}
	}
	return jobs
}

type deliverWorker struct {
	river.WorkerDefaults[deliver]
	*Notifier
}

// Work sends the message once; one that is to be tried again waits its turn.
func (w deliverWorker) Work(ctx context.Context, job *river.Job[deliver]) error {
	out, err := w.DB.TakeDelivery(ctx, job.Args.Delivery)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	status, failure := w.hooks.post(ctx, out, w.DB.Now())
	ctx = context.WithoutCancel(ctx)
	if failure == nil {
		return w.DB.Delivered(ctx, out.WebhookDelivery, status)
	}
	again, err := w.DB.NotDelivered(ctx, out.WebhookDelivery, status, failure.Error(), status == http.StatusGone)
	if err != nil || !again {
		return err
	}
	w.Log.InfoContext(ctx, "webhook not reached; it is tried again", slog.String("delivery", out.ID.String()), slog.Int("attempts", out.Attempts))
	return river.JobSnooze(w.pause(out.Attempts))
}

func (n *Notifier) pause(attempts int) time.Duration {
	if n.Pause != nil {
		return n.Pause(attempts)
	}
	return domain.DeliveryPause(attempts)
}
