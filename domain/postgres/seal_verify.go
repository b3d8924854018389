package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// verifyBatch is how many leaves are read at once.
const verifyBatch = 2000

// SealFault is what a verification of the audit trail found wrong.
type SealFault string

// The faults. Sound is none.
const (
	Sound       SealFault = ""
	RowChanged  SealFault = "changed"  // the audit row is not the one that was sealed
	RowRemoved  SealFault = "removed"  // the audit row has gone
	RowInserted SealFault = "inserted" // the audit row was put among those sealed already
	LogChanged  SealFault = "log"      // leaves or hashes stored for the log do not follow from the rows
	HeadDiffers SealFault = "head"     // the rows up to a stored head do not give its root
	CopyDiffers SealFault = "copy"     // the rows up to a head kept elsewhere do not give its root
	LogCut      SealFault = "cut"      // a head kept elsewhere is of a longer log
)

// AuditFault is the first thing that a verification found wrong.
type AuditFault struct {
	Kind    SealFault `json:"kind"`
	AuditID int64     `json:"audit_id,omitempty"` // the row, when the fault is about one
	Size    int64     `json:"size,omitempty"`     // the log up to which the fault shows
}

// AuditReport is the result of a verification.
type AuditReport struct {
	Head   AuditHead   `json:"head"`
	Sealed int64       `json:"sealed"` // rows found in order
	Open   int64       `json:"open"`   // rows not sealed yet, for which nothing can be said
	Fault  *AuditFault `json:"fault"`  // nil: every sealed row is as it was
}

// VerifyAudit recomputes the hash of every sealed row from the audit trail and the
// log from these, and compares them with what is stored and with heads kept
// elsewhere. It stops at the first fault. Who may change the trail may change the
// log with it: only kept heads show that.
func (db *DB) VerifyAudit(ctx context.Context, kept ...AuditHead) (report AuditReport, err error) {
	snapshot := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.pool, snapshot, func(t pgx.Tx) error {
		v := verification{t: t, edge: treeEdge{}, kept: map[int64][]tlog.Hash{}}
		for _, h := range kept {
			v.kept[h.Size] = append(v.kept[h.Size], h.Root)
		}
		report, err = v.run(ctx)
		return err
	})
	return report, translate(err)
}

// verification goes through the log from its first leaf.
type verification struct {
	t    pgx.Tx
	edge treeEdge
	kept map[int64][]tlog.Hash // by size
	size int64                 // leaves found in order
	last Position              // of the row of the last of them
}

func (v *verification) run(ctx context.Context) (r AuditReport, err error) {
	if r.Head, err = headIn(ctx, v.t); err != nil {
		return r, err
	}
	if r.Fault, err = v.leaves(ctx); err == nil && r.Fault == nil {
		r.Fault, err = v.ends(ctx, r.Head)
	}
	r.Sealed = v.size
	if err != nil {
		return r, err
	}
	var inserted *AuditFault
	if inserted, r.Open, err = v.unsealed(ctx); r.Fault == nil {
		r.Fault = inserted
	}
	return r, err
}

// leaves goes through all leaves, up to the first fault.
func (v *verification) leaves(ctx context.Context) (*AuditFault, error) {
	for {
		b, err := v.read(ctx)
		if err != nil || len(b.leaves) == 0 {
			return nil, err
		}
		if found, err := v.batch(b); err != nil || found != nil {
			return found, err
		}
	}
}

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

func (v *verification) batch(b sealedBatch) (*AuditFault, error) {
	for _, l := range b.leaves {
		if l.N != v.size {
			return &AuditFault{Kind: LogChanged, Size: v.size + 1}, nil
		}
		kind, err := v.leaf(b, l)
		if kind != Sound || err != nil {
			return fault(kind, l), err
		}
		v.size++
		v.last = Position{XID: l.XID, ID: l.AuditID}
	}
	return nil, nil
}

// fault names the row where it is the row that is wrong, else how much of the log.
func fault(kind SealFault, l sealedLeaf) *AuditFault {
	if kind == RowChanged || kind == RowRemoved {
		return &AuditFault{Kind: kind, AuditID: l.AuditID, Size: l.N + 1}
	}
	return &AuditFault{Kind: kind, Size: l.N + 1}
}

// leaf appends the row of one leaf to the recomputed log and compares.
func (v *verification) leaf(b sealedBatch, l sealedLeaf) (SealFault, error) {
	record, ok := b.records[l.AuditID]
	if !ok {
		return RowRemoved, nil
	}
	added, err := v.edge.add(l.N, record.hash())
	if err != nil {
		return Sound, err
	}
	position := tlog.StoredHashIndex(0, l.N)
	for i, h := range added {
		stored, ok := b.hashes[position+int64(i)]
		switch {
		case ok && stored == h:
		case ok && i == 0:
			return RowChanged, nil
		default:
			return LogChanged, nil
		}
	}
	if record.XID != l.XID {
		return LogChanged, nil
	}
	return v.roots(b, l.N+1)
}

// roots compares the recomputed root with the heads of that size.
func (v *verification) roots(b sealedBatch, size int64) (SealFault, error) {
	head, isHead := b.heads[size]
	kept := v.kept[size]
	if !isHead && len(kept) == 0 {
		return Sound, nil
	}
	root, err := tlog.TreeHash(size, v.edge)
	switch {
	case err != nil:
		return Sound, err
	case isHead && head != root:
		return HeadDiffers, nil
	case slices.ContainsFunc(kept, func(h tlog.Hash) bool { return h != root }):
		return CopyDiffers, nil
	}
	return Sound, nil
}

// ends checks that the log ends where the newest head and no kept head is beyond it.
func (v *verification) ends(ctx context.Context, head AuditHead) (*AuditFault, error) {
	var hashes int64
	if err := v.t.QueryRow(ctx, `SELECT count(*) FROM audit_hashes`).Scan(&hashes); err != nil {
		return nil, err
	}
	if head.Size != v.size || hashes != tlog.StoredHashCount(v.size) {
		return &AuditFault{Kind: LogChanged, Size: max(head.Size, v.size)}, nil
	}
	for _, size := range slices.Sorted(maps.Keys(v.kept)) {
		if size > v.size {
			return &AuditFault{Kind: LogCut, Size: size}, nil
		}
	}
	return nil, nil
}

// unsealed counts the rows that are not sealed. One that stands before the row
// sealed last was not there when its turn was. While that row is of another cluster,
// from before a restore, the order says nothing.
func (v *verification) unsealed(ctx context.Context) (*AuditFault, int64, error) {
	var open int64
	var inserted *int64
	err := v.t.QueryRow(ctx, `
SELECT count(*), min(a.id) FILTER (WHERE (a.xid, a.id) < ($1::xid8, $2::bigint) AND $1::xid8 < pg_snapshot_xmin(pg_current_snapshot()))
FROM audit a WHERE NOT EXISTS (SELECT FROM audit_leaves l WHERE l.audit_id = a.id)`, v.last.XID, v.last.ID).Scan(&open, &inserted)
	if err != nil || inserted == nil {
		return nil, open, err
	}
	return &AuditFault{Kind: RowInserted, AuditID: *inserted}, open, nil
}

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
