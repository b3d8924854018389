package postgres_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"sanku/domain/postgres"
)

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
