package postgres_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Stewards take new dockings by room, then field, then load.
func TestStewardAssigned(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	other := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "管家示例", Area: "yuhu", Fields: []string{"energy"}, Capacity: 4})
	d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "外区样例", Area: "gaoxin", Fields: []string{"materials", "energy"}, Capacity: 9})
	assigned := func(field string) domain.ID {
		n := d.need()
		n.Field = field
		k, err := d.CreateDocking(ctx, d.clerk, domain.Docking{NeedID: d.publishedNeed(t, n).ID, TechnologyID: d.offered.ID})
		require.NoError(t, err)
		return k.StewardID
	}
	for i := range 3 {
		require.Equal(t, d.steward.ID, assigned("materials"), "%d: knows the field and has room", i)
	}
	require.Equal(t, other.ID, assigned("materials"), "the one who knows the field is full")
	require.Equal(t, other.ID, assigned("nuclear"), "nobody knows the field: the one with room")
	require.Equal(t, other.ID, assigned("energy"))
	require.Equal(t, other.ID, assigned("energy"))
	require.Zero(t, assigned("materials"), "all are full: it waits")
	waiting, err := d.Dockings(ctx, d.clerk, postgres.DockingFilter{Waiting: true}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, waiting.Items, 1)
	require.Equal(t, []domain.Side{domain.SideBureau}, waiting.Items[0].Turn())
}

func TestNoStewardInTheArea(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	_, err := d.StepExpert(ctx, bureau, d.steward.ID, 0, "retire", "退休")
	require.NoError(t, err)
	made := d.docking(t)
	require.Zero(t, made.StewardID)
	_, err = d.StepDocking(ctx, d.guide, made.ID, 1, "introduce", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden, "reads it by area, but is not its steward")
	_, err = d.StepExpert(ctx, bureau, d.steward.ID, 0, "publish", "")
	require.NoError(t, err)
	made, err = d.HandOver(ctx, d.clerk, made.ID, 1, d.steward.ID, "分工调整")
	require.NoError(t, err)
	d.lead(t, made, "introduce")
}

func TestHandOver(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	next := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "接任样例", Area: "yuhu", Fields: []string{"energy"}, Capacity: 1})
	away := d.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "外区样例", Area: "gaoxin", Fields: []string{"energy"}, Capacity: 1})
	made := d.docking(t, "introduce")
	for _, wrong := range []domain.ID{away.ID, domain.NewID(), {}} {
		_, err := d.HandOver(ctx, d.guide, made.ID, made.Version, wrong, "分工调整")
		requireInvalid(t, err, "steward_id")
	}
	_, err := d.HandOver(ctx, d.guide, made.ID, made.Version, d.steward.ID, "分工调整")
	require.ErrorIs(t, err, domain.ErrConflict, "to the same")
	_, err = d.HandOver(ctx, d.buyer, made.ID, made.Version, next.ID, "分工调整")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.HandOver(ctx, d.guide, made.ID, 1, next.ID, "分工调整")
	require.ErrorIs(t, err, domain.ErrStale)
	handed, err := d.HandOver(ctx, d.guide, made.ID, made.Version, next.ID, "分工调整")
	require.NoError(t, err)
	require.Equal(t, next.ID, handed.StewardID)
	require.Equal(t, domain.StageIntroduced, handed.Stage)
	_, err = d.StepDocking(ctx, d.guide, made.ID, handed.Version, "negotiate", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden, "is its steward no more")
	events, err := d.DockingEvents(ctx, d.clerk, made.ID)
	require.NoError(t, err)
	require.Equal(t, "hand-over", events[1].Step)
}

func TestDockingFiltersAndPages(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	first := d.docking(t, "introduce")
	expert := d.published(t, d.expert())
	second, err := d.CreateDocking(ctx, d.clerk, domain.Docking{NeedID: d.needed.ID, ExpertID: expert.ID})
	require.NoError(t, err)
	require.Equal(t, d.university.ID, second.ProviderID, "the expert's")
	for name, test := range map[string]struct {
		filter postgres.DockingFilter
		want   []domain.ID
	}{
		"none":       {postgres.DockingFilter{}, []domain.ID{first.ID, second.ID}},
		"stage":      {postgres.DockingFilter{Stage: "proposed"}, []domain.ID{second.ID}},
		"area":       {postgres.DockingFilter{Area: "yuhu"}, []domain.ID{first.ID, second.ID}},
		"other area": {postgres.DockingFilter{Area: "gaoxin"}, nil},
		"need":       {postgres.DockingFilter{NeedID: d.needed.ID}, []domain.ID{first.ID, second.ID}},
		"technology": {postgres.DockingFilter{TechnologyID: d.offered.ID}, []domain.ID{first.ID}},
		"expert":     {postgres.DockingFilter{ExpertID: expert.ID}, []domain.ID{second.ID}},
		"steward":    {postgres.DockingFilter{Steward: d.steward.ID}, []domain.ID{first.ID, second.ID}},
	} {
		for _, actor := range []domain.Actor{d.clerk, d.buyer} {
			page, err := d.Dockings(ctx, actor, test.filter, postgres.Page{})
			require.NoError(t, err)
			require.ElementsMatch(t, test.want, idsOf(page.Items, func(k domain.Docking) domain.ID { return k.ID }), name)
		}
	}
	for _, sort := range []string{"", "created_at", "-created_at", "updated_at", "-updated_at"} {
		one, err := d.Dockings(ctx, d.clerk, postgres.DockingFilter{}, postgres.Page{Limit: 1, Sort: sort})
		require.NoError(t, err)
		two, err := d.Dockings(ctx, d.clerk, postgres.DockingFilter{}, postgres.Page{Limit: 1, Sort: sort, After: one.Next})
		require.NoError(t, err)
		require.Empty(t, two.Next)
		require.ElementsMatch(t, []domain.ID{first.ID, second.ID}, []domain.ID{one.Items[0].ID, two.Items[0].ID}, fmt.Sprintf("by %q", sort))
	}
	_, err = d.Dockings(ctx, d.clerk, postgres.DockingFilter{}, postgres.Page{Sort: "note"})
	requireInvalid(t, err, "sort")
}

func idsOf[T any](items []T, id func(T) domain.ID) []domain.ID {
	var ids []domain.ID
	for _, item := range items {
		ids = append(ids, id(item))
	}
	return ids
}
