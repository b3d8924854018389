package matching

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Narrow sets the bounds that keep the work for one record in proportion.
func (m *Matcher) Narrow(candidates, needs int, drift float64) {
	m.bounds = bounds{candidates, needs, drift}
}

// Judge judges all of the given technologies that are published and not below floor
// against a need, as things are now.
func (m *Matcher) Judge(ctx context.Context, need domain.Need, floor postgres.Floor, technologies []domain.ID) ([]domain.Match, error) {
	s, err := m.look(ctx)
	if err != nil {
		return nil, err
	}
	readings, err := m.readings(ctx, s, []domain.Need{need})
	if err != nil {
		return nil, err
	}
	r := readings[0]
	candidates, err := m.technologyCandidates(ctx, technologies)
	if err != nil {
		return nil, err
	}
	var published []string
	for _, c := range candidates {
		if c.Technology.State == domain.ListingPublished {
			published = append(published, c.Technology.ID.String())
		}
	}
	if r.answers, err = m.meanings.ofTechnologies(ctx, s.lens, candidates); err != nil {
		return nil, err
	}
	h, err := r.among(ctx, published, floor)
	return r.judgeTechnologies(candidates, h), err
}

// Upkeep does what the job of the regular upkeep does.
func (m *Matcher) Upkeep(ctx context.Context, relay *postgres.Relay) error {
	return upkeepWorker{Matcher: m, relay: relay}.Work(ctx, nil)
}

// Encode does what a job does at its nth attempt.
func (m *Matcher) Encode(ctx context.Context, kind domain.Resource, refs []domain.ID, attempt int) error {
	job := &river.Job[encode]{JobRow: &rivertype.JobRow{Attempt: attempt}, Args: encode{kind, refs}}
	return encodeWorker{Matcher: m}.Work(ctx, job)
}
