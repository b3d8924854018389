package postgres_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
	"sanku/seeds"
)

func (d *deals) ruled(t testing.TB) {
	t.Helper()
	rules, err := seeds.ContractRules()
	require.NoError(t, err)
	_, err = d.ReplaceContractRules(t.Context(), bureau, rules)
	require.NoError(t, err)
	changed, err := d.ReplaceContractRules(t.Context(), bureau, rules)
	require.NoError(t, err)
	require.False(t, changed, "the same rules again")
}

// provable has what the rules ask for besides.
func provable(c *domain.Contract) {
	c.Proofs = []domain.Proof{{Kind: "contract_text", Title: "合同", Keeper: "卖方"}, {Kind: "ip_certificate", Reference: "样例", Keeper: "卖方"}}
}

func (d *deals) codes(t *testing.T) {
	t.Helper()
	d.giveUSCC(t)
	_, err := d.ChangeOrganisation(t.Context(), bureau, d.university.ID, 0, func(o *domain.Organisation) error { o.USCC = "91430321MA0TEXT01J"; return nil })
	require.NoError(t, err)
}

func TestPrecheckStep(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	d.ruled(t)
	c := d.drafted(t, func(c *domain.Contract) { c.Terms = "买方不得对该技术进行任何改进。" })
	grounds, err := d.Grounds(ctx, d.buyer, c.ID)
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(grounds, func(g domain.Ground) bool { return g.Code == "monopoly" }), "the parties see it before they hand in")
	_, err = d.Grounds(ctx, d.stranger(t), c.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	c = d.take(t, c, "submit")
	_, err = d.StepContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractStep{Name: "precheck"})
	requireInvalid(t, err, "proofs", "proofs", "terms")
	_, err = d.StepContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractStep{Name: "precheck", Reason: "已核"})
	requireInvalid(t, err, "proofs", "proofs")
	c = d.take(t, c, "return")
	c, err = d.ChangeContract(ctx, d.seller, c.ID, c.Version, func(c *domain.Contract) error { provable(c); return nil })
	require.NoError(t, err)
	c = d.take(t, c, "submit", "precheck")
	events, err := d.ContractEvents(ctx, d.clerk, c.ID)
	require.NoError(t, err)
	last := events[len(events)-1]
	require.Equal(t, "monopoly", last.Grounds[0].Code, "what was found stays with the step that went on")
	require.NotEmpty(t, last.Grounds[0].Passage.Marks)
}

func TestSuspicionOfADuplicateIsDecidedOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	d.ruled(t)
	first := d.take(t, d.drafted(t, provable), registration...)
	second := d.take(t, d.drafted(t, provable, func(c *domain.Contract) { c.Title = "示例：涂层技术转让合同" }), "submit")
	found, err := d.SuspicionsOfContract(ctx, d.clerk, first.ID)
	require.NoError(t, err)
	require.Len(t, found, 1)
	s := found[0]
	require.Equal(t, []any{domain.Duplicate, domain.SuspicionOpen}, []any{s.Kind, s.State})
	_, err = d.SuspicionsOfContract(ctx, d.buyer, first.ID)
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.StepContract(ctx, d.clerk, second.ID, second.Version, postgres.ContractStep{Name: "precheck"})
	requireInvalid(t, err, "id")

	_, err = d.DecideSuspicion(ctx, d.clerk, s.ID, s.Version, postgres.SuspicionDecision{Name: "confirm", Reason: "同一合同录入两次"})
	requireInvalid(t, err, "kept_id")
	s, err = d.DecideSuspicion(ctx, d.clerk, s.ID, s.Version, postgres.SuspicionDecision{Name: "confirm", Reason: "同一合同录入两次", Kept: first.ID})
	require.NoError(t, err)
	_, err = d.DecideSuspicion(ctx, d.clerk, s.ID, s.Version-1, postgres.SuspicionDecision{Name: "dismiss", Reason: "误判"})
	require.ErrorIs(t, err, domain.ErrStale)
	second, err = d.Contract(ctx, d.clerk, second.ID)
	require.NoError(t, err)
	require.Equal(t, first.ID, second.CountedIn)
	require.False(t, second.IsIURAgreement())
	require.True(t, first.IsIURAgreement())

	s, err = d.DecideSuspicion(ctx, d.clerk, s.ID, s.Version, postgres.SuspicionDecision{Name: "dismiss", Reason: "两份不同的合同"})
	require.NoError(t, err)
	second, err = d.Contract(ctx, d.clerk, second.ID)
	require.NoError(t, err)
	require.Zero(t, second.CountedIn, "it counts again")
	done, err := d.Suspect(ctx, d.clerk, domain.ID{})
	require.NoError(t, err)
	require.Equal(t, postgres.Searched{Contracts: 2}, done, "what was decided is not asked again")
	_, err = d.Suspect(ctx, d.buyer, domain.ID{})
	require.ErrorIs(t, err, domain.ErrForbidden)

	second = d.take(t, second, "return")
	second, err = d.ChangeContract(ctx, d.clerk, second.ID, second.Version, func(c *domain.Contract) error { c.EndsOn = c.EndsOn.AddDays(30); return nil })
	require.NoError(t, err)
	found, err = d.SuspicionsOfContract(ctx, d.clerk, first.ID)
	require.NoError(t, err)
	require.Len(t, found, 2, "other evidence is another question")
	d.take(t, second, "submit", "refuse")
	open, err := d.Suspicions(ctx, d.clerk, postgres.SuspicionFilter{State: "open"}, postgres.Page{})
	require.NoError(t, err)
	require.Empty(t, open.Items, "a refused contract inflates nothing")
}

