package postgres_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
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

// manyRegistered fills a database with n made-up registered contracts of ten years, each
// with terms of a thousand characters.
func manyRegistered(t testing.TB, pool *pgxpool.Pool, n int) {
	t.Helper()
	for _, sql := range []string{
		`INSERT INTO organisations (id, name, kind, division, created_at, updated_at)
		SELECT gen_random_uuid(), '示例单位' || i, CASE WHEN i <= 20 THEN 'university' ELSE 'enterprise' END, '430300', now(), now() FROM generate_series(1, 500) i`,
		`WITH o AS (SELECT array_agg(id) FILTER (WHERE kind = 'university') AS u, array_agg(id) FILTER (WHERE kind = 'enterprise') AS e FROM organisations)
		INSERT INTO contracts (id, title, kind, field, ip_kind, plan_source, seller_id, buyer_id, seller_name, seller_kind, buyer_name, buyer_kind, amount, technical_amount,
			signed_on, ends_on, state, registry_number, registered_on, terms, created_at, updated_at)
		SELECT gen_random_uuid(), '示例' || i, ('{development,transfer,licence,consulting,service}'::text[])[1 + i % 5], 'field' || i % 11, 'ip' || i % 7, 'source' || i % 5,
			o.u[1 + i % 20], o.e[1 + i % 480], '示例高校', 'university', '示例企业', 'enterprise', i, i, d, d + 300, 'registered', '样例' || i, d, (SELECT string_agg(md5(i::text || k), '') FROM generate_series(1, 30) k), now(), now()
		FROM o, LATERAL (SELECT i, date '2016-01-01' + (i * 7 % 3650)::int AS d FROM generate_series(1, ` + strconv.Itoa(n) + `) i) x`,
		`CHECKPOINT`, // what is not written out is not known to be visible to all
		`VACUUM ANALYZE contracts`,
	} {
		_, err := pool.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
}

// asked keeps the queries that a pool is asked.
type asked struct {
	mu      sync.Mutex
	queries []pgx.TraceQueryStartData
}

func (a *asked) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.queries = append(a.queries, q)
	return ctx
}

func (a *asked) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// traced is a pool of the same database that keeps what it is asked.
func traced(t testing.TB, pool *pgxpool.Pool) (*pgxpool.Pool, *asked) {
	t.Helper()
	config, a := pool.Config().Copy(), &asked{}
	config.ConnConfig.Tracer = a
	copied, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(copied.Close)
	return copied, a
}

// plans are how PostgreSQL answers what was asked of a table.
func (a *asked) plans(t testing.TB, pool *pgxpool.Pool, table string) (plans []string) {
	t.Helper()
	for _, q := range slices.Clone(a.queries) {
		if !strings.Contains(q.SQL, table) {
			continue
		}
		rows, err := pool.Query(t.Context(), "EXPLAIN "+q.SQL, q.Args...)
		require.NoError(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		plans = append(plans, strings.Join(lines, "\n"))
	}
	return plans
}

// Statistics of all years read an index that holds what they add up, not the contracts.
func TestStatisticsReadNoContracts(t *testing.T) {
	pool := pgtest.Pool(t)
	manyRegistered(t, pool, 5000)
	copied, a := traced(t, pool)
	db, err := postgres.New(copied, time.Now)
	require.NoError(t, err)
	tables, err := db.ContractTables(t.Context(), domain.System("test"), postgres.ContractCuts(), postgres.ContractFilter{})
	require.NoError(t, err)
	require.Len(t, tables["kind"], 5)
	for _, f := range []postgres.ContractFilter{{}, {Kind: "licence"}, {Registered: domain.YearPeriod(2020)}} {
		_, err = db.ContractStatistics(t.Context(), domain.System("test"), "month", "field", f)
		require.NoError(t, err)
	}
	plans := a.plans(t, pool, "contracts")
	require.Len(t, plans, 4)
	for _, plan := range plans {
		require.Contains(t, plan, "Index Only Scan using contracts_statistics")
		require.NotContains(t, plan, "Seq Scan on contracts", plan)
	}
}

// BenchmarkContractTables measures the page of statistics over all years of 100,000
// registered contracts.
func BenchmarkContractTables(b *testing.B) {
	pool := pgtest.Pool(b)
	manyRegistered(b, pool, 100_000)
	db, err := postgres.New(pool, time.Now)
	require.NoError(b, err)
	for b.Loop() {
		_, err := db.ContractTables(b.Context(), domain.System("bench"), postgres.ContractCuts(), postgres.ContractFilter{})
		require.NoError(b, err)
	}
}
