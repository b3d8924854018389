package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// A need counts at every stage that it has reached, a declined docking as far as it had
// come, and drafts not at all.
func TestFunnel(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	alone := d.publishedNeed(t, d.need())
	_, err := d.CreateNeed(ctx, bureau, d.need()) // a draft
	require.NoError(t, err)
	led := d.lead(t, d.docking(t), agreed...)

	all := func(actor domain.Actor, f postgres.FunnelFilter) []int {
		cuts, err := d.Funnel(ctx, actor, f, "")
		require.NoError(t, err)
		if len(cuts) == 0 {
			return nil
		}
		return cuts[0].Reached
	}
	require.Equal(t, []int{2, 1, 1, 1, 1, 1, 0, 0}, all(bureau, postgres.FunnelFilter{}))
	_, err = d.StepDocking(ctx, d.buyer, led.ID, led.Version, "decline", "price", "")
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 1, 1, 1, 1, 0, 0}, all(bureau, postgres.FunnelFilter{}), "declined after it was agreed")

	today := domain.DateOf(d.now)
	require.Equal(t, []int{2, 1, 1, 1, 1, 1, 0, 0}, all(bureau, postgres.FunnelFilter{Entered: domain.Period{From: today, To: today}, Area: "yuhu", Field: d.needed.Field}))
	require.Nil(t, all(bureau, postgres.FunnelFilter{Area: "gaoxin"}))
	require.Nil(t, all(bureau, postgres.FunnelFilter{Entered: domain.Period{From: today.AddDays(-9), To: today.AddDays(-1)}}))
	require.Equal(t, 2, all(d.guide, postgres.FunnelFilter{})[0], "the steward's own area")
	require.Nil(t, all(d.buyer, postgres.FunnelFilter{}))

	cuts, err := d.Funnel(ctx, bureau, postgres.FunnelFilter{}, "area")
	require.NoError(t, err)
	require.Equal(t, "yuhu", cuts[0].Key)
	_, err = d.Funnel(ctx, bureau, postgres.FunnelFilter{}, "title; --")
	require.ErrorAs(t, err, new(domain.InvalidErrors))

	found, err := d.FunnelNeeds(ctx, bureau, postgres.FunnelFilter{}, "agreed", false, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	require.Equal(t, d.needed.ID, found.Items[0].ID)
	found, err = d.FunnelNeeds(ctx, bureau, postgres.FunnelFilter{}, "published", true, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	require.Equal(t, alone.ID, found.Items[0].ID)
	_, err = d.FunnelNeeds(ctx, bureau, postgres.FunnelFilter{}, "sold", false, postgres.Page{})
	require.ErrorAs(t, err, new(domain.InvalidErrors))
}

// Tallies are of what one owns or runs, not of what everyone is shown.
func TestTallies(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.docking(t)
	for name, c := range map[string]struct {
		actor                  domain.Actor
		area                   string
		needs, results, docked int
	}{
		"enterprise":   {d.buyer, "", 1, 0, 1},
		"university":   {d.seller, "", 0, 1, 1},
		"bureau":       {bureau, "", 1, 1, 1},
		"an area":      {d.guide, "yuhu", 1, 0, 1},
		"another area": {bureau, "gaoxin", 0, 1, 0},
		"a stranger":   {d.stranger(t), "", 0, 0, 0},
		"nobody":       {domain.Actor{}, "", 0, 0, 0},
	} {
		all, err := d.Tallies(ctx, c.actor, c.area)
		require.NoError(t, err)
		require.Equal(t, []int{c.needs, c.results, c.docked}, []int{all.Needs.Of("published"), all.Technologies.All(), all.Dockings.Of("proposed")}, name)
		require.Zero(t, all.Late)
	}
}
