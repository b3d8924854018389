package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The trail tells the bureau who did what; the two sides do not read each other's logins.
func TestDockingTrail(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	expert := d.seated(t, domain.TechnicalExpert, "prof")
	made := d.docking(t, "introduce")
	m, err := d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.TechnicalExpert, expert.ExpertID, "")
	require.NoError(t, err)
	_, err = d.AnswerInvitation(ctx, expert, m.ID, m.Version, postgres.MemberAnswer{Step: "decline", Reason: "conflict", Words: "任其顾问", Against: domain.SideEnterprise})
	require.NoError(t, err)
	now, err := d.Docking(ctx, d.guide, made.ID)
	require.NoError(t, err)
	d.lead(t, now, "negotiate", "agree")
	d.drafted(t, func(c *domain.Contract) { c.DockingID = made.ID })

	trail, err := d.DockingTrail(ctx, d.clerk, made.ID)
	require.NoError(t, err)
	require.Len(t, trail.Contracts, 1)
	require.Len(t, trail.Conflicts, 1)
	var done []string
	for _, e := range trail.Audit {
		done = append(done, e.Kind+" "+e.Action+" "+e.Actor)
	}
	require.Equal(t, []string{"docking create buyer", "docking introduce guide"}, done[:2])
	require.Contains(t, done, "invitation create guide")
	require.Contains(t, done, "invitation decline prof")
	require.Contains(t, done, "contract create registrar")
	trail, err = d.DockingTrail(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Empty(t, trail.Audit)
	require.Empty(t, trail.Conflicts)
	require.Len(t, trail.Contracts, 1)
	_, err = d.DockingTrail(ctx, d.stranger(t), made.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
}
