package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestDockingRoundTrip(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	expert := d.published(t, d.expert())
	adviser := d.published(t, domain.Expert{Kind: domain.Entrepreneur, Name: "示例李总", Fields: []string{"materials"}, Capacity: 1})
	made, err := d.CreateDocking(ctx, d.buyer, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID, ExpertID: expert.ID,
		EntrepreneurID: adviser.ID, StewardID: d.steward.ID, Note: "请安排现场交流", SourceKey: "forged", Stage: domain.StageAgreed})
	require.NoError(t, err)
	want := domain.Docking{ID: made.ID, Version: 1, NeedID: d.needed.ID, TechnologyID: d.offered.ID, ExpertID: expert.ID, EntrepreneurID: adviser.ID,
		StewardID: d.steward.ID, EnterpriseID: d.enterprise.ID, ProviderID: d.university.ID, Area: "yuhu", Stage: domain.StageProposed,
		Note: "请安排现场交流", ProposedBy: d.buyer.UserID, ProposedSide: domain.SideEnterprise, CreatedAt: d.now, UpdatedAt: d.now, StageSince: d.now}
	require.Empty(t, cmp.Diff(want, made))
	read, err := d.Docking(ctx, d.seller, made.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, read))
}

func TestDockingLife(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t)
	_, err := d.StepDocking(ctx, d.buyer, made.ID, 1, "introduce", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden, "only the steward leads")
	_, err = d.StepDocking(ctx, d.guide, made.ID, 1, "agree", "", "")
	require.ErrorIs(t, err, domain.ErrConflict)
	_, err = d.StepDocking(ctx, d.guide, made.ID, 1, "elope", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden, "a step that is not in the table")
	led := d.lead(t, made, agreed...)
	_, err = d.StepDocking(ctx, d.guide, made.ID, 3, "contract", "", "")
	require.ErrorIs(t, err, domain.ErrStale)
	_, err = d.StepDocking(ctx, d.guide, made.ID, led.Version, "contract", "", "")
	require.ErrorIs(t, err, domain.ErrConflict, "nothing is signed")
	d.drafted(t, func(c *domain.Contract) { c.DockingID = made.ID })
	led = d.lead(t, led, "contract")
	require.Equal(t, domain.StageContracted, led.Stage)
	require.False(t, led.Open())

	events, err := d.DockingEvents(ctx, d.seller, made.ID)
	require.NoError(t, err)
	var steps []string
	for i, e := range events {
		steps = append(steps, e.Step)
		require.Equal(t, d.guide.UserID, e.Actor)
		require.True(t, i == 0 || events[i-1].To == e.From)
	}
	require.Equal(t, append(agreed[:3:3], "contract"), steps)
	trail, err := d.AuditTrail(ctx, postgres.AuditFilter{Ref: made.ID.String()}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, trail.Items, 5)
}

func TestDockingDeclined(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t, "introduce")
	for reason, note := range map[string]string{"": "", "太远": "", "price": string(make([]rune, 2001))} {
		_, err := d.StepDocking(ctx, d.seller, made.ID, made.Version, "decline", reason, note)
		var invalid domain.InvalidErrors
		require.ErrorAs(t, err, &invalid, reason)
	}
	declined, err := d.DeclineDocking(ctx, d.seller, made.ID, made.Version, "price", "报价差距大", true)
	require.NoError(t, err)
	require.Equal(t, "price", declined.DeclineReason)
	require.Equal(t, "示例", declined.Note, "the proposal's own words stay")
	events, err := d.DockingEvents(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Equal(t, "报价差距大", events[1].Note)
	_, err = d.StepDocking(ctx, d.guide, made.ID, declined.Version, "negotiate", "", "")
	require.ErrorIs(t, err, domain.ErrConflict)
	_, err = d.HandOver(ctx, d.clerk, made.ID, declined.Version, d.steward.ID, "分工调整")
	require.ErrorIs(t, err, domain.ErrConflict)
	d.docking(t) // the pair may be tried again
}

func TestDockingOncePerPair(t *testing.T) {
	d := openDeals(t)
	errs := race(64, func(int) error {
		_, err := d.CreateDocking(t.Context(), d.clerk, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID})
		return err
	})
	require.Equal(t, 1, succeeded(errs))
	for _, err := range errs {
		require.True(t, err == nil || requireTaken(t, err))
	}
}

