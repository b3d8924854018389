package matching

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Progress tells how a run over many needs goes on.
type Progress struct {
	Done, Total int
	Took        time.Duration // for the need that was done last
	Steps       Steps         // of it; all zero where the need was fresh
}

// MatchAll brings the matches of every published need up to date, one look at the
// libraries for all. Progress is called after each need; it may be nil.
func (m *Matcher) MatchAll(ctx context.Context, progress func(Progress)) (needs int, err error) {
	s, err := m.look(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := m.published(ctx)
	if err != nil {
		return 0, err
	}
	for i, id := range ids {
		start, took := time.Now(), Steps{}
		if s, err = m.refresh(ctx, s, id, &took); err != nil {
			return i, err
		}
		if progress != nil {
			progress(Progress{i + 1, len(ids), time.Since(start), took})
		}
	}
	return len(ids), m.groupUnmet(ctx)
}

// published lists the needs that are to be matched.
func (m *Matcher) published(ctx context.Context) ([]domain.ID, error) {
	var ids []domain.ID
	for after := (domain.ID{}); ; {
		page, err := m.db.Published(ctx, domain.Needs, after, postgres.MaxBatch)
		if err != nil || len(page) == 0 {
			return ids, err
		}
		for _, v := range page {
			ids = append(ids, v.ID)
		}
		after = page[len(page)-1].ID
	}
}
