package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestWorklist(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	_, err := d.Worklist(ctx, d.buyer)
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.ReplaceStageLimits(ctx, bureau, stageLimits)
	require.NoError(t, err)
	d.now = day(2026, 6, 1).Time()
	d.list(t, 0.5)
	w, err := d.Worklist(ctx, d.guide)
	require.NoError(t, err)
	require.Len(t, w.Fresh, 1)
	require.Equal(t, []any{d.needed.ID, d.offered.ID, 0.5}, []any{w.Fresh[0].ID, w.Fresh[0].TechnologyID, w.Fresh[0].Score})

	introduced := d.docking(t, "introduce") // due on the 8th
	soon := d.need()
	soon.ValidUntil = day(2026, 6, 20)
	soon = d.publishedNeed(t, soon)
	proposed, err := d.CreateDocking(ctx, d.clerk, domain.Docking{NeedID: soon.ID, TechnologyID: d.offered.ID}) // due on the 4th
	require.NoError(t, err)
	_, err = d.PlanVisit(ctx, d.guide, domain.Visit{OrganisationID: d.enterprise.ID, PlannedOn: day(2026, 6, 3), Purpose: "走访"})
	require.NoError(t, err)
	w, err = d.Worklist(ctx, d.guide)
	require.NoError(t, err)
	require.Equal(t, []domain.ID{proposed.ID, introduced.ID}, idsOf(w.Dockings, func(k domain.Docking) domain.ID { return k.ID }))
	require.Empty(t, w.Fresh, "both needs are taken up")
	require.Len(t, w.Visits, 1)
	require.Len(t, w.Stale, 1)
	require.Equal(t, soon.ID, w.Stale[0].ID)

	w, err = d.Worklist(ctx, d.clerk)
	require.NoError(t, err)
	require.Empty(t, w.Dockings, "all have a steward, nothing is due")
	d.now = day(2026, 6, 4).Time()
	w, err = d.Worklist(ctx, d.clerk)
	require.NoError(t, err)
	require.Len(t, w.Dockings, 1)
}
