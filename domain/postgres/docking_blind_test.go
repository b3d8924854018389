package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Proposing a docking must not be a way to learn whose a blind listing is.
func TestDockingOnBlindListings(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	need, technology := d.need(), d.technology()
	need.Confidentiality, technology.Confidentiality = "blind", "blind"
	d.needed, d.offered = d.publishedNeed(t, need), d.publishedTechnology(t, technology)

	made, err := d.CreateDocking(ctx, d.seller, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID})
	require.NoError(t, err)
	veiled := func(k domain.Docking, err error) {
		t.Helper()
		require.NoError(t, err)
		require.Zero(t, k.EnterpriseID)
		require.Zero(t, k.StewardID)
		require.Empty(t, k.Area)
		require.Equal(t, d.university.ID, k.ProviderID)
	}
	veiled(made, nil)
	veiled(d.Docking(ctx, d.seller, made.ID))
	listed, err := d.Dockings(ctx, d.seller, postgres.DockingFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, listed.Items, 1)
	veiled(listed.Items[0], nil)
	for _, asked := range []postgres.DockingFilter{{Area: "yuhu"}, {Steward: d.steward.ID}} {
		listed, err = d.Dockings(ctx, d.seller, asked, postgres.Page{})
		require.NoError(t, err)
		require.Empty(t, listed.Items, "what is hidden cannot be asked for")
		listed, err = d.Dockings(ctx, d.buyer, asked, postgres.Page{})
		require.NoError(t, err)
		require.Len(t, listed.Items, 1)
	}
	shown, err := d.Docking(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Zero(t, shown.ProviderID, "the enterprise does not learn whose the technology is")
	require.Equal(t, d.steward.ID, shown.StewardID)
	shown, err = d.Docking(ctx, d.guide, made.ID)
	require.NoError(t, err)
	require.Equal(t, d.enterprise.ID, shown.EnterpriseID)
	require.Equal(t, d.university.ID, shown.ProviderID)

	d.lead(t, shown, "introduce")
	for _, actor := range []domain.Actor{d.seller, d.buyer} {
		shown, err = d.Docking(ctx, actor, made.ID)
		require.NoError(t, err)
		require.Equal(t, d.enterprise.ID, shown.EnterpriseID)
		require.Equal(t, d.university.ID, shown.ProviderID)
	}
}

func TestDockingOnBlindNeedDeclined(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	need := d.need()
	need.Confidentiality = "blind"
	d.needed = d.publishedNeed(t, need)
	made, err := d.CreateDocking(ctx, d.seller, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID})
	require.NoError(t, err)
	_, err = d.StepDocking(ctx, d.buyer, made.ID, 1, "decline", "not_relevant", "")
	require.NoError(t, err)
	shown, err := d.Docking(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Zero(t, shown.EnterpriseID, "a refusal reveals nobody")
	_, err = d.CreateContract(ctx, d.seller, func() domain.Contract { c := d.contract(); c.DockingID = made.ID; return c }())
	require.ErrorIs(t, err, domain.ErrConflict, "nor does a contract that guesses the enterprise")
}