// requireTaken requires a conflict that says in words what is taken.
func requireTaken(t *testing.T, err error) bool {
	t.Helper()
	var conflict domain.ConflictError
	require.ErrorAs(t, err, &conflict)
	return true
}

func TestDockingRefused(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	draft, err := d.CreateNeed(ctx, bureau, d.need())
	require.NoError(t, err)
	expired := d.need()
	expired.ValidUntil = domain.DateOf(d.now)
	expired = d.publishedNeed(t, expired)
	retired, err := d.CreateExpert(ctx, bureau, d.expert())
	require.NoError(t, err)
	away := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "管家样例", Area: "gaoxin", Fields: []string{"materials"}, Capacity: 3})
	own := d.need()
	own.OrganisationID = d.university.ID
	own = d.publishedNeed(t, own)
	d.now = d.now.AddDate(0, 0, 1)

	both := domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID}
	for name, test := range map[string]struct {
		change func(*domain.Docking)
		field  string
	}{
		"no need":                       {func(k *domain.Docking) { k.NeedID = domain.ID{} }, "need_id"},
		"absent need":                   {func(k *domain.Docking) { k.NeedID = domain.NewID() }, "need_id"},
		"draft need":                    {func(k *domain.Docking) { k.NeedID = draft.ID }, "need_id"},
		"expired need":                  {func(k *domain.Docking) { k.NeedID = expired.ID }, "need_id"},
		"neither technology nor expert": {func(k *domain.Docking) { k.TechnologyID = domain.ID{} }, "technology_id"},
		"absent technology":             {func(k *domain.Docking) { k.TechnologyID = domain.NewID() }, "technology_id"},
		"expert in draft":               {func(k *domain.Docking) { k.ExpertID = retired.ID }, "expert_id"},
		"steward as expert":             {func(k *domain.Docking) { k.ExpertID = d.steward.ID }, "expert_id"},
		"steward as entrepreneur":       {func(k *domain.Docking) { k.EntrepreneurID = d.steward.ID }, "entrepreneur_id"},
		"steward of another area":       {func(k *domain.Docking) { k.StewardID = away.ID }, "steward_id"},
		"long note":                     {func(k *domain.Docking) { k.Note = string(make([]rune, 2001)) }, "note"},
	} {
		t.Run(name, func(t *testing.T) {
			k := both
			test.change(&k)
			_, err := d.CreateDocking(ctx, d.clerk, k)
			requireInvalid(t, err, test.field)
		})
	}
	_, err = d.CreateDocking(ctx, d.clerk, domain.Docking{NeedID: own.ID, TechnologyID: d.offered.ID})
	require.ErrorIs(t, err, domain.ErrConflict, "with itself")
}

// A docking on what the actor cannot see is refused in the same words as one on
// nothing; on what the actor sees but does not own, it is forbidden.
func TestDockingForeign(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	stranger := d.stranger(t)
	_, err := d.CreateDocking(ctx, stranger, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID})
	require.ErrorIs(t, err, domain.ErrForbidden)
	draft, err := d.CreateNeed(ctx, bureau, d.need())
	require.NoError(t, err)
	_, hidden := d.CreateDocking(ctx, stranger, domain.Docking{NeedID: draft.ID, TechnologyID: d.offered.ID})
	_, absent := d.CreateDocking(ctx, stranger, domain.Docking{NeedID: domain.NewID(), TechnologyID: d.offered.ID})
	requireInvalid(t, hidden, "need_id")
	require.Equal(t, absent, hidden)

	made := d.docking(t)
	for _, id := range []domain.ID{made.ID, domain.NewID()} {
		_, err = d.Docking(ctx, stranger, id)
		require.Equal(t, domain.ErrNotFound, err)
		_, err = d.DockingEvents(ctx, stranger, id)
		require.Equal(t, domain.ErrNotFound, err)
		_, err = d.StepDocking(ctx, stranger, id, 1, "decline", "price", "")
		require.Equal(t, domain.ErrNotFound, err)
		_, err = d.HandOver(ctx, stranger, id, 1, d.steward.ID, "分工调整")
		require.Equal(t, domain.ErrNotFound, err)
	}
}
