package postgres_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// What stood in the library before a search was kept is no news to it, though it is
// changed so that it fits, and published again; what is published afterwards is, once.
func TestSavedSearchTellsOfWhatIsNew(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	late := d.organisation(t, "湘潭示例机电有限公司", domain.Enterprise, "gaoxin")
	d.now = d.now.AddDate(0, 0, 1)
	kept, err := d.CreateSavedSearch(ctx, d.seller, domain.SavedSearch{Name: "激光", Library: "need", Query: "激光熔覆"})
	require.NoError(t, err)
	d.now = d.now.AddDate(0, 0, 1)
	follow := func(of domain.Resource, id domain.ID) int {
		hits, err := d.FollowSearches(ctx, of, []domain.ID{id}, func(query string, r domain.SearchedRecord) bool { return strings.Contains(r.Title, query) })
		require.NoError(t, err)
		return hits
	}
	old, err := d.ChangeNeed(ctx, d.buyer, d.needed.ID, d.needed.Version, func(n *domain.Need) error { n.Title = "激光熔覆修复轧辊"; return nil })
	require.NoError(t, err)
	for _, step := range []string{"publish", "renew"} {
		old, err = d.StepNeed(ctx, d.clerk, old.ID, old.Version, step, "")
		require.NoError(t, err)
	}
	require.Zero(t, follow(domain.Needs, old.ID), "changed, not new")

	fresh := d.need()
	fresh.OrganisationID, fresh.Title = late.ID, "激光熔覆强化导轨"
	fresh = d.publishedNeed(t, fresh)
	require.Equal(t, 1, follow(domain.Needs, fresh.ID))
	require.Zero(t, follow(domain.Needs, fresh.ID), "once")
	_, hits, err := d.SavedSearchHits(ctx, d.seller, kept.ID)
	require.NoError(t, err)
	require.Len(t, hits, 1)
	require.Equal(t, fresh.ID, hits[0].Ref)
}

// What was brought in published came into the library then, and not when it was first
// taken back, changed and published here.
func TestSavedSearchOfWhatWasBroughtIn(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.imported(t, "needs", domain.ImportOptions{Publish: true}, `{"key":"n","title":"甲需求","problem":"问题","field":"materials","organisation":"湘潭示例材料有限公司"}`)
	brought := d.needTitled(t, "甲需求")
	require.Equal(t, domain.ListingPublished, brought.State)
	d.now = d.now.AddDate(0, 0, 1)
	_, err := d.CreateSavedSearch(ctx, d.seller, domain.SavedSearch{Name: "新材料", Field: "materials"})
	require.NoError(t, err)
	d.now = d.now.AddDate(0, 0, 1)
	n, err := d.ChangeNeed(ctx, d.buyer, brought.ID, brought.Version, func(n *domain.Need) error { n.Title = "改过的题目"; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.ListingSubmitted, n.State, "the change is reviewed")
	_, err = d.StepNeed(ctx, d.clerk, n.ID, n.Version, "publish", "")
	require.NoError(t, err)
	all := func(string, domain.SearchedRecord) bool { return true }
	hits, err := d.FollowSearches(ctx, domain.Needs, []domain.ID{n.ID}, all)
	require.NoError(t, err)
	require.Zero(t, hits)

	expert := d.published(t, d.expert())
	hits, err = d.FollowSearches(ctx, domain.Experts, []domain.ID{expert.ID}, all)
	require.NoError(t, err)
	require.Equal(t, 1, hits)
}
