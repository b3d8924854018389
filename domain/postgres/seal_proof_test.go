package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"sanku/domain"
	"sanku/domain/postgres"
)

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
