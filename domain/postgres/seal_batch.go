package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// verifyBatch is how many leaves are read at once.
const verifyBatch = 2000

// sealedBatch is a part of the log as it is stored, with the rows it is about.
type sealedBatch struct {
	leaves  []sealedLeaf
	records map[int64]auditRecord // by audit id
	hashes  map[int64]tlog.Hash   // by position
	heads   map[int64]tlog.Hash   // by size
}

type sealedLeaf struct {
	N       int64
	AuditID int64
	XID     uint64
}

// read reads the leaves that come next; none at the end.
func (v *verification) read(ctx context.Context) (b sealedBatch, err error) {
	rows, err := v.t.Query(ctx, `SELECT n, audit_id, xid FROM audit_leaves WHERE n >= $1 ORDER BY n LIMIT $2`, v.size, verifyBatch)
	if err != nil {
		return b, err
	}
	if b.leaves, err = pgx.CollectRows(rows, pgx.RowToStructByPos[sealedLeaf]); err != nil || len(b.leaves) == 0 {
		return b, err
	}
	if b.records, err = v.records(ctx, b.leaves); err != nil {
		return b, err
	}
	end := v.size + int64(len(b.leaves))
	const hashes = `SELECT position, hash FROM audit_hashes WHERE position >= $1 AND position < $2`
	if b.hashes, err = v.byNumber(ctx, hashes, tlog.StoredHashCount(v.size), tlog.StoredHashCount(end)); err != nil {
		return b, err
	}
	b.heads, err = v.byNumber(ctx, `SELECT size, root FROM audit_heads WHERE size > $1 AND size <= $2`, v.size, end)
	return b, err
}

func (v *verification) records(ctx context.Context, leaves []sealedLeaf) (map[int64]auditRecord, error) {
	ids := make([]int64, len(leaves))
	for i, l := range leaves {
		ids[i] = l.AuditID
	}
	found, err := auditRecords(ctx, v.t, auditColumns+` FROM audit a WHERE a.id = ANY($1)`, ids)
	records := make(map[int64]auditRecord, len(found))
	for _, r := range found {
		records[r.ID] = r
	}
	return records, err
}

func (v *verification) byNumber(ctx context.Context, query string, from, to int64) (map[int64]tlog.Hash, error) {
	rows, err := v.t.Query(ctx, query, from, to)
	if err != nil {
		return nil, err
	}
	hashes := map[int64]tlog.Hash{}
	var number int64
	var hash []byte
	_, err = pgx.ForEachRow(rows, []any{&number, &hash}, func() error {
		if len(hash) != tlog.HashSize {
			return fmt.Errorf("hash %d of the audit log has %d bytes", number, len(hash))
		}
		hashes[number] = tlog.Hash(hash)
		return nil
	})
	return hashes, err
}
