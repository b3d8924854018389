package matching

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"sanku/domain/postgres"
)

// remind asks for units and the bureau to be told what has come due. It has nothing to
// do with matching but the queue, of which there is one.
type remind struct{}

func (remind) Kind() string                 { return "remind" }
func (remind) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: upkeepQueue} }

func periodicRemind() (river.JobArgs, *river.InsertOpts) { return remind{}, nil }

type remindWorker struct {
	river.WorkerDefaults[remind]
	db *postgres.DB
}

func (w remindWorker) Work(ctx context.Context, _ *river.Job[remind]) error {
	if _, err := w.db.Remind(ctx); err != nil {
		return fmt.Errorf("remind: %w", err)
	}
	return nil
}
