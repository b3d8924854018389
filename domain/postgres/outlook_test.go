package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestProspects(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	today := domain.DateOf(d.now)
	within := func(rule string, asOf domain.Date) []domain.Prospect {
		found, err := d.Prospects(ctx, rule, asOf, today.AddDays(90))
		require.NoError(t, err)
		return found
	}
	require.Empty(t, within("iur_agreements", today))
	made := d.docking(t, "introduce", "negotiate")
	for _, rule := range []string{"iur_agreements", "local_transfer"} {
		require.Equal(t, []domain.Prospect{{Docking: made.ID, Title: d.needed.Title, Area: "yuhu", Stage: domain.StageNegotiating, Local: true,
			Chance: domain.ContractedBy(domain.StageNegotiating, nil, 90)}}, within(rule, today), rule)
	}
	require.Empty(t, within("iur_agreements", today.AddDays(-1)), "it had not begun")
	require.Empty(t, within("no such rule", today))

	d.now = d.now.Add(30 * 24 * time.Hour)
	made = d.lead(t, made, "agree")
	d.take(t, d.drafted(t, func(c *domain.Contract) { c.DockingID = made.ID }), "submit")
	require.Empty(t, within("iur_agreements", domain.DateOf(d.now)), "it is contracted")
	require.Len(t, within("iur_agreements", today), 1, "it was open then")

	another := d.publishedTechnology(t, d.technology())
	second, err := d.CreateDocking(ctx, d.buyer, domain.Docking{NeedID: d.needed.ID, TechnologyID: another.ID})
	require.NoError(t, err)
	d.lead(t, second, "introduce")
	today = domain.DateOf(d.now)
	learned := []domain.StageRecord{{Stage: domain.StageIntroduced, Ended: 1, Contracted: 1, Days: 30}}
	found := within("iur_agreements", today)
	require.Len(t, found, 1)
	require.InDelta(t, domain.ContractedBy(domain.StageIntroduced, learned, 90), found[0].Chance, 1e-9, "the first has shown what becomes of the introduced")
}
