package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"sanku/domain"
)

// AuditProof shows that a row belongs to the log that a head stands for:
// tlog.CheckRecord(Proof, Head.Size, Head.Root, N, tlog.RecordHash([]byte(Record))).
type AuditProof struct {
	Head   AuditHead        `json:"head"`
	N      int64            `json:"n"`
	Record string           `json:"record"` // the row's canonical text
	Proof  tlog.RecordProof `json:"proof"`
}

// ProveAudit proves a row under the newest head. A row that is not sealed, or not
// there, is ErrNotFound; a proof that does not hold is ErrSealBroken.
func (db *DB) ProveAudit(ctx context.Context, auditID int64) (p AuditProof, err error) {
	snapshot := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.pool, snapshot, func(t pgx.Tx) error {
		p, err = proveIn(ctx, t, auditID)
		return err
	})
	return p, translate(err)
}

func proveIn(ctx context.Context, t pgx.Tx, auditID int64) (p AuditProof, err error) {
	if p.Head, err = headIn(ctx, t); err != nil {
		return p, err
	}
	if err := t.QueryRow(ctx, `SELECT n FROM audit_leaves WHERE audit_id = $1`, auditID).Scan(&p.N); err != nil {
		return p, err
	}
	records, err := auditRecords(ctx, t, auditColumns+` FROM audit a WHERE a.id = $1`, auditID)
	if err != nil {
		return p, err
	}
	if len(records) == 0 {
		return p, fmt.Errorf("audit row %d is sealed but gone: %w", auditID, domain.ErrNotFound)
	}
	p.Record = string(records[0].line())
	if p.Proof, err = tlog.ProveRecord(p.Head.Size, p.N, storedHashes(ctx, t)); err != nil {
		return p, err
	}
	if tlog.CheckRecord(p.Proof, p.Head.Size, p.Head.Root, p.N, records[0].hash()) != nil {
		return p, ErrSealBroken
	}
	return p, nil
}
