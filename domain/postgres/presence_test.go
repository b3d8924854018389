package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// A copy that could not make itself present is not taken for present by its connection:
// the next time it does.
func TestPresenceAfterAFailure(t *testing.T) {
	db, err := postgres.Open(t.Context(), pgtest.New(t))
	require.NoError(t, err)
	t.Cleanup(db.Close)
	p, err := db.Appear(t.Context())
	require.NoError(t, err)
	t.Cleanup(p.End)
	p.End()

	other, err := db.Pool().Acquire(t.Context())
	require.NoError(t, err)
	defer other.Release()
	const key = `(hashtextextended($1, 0))`
	_, err = other.Exec(t.Context(), `SELECT pg_advisory_lock`+key, p.Name())
	require.NoError(t, err)
	failed := make(chan error, 1)
	go func() { failed <- p.Renew(t.Context()) }()
	require.Eventually(t, func() bool {
		done, err := other.Exec(t.Context(), `SELECT pg_cancel_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
		return err == nil && done.RowsAffected() > 0
	}, 5*time.Second, 10*time.Millisecond)
	require.Error(t, <-failed)
	_, err = other.Exec(t.Context(), `SELECT pg_advisory_unlock`+key, p.Name())
	require.NoError(t, err)

	require.NoError(t, p.Renew(t.Context()))
	var free bool
	require.NoError(t, other.QueryRow(t.Context(), `SELECT pg_try_advisory_lock`+key, p.Name()).Scan(&free))
	require.False(t, free, "the copy holds its name")
}
