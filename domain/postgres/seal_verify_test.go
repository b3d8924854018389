package postgres_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain/postgres"
)

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
