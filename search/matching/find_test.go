package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
)

func (w *world) find(who domain.Actor, text string, kinds ...search.Kind) []matching.Found {
	w.t.Helper()
	if kinds == nil {
		kinds = search.Kinds()
	}
	require.NoError(w.t, w.libraries.CatchUp(w.ctx))
	found, err := matching.Find(w.ctx, w.db, w.libraries, who, text, kinds, 10)
	require.NoError(w.t, err)
	return found
}

func titles(f matching.Found) []string {
	out := []string{}
	for _, r := range f.Records {
		out = append(out, r.Title.Text)
	}
	return out
}

func TestFindAcrossLibraries(t *testing.T) {
	w := newWorld(t)
	enterprise, university := w.enterprise(), w.university("湘潭示例理工大学", "430302")
	w.need(film(enterprise.ID))
	w.technology(grapheneFilm(university.ID))
	w.policy(domain.Policy{Title: "示例市新材料办法", Level: "city", Clauses: []domain.Clause{{Ref: "第一条", Text: "支持石墨烯首批次应用。"}}})
	w.expert(domain.Expert{Kind: domain.TechnicalExpert, Name: "示例·林教授", Fields: []string{"materials"}, Expertise: "石墨烯薄膜"})
	found := w.find(domain.Actor{}, "石墨烯")
	require.Len(t, found, 4)
	for _, f := range found {
		require.Equal(t, 1, f.Total, f.Kind)
	}
	policy := found[2].Records[0]
	require.Equal(t, "支持石墨烯首批次应用。", policy.Passages[0].Text)
	require.Equal(t, []domain.Span{{Start: 2, End: 5}}, policy.Passages[0].Marks)
	require.Empty(t, w.find(domain.Actor{}, "湘莲剥壳")[1].Records)
}

// What the asker may not see is neither found nor counted: listings for members, the
// hidden text of blind ones, drafts and what has run out.
func TestFindWithinScope(t *testing.T) {
	w := newWorld(t)
	enterprise := w.enterprise()
	listed := func(title, confidentiality string) {
		n := film(enterprise.ID)
		n.Title, n.Confidentiality, n.ValidUntil = title, confidentiality, domain.DateOf(w.now).AddDays(10)
		w.need(n)
	}
	listed("公开的散热需求", "public")
	listed("会员可见的散热需求", "members")
	listed("隐名的散热需求", "blind")
	draft := film(enterprise.ID)
	draft.State = domain.ListingDraft
	w.need(draft)
	member := domain.Actor{Login: "m", Roles: []domain.Role{domain.RoleUniversity}, UserID: domain.NewID(), OrganisationID: domain.NewID()}
	own := domain.Actor{Login: "o", Roles: []domain.Role{domain.RoleEnterprise}, UserID: domain.NewID(), OrganisationID: enterprise.ID}

	cases := map[string]struct {
		who  domain.Actor
		text string
		want []string
	}{
		"the public":            {domain.Actor{}, "石墨烯", []string{"公开的散热需求"}},
		"a member":              {member, "石墨烯", []string{"公开的散热需求", "会员可见的散热需求"}},
		"a member, by title":    {member, "隐名", []string{"隐名的散热需求"}},
		"its owner":             {own, "石墨烯", []string{"公开的散热需求", "会员可见的散热需求", "隐名的散热需求"}},
		"the bureau":            {actor, "石墨烯", []string{"公开的散热需求", "会员可见的散热需求", "隐名的散热需求"}},
		"a star is not a query": {actor, "*:* OR title:散热~2 +[1 TO 9]", []string{"公开的散热需求", "会员可见的散热需求", "隐名的散热需求"}},
		"nothing at all":        {actor, "!?*", []string{}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			found := w.find(tc.who, tc.text, search.Needs)[0]
			require.ElementsMatch(t, tc.want, titles(found))
			require.Equal(t, len(tc.want), found.Total)
			require.False(t, found.More)
		})
	}
	w.now = w.now.Add(11 * 24 * time.Hour)
	require.Empty(t, w.find(domain.Actor{}, "石墨烯", search.Needs)[0].Records, "run out, though the index has not heard of it")
}
