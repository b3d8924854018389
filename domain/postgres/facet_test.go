package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Facets count what their reader may see, and by what is hidden of blind listings nobody
// who sees them blind.
func TestFacets(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	blind := d.need()
	blind.Title, blind.Confidentiality = "示例隐名需求", "blind"
	d.publishedNeed(t, blind)
	members := d.need()
	members.Title, members.Confidentiality, members.Modes = "示例会员需求", "members", []string{"licence"}
	d.publishedNeed(t, members)
	old := d.need()
	old.Title, old.ValidUntil = "示例过期需求", domain.DateOf(d.now)
	d.publishedNeed(t, old)
	d.now = d.now.AddDate(0, 0, 1)
	f := postgres.NeedFilter{State: "published", ValidOn: domain.DateOf(d.now)}
	for name, want := range map[string]struct {
		actor         domain.Actor
		total, inside int
	}{
		"the public": {domain.Actor{}, 1, 1},
		"a stranger": {d.stranger(t), 3, 2},
		"the owner":  {d.buyer, 3, 3},
		"the bureau": {d.clerk, 3, 3},
	} {
		got, err := d.NeedFacets(ctx, want.actor, f)
		require.NoError(t, err)
		require.Equal(t, []any{want.total, []postgres.Facet{{"materials", want.total}}, []postgres.Facet{{"yuhu", want.inside}}}, []any{got.Total, got.By["field"], got.By["area"]}, name)
		inArea := f
		inArea.Area = "yuhu"
		got, err = d.NeedFacets(ctx, want.actor, inArea)
		require.NoError(t, err)
		require.Equal(t, want.inside, got.Total, name)
	}
	got, err := d.TechnologyFacets(ctx, domain.Actor{}, postgres.TechnologyFilter{State: "published", ValidOn: domain.DateOf(d.now)})
	require.NoError(t, err)
	require.Equal(t, []any{1, []postgres.Facet{{d.university.ID.String(), 1}}}, []any{got.Total, got.By["owner"]})
	experts, err := d.ExpertFacets(ctx, domain.Actor{}, postgres.ExpertFilter{State: "published"})
	require.NoError(t, err)
	require.Equal(t, []postgres.Facet{{"steward", 1}}, experts.By["kind"])
	policies, err := d.PolicyFacets(ctx, domain.Actor{}, postgres.PolicyFilter{State: "published", ValidOn: domain.DateOf(d.now)})
	require.NoError(t, err)
	require.Zero(t, policies.Total)
}
