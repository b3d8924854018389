package postgres

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"sanku/domain"
)

// sealLock is "seals": the advisory lock that makes one sealer at a time.
const sealLock = 0x7365616c73

// ErrSealBroken says that the log of the audit trail is not as it was left. Nothing
// is sealed onto it, since that would vouch for what has been tampered with.
var ErrSealBroken = errors.New("the audit log's stored hashes do not give its head; run: sanku audit verify")

// AuditHead is the state of the audit log: its root stands for every row sealed.
// Kept elsewhere, it proves later that none of them has been touched since.
type AuditHead struct {
	Size int64     `json:"size"`
	Root tlog.Hash `json:"root"`
	At   time.Time `json:"at"`
}

// SealAudit appends up to limit audit rows that are not sealed yet to the log, in
// one transaction with the new head, and returns how many. It takes rows behind the
// snapshot horizon in (xid, id) order, so that a row committed late comes in its turn.
func (db *DB) SealAudit(ctx context.Context, limit int) (sealed int, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(sealLock)); err != nil {
			return err
		}
		log, err := openSealLog(ctx, t)
		if err != nil {
			return err
		}
		rows, err := unsealed(ctx, t, log.last, limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		sealed = len(rows)
		return log.seal(ctx, t, rows, db.Now())
	})
	if err != nil {
		return 0, translate(err)
	}
	return sealed, nil
}

// AuditHead returns the newest head. It is ErrNotFound while nothing is sealed.
func (db *DB) AuditHead(ctx context.Context) (AuditHead, error) {
	head, err := headIn(ctx, db.pool)
	if err == nil && head.Size == 0 {
		err = domain.ErrNotFound
	}
	return head, err
}

// headIn reads the newest head; the zero head while there is none.
func headIn(ctx context.Context, q querier) (head AuditHead, err error) {
	var root []byte
	err = q.QueryRow(ctx, `SELECT size, root, at FROM audit_heads ORDER BY size DESC LIMIT 1`).Scan(&head.Size, &root, &head.At)
	if errors.Is(err, pgx.ErrNoRows) {
		return AuditHead{}, nil
	}
	copy(head.Root[:], root)
	head.At = head.At.UTC()
	return head, translate(err)
}

// sealLog is the end of the log, where rows are appended.
type sealLog struct {
	size int64
	last Position // of the audit row sealed last
	edge treeEdge
}

func openSealLog(ctx context.Context, t pgx.Tx) (*sealLog, error) {
	log := &sealLog{edge: treeEdge{}}
	err := t.QueryRow(ctx, `SELECT n + 1, xid, audit_id FROM audit_leaves ORDER BY n DESC LIMIT 1`).Scan(&log.size, &log.last.XID, &log.last.ID)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, err
	}
	head, err := headIn(ctx, t)
	if err != nil || head.Size == 0 && log.size == 0 {
		return log, err
	}
	root, err := tlog.TreeHash(log.size, log.edge.filledFrom(storedHashes(ctx, t)))
	if errors.Is(err, domain.ErrNotFound) || err == nil && (head.Size != log.size || head.Root != root) {
		return nil, ErrSealBroken
	}
	return log, err
}

// unsealed returns audit rows after the one sealed last. A last row beyond the
// horizon is of another cluster, from before a restore: the trail is then gone
// through from its beginning, and rows from there (no transaction here has their
// xid yet) are taken too.
func unsealed(ctx context.Context, t pgx.Tx, last Position, limit int) ([]auditRecord, error) {
	horizon, err := horizonIn(ctx, t)
	if err != nil {
		return nil, err
	}
	below := horizon.XID + 1
	if last == (Position{}) || last.Compare(horizon) > 0 {
		last, below = Position{}, math.MaxUint64
	}
	return auditRecords(ctx, t, auditColumns+`
FROM audit a
WHERE (a.xid, a.id) > ($1::xid8, $2::bigint) AND a.xid < $3::xid8
  AND (a.xid < pg_snapshot_xmin(pg_current_snapshot()) OR a.xid >= pg_snapshot_xmax(pg_current_snapshot()))
  AND NOT EXISTS (SELECT FROM audit_leaves l WHERE l.audit_id = a.id)
ORDER BY a.xid, a.id LIMIT $4`, last.XID, last.ID, below, limit)
}

func (l *sealLog) seal(ctx context.Context, t pgx.Tx, rows []auditRecord, now time.Time) error {
	var leaves, hashes [][]any
	position := tlog.StoredHashCount(l.size)
	for _, r := range rows {
		leaves = append(leaves, []any{l.size, r.ID, r.XID})
		added, err := l.edge.add(l.size, r.hash())
		if err != nil {
			return err
		}
		for _, h := range added {
			hashes = append(hashes, []any{position, h[:]})
			position++
		}
		l.size++
	}
	root, err := tlog.TreeHash(l.size, l.edge)
	if err != nil {
		return err
	}
	if _, err := t.CopyFrom(ctx, pgx.Identifier{"audit_leaves"}, []string{"n", "audit_id", "xid"}, pgx.CopyFromRows(leaves)); err != nil {
		return fmt.Errorf("audit_leaves: %w", err)
	}
	if _, err := t.CopyFrom(ctx, pgx.Identifier{"audit_hashes"}, []string{"position", "hash"}, pgx.CopyFromRows(hashes)); err != nil {
		return fmt.Errorf("audit_hashes: %w", err)
	}
	_, err = t.Exec(ctx, `INSERT INTO audit_heads (size, root, at) VALUES ($1, $2, $3)`, l.size, root[:], now)
	return err
}
