package postgres

import (
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// A database that cannot be reached is for the caller to try again later, no failure
// of the program.
func TestUnreachableDatabaseIsUnavailable(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	_, err = pgx.Connect(t.Context(), "postgres://sanku@"+closed.Addr().String()+"/sanku?sslmode=disable")
	require.Error(t, err)
	require.ErrorIs(t, translate(err), domain.ErrUnavailable)
	require.ErrorIs(t, translate(io.ErrUnexpectedEOF), domain.ErrUnavailable, "the server went away midway")
}
