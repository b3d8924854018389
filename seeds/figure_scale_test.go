package seeds

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// crowd fills a database with contracts signed over ten years, one in five amended, with
// 40,000 entries of registers and with reports of every quarter of ten years.
var crowd = []string{
	// what vacuum cleans is what these statements leave, not what it came by at some moment
	`ALTER TABLE contracts SET (autovacuum_enabled = false)`, `ALTER TABLE contract_versions SET (autovacuum_enabled = false)`,
	`ALTER TABLE register_entries SET (autovacuum_enabled = false)`, `ALTER TABLE register_versions SET (autovacuum_enabled = false)`,
	`ALTER TABLE reports SET (autovacuum_enabled = false)`,
	`SET session_replication_role = replica`, // what they refer to is not needed
	`INSERT INTO organisations (id, name, kind, division, area, created_at, updated_at)
		SELECT ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, '示例单位' || i, CASE WHEN i <= 20 THEN 'university' ELSE 'enterprise' END,
			CASE WHEN i % 3 = 2 THEN '420100' ELSE '430302' END, CASE WHEN i % 3 = 2 THEN NULL ELSE 'yuhu' END, now(), now() FROM generate_series(1, 500) i`,
	`INSERT INTO contracts (id, title, kind, field, ip_kind, plan_source, seller_id, buyer_id, seller_name, seller_kind, seller_area, seller_division,
			buyer_name, buyer_kind, buyer_area, buyer_division, technology_id, amount, technical_amount, iur, result_based, signed_on, starts_on, ends_on,
			state, registry_number, registered_on, created_at, updated_at)
		SELECT gen_random_uuid(), '示例合同' || i, (ARRAY['development', 'transfer', 'licence', 'consulting', 'service'])[1 + i % 5], 'materials', 'none', 'none',
			('00000000-0000-4000-8000-' || lpad((1 + i % 20)::text, 12, '0'))::uuid, ('00000000-0000-4000-8000-' || lpad((21 + i % 480)::text, 12, '0'))::uuid,
			'示例大学', 'university', 'yuhu', '430302', '示例企业', 'enterprise', CASE WHEN i % 3 = 2 THEN NULL ELSE (ARRAY['yuhu', 'gaoxin', 'jingkai'])[1 + i % 3] END,
			CASE WHEN i % 3 = 2 THEN '420100' ELSE '430302' END, CASE WHEN i % 4 = 0 THEN gen_random_uuid() END, 1000000 + i, 900000 + i, i % 2 = 0, i % 5 < 3,
			date '2016-01-01' + i % 3650, date '2016-01-01' + i % 3650, date '2016-01-01' + i % 3650 + 365, 'registered', 'N' || i, date '2016-01-01' + i % 3650 + 10, now(), now()
		FROM generate_series(1, current_setting('crowd.size')::int) i`,
	// what a contract said before it was amended, and what it says since
	`INSERT INTO contract_versions (contract_id, version, effective_from, effective_to, known_from, title, kind, field, ip_kind, plan_source, seller_id, buyer_id,
			seller_name, seller_kind, seller_area, seller_division, buyer_name, buyer_kind, buyer_area, buyer_division, technology_id, amount, technical_amount,
			iur, result_based, equity, signed_on, registered_on, state, content)
		SELECT c.id, v.n, v.since, v.until, c.created_at, title, kind, field, ip_kind, plan_source, seller_id, buyer_id, seller_name, seller_kind, seller_area, seller_division,
			buyer_name, buyer_kind, buyer_area, buyer_division, technology_id, amount, technical_amount, iur, result_based, equity, signed_on, registered_on, state, to_jsonb(c)
		FROM contracts c CROSS JOIN LATERAL (VALUES (1, c.registered_on, CASE WHEN amount % 5 = 0 THEN c.registered_on + 100 ELSE 'infinity' END),
			(2, c.registered_on + 100, 'infinity'::date)) v (n, since, until) WHERE v.n = 1 OR amount % 5 = 0`,
	`INSERT INTO register_entries (id, register, category, level, title, area, unit, amount, starts_on, ends_on, created_at, updated_at)
		SELECT gen_random_uuid(), r.code, r.category, r.level, '示例条目', (ARRAY['yuhu', 'gaoxin', 'jingkai'])[1 + i % 3], 'kjj', 1000000 + i, date '2016-01-01' + i % 3650,
			date '2016-01-01' + i % 3650 + 1095, now(), now()
		FROM generate_series(1, 8000) i CROSS JOIN (VALUES ('qualification', 'high_tech', ''), ('qualification', 'tech_sme', ''), ('platform', 'incubator', 'province'),
			('financing', 'knowledge_credit', ''), ('workstation', 'workstation', '')) r (code, category, level)`,
	`INSERT INTO register_versions (entry_id, version, effective_from, known_from, register, category, level, title, area, unit, amount, starts_on, ends_on, content)
		SELECT id, 1, starts_on, created_at, register, category, level, title, area, unit, amount, starts_on, ends_on, to_jsonb(e) FROM register_entries e`,
	`INSERT INTO reports (id, plan, indicator, dimension, key, period_from, period_to, unit, value, state, approved_on, approved_at, created_at, updated_at)
		SELECT gen_random_uuid(), i.plan, i.code, d.dimension, d.key, q.first, q.last, 'kjj', 10 + extract(month from q.last), 'approved', q.last + 20, q.last + 20, now(), now()
		FROM indicators i CROSS JOIN LATERAL (SELECT f::date AS first, (f + interval '3 months' - interval '1 day')::date AS last
				FROM generate_series(timestamp '2016-01-01', timestamp '2025-10-01', interval '3 months') f) q
			CROSS JOIN LATERAL (SELECT '' AS dimension, '' AS key UNION ALL SELECT 'area', code FROM areas UNION ALL SELECT 'sector', code FROM plan_sectors) d
		WHERE i.measured_by->>'from' = 'reports'`,
	`SET session_replication_role = DEFAULT`,
	`ANALYZE contracts, contract_versions, register_entries, register_versions, reports`,
}

