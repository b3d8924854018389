package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// intent is an interest form filled in.
func intent() domain.Replies {
	return domain.Replies{"hope": {Words: "想试用涂层"}, "modes": {Chosen: []string{"transfer"}}, "when": {Chosen: []string{"quarter"}}, "amounts": {From: domain.Yuan(100_000), To: domain.Yuan(500_000)}}
}

// From the interest form to the contract: whose turn it is changes with each step.
func TestDockingFullLife(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made, err := d.CreateDocking(ctx, d.buyer, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID, Intent: intent()})
	require.NoError(t, err)
	require.Equal(t, []domain.Side{domain.SideSteward}, made.Turn())
	seen, err := d.Docking(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Empty(t, seen.Intent, "the other side reads the form after the introduction")
	seen, err = d.Docking(ctx, d.guide, made.ID)
	require.NoError(t, err)
	require.Equal(t, intent(), seen.Intent)

	introduced := d.lead(t, made, "introduce")
	require.Equal(t, []domain.Side{domain.SideProvider, domain.SideEnterprise}, introduced.Turn(), "who was asked is first")
	seen, err = d.Docking(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Equal(t, intent(), seen.Intent)

	_, err = d.StepDocking(ctx, d.guide, made.ID, introduced.Version, "accept", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden, "the steward is no side")
	one, err := d.StepDocking(ctx, d.seller, made.ID, introduced.Version, "accept", "", "可安排参观中试线")
	require.NoError(t, err)
	require.Equal(t, domain.StageIntroduced, one.Stage)
	require.Equal(t, []domain.Side{domain.SideEnterprise}, one.Turn())
	_, err = d.StepDocking(ctx, d.seller, made.ID, one.Version, "accept", "", "")
	require.ErrorIs(t, err, domain.ErrConflict, "once")
	_, err = d.StepDocking(ctx, d.buyer, made.ID, introduced.Version, "accept", "", "")
	require.ErrorIs(t, err, domain.ErrStale)
	both, err := d.StepDocking(ctx, d.buyer, made.ID, one.Version, "accept", "", "")
	require.NoError(t, err)
	require.Equal(t, domain.StageNegotiating, both.Stage)

	led := d.lead(t, both, "agree")
	require.Equal(t, []domain.Side{domain.SideEnterprise, domain.SideProvider}, led.Turn())
	d.drafted(t, func(c *domain.Contract) { c.DockingID = made.ID })
	led = d.lead(t, led, "contract")
	require.Empty(t, led.Turn())
	events, err := d.DockingEvents(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	var steps []string
	for _, e := range events {
		steps = append(steps, e.Step+" "+string(e.Side))
	}
	require.Equal(t, []string{"introduce steward", "accept provider", "accept enterprise", "negotiate enterprise", "agree steward", "contract steward"}, steps)
	require.Equal(t, "可安排参观中试线", events[1].Note)
}

// Both sides answer at once: one of them must look again, nothing is lost or doubled.
func TestBothAnswerAtOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t, "introduce")
	actors := []domain.Actor{d.buyer, d.seller}
	errs := race(16, func(i int) error {
		_, err := d.StepDocking(ctx, actors[i%2], made.ID, made.Version, "accept", "", "")
		return err
	})
	require.Equal(t, 1, succeeded(errs))
	for _, err := range errs {
		if err != nil {
			require.ErrorIs(t, err, domain.ErrStale)
		}
	}
}

func TestIntentRefused(t *testing.T) {
	d := openDeals(t)
	for field, replies := range map[string]domain.Replies{
		"intent.hope":    {"modes": {Chosen: []string{"transfer"}}, "when": {Chosen: []string{"quarter"}}},
		"intent.when":    {"hope": {Words: "试用"}, "modes": {Chosen: []string{"transfer"}}, "when": {Chosen: []string{"quarter", "year"}}},
		"intent.amounts": {"hope": {Words: "试用"}, "modes": {Chosen: []string{"transfer"}}, "when": {Chosen: []string{"year"}}, "amounts": {From: 2, To: 1}},
		"intent":         {"hope": {Words: "试用"}, "modes": {Chosen: []string{"transfer"}}, "when": {Chosen: []string{"year"}}, "odd": {Words: "?"}},
	} {
		_, err := d.CreateDocking(t.Context(), d.buyer, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID, Intent: replies})
		requireInvalid(t, err, field)
	}
}

