package postgres_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestSealsConcurrentWriters(t *testing.T) {
	db, ctx := open(t), t.Context()
	const writers, writes = 6, 20
	var writing sync.WaitGroup
	sealedOnce := make(chan struct{}, writers)
	for w := range writers {
		writing.Go(func() {
			for i := range writes {
				slow := w%2 == 0 && i%4 == 0
				err := pgx.BeginFunc(ctx, db.Pool(), func(tx pgx.Tx) error {
					if _, err := tx.Exec(ctx, addRows, 1+i%3, w); err != nil || !slow {
						return err
					}
					<-sealedOnce // a sealing has come by while this row was not committed
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	stop := sealUntilStopped(t, db, sealedOnce)
	writing.Wait()
	stop()
	sealAll(t, db, 50)
	require.Equal(t, count(t, db, "audit"), count(t, db, "audit_leaves"), "every row, and none twice")
	requireIntact(t, db)
	requireRoot(t, db)
}

// sealUntilStopped seals in small steps, telling after each.
func sealUntilStopped(t *testing.T, db *postgres.DB, sealed chan<- struct{}) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			if _, err := db.SealAudit(t.Context(), 7); err != nil {
				t.Error(err)
				return
			}
			select {
			case sealed <- struct{}{}:
			case <-ctx.Done():
			}
		}
	}()
	return func() { cancel(); <-done }
}

func TestRowCommittedLateIsSealedInItsTurn(t *testing.T) {
	db, ctx := open(t), t.Context()
	late, err := db.Pool().Begin(ctx)
	require.NoError(t, err)
	_, err = late.Exec(ctx, addRows, 1, 1)
	require.NoError(t, err)
	add(t, db, 3)
	sealed, err := db.SealAudit(ctx, 10)
	require.NoError(t, err)
	require.Zero(t, sealed, "rows after one that may still commit")
	require.NoError(t, late.Commit(ctx))
	sealAll(t, db, 10)
	require.Equal(t, 4, count(t, db, "audit_leaves"))
	require.EqualValues(t, 1, one[int64](t, db, `SELECT audit_id FROM audit_leaves WHERE n = 0`))
}

func TestRootIsThatOfAllRows(t *testing.T) {
	db := open(t)
	_, err := db.AuditHead(t.Context())
	require.ErrorIs(t, err, domain.ErrNotFound)
	rapid.Check(t, func(r *rapid.T) {
		add(t, db, rapid.IntRange(0, 5).Draw(r, "rows"))
		limit := rapid.IntRange(1, 7).Draw(r, "limit")
		sealed, err := db.SealAudit(t.Context(), limit)
		require.NoError(t, err)
		require.LessOrEqual(t, sealed, limit)
		requireRoot(t, db)
	})
	sealAll(t, db, 9)
	requireRoot(t, db)
	requireIntact(t, db)
}

func TestSealingTwiceChangesNothing(t *testing.T) {
	db := sealedTrail(t)
	head, err := db.AuditHead(t.Context())
	require.NoError(t, err)
	sealed, err := db.SealAudit(t.Context(), 10)
	require.NoError(t, err)
	require.Zero(t, sealed)
	again, err := db.AuditHead(t.Context())
	require.NoError(t, err)
	require.Equal(t, head, again)
}

func TestSealingCutShortLeavesNothing(t *testing.T) {
	db := sealedTrail(t)
	before := count(t, db, "audit_hashes")
	add(t, db, 5)
	execute(t, db, `ALTER TABLE audit_heads ADD CONSTRAINT short CHECK (size < 12)`)
	require.Eventually(t, func() bool { // until the horizon has passed the new rows
		_, err := db.SealAudit(t.Context(), 10)
		return err != nil
	}, 10*time.Second, time.Millisecond)
	require.Equal(t, before, count(t, db, "audit_hashes"))
	requireIntact(t, db)
	execute(t, db, `ALTER TABLE audit_heads DROP CONSTRAINT short`)
	sealAll(t, db, 10)
	requireIntact(t, db)
	requireRoot(t, db)
}

func TestTamperingIsFoundAndNamed(t *testing.T) {
	for _, c := range []struct {
		name, sql string
		want      postgres.AuditFault
	}{
		{"actor", `UPDATE audit SET actor = 'mallory' WHERE id = 4`, postgres.AuditFault{Kind: postgres.RowChanged, AuditID: 4, Size: 4}},
		{"detail", `UPDATE audit SET detail = '{"n":2}' WHERE id = 10`, postgres.AuditFault{Kind: postgres.RowChanged, AuditID: 10, Size: 10}},
		{"never", `UPDATE audit SET at = 'infinity' WHERE id = 1`, postgres.AuditFault{Kind: postgres.RowChanged, AuditID: 1, Size: 1}},
		{"nobody", `UPDATE audit SET actor_id = '00000000-0000-0000-0000-000000000000' WHERE id = 3`, postgres.AuditFault{Kind: postgres.RowChanged, AuditID: 3, Size: 3}},
		{"first of two", `UPDATE audit SET ref = ref || 'x' WHERE id IN (9, 5)`, postgres.AuditFault{Kind: postgres.RowChanged, AuditID: 5, Size: 5}},
		{"removed", `DELETE FROM audit WHERE id = 7`, postgres.AuditFault{Kind: postgres.RowRemoved, AuditID: 7, Size: 7}},
		{"removed last", `DELETE FROM audit WHERE id = 10`, postgres.AuditFault{Kind: postgres.RowRemoved, AuditID: 10, Size: 10}},
		{"inserted", `INSERT INTO audit (xid, at, actor, action, kind, outcome) SELECT xid, at, actor, 'create', kind, outcome FROM audit WHERE id = 2`,
			postgres.AuditFault{Kind: postgres.RowInserted, AuditID: 11}},
		{"leaf removed", `DELETE FROM audit_leaves WHERE n = 5`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 6}},
		{"last leaf removed", `DELETE FROM audit_leaves WHERE n = 9`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 10}},
		{"leaf moved", `UPDATE audit_leaves SET xid = '1' WHERE n = 5`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 6}},
		{"inner hash", `UPDATE audit_hashes SET hash = sha256('x') WHERE position = 2`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 2}},
		{"hash removed", `DELETE FROM audit_hashes WHERE position = 0`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 1}},
		{"hash added", `INSERT INTO audit_hashes VALUES (1000, sha256('x'))`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 10}},
		{"head", `UPDATE audit_heads SET root = sha256('x') WHERE size = 4`, postgres.AuditFault{Kind: postgres.HeadDiffers, Size: 4}},
		{"head removed", `DELETE FROM audit_heads WHERE size = 10`, postgres.AuditFault{Kind: postgres.LogChanged, Size: 10}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := sealedTrail(t)
			_, err := db.Pool().Exec(t.Context(), c.sql)
			if !strings.HasPrefix(c.sql, "INSERT") {
				require.ErrorContains(t, err, "cannot be changed or removed")
				tamper(t, db, c.sql)
			}
			report, err := db.VerifyAudit(t.Context())
			require.NoError(t, err)
			require.NotNil(t, report.Fault)
			require.Equal(t, c.want, *report.Fault)
		})
	}
}