// crowded is a database with the plan and n contracts.
func crowded(t testing.TB, n int) (url string, db *postgres.DB, plan domain.Plan) {
	t.Helper()
	url = pgtest.New(t)
	db, err := postgres.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	data, err := ReadPlan(PlanFiles())
	require.NoError(t, err)
	require.NoError(t, LoadPlan(t.Context(), db, data))
	conn, err := db.Pool().Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	_, err = conn.Exec(t.Context(), `SELECT set_config('crowd.size', $1, false)`, strconv.Itoa(n))
	require.NoError(t, err)
	for i, statement := range crowd {
		_, err := conn.Exec(t.Context(), statement)
		require.NoError(t, err, "%d", i)
	}
	// an index alone answers once vacuum has found that nobody looks at older rows
	require.Eventually(t, func() bool {
		_, err := conn.Exec(t.Context(), `VACUUM contracts, contract_versions, register_entries, register_versions, reports`)
		var seen bool
		err = errors.Join(err, conn.QueryRow(t.Context(), `SELECT bool_and(relallvisible = relpages) FROM pg_class
			WHERE relname IN ('contracts', 'contract_versions', 'register_entries', 'register_versions', 'reports')`).Scan(&seen))
		return err == nil && seen
	}, time.Minute, 100*time.Millisecond)
	return url, db, data.Plan
}