// The words of a side that declines are read by the other side only when shared; the
// steward reads them, and they are kept with what is learnt.
func TestDeclineWords(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.list(t, 0.5)
	for _, share := range []bool{false, true} {
		made := d.docking(t, "introduce")
		_, err := d.DeclineDocking(ctx, d.seller, made.ID, made.Version, "price", "预算差距大", share)
		require.NoError(t, err)
		note := func(actor domain.Actor) string {
			events, err := d.DockingEvents(ctx, actor, made.ID)
			require.NoError(t, err)
			require.Equal(t, "price", events[1].Reason)
			return events[1].Note
		}
		want := map[bool]string{true: "预算差距大"}[share]
		require.Equal(t, want, note(d.buyer))
		for _, actor := range []domain.Actor{d.seller, d.guide, d.clerk} {
			require.Equal(t, "预算差距大", note(actor))
		}
	}
	for _, o := range d.outcomes(t) {
		require.Equal(t, []string{"price", "预算差距大", "provider"}, []string{o.Reason, o.Note, o.Side})
	}
}

func TestStewardsAwayOrFull(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	today := domain.DateOf(d.now)
	_, err := d.AddAbsence(ctx, d.buyer, domain.Absence{ExpertID: d.steward.ID, From: today, To: today})
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.AddAbsence(ctx, d.guide, domain.Absence{From: today, To: today.AddDays(-1)})
	requireInvalid(t, err, "to")
	away, err := d.AddAbsence(ctx, d.guide, domain.Absence{From: today, To: today.AddDays(3), Reason: "年休假"})
	require.NoError(t, err)
	made := d.docking(t)
	require.Zero(t, made.StewardID, "passed over while away")
	_, err = d.CancelAbsence(ctx, d.seller, away.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = d.CancelAbsence(ctx, d.guide, away.ID)
	require.NoError(t, err)
	made, err = d.HandOver(ctx, d.clerk, made.ID, made.Version, d.steward.ID, "")
	require.NoError(t, err, "the first steward needs no reason")

	next := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "接任样例", Area: "yuhu", Fields: []string{"energy"}, Capacity: 1})
	_, err = d.HandOver(ctx, d.guide, made.ID, made.Version, next.ID, "")
	requireInvalid(t, err, "reason")
	_, err = d.AddAbsence(ctx, d.clerk, domain.Absence{ExpertID: next.ID, From: today, To: today})
	require.NoError(t, err)
	_, err = d.HandOver(ctx, d.guide, made.ID, made.Version, next.ID, "调整")
	requireInvalid(t, err, "steward_id")
	made, err = d.HandOver(ctx, d.clerk, made.ID, made.Version, next.ID, "调整")
	require.NoError(t, err, "the bureau may name any")
	events, err := d.DockingEvents(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Equal(t, "调整", events[1].Reason)
}

// However many are proposed at once, no steward gets more than there is room for.
func TestCapacityUnderLoad(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	needs := make([]domain.Need, 12)
	for i := range needs {
		needs[i] = d.publishedNeed(t, d.need())
	}
	errs := race(len(needs), func(i int) error {
		_, err := d.CreateDocking(ctx, d.clerk, domain.Docking{NeedID: needs[i].ID, TechnologyID: d.offered.ID})
		return err
	})
	require.Equal(t, len(needs), succeeded(errs), "%v", errs)
	waiting, err := d.Dockings(ctx, d.clerk, postgres.DockingFilter{Waiting: true}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, waiting.Items, len(needs)-d.steward.Capacity)
}
