package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

type changeRow struct {
	Kind    string    `gorm:"column:kind"`
	Ref     domain.ID `gorm:"column:ref"`
	Version int64     `gorm:"column:version"`
}

func (changeRow) TableName() string { return "changes" }

// Position is a place in the change feed. The zero Position is its beginning.
type Position struct {
	XID uint64
	ID  int64
}

// ChangeEntry says that a record is to be read again.
type ChangeEntry struct {
	Position
	Kind      string
	Ref       domain.ID
	Version   int64
	CreatedAt time.Time
	Among     int // changes of its kind that the relay has read at once; 0 elsewhere
}

// Changes returns up to limit changes of the kinds given (all when none are) after
// a position, in feed order, and only those behind the snapshot horizon: rows of
// transactions that may still commit out of order are not yet shown, so that a
// reader who moves on never misses one.
func (db *DB) Changes(ctx context.Context, kinds []string, after Position, limit int) ([]ChangeEntry, error) {
	return changesIn(ctx, db.pool, kinds, after, limit)
}

// querier is the pool or one transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func changesIn(ctx context.Context, q querier, kinds []string, after Position, limit int) ([]ChangeEntry, error) {
	const query = `
SELECT c.xid::text::bigint, c.id, c.kind, c.ref::text, c.version, c.created_at
FROM changes c
WHERE (c.xid, c.id) > ($1::text::xid8, $2::bigint)
  AND c.xid < pg_snapshot_xmin(pg_current_snapshot())
  AND (cardinality($3::text[]) = 0 OR c.kind = ANY($3))
ORDER BY c.xid, c.id
LIMIT $4`
	if kinds == nil {
		kinds = []string{}
	}
	rows, err := q.Query(ctx, query, fmt.Sprint(after.XID), after.ID, kinds, limit)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var out []ChangeEntry
	for rows.Next() {
		var e ChangeEntry
		var xid int64
		var ref string
		if err := rows.Scan(&xid, &e.ID, &e.Kind, &ref, &e.Version, &e.CreatedAt); err != nil {
			return nil, err
		}
		e.XID = uint64(xid)
		if e.Ref, err = domain.ParseID(ref); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, translate(rows.Err())
}

// Horizon returns a position such that every change at or before it can be read
// now and none will appear there later.
func (db *DB) Horizon(ctx context.Context) (Position, error) { return horizonIn(ctx, db.pool) }

func horizonIn(ctx context.Context, q querier) (Position, error) {
	var xmin int64
	err := q.QueryRow(ctx, `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint`).Scan(&xmin)
	return Position{XID: uint64(xmin) - 1, ID: 1<<63 - 1}, translate(err)
}

// Epoch identifies the cluster, its timeline and the database's epoch. When it
// changes, positions kept elsewhere mean nothing any more.
func (db *DB) Epoch(ctx context.Context) (string, error) {
	var epoch string
	err := db.pool.QueryRow(ctx, `
SELECT s.system_identifier::text || '-' || c.timeline_id::text || '-' || e.epoch::text
FROM pg_control_system() s, pg_control_checkpoint() c, database_epoch e`).Scan(&epoch)
	return epoch, translate(err)
}
