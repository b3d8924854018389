package postgres_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// A reader that follows the horizon while writers commit out of order, some of them
// long after they wrote, misses nothing and sees nothing twice.
func TestFeedLosesNothing(t *testing.T) {
	const writers, rounds = 16, 40
	pool, err := pgxpool.New(t.Context(), pgtest.New(t)+"&pool_max_conns=20") // every slow writer holds one
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	db, err := postgres.New(pool, time.Now)
	require.NoError(t, err)
	held := make(chan struct{}) // closed once half the rounds are written: lets the slow commit
	var written sync.WaitGroup
	var halfway sync.WaitGroup
	halfway.Add(writers / 2)
	refs := make([][]domain.ID, writers)
	for w := range writers {
		written.Go(func() {
			for r := range rounds {
				slow := w%2 == 1 && r == 0
				refs[w] = append(refs[w], writeChange(t, db, func() {
					if slow {
						<-held
					}
				}))
				if w%2 == 0 && r == rounds/2 {
					halfway.Done()
				}
			}
		})
	}
	go func() { halfway.Wait(); close(held) }()
	done := make(chan struct{})
	go func() { written.Wait(); close(done) }()

	seen := followFeed(t, db, done)
	for _, mine := range refs {
		for _, ref := range mine {
			require.Equal(t, 1, seen[ref], "change of %s", ref)
		}
	}
	require.Len(t, seen, writers*rounds)
}

// writeChange writes one change in a transaction that commits after hold returns.
func writeChange(t *testing.T, db *postgres.DB, hold func()) domain.ID {
	ref := domain.NewID()
	err := pgx.BeginFunc(context.Background(), db.Pool(), func(tx pgx.Tx) error {
		_, err := tx.Exec(context.Background(), `INSERT INTO changes (kind, ref, version) VALUES ('need', $1, $2)`, [16]byte(ref), rand.IntN(9)+1)
		hold()
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return ref
}

// followFeed reads the feed from its beginning until done is closed and the feed has
// ended, and counts how often it saw each record.
func followFeed(t *testing.T, db *postgres.DB, done <-chan struct{}) map[domain.ID]int {
	seen := map[domain.ID]int{}
	var at postgres.Position
	for {
		finished := false
		select {
		case <-done:
			finished = true
		default:
		}
		changes, err := db.Changes(t.Context(), []string{"need"}, at, 50)
		require.NoError(t, err)
		for _, c := range changes {
			seen[c.Ref]++
			at = c.Position
		}
		if finished && len(changes) == 0 {
			return seen
		}
	}
}

func TestPurge(t *testing.T) {
	db, ctx := open(t), t.Context()
	for range 10 {
		writeChange(t, db, func() {})
	}
	changes, err := db.Changes(ctx, nil, postgres.Position{}, 100)
	require.NoError(t, err)
	require.Len(t, changes, 10)

	removed, err := db.Purge(ctx)
	require.NoError(t, err)
	require.Zero(t, removed, "without a reader nothing is purged")

	require.NoError(t, db.ReportReader(ctx, "index a", changes[3].Position))
	require.NoError(t, db.ReportReader(ctx, "index b", changes[7].Position))
	removed, err = db.Purge(ctx)
	require.NoError(t, err)
	require.Zero(t, removed, "young changes are kept")

	_, err = db.Pool().Exec(ctx, `UPDATE changes SET created_at = created_at - interval '2 hours'`)
	require.NoError(t, err)
	removed, err = db.Purge(ctx)
	require.NoError(t, err)
	require.EqualValues(t, 4, removed, "up to the slowest reader")
	purged, err := db.Purged(ctx)
	require.NoError(t, err)
	require.Equal(t, changes[3].Position, purged)

	_, err = db.Pool().Exec(ctx, `UPDATE change_readers SET updated_at = updated_at - interval '8 days' WHERE reader = 'index a'`)
	require.NoError(t, err)
	removed, err = db.Purge(ctx)
	require.NoError(t, err)
	require.EqualValues(t, 4, removed, "a reader silent for a week holds nothing back")
	left, err := db.Changes(ctx, nil, postgres.Position{}, 100)
	require.NoError(t, err)
	require.Len(t, left, 2)
	require.Equal(t, changes[8].Position, left[0].Position)
}

func TestPositionCompare(t *testing.T) {
	ordered := []postgres.Position{{}, {XID: 1, ID: 9}, {XID: 2, ID: 1}, {XID: 2, ID: 2}, {XID: 10}}
	for i, p := range ordered {
		for j, q := range ordered {
			require.Equal(t, sign(i-j), p.Compare(q), "%v %v", p, q)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
