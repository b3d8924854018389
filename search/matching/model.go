package matching

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"sanku/domain"
)

// The model in use is read whenever there is matching to do, so that one learnt
// meanwhile by another process counts from then on.

// algorithmInUse names the rules and the model that matches are computed by now.
func (m *Matcher) algorithmInUse(ctx context.Context) (string, error) {
	weights, _, err := m.inUse(ctx)
	return domain.Algorithm(weights), err
}

// inUse are the weights in use and how meanings are looked at. What texts mean is named
// with the weights: matches by another encoder are other matches.
func (m *Matcher) inUse(ctx context.Context) (domain.Weights, *lens, error) {
	weights, err := m.db.UsedWeights(ctx, m.shipped)
	if err != nil {
		return weights, nil, err
	}
	l, err := m.meanings.lens(ctx)
	if l != nil {
		weights.Version += l.algorithm()
	}
	return weights, l, err
}

func (s sight) algorithm() string { return domain.Algorithm(s.weights) }

// newModel asks for every need to be matched by the model that has come into use.
type newModel struct {
	Ref domain.ID `json:"ref"`
}

func (newModel) Kind() string                 { return "match-model" }
func (j newModel) Record() domain.ID          { return j.Ref }
func (newModel) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: queue} }

// modelWorker does at once what the upkeep does in time.
type modelWorker struct {
	river.WorkerDefaults[newModel]
	upkeep upkeepWorker
}

func (w modelWorker) Work(ctx context.Context, _ *river.Job[newModel]) error {
	if err := w.upkeep.Work(ctx, nil); err != nil {
		return fmt.Errorf("new model: %w", err)
	}
	return nil
}
