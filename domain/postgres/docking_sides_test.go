package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// proposedBySeller is a docking that the technology's side proposed, with a form.
func (d *deals) proposedBySeller(t *testing.T) domain.Docking {
	t.Helper()
	made, err := d.CreateDocking(t.Context(), d.seller, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID, Intent: intent()})
	require.NoError(t, err)
	return made
}

// From the technology's side the stages and limits are the same; whom one waits for first
// is the side with the need.
func TestDockingFromTheTechnology(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.proposedBySeller(t)
	require.Equal(t, domain.SideProvider, made.ProposedSide)
	require.Equal(t, d.steward.ID, made.StewardID, "of the need's area")
	seen, err := d.Docking(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Empty(t, seen.Intent, "read after the introduction")
	led := d.lead(t, made, "introduce")
	require.Equal(t, []domain.Side{domain.SideEnterprise, domain.SideProvider}, led.Turn())
	require.Equal(t, "答复对方的对接意向", led.TaskOf(domain.SideEnterprise).ZH)
	require.Equal(t, "确认是否继续对接", led.TaskOf(domain.SideProvider).ZH)
	for _, actor := range []domain.Actor{d.buyer, d.seller} {
		led, err = d.StepDocking(ctx, actor, made.ID, led.Version, "accept", "", "")
		require.NoError(t, err)
	}
	require.Equal(t, domain.StageNegotiating, led.Stage)
}

// A steward of the university's area proposes for it, though the need lies elsewhere, and
// follows what comes of it, without leading it.
func TestStewardProposesForTheUniversity(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	theirs := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "园区管家", Area: "gaoxin", Fields: []string{"materials"}, Capacity: 3})
	there := d.user(t, domain.User{Login: "there", Roles: []domain.Role{domain.RoleSteward}, Area: "gaoxin", ExpertID: theirs.ID})
	stranger := steward("jiuhua")
	require.Equal(t, "gaoxin", d.university.Area)
	k := domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID, Intent: intent()}

	_, err := d.CreateDocking(ctx, there, k)
	require.ErrorIs(t, err, domain.ErrForbidden, "for nobody, of another area")
	k.ProposedSide = domain.SideProvider
	_, err = d.CreateDocking(ctx, stranger, k)
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.CreateDocking(ctx, d.buyer, k)
	requireInvalid(t, err, "proposed_side")
	made, err := d.CreateDocking(ctx, there, k)
	require.NoError(t, err)
	require.Equal(t, domain.SideProvider, made.ProposedSide)
	require.Equal(t, d.steward.ID, made.StewardID)
	seen, err := d.Docking(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Equal(t, intent(), seen.Intent, "it is the university's own interest")
	seen, err = d.Docking(ctx, there, made.ID)
	require.NoError(t, err)
	require.Equal(t, intent(), seen.Intent)
	_, err = d.StepDocking(ctx, there, made.ID, made.Version, "introduce", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.Docking(ctx, stranger, made.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	listed, err := d.Dockings(ctx, there, postgres.DockingFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, listed.Items, 1)
}

// The form is changed by who sent it, until the other side has answered.
func TestRewordDocking(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.proposedBySeller(t)
	d.notify(t, domain.Dockings, made.ID)
	changed := intent()
	changed["hope"] = domain.Reply{Words: "先做小样试验"}
	for _, actor := range []domain.Actor{d.buyer, d.guide, d.clerk} {
		_, err := d.RewordDocking(ctx, actor, made.ID, made.Version, changed)
		require.ErrorIs(t, err, domain.ErrForbidden)
	}
	_, err := d.RewordDocking(ctx, d.stranger(t), made.ID, made.Version, changed)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = d.RewordDocking(ctx, d.seller, made.ID, made.Version, intent())
	require.ErrorIs(t, err, domain.ErrConflict, "nothing differs")
	_, err = d.RewordDocking(ctx, d.seller, made.ID, made.Version, domain.Replies{"modes": {Chosen: []string{"transfer"}}})
	requireInvalid(t, err, "intent.hope", "intent.when")

	led, err := d.RewordDocking(ctx, d.seller, made.ID, made.Version, changed)
	require.NoError(t, err)
	require.Equal(t, made.Version+1, led.Version)
	require.Equal(t, changed, led.Intent)
	d.notify(t, domain.Dockings, made.ID)
	told := "“" + d.needed.Title + "”的对接意向表有改动，请查看"
	require.NotContains(t, d.notified(t, d.buyer), told, "who does not read the form yet")
	require.Contains(t, d.notified(t, d.guide), told)

	led = d.lead(t, led, "introduce")
	_, err = d.RewordDocking(ctx, d.seller, made.ID, made.Version, intent())
	require.ErrorIs(t, err, domain.ErrStale)
	led, err = d.RewordDocking(ctx, d.seller, made.ID, led.Version, intent())
	require.NoError(t, err)
	d.notify(t, domain.Dockings, made.ID)
	require.Contains(t, d.notified(t, d.buyer), told)
	earlier, err := d.EarlierIntents(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Len(t, earlier, 2)
	require.Equal(t, changed, earlier[0].Intent, "the last first")

	led, err = d.StepDocking(ctx, d.seller, made.ID, led.Version, "accept", "", "")
	require.NoError(t, err)
	led, err = d.RewordDocking(ctx, d.seller, made.ID, led.Version, changed)
	require.NoError(t, err, "only the other side's answer ends it")
	led, err = d.StepDocking(ctx, d.buyer, made.ID, led.Version, "accept", "", "")
	require.NoError(t, err)
	_, err = d.RewordDocking(ctx, d.seller, made.ID, led.Version, intent())
	require.ErrorIs(t, err, domain.ErrConflict)
}

// What the form said before is as hidden as the form.
func TestEarlierIntentsHidden(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.proposedBySeller(t)
	changed := intent()
	changed["hope"] = domain.Reply{Words: "先做小样试验"}
	_, err := d.RewordDocking(ctx, d.seller, made.ID, made.Version, changed)
	require.NoError(t, err)
	earlier, err := d.EarlierIntents(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Empty(t, earlier)
	earlier, err = d.EarlierIntents(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Len(t, earlier, 1)
}