// Whoever rewrites the trail and the log together is given away by a kept head.
func TestKeptHeadShowsRewrittenLog(t *testing.T) {
	const unseal = `DELETE FROM audit_leaves; DELETE FROM audit_hashes; DELETE FROM audit_heads;`
	for sql, want := range map[string]postgres.AuditFault{
		`UPDATE audit SET actor = 'mallory' WHERE id = 2`: {Kind: postgres.CopyDiffers, Size: 10},
		`DELETE FROM audit WHERE id = 10`:                 {Kind: postgres.LogCut, Size: 10},
	} {
		db := sealedTrail(t)
		kept, err := db.AuditHead(t.Context())
		require.NoError(t, err)
		tamper(t, db, unseal+sql)
		sealAll(t, db, 100)
		requireIntact(t, db)
		report, err := db.VerifyAudit(t.Context(), kept)
		require.NoError(t, err)
		require.Equal(t, &want, report.Fault)
	}
}

func TestNothingIsSealedOntoABrokenLog(t *testing.T) {
	for _, sql := range []string{
		`UPDATE audit_heads SET root = sha256('x') WHERE size = 10`,
		`DELETE FROM audit_heads`,
		`DELETE FROM audit_leaves`,
		`DELETE FROM audit_hashes`,
	} {
		db := sealedTrail(t)
		tamper(t, db, sql)
		_, err := db.SealAudit(t.Context(), 10)
		require.ErrorIs(t, err, postgres.ErrSealBroken, sql)
	}
}

