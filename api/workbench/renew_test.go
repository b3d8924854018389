package workbench_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// To renew is a button only in the last 30 days of validity, before them a link; of needs
// and technologies alike. A steward does both from the worklist, and retires as well.
func TestRenewing(t *testing.T) {
	s, ctx := newSite(t), t.Context()
	s.steward()
	guide := s.signedIn("steward")
	school := s.organisation(domain.Organisation{Name: "湘潭样例丁学院", Kind: domain.University, Area: "yuhu", Division: "430302"})
	today := domain.DateOf(s.db.Now())
	need := func(until domain.Date) string {
		n, err := s.db.Need(ctx, actor, s.need.ID)
		require.NoError(t, err)
		_, err = s.db.ChangeNeed(ctx, actor, n.ID, n.Version, func(n *domain.Need) error { n.ValidUntil = until; return nil })
		require.NoError(t, err)
		return "/needs/" + n.ID.String()
	}
	id := s.technology(school.ID, "将到期的成果")
	technology := func(until domain.Date) string {
		n, err := s.db.Technology(ctx, actor, id)
		require.NoError(t, err)
		_, err = s.db.ChangeTechnology(ctx, actor, id, n.Version, func(n *domain.Technology) error { n.ValidUntil = until; return nil })
		require.NoError(t, err)
		return "/technologies/" + id.String()
	}
	for _, of := range []func(domain.Date) string{need, technology} {
		path := of(today.AddDays(31))
		page := s.getAs(guide, http.StatusOK, path)
		require.Contains(t, page, `<a href="`+path+`/renew">续期</a>`)
		require.NotContains(t, page, "<button>续期</button>")
		require.NotContains(t, s.getAs(guide, http.StatusOK, "/worklist"), path+"/renew")
		of(today.AddDays(30))
		require.Contains(t, s.getAs(guide, http.StatusOK, path), "<button>续期</button>")
		page = s.getAs(guide, http.StatusOK, "/worklist")
		require.Contains(t, page, path+"/renew")
		require.Contains(t, page, path+"/close")
		_, page = s.press(guide, path+"/renew", "续期", nil)
		require.Contains(t, page, today.AddDays(domain.ListingValidity).String())
		require.NotContains(t, s.getAs(guide, http.StatusOK, "/worklist"), path+"/renew")
		of(today.AddDays(3))
		_, page = s.press(guide, path+"/close", "关闭", url.Values{"reason": {"单位已无此项"}})
		require.True(t, strings.Contains(page, "已关闭") || strings.Contains(page, "关闭"), page)
		require.NotContains(t, s.getAs(guide, http.StatusOK, "/worklist"), path+"/close")
	}
}