func TestRelatedPartiesAndRoundTripsAreFound(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	d.ruled(t)
	_, err := d.CreateRelation(ctx, d.buyer, domain.OrganisationRelation{FromID: d.university.ID, ToID: d.enterprise.ID, Kind: domain.Owns, Source: "样例"})
	require.ErrorIs(t, err, domain.ErrForbidden)
	owns, err := d.CreateRelation(ctx, d.clerk, domain.OrganisationRelation{FromID: d.university.ID, ToID: d.enterprise.ID, Kind: domain.Owns, PercentBP: 5100, Source: "样例"})
	require.NoError(t, err)
	require.NotEmpty(t, owns.FromName)
	third := d.organisation(t, "湘潭示例检测有限公司", domain.Enterprise, "gaoxin")
	d.take(t, d.drafted(t), "submit")
	d.take(t, d.drafted(t, func(c *domain.Contract) {
		c.SellerID, c.BuyerID, c.Kind, c.Title, c.ResultBased = d.enterprise.ID, third.ID, "service", "轧辊检测", false
	}), "submit")
	last := d.drafted(t, func(c *domain.Contract) {
		c.SellerID, c.BuyerID, c.Kind, c.Title, c.ResultBased = third.ID, d.university.ID, "service", "检测设备标定", false
	})
	_, err = d.StepContract(ctx, domain.Actor{Login: "all", Roles: []domain.Role{domain.RoleBureau, domain.RoleEnterprise}, OrganisationID: third.ID}, last.ID, last.Version, postgres.ContractStep{Name: "submit"})
	require.NoError(t, err)
	all, err := d.Suspicions(ctx, d.clerk, postgres.SuspicionFilter{}, postgres.Page{})
	require.NoError(t, err)
	kinds := map[domain.SuspicionKind]int{}
	for _, s := range all.Items {
		kinds[s.Kind] = len(s.Contracts)
	}
	require.Equal(t, map[domain.SuspicionKind]int{domain.Related: 1, domain.RoundTrip: 3}, kinds)
	owns, err = d.StepRelation(ctx, d.clerk, owns.ID, owns.Version, "withdraw")
	require.NoError(t, err)
	require.Equal(t, domain.RelationWithdrawn, owns.State)
	listed, err := d.Relations(ctx, d.clerk, d.university.ID, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, listed.Items, 1)
}

// BenchmarkSuspect measures looking at 200 of many made-up contracts: set
// SANKU_BENCH_CONTRACTS for how many (100000 when not set).
func BenchmarkSuspect(b *testing.B) {
	n := 100_000
	if s := os.Getenv("SANKU_BENCH_CONTRACTS"); s != "" {
		_, err := fmt.Sscan(s, &n)
		require.NoError(b, err)
	}
	pool := pgtest.Pool(b)
	db, err := postgres.New(pool, time.Now)
	require.NoError(b, err)
	rules, err := seeds.ContractRules()
	require.NoError(b, err)
	_, err = db.ReplaceContractRules(b.Context(), domain.System("bench"), rules)
	require.NoError(b, err)
	_, err = pool.Exec(b.Context(), `
INSERT INTO organisations (id, name, kind, division, created_at, updated_at)
SELECT gen_random_uuid(), '示例单位' || i, CASE WHEN i <= 20 THEN 'university' ELSE 'enterprise' END, '430300', now(), now() FROM generate_series(1, 5000) i`)
	require.NoError(b, err)
	_, err = pool.Exec(b.Context(), `
WITH o AS (SELECT array_agg(id) FILTER (WHERE kind = 'university') AS u, array_agg(id) FILTER (WHERE kind = 'enterprise') AS e FROM organisations)
INSERT INTO contracts (id, title, kind, seller_id, buyer_id, seller_name, buyer_name, amount, technical_amount, iur, signed_on, starts_on, ends_on, state, created_at, updated_at)
SELECT gen_random_uuid(), '示例技术' || md5(i::text), 'service', seller, buyer, seller, buyer, fen, fen, true, d, d, d + 300, 'submitted', now(), now()
FROM o, (SELECT i, hashint8(i) & 2147483647 AS h, hashint8(-i) & 2147483647 AS k FROM generate_series(1, $1::bigint) i) r,
    LATERAL (SELECT CASE WHEN h % 10 < 7 THEN o.u[1 + k % 20] ELSE o.e[1 + k % 4980] END AS seller, o.e[1 + h / 10 % 4980] AS buyer,
        1000000::bigint * (1 + (h / 50 + k % 1000) % 500) AS fen, date '2016-01-01' + k / 20 % 3650 AS d) x
WHERE seller <> buyer`, n)
	require.NoError(b, err)
	_, err = pool.Exec(b.Context(), `ANALYZE`)
	require.NoError(b, err)
	var after domain.ID
	contracts := 0
	for b.Loop() {
		done, err := db.Suspect(b.Context(), domain.System("bench"), after)
		require.NoError(b, err)
		after, contracts = done.Next, contracts+done.Contracts
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(contracts), "µs/contract")
}
