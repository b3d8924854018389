package postgres

import (
	"time"

	"sanku/domain"
)

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }

func domains[R, T any](rows []R, domain func(R) T) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = domain(r)
	}
	return out
}

// distinct returns the ids of items, each once, without the zero ID.
func distinct[T any](items []T, id func(T) domain.ID) []domain.ID {
	seen := map[domain.ID]bool{{}: true}
	var ids []domain.ID
	for _, item := range items {
		if at := id(item); !seen[at] {
			seen[at] = true
			ids = append(ids, at)
		}
	}
	return ids
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
