package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// checkCounting requires that each contract tells just those indicators that open into it.
func (h *happenings) checkCounting() {
	ctx, today := h.t.Context(), domain.DateOf(h.now)
	opens := map[domain.ID]map[string]bool{}
	for _, i := range h.asked() {
		if i.by.From != "contracts" {
			continue
		}
		for id := range h.opened(i, postgres.FigureQuery{Period: h.plan.Period, AsOf: today, KnownAt: h.Now()}) {
			if opens[id] == nil {
				opens[id] = map[string]bool{}
			}
			opens[id][i.code] = true
		}
	}
	for _, c := range h.contracts {
		told, err := h.Counting(ctx, h.clerk, c.stored.ID)
		require.NoError(h.r, err)
		counts := map[string]bool{}
		for _, in := range told.In {
			require.Equal(h.r, h.plan.Code, in.Plan.Code)
			counts[in.Indicator.Code] = true
		}
		if len(counts) > 0 {
			require.Equal(h.r, opens[c.stored.ID], counts)
		}
		require.Len(h.r, counts, len(opens[c.stored.ID]), "every one that opens into it")
		delete(opens, c.stored.ID)
	}
	require.Empty(h.r, opens, "figures open into contracts that are known")
}

// A contract signed before the plan, or after it, moves no indicator, and says so.
func TestCounting(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	_, err := d.ReplaceUnits(t.Context(), bureau, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局"}}})
	require.NoError(t, err)
	loadSmallPlan(t, d)
	d.now = day(2026, 5, 8).Time()
	within := d.take(t, d.drafted(t, func(c *domain.Contract) { c.SignedOn = day(2025, 12, 31) }), "submit", "precheck", "register")
	after := d.take(t, d.drafted(t, func(c *domain.Contract) { c.SignedOn = day(2026, 1, 1) }), "submit", "precheck", "register")
	plain := d.take(t, d.drafted(t, func(c *domain.Contract) { c.SignedOn, c.IUR, c.ResultBased = day(2025, 12, 31), false, false }), "submit", "precheck", "register")

	got, err := d.Counting(ctx, d.buyer, within.ID)
	require.NoError(t, err)
	require.Zero(t, got.Outside)
	require.Equal(t, []string{"agreements", "rate"}, []string{got.In[0].Indicator.Code, got.In[1].Indicator.Code})
	got, err = d.Counting(ctx, d.buyer, after.ID)
	require.NoError(t, err)
	require.Empty(t, got.In)
	require.Equal(t, "本合同签订日期在规划期（2023–2025 年）之外，不计入规划指标。", got.Outside.ZH)
	got, err = d.Counting(ctx, d.buyer, plain.ID)
	require.NoError(t, err)
	require.Equal(t, postgres.Counting{}, got)
	_, err = d.Counting(ctx, d.stranger(t), within.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
}
