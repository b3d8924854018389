package matching

import (
	"context"
	"errors"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/meaning"
)

// How many texts of each side a frame is measured from, at most, and by what factor the
// library must have grown until it is measured again: three or four times in its life.
const (
	sampleNeeds        = 200
	sampleTechnologies = 500
	frameGrowth        = 4
)

// Measure measures the encoder's frame if there is none, or if it was measured when the
// library was much smaller. It waits with the first until all is encoded that is there,
// so that needs are not matched again for each part of it. It reports whether matching
// goes by another frame from now on.
func (m *Meanings) Measure(ctx context.Context) (changed bool, err error) {
	old, err := m.db.MeaningFrame(ctx, m.encoder.Name())
	first := errors.Is(err, domain.ErrNotFound)
	if err != nil && !first {
		return false, err
	}
	if first {
		if missing, err := m.missing(ctx); err != nil || missing {
			return false, err
		}
	}
	needs, err := m.sample(ctx, domain.Needs, sampleNeeds)
	if err != nil {
		return false, err
	}
	technologies, err := m.sample(ctx, domain.Technologies, sampleTechnologies)
	if err != nil || !first && !grown(old, len(needs), len(technologies)) {
		return false, err
	}
	f, err := meaning.FrameOf(ctx, m.encoder, needs, technologies)
	if err != nil {
		return false, err
	}
	return m.db.StoreMeaningFrame(ctx, postgres.MeaningFrame{Encoder: m.encoder.Name(), Generation: old.Generation + 1,
		Queries: meaning.Pack(f.Queries), Passages: meaning.Pack(f.Passages), Spread: f.Spread, Needs: len(needs), Technologies: len(technologies)})
}

// grown reports whether a library has outgrown a frame that was measured from so many of
// its texts. One with fewer than some dozens is measured with the probes.
func grown(f postgres.MeaningFrame, needs, technologies int) bool {
	least := func(n int) int { return frameGrowth * max(n, 8) }
	return needs >= least(f.Needs) || technologies >= least(f.Technologies)
}

// missing reports whether some published record is not encoded as it is now.
func (m *Meanings) missing(ctx context.Context) (bool, error) {
	for _, kind := range meant {
		ids, err := m.db.Unencoded(ctx, kind, m.encoder.Name(), domain.ID{}, 1)
		if err != nil || len(ids) > 0 {
			return true, err
		}
	}
	return false, nil
}

func (m *Meanings) sample(ctx context.Context, kind domain.Resource, limit int) ([][]float32, error) {
	packed, err := m.db.MeaningSample(ctx, kind, m.encoder.Name(), limit)
	if err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(packed))
	for i, p := range packed {
		if vectors[i], err = meaning.Unpack(p); err != nil {
			return nil, err
		}
	}
	return vectors, nil
}

// EncodeAll brings everything up to date, and says whether matching goes by another
// frame from now on. Progress is called now and then with how many records were done;
// it may be nil.
func (m *Meanings) EncodeAll(ctx context.Context, progress func(done, of int)) (changed bool, err error) {
	coverage, _, err := m.Coverage(ctx)
	if err != nil {
		return false, err
	}
	done, of := 0, 0
	for _, c := range coverage {
		of += c.Records - c.Encoded
	}
	err = m.eachMissing(ctx, encodeBatch, func(kind domain.Resource, ids []domain.ID) error {
		if err := m.Encode(ctx, kind, ids); err != nil {
			return err
		}
		if done += len(ids); progress != nil {
			progress(done, max(of, done))
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	return m.Measure(ctx)
}

// eachMissing calls do with the published records that are not encoded as they are now,
// so many at a time. It forgets first what is not published any more.
func (m *Meanings) eachMissing(ctx context.Context, batch int, do func(domain.Resource, []domain.ID) error) error {
	for _, kind := range meant {
		if err := m.db.DropUnpublishedMeanings(ctx, kind); err != nil {
			return err
		}
		for after := (domain.ID{}); ; {
			ids, err := m.db.Unencoded(ctx, kind, m.encoder.Name(), after, batch)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				break
			}
			if err := do(kind, ids); err != nil {
				return err
			}
			after = ids[len(ids)-1]
		}
	}
	return nil
}

// Encoder names the encoder.
func (m *Meanings) Encoder() string { return m.encoder.Name() }

// Coverage counts the records of each kind whose meanings are kept, and says whether
// matching goes by them.
func (m *Meanings) Coverage(ctx context.Context) (all map[domain.Resource]postgres.MeaningCoverage, inUse bool, err error) {
	all = map[domain.Resource]postgres.MeaningCoverage{}
	for _, kind := range meant {
		if all[kind], err = m.db.MeaningCoverage(ctx, kind, m.encoder.Name()); err != nil {
			return nil, false, err
		}
	}
	l, err := m.lens(ctx)
	return all, l != nil, err
}
