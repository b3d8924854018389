package postgres

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

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

// batch goes through some leaves, which come after those before.
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