// Rows that a restore has brought from another cluster may have an xid that this one
// has yet to reach.
func TestSealsAfterRestoreIntoAnotherCluster(t *testing.T) {
	db := sealedTrail(t)
	execute(t, db, `INSERT INTO audit (xid, at, actor, action, kind, outcome) SELECT '900000000000', at, actor, action, kind, outcome FROM audit WHERE id <= 3`)
	tamper(t, db, `DELETE FROM audit_leaves; DELETE FROM audit_hashes; DELETE FROM audit_heads`)
	for range 3 {
		sealAll(t, db, 100)
		requireIntact(t, db)
		add(t, db, 3)
	}
	sealAll(t, db, 100)
	require.Equal(t, 22, count(t, db, "audit_leaves"))
	requireRoot(t, db)
}

func TestProofs(t *testing.T) {
	db := sealedTrail(t)
	add(t, db, 1)
	for id := range int64(10) {
		p, err := db.ProveAudit(t.Context(), id+1)
		require.NoError(t, err)
		require.NoError(t, tlog.CheckRecord(p.Proof, p.Head.Size, p.Head.Root, p.N, tlog.RecordHash([]byte(p.Record))))
		require.Error(t, tlog.CheckRecord(p.Proof, p.Head.Size, p.Head.Root, p.N, tlog.RecordHash([]byte(p.Record+" "))))
	}
	_, err := db.ProveAudit(t.Context(), 11)
	require.ErrorIs(t, err, domain.ErrNotFound, "not sealed yet")
	tamper(t, db, `UPDATE audit SET actor = 'mallory' WHERE id = 4`)
	_, err = db.ProveAudit(t.Context(), 4)
	require.ErrorIs(t, err, postgres.ErrSealBroken)
}

func TestCanonicalText(t *testing.T) {
	db := open(t)
	execute(t, db, `INSERT INTO audit (xid, at, actor_id, actor, address, request_id, action, kind, ref, version, outcome, detail)
VALUES ('7', '2026-03-01 08:00:00.5+08', '00000000-0000-7000-8000-0000000000b1', '张三 <a&b> "\', '::1', 'r', 'change', 'need', 'x', 3, 'done', '{"bb": 1.50, "a": ["甲"]}')`)
	sealAll(t, db, 1)
	p, err := db.ProveAudit(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, `{"id":1,"xid":7,"at":"2026-03-01T00:00:00.500000Z","actor_id":"00000000-0000-7000-8000-0000000000b1",`+
		`"actor":"张三 <a&b> \"\\","address":"::1","request_id":"r","action":"change","kind":"need","ref":"x","version":3,`+
		`"outcome":"done","detail":{"a":["甲"],"bb":1.50}}`+"\n", p.Record)
}