// questions are the scoreboard and drill-downs of every kind, by what they are called.
func questions(db *postgres.DB, plan domain.Plan) map[string]func(context.Context) error {
	asOf := domain.Date{Year: 2025, Month: time.October, Day: 31}
	year := domain.YearPeriod(2024)
	bureau := domain.System("test")
	parts := func(code string, by domain.Dimension) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := db.FigureParts(ctx, plan, code, postgres.FigureQuery{AsOf: asOf, By: by})
			return err
		}
	}
	return map[string]func(context.Context) error{
		"scoreboard":                    func(ctx context.Context) error { _, err := db.Scoreboard(ctx, plan, asOf); return err },
		"rate by university":            parts("local_transfer_rate", domain.ByUniversity),
		"agreements by area":            parts("iur_agreements", domain.ByArea),
		"high-tech enterprises by area": parts("high_tech_enterprises", domain.ByArea),
		"R&D spend by sector":           parts("rd_spend", domain.BySector),
		"contracts of the rate": func(ctx context.Context) error {
			_, err := db.FigureContracts(ctx, bureau, plan, "local_transfer_rate", postgres.FigureQuery{AsOf: asOf, Period: year}, postgres.Page{})
			return err
		},
		"contracts of an area": func(ctx context.Context) error {
			_, err := db.FigureContracts(ctx, bureau, plan, "iur_agreements", postgres.FigureQuery{AsOf: asOf, By: domain.ByArea, Key: "yuhu"}, postgres.Page{})
			return err
		},
		"entries of a figure": func(ctx context.Context) error {
			_, err := db.FigureEntries(ctx, bureau, plan, "knowledge_credit_new", postgres.FigureQuery{AsOf: asOf}, postgres.Page{})
			return err
		},
		"reports of a figure": func(ctx context.Context) error {
			_, err := db.FigureReports(ctx, bureau, plan, "rd_spend", postgres.FigureQuery{AsOf: asOf, By: domain.BySector}, postgres.Page{})
			return err
		},
	}
}

// TestFiguresAreReadByIndex asks of 30,000 contracts and ten years of reports, and looks
// at which large tables were read whole. Each question is asked often enough for the
// database to settle on a plan.
func TestFiguresAreReadByIndex(t *testing.T) {
	url, filler, plan := crowded(t, 30_000)
	before := scans(t, filler.Pool())
	for name := range questions(filler, plan) {
		db, err := postgres.Open(t.Context(), url)
		require.NoError(t, err)
		for range 8 {
			require.NoError(t, questions(db, plan)[name](t.Context()), name)
		}
		db.Close() // what its connections counted is told now
		after := scans(t, filler.Pool())
		assert.Equal(t, before, after, name)
		before = after
	}
}

// scans is how often each large table was read whole.
func scans(t *testing.T, pool *pgxpool.Pool) map[string]int64 {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT relname, seq_scan FROM pg_stat_user_tables
		WHERE relname IN ('contracts', 'contract_versions', 'register_entries', 'register_versions', 'reports')`)
	require.NoError(t, err)
	defer rows.Close()
	found := map[string]int64{}
	for rows.Next() {
		var name string
		var n int64
		require.NoError(t, rows.Scan(&name, &n))
		found[name] = n
	}
	require.NoError(t, rows.Err())
	return found
}

// BenchmarkFigures measures what the questions take with 100,000 contracts.
func BenchmarkFigures(b *testing.B) {
	_, db, plan := crowded(b, 100_000)
	for name, ask := range questions(db, plan) {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				if err := ask(b.Context()); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkBulletin measures what drawing up and publishing a quarter's bulletin takes
// with 100,000 contracts. The plan has twelve quarters: -benchtime 5x.
func BenchmarkBulletin(b *testing.B) {
	_, db, plan := crowded(b, 100_000)
	quarter := 0
	for b.Loop() {
		p := domain.Publication{Period: domain.QuarterPeriod(2023+quarter/4, quarter%4+1), AsOf: domain.Date{Year: 2026, Month: time.January, Day: 31}, Revision: 1}.For(plan)
		p.Title, p.Signature, p.Number = "通报", "示例办公室", "样例〔2026〕"+strconv.Itoa(quarter+1)+"号"
		if _, err := db.PublishBulletin(b.Context(), domain.System("test"), plan, p); err != nil {
			b.Fatal(err)
		}
		quarter++
	}
}
