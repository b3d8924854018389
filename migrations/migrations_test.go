package migrations_test

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"sanku/domain/postgres/pgtest"
	"sanku/migrations"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// rows puts a row into every table.
//
//go:embed testdata/rows.sql
var rows string

func TestUpDownUpOverData(t *testing.T) {
	ctx, pool := t.Context(), pgtest.EmptyPool(t)
	require.NoError(t, migrations.Up(ctx, pool))
	first := schema(t, pool)
	fill(t, pool)

	require.NoError(t, migrations.DownTo(ctx, pool, 0))
	require.Equal(t, []string{"goose_db_version"}, tables(t, pool), "left behind")

	require.NoError(t, migrations.Up(ctx, pool))
	require.Equal(t, first, schema(t, pool))
	fill(t, pool)
}

// Every migration is taken back over data that went down with those after it, done again
// over what that left, and taken back for good.
func TestEveryStepOverData(t *testing.T) {
	ctx, pool := t.Context(), pgtest.Pool(t)
	newest := schema(t, pool)
	fill(t, pool)
	for v := version(t, pool); v > 0; {
		above := schema(t, pool)
		require.NoError(t, migrations.DownTo(ctx, pool, v-1))
		down := version(t, pool)
		require.Less(t, down, v)
		below := schema(t, pool)
		require.NoError(t, migrations.UpTo(ctx, pool, v), "up again from %d", down)
		require.Equal(t, above, schema(t, pool))
		require.NoError(t, migrations.DownTo(ctx, pool, down))
		require.Equal(t, below, schema(t, pool))
		v = down
	}
	require.NoError(t, migrations.DownTo(ctx, pool, 0), "down from nothing")
	require.Zero(t, version(t, pool))
	require.NoError(t, migrations.Up(ctx, pool))
	require.Equal(t, newest, schema(t, pool))
}

func TestDownMakesIndexesWorthless(t *testing.T) {
	ctx, pool := t.Context(), pgtest.Pool(t)
	epoch := func() string { return one[string](t, pool, "select epoch::text from database_epoch") }
	before := epoch()
	require.NoError(t, migrations.DownTo(ctx, pool, 3))
	require.Equal(t, before, epoch(), "the libraries are still there")
	require.NoError(t, migrations.DownTo(ctx, pool, 2))
	require.NotEqual(t, before, epoch())
}

func TestDownToRefusesWhatIsNoVersion(t *testing.T) {
	ctx, pool := t.Context(), pgtest.Pool(t)
	newest := version(t, pool)
	for _, v := range []int64{-1, newest + 1} {
		require.ErrorIs(t, migrations.DownTo(ctx, pool, v), migrations.ErrUnknownVersion)
	}
	require.Equal(t, newest, version(t, pool))
}

func TestUpTwiceKeepsData(t *testing.T) {
	ctx, pool := t.Context(), pgtest.Pool(t)
	fill(t, pool)
	require.NoError(t, migrations.Up(ctx, pool))
	require.Equal(t, 1, one[int](t, pool, "select count(*) from needs"))
}

func TestUpByManyAtOnce(t *testing.T) {
	ctx, pool := t.Context(), pgtest.EmptyPool(t)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { errs[i] = migrations.Up(ctx, pool) })
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	fill(t, pool)
}

func TestUpOnOneConnection(t *testing.T) {
	config, err := pgxpool.ParseConfig(pgtest.Empty(t))
	require.NoError(t, err)
	config.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	defer pool.Close()
	require.NoError(t, migrations.Up(t.Context(), pool))
}

func TestUpRefusesNewerSchema(t *testing.T) {
	ctx, pool := t.Context(), pgtest.Pool(t)
	_, err := pool.Exec(ctx, "insert into goose_db_version (version_id, is_applied) values (99999, true)")
	require.NoError(t, err)
	require.ErrorIs(t, migrations.Up(ctx, pool), migrations.ErrNewer)
}

func TestUpStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, migrations.Up(ctx, pgtest.EmptyPool(t)), context.Canceled)
}

// fill puts a row into every table of ours; a new table needs one in testdata/rows.sql.
func fill(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	_, err := pool.Exec(t.Context(), rows)
	require.NoError(t, err)
	for _, table := range tables(t, pool) {
		if !ours(table) {
			continue
		}
		filled := one[bool](t, pool, "select exists (select from "+pgx.Identifier{table}.Sanitize()+")")
		require.True(t, filled, "testdata/rows.sql leaves %s empty", table)
	}
}

// ours tells our tables from those of goose and River.
func ours(table string) bool {
	return table != "goose_db_version" && !strings.HasPrefix(table, "river_")
}

func version(t *testing.T, pool *pgxpool.Pool) int64 {
	t.Helper()
	current, _, err := migrations.Version(t.Context(), pool)
	require.NoError(t, err)
	return current
}

func tables(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	return all(t, pool, "select tablename::text from pg_tables where schemaname = 'public' order by 1")
}

// schema lists everything the migrations have made: columns, constraints, indexes,
// triggers, functions, types and extensions.
func schema(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	return all(t, pool, `
		select format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
		from information_schema.columns where table_schema = 'public'
		union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
		from pg_constraint where connamespace = 'public'::regnamespace
		union all select indexdef from pg_indexes where schemaname = 'public'
		union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
		union all select 'function ' || oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
		union all select 'type ' || typname from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd', 'r')
		union all select 'extension ' || extname from pg_extension
		order by 1`)
}

func all(t *testing.T, pool *pgxpool.Pool, sql string) []string {
	t.Helper()
	found, err := pool.Query(t.Context(), sql)
	require.NoError(t, err)
	list, err := pgx.CollectRows(found, pgx.RowTo[string])
	require.NoError(t, err)
	return list
}

func one[T any](t *testing.T, pool *pgxpool.Pool, sql string) T {
	t.Helper()
	found, err := pool.Query(t.Context(), sql)
	require.NoError(t, err)
	v, err := pgx.CollectExactlyOneRow(found, pgx.RowTo[T])
	require.NoError(t, err)
	return v
}
