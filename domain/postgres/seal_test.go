package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
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