func TestDenialIsAuditedWhateverTheRef(t *testing.T) {
	db := open(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, ref := range []string{"", "a\x00b", "\xff\xfe", strings.Repeat("需", 40)} {
		require.NoError(t, db.Denied(gone, bureau, domain.Read, domain.Needs, ref))
	}
	require.NoError(t, db.LoginFailed(gone, domain.Actor{From: "::1"}, domain.ID{}))
	trail, err := db.AuditTrail(t.Context(), postgres.AuditFilter{Outcome: "denied"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, trail.Items, 4)
	require.Equal(t, strings.Repeat("需", 33)+"\uFFFD", trail.Items[0].Ref)
}

const addRows = `
INSERT INTO audit (at, actor, action, kind, ref, outcome, detail)
SELECT clock_timestamp(), 'writer-' || $2::int, 'change', 'need', g::text, 'done', jsonb_build_object('行', g, 'k', '<&>"')
FROM generate_series(1, $1::int) g`

func add(t testing.TB, db *postgres.DB, rows int) {
	t.Helper()
	_, err := db.Pool().Exec(t.Context(), addRows, rows, 0)
	require.NoError(t, err)
}

// sealedTrail is ten rows, sealed four, four and two at a time.
func sealedTrail(t *testing.T) *postgres.DB {
	t.Helper()
	db := open(t)
	add(t, db, 5)
	add(t, db, 5)
	require.Eventually(t, func() bool {
		return one[bool](t, db, `SELECT max(xid) < pg_snapshot_xmin(pg_current_snapshot()) FROM audit`)
	}, 20*time.Second, time.Millisecond)
	sealAll(t, db, 4)
	return db
}

// sealAll seals until nothing is left. Some transaction elsewhere in the cluster may
// hold the horizon back for a moment.
func sealAll(t testing.TB, db *postgres.DB, limit int) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, err := db.SealAudit(t.Context(), limit)
		require.NoError(t, err)
		return count(t, db, "audit") == count(t, db, "audit_leaves")
	}, 20*time.Second, time.Millisecond)
}

// tamper does what a superuser can: the triggers do not fire.
func tamper(t *testing.T, db *postgres.DB, sql string) {
	t.Helper()
	execute(t, db, `SET LOCAL session_replication_role = replica;`+sql)
}

// execute runs statements in one transaction.
func execute(t *testing.T, db *postgres.DB, sql string) {
	t.Helper()
	_, err := db.Pool().Exec(t.Context(), sql, pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
}

func count(t testing.TB, db *postgres.DB, table string) int {
	return one[int](t, db, `SELECT count(*) FROM `+table)
}

func one[T any](t testing.TB, db *postgres.DB, sql string) (v T) {
	t.Helper()
	require.NoError(t, db.Pool().QueryRow(t.Context(), sql).Scan(&v))
	return v
}

func requireIntact(t *testing.T, db *postgres.DB) {
	t.Helper()
	report, err := db.VerifyAudit(t.Context())
	require.NoError(t, err)
	require.Nil(t, report.Fault)
	require.EqualValues(t, count(t, db, "audit_leaves"), report.Sealed)
	require.EqualValues(t, count(t, db, "audit"), report.Sealed+report.Open)
}

// requireRoot compares the head with a tree made here from the rows.
func requireRoot(t testing.TB, db *postgres.DB) {
	t.Helper()
	rows, err := db.Pool().Query(t.Context(), `
SELECT a.id, a.xid::text::bigint, a.at, a.actor, a.action, a.kind, a.ref, a.detail->'行'
FROM audit_leaves l JOIN audit a ON a.id = l.audit_id ORDER BY l.n`)
	require.NoError(t, err)
	leaves, err := pgx.CollectRows(rows, leafHash)
	require.NoError(t, err)
	if len(leaves) == 0 {
		return
	}
	head, err := db.AuditHead(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, len(leaves), head.Size)
	require.Equal(t, treeRoot(leaves), [32]byte(head.Root))
}

// leafHash writes out the canonical text of a row of addRows by hand.
func leafHash(row pgx.CollectableRow) ([32]byte, error) {
	var id, xid int64
	var at time.Time
	var actor, action, kind, ref string
	var n json.RawMessage
	err := row.Scan(&id, &xid, &at, &actor, &action, &kind, &ref, &n)
	detail := "{}"
	if n != nil {
		detail = fmt.Sprintf(`{"k":"<&>\"","行":%s}`, n)
	}
	text := fmt.Sprintf(`{"id":%d,"xid":%d,"at":"%s","actor_id":null,"actor":"%s","address":"","request_id":"","action":"%s","kind":"%s","ref":"%s","version":0,"outcome":"done","detail":%s}`+"\n",
		id, xid, at.UTC().Format("2006-01-02T15:04:05.000000Z"), actor, action, kind, ref, detail)
	return sha256.Sum256([]byte("\x00" + text)), err
}

// treeRoot is the Merkle tree hash of RFC 6962, section 2.1.
func treeRoot(leaves [][32]byte) [32]byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	left, right := treeRoot(leaves[:k]), treeRoot(leaves[k:])
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}
