package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// blindFromAfar is a blind technology of another area's university, which answers the
// need, and two stewards of that of the need besides the one who leads dockings.
func (d *deals) blindFromAfar(t *testing.T) (tech domain.Technology, idle, afar domain.Actor) {
	t.Helper()
	far := d.organisation(t, "示例新区大学", domain.University, "gaoxin")
	tech = d.technology()
	tech.OrganisationID, tech.Confidentiality = far.ID, "blind"
	tech = d.publishedTechnology(t, tech)
	other := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "管家示例乙", Area: "yuhu", Fields: []string{"energy"}, Capacity: 3})
	idle = d.user(t, domain.User{Login: "idle", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu", ExpertID: other.ID})
	afar = d.user(t, domain.User{Login: "afar", Roles: []domain.Role{domain.RoleSteward}, Area: "gaoxin"})
	run := postgres.MatchRun{NeedID: d.needed.ID, NeedVersion: d.needed.Version, Algorithm: "2/test", ComputedAt: d.Now()}
	require.NoError(t, d.StoreMatches(t.Context(), run, []domain.Match{{Kind: domain.MatchTechnology, CandidateID: tech.ID, Rank: 1, Score: 0.7, CandidateVersion: tech.Version}}))
	return tech, idle, afar
}

// A steward reads the whole of another area's blind technology for as long as they lead a
// docking of it, and its owner sees it; a colleague of the same area does not.
func TestStewardOfDockingReadsTheWhole(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	tech, idle, afar := d.blindFromAfar(t)
	read := func(a domain.Actor) domain.Technology {
		t.Helper()
		got, err := d.Technology(ctx, a, tech.ID)
		require.NoError(t, err)
		return got
	}
	same(t, tech.Redacted(), read(d.guide))
	same(t, tech, read(afar))

	made, err := d.CreateDocking(ctx, d.guide, domain.Docking{NeedID: d.needed.ID, TechnologyID: tech.ID, StewardID: d.steward.ID, ProposedSide: domain.SideEnterprise})
	require.NoError(t, err)
	same(t, tech, read(d.guide))
	same(t, tech.Redacted(), read(idle))
	owner := d.user(t, domain.User{Login: "far", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: tech.OrganisationID})
	views, err := d.Views(ctx, owner, 10)
	require.NoError(t, err)
	offices := map[domain.Office]bool{}
	for _, v := range views {
		offices[v.Office] = true
		require.Equal(t, domain.Technologies, v.Kind)
		require.Equal(t, tech.Title, v.Title)
	}
	require.Equal(t, map[domain.Office]bool{domain.OfficeArea: true, domain.OfficeDocking: true}, offices)

	shown, err := d.Docking(ctx, idle, made.ID)
	require.NoError(t, err)
	require.Equal(t, d.enterprise.ID, shown.EnterpriseID)
	require.Zero(t, shown.ProviderID, "a colleague does not learn whose it is")
	shown, err = d.Docking(ctx, d.guide, made.ID)
	require.NoError(t, err)
	require.Equal(t, tech.OrganisationID, shown.ProviderID)

	_, err = d.StepDocking(ctx, d.guide, made.ID, made.Version, "decline", "not_relevant", "")
	require.NoError(t, err)
	same(t, tech.Redacted(), read(d.guide))
}

// Stewards work with the matches of either side that lies in their area, and learn from
// them no more of the other side than it shows.
func TestStewardsReadMatchesOfTheirArea(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	tech, idle, afar := d.blindFromAfar(t)
	for _, of := range []struct {
		domain.Actor
		blind bool
	}{{idle, true}, {afar, false}, {d.clerk, false}} {
		found, err := d.Matches(ctx, of.Actor, d.needed.ID, domain.MatchTechnology)
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, of.blind, found[0].Blind, of.Login)
		require.Equal(t, of.blind, found[0].OrganisationID.IsZero(), of.Login)
		found, err = d.MatchesOf(ctx, of.Actor, domain.MatchTechnology, tech.ID)
		require.NoError(t, err)
		require.Len(t, found, 1, of.Login)
	}
	elsewhere := domain.Actor{Roles: []domain.Role{domain.RoleSteward}, Area: "jiuhua"}
	for _, err := range []error{
		func() error { _, err := d.Matches(ctx, elsewhere, d.needed.ID, domain.MatchTechnology); return err }(),
		func() error { _, err := d.MatchesOf(ctx, elsewhere, domain.MatchTechnology, tech.ID); return err }(),
		func() error { _, err := d.Dossier(ctx, elsewhere, d.needed.ID); return err }(),
		func() error { _, err := d.Dismissals(ctx, elsewhere, d.needed.ID); return err }(),
		func() error { _, err := d.DealOfNeed(ctx, elsewhere, d.needed.ID, domain.ID{}); return err }(),
		func() error { _, err := d.Occasions(ctx, elsewhere, d.enterprise.ID); return err }(),
	} {
		require.ErrorIs(t, err, domain.ErrNotFound)
	}
}
