package workbench_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// seenBy shows pages to who has signed in, as a narrow and a wide window show them, and
// looks them over.
func (s *site) seenBy(client *http.Client, paths map[string]string) {
	s.Helper()
	ctx := browser(s.TB, 390)
	s.enter(ctx, role{http: client})
	for name, path := range paths {
		s.sound(ctx, path)
		picture(s.TB, ctx, name+"-390")
		require.NoError(s, chromedp.Do(ctx, chromedp.EmulateViewport(1200, 900)))
		picture(s.TB, ctx, name+"-1200")
		require.NoError(s, chromedp.Do(ctx, chromedp.EmulateViewport(390, 900)))
	}
}

// sound opens a page and looks it over for what keeps people from using it.
func (s *site) sound(ctx context.Context, path string) {
	s.Helper()
	_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	require.NoError(s, err)
	require.NoError(s, chromedp.Do(ctx, chromedp.Navigate(s.url+path)))
	faults, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](sweepScript))
	require.NoError(s, err)
	require.Empty(s, faults, path)
}

// A search is kept from a list, tells of what is published afterwards, is taken as seen,
// renamed and removed after asking; nobody else's page knows of it.
func TestSearchesAreKept(t *testing.T) {
	s := newSite(t)
	owner := s.signedIn("enterprise")
	require.NotContains(t, s.get(http.StatusOK, "/library/technologies?field=materials"), "保存此搜索", "who has not signed in")
	page := s.getAs(owner, http.StatusOK, "/library/technologies?field=materials")
	keep := strings.ReplaceAll(between(t, page, `<a href="/searches/new?`, `"`), "&amp;", "&")
	require.Equal(t, "field=materials&library=technology", keep)
	require.Contains(t, s.getAs(owner, http.StatusOK, "/needs?title=散热"), "/searches/new?library=need&amp;query=")

	at, page := s.press(owner, "/searches/new?"+keep, "保存", url.Values{"name": {"什么都行"}, "library": {"technology"}})
	require.Equal(t, "/searches/new", at)
	require.Contains(t, page, "请填写查找内容，或选择领域、区域、单位")
	require.Contains(t, page, `value="什么都行"`)
	at, page = s.press(owner, "/searches/new?"+keep, "保存", url.Values{"name": {"新材料<b>成果</b>"}, "library": {"technology"}, "field": {"materials"}})
	require.Equal(t, "/searches", at)
	for _, want := range []string{"新材料&lt;b&gt;成果&lt;/b&gt;", "高校技术 · 新材料", "每日汇总邮件", `href="/library/technologies?field=materials"`} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "新内容 1")

	made := s.technology(s.institute(), "耐磨陶瓷涂层")
	hits, err := s.db.FollowSearches(t.Context(), domain.Technologies, []domain.ID{made}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, hits)
	page = s.getAs(owner, http.StatusOK, "/searches")
	require.Contains(t, page, "新内容 1 条")
	one := "/searches/" + between(t, page, `<a href="/searches/`, `"`)
	if strings.HasSuffix(one, "/new") {
		one = "/searches/" + between(t, page[strings.Index(page, `<ul class="list">`):], `<a href="/searches/`, `"`)
	}
	require.Contains(t, s.getAs(owner, http.StatusOK, one), `<a href="/library/technologies/`+made.String()+`">耐磨陶瓷涂层</a> <b class="light at_risk">新`)
	s.seenBy(owner, map[string]string{"searches": "/searches", "search": one, "search-new": "/searches/new?" + keep, "search-remove": one + "/remove", "library-keep": "/library/technologies?field=materials", "needs-keep": "/needs?title=散热"})
	s.user("bureau", domain.RoleBureau)
	s.getAs(s.signedIn("bureau"), http.StatusNotFound, one)

	_, page = s.press(owner, one, "标为已看", nil)
	require.NotContains(t, page, "新内容 1")
	require.NotContains(t, s.getAs(owner, http.StatusOK, one), "标为已看")
	_, page = s.press(owner, one+"/rename", "保存", url.Values{"name": {"涂层"}})
	require.Contains(t, page, ">涂层</a>")
	require.Contains(t, s.getAs(owner, http.StatusOK, one+"/remove"), "已找到的 1 条记录也从列表中去掉")
	_, page = s.press(owner, one+"/remove", "删除", nil)
	require.Contains(t, page, "还没有保存搜索")
}
