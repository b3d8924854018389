package search

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// ErrPurged is what Feed.Changes wraps when changes after the position it was
// given have been purged, so that only a rebuild can bring a library up to date.
var ErrPurged = errors.New("search: changes have been purged")

// Position is a place in the change feed. The zero Position is before every change.
type Position struct {
	XID uint64 // the writing transaction
	ID  int64  // the change's number
}

// Compare orders positions as the feed delivers them: by transaction, then by number.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.XID, q.XID), cmp.Compare(p.ID, q.ID))
}

// Change says that a record was written. It is an invalidation, never a
// payload: the reader reads the record anew and acts on what it is now.
type Change struct {
	Position
	Kind      Kind
	Ref       string // the record's id
	Version   int64
	CreatedAt time.Time
}

// RecordVersion names one version of one record.
type RecordVersion struct {
	ID      string
	Version int64
}

// Feed is what the libraries are derived from. The database implements it; it
// must be safe for concurrent use, and every method reads committed data only.
type Feed interface {
	// Epoch identifies the history that positions belong to: the cluster, its
	// timeline and the database. Another epoch makes every index worthless.
	Epoch(ctx context.Context) (string, error)

	// Horizon returns a position such that no change at or before it is still
	// to come. Within an epoch it never moves back.
	Horizon(ctx context.Context) (Position, error)

	// Changes returns up to limit changes of kind after the given position, in
	// order of position, and none that another could still come before. An
	// error that wraps ErrPurged asks for a rebuild.
	Changes(ctx context.Context, kind Kind, after Position, limit int) ([]Change, error)

	// Documents returns the current documents of the given records, in any
	// order. A record left out has no document and leaves the index.
	Documents(ctx context.Context, kind Kind, ids []string) ([]Document, error)

	// All returns up to limit documents of kind with ids above after (every id
	// is above ""), in ascending byte order of id. An empty page is the end.
	All(ctx context.Context, kind Kind, after string, limit int) ([]Document, error)

	// Versions returns what All would, by id and version only.
	Versions(ctx context.Context, kind Kind, after string, limit int) ([]RecordVersion, error)
}
