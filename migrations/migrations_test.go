package migrations_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain/postgres/pgtest"
	"sanku/migrations"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestUpDownUp(t *testing.T) {
	ctx, pool := t.Context(), pgtest.EmptyPool(t)
	require.NoError(t, migrations.Up(ctx, pool))
	require.NoError(t, migrations.DownTo(ctx, pool, 0))
	require.NoError(t, migrations.Up(ctx, pool))
	current, newest, err := migrations.Version(ctx, pool)
	require.NoError(t, err)
	require.Equal(t, newest, current)
}
