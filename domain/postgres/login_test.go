package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

func TestLoginThrottle(t *testing.T) {
	now := time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)
	db, err := postgres.New(pgtest.Pool(t), func() time.Time { return now })
	require.NoError(t, err)
	ctx := t.Context()
	for i := range 10 {
		_, err := db.BeginLogin(ctx, "alice", fmt.Sprintf("192.0.2.%d", i))
		require.NoError(t, err)
	}
	_, err = db.BeginLogin(ctx, "alice", "192.0.2.99")
	var throttled postgres.ThrottledError
	require.True(t, errors.As(err, &throttled))
	require.ErrorIs(t, err, domain.ErrThrottled)
	require.Equal(t, 15*time.Minute, throttled.Wait)

	now = now.Add(15*time.Minute + time.Second)
	attempt, err := db.BeginLogin(ctx, "alice", "192.0.2.99")
	require.NoError(t, err, "the window has passed")
	require.NoError(t, db.LoginSucceeded(ctx, admin, attempt))
}

func TestLoginThrottleByAddress(t *testing.T) {
	db := open(t)
	var refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			_, err := db.BeginLogin(t.Context(), fmt.Sprintf("user-%d", i), fmt.Sprintf("2001:db8::%d", i))
			if errors.Is(err, domain.ErrThrottled) {
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 10, refused.Load(), "attempts made at once are all counted")
}

func TestIdempotent(t *testing.T) {
	now := time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)
	db, err := postgres.New(pgtest.Pool(t), func() time.Time { return now })
	require.NoError(t, err)
	ctx, user := t.Context(), domain.NewID()
	this, other := [32]byte{1}, [32]byte{2}

	kept, err := db.BeginIdempotent(ctx, user, "k", this)
	require.NoError(t, err)
	require.Nil(t, kept)
	_, err = db.BeginIdempotent(ctx, user, "k", this)
	require.ErrorIs(t, err, domain.ErrConflict, "under way")
	answer := postgres.Answer{Status: 201, Header: map[string]string{"Location": "/x"}, Body: []byte("{}")}
	require.NoError(t, db.FinishIdempotent(ctx, user, "k", answer))
	kept, err = db.BeginIdempotent(ctx, user, "k", this)
	require.NoError(t, err)
	require.Equal(t, answer, *kept)
	_, err = db.BeginIdempotent(ctx, user, "k", other)
	require.ErrorAs(t, err, &domain.InvalidErrors{})

	kept, err = db.BeginIdempotent(ctx, domain.NewID(), "k", other)
	require.NoError(t, err)
	require.Nil(t, kept, "keys are per user")

	now = now.Add(25 * time.Hour)
	kept, err = db.BeginIdempotent(ctx, user, "k", other)
	require.NoError(t, err)
	require.Nil(t, kept, "the key has expired")
	require.NoError(t, db.ReleaseIdempotent(ctx, user, "k"))
	require.NoError(t, db.PurgeExpired(ctx))
}
