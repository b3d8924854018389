package matching_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// bonus is a policy that pays for deals when asked by a last day.
func (w *world) bonus(applyBy domain.Date) domain.Policy {
	w.t.Helper()
	return w.policy(domain.Policy{Title: "示例技术交易补助办法", Level: "city", Region: "430300", Issuer: "示例科技局", EffectiveFrom: domain.Date{Year: 2026, Month: 1, Day: 1},
		Clauses: []domain.Clause{{Ref: "第一条", Text: "企业购买石墨烯散热膜等技术成果的，按技术交易额给予补助。", Incentives: []domain.Incentive{
			{Kind: "subsidy", Beneficiary: "enterprise", Rule: "fixed", Amount: tenThousand(10), ApplyBy: applyBy}}}}})
}

func (w *world) incentive(need domain.ID) domain.Feature {
	w.t.Helper()
	for _, f := range w.stored(need, domain.MatchPolicy)[0].Features {
		if f.Name == "incentive" {
			return f
		}
	}
	require.Fail(w.t, "no incentive")
	return domain.Feature{}
}

// Once the last day to apply for a grant is over, the upkeep has the needs that it was
// promised to matched again, before all others.
func TestTimeToApplyIsOver(t *testing.T) {
	w := newWorld(t)
	last := domain.DateOf(w.now).AddDays(2)
	near := w.enterprise()
	far := w.organisation(domain.Organisation{Name: "武汉样例散热科技有限公司", Kind: domain.Enterprise, Division: "420100"})
	promised, other := w.need(film(near.ID)), w.need(film(far.ID))
	w.bonus(last)
	for _, id := range []domain.ID{promised.ID, other.ID} {
		require.NoError(t, w.matcher.MatchNeed(w.ctx, id))
	}
	require.Positive(t, w.incentive(promised.ID).Value)

	w.now = w.now.Add(2 * 24 * time.Hour)
	none, err := w.db.NeedsOvertaken(w.ctx)
	require.NoError(t, err)
	require.Empty(t, none, "on the last day")
	w.now = w.now.Add(24 * time.Hour)
	overtaken, err := w.db.NeedsOvertaken(w.ctx)
	require.NoError(t, err)
	require.Equal(t, []domain.ID{promised.ID}, overtaken)

	require.Equal(t, map[domain.ID]int{promised.ID: 1, other.ID: 3}, w.upkeep())
	require.NoError(t, w.matcher.MatchNeed(w.ctx, promised.ID))
	require.Zero(t, w.incentive(promised.ID).Value)
	require.Contains(t, w.incentive(promised.ID).Reason.ZH, "截止")
	overtaken, err = w.db.NeedsOvertaken(w.ctx)
	require.NoError(t, err)
	require.Empty(t, overtaken)
}

// upkeep does the regular upkeep, and returns the priority of the needs to be matched.
func (w *world) upkeep() map[domain.ID]int {
	w.t.Helper()
	relay, err := w.db.NewRelay(func(postgres.ChangeEntry) postgres.RefArgs { return nil })
	require.NoError(w.t, err)
	require.NoError(w.t, w.matcher.Upkeep(w.ctx, relay))
	rows, err := w.db.Pool().Query(w.ctx, `SELECT (args->>'ref')::uuid, priority FROM river_job WHERE kind = 'match-need'`)
	require.NoError(w.t, err)
	asked := map[domain.ID]int{}
	var id [16]byte
	var priority int
	_, err = pgx.ForEachRow(rows, []any{&id, &priority}, func() error {
		asked[id] = priority
		return nil
	})
	require.NoError(w.t, err)
	return asked
}
