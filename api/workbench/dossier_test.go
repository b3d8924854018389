package workbench_test

import (
	"context"
	"net/http"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// signIn opens a page, is led to sign in and comes back to the page.
func (s *site) signIn(ctx context.Context, path string) {
	s.Helper()
	s.signInAs(ctx, "enterprise", path)
}

func (s *site) signInAs(ctx context.Context, login, path string) {
	s.Helper()
	require.NoError(s, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("#login")),
		chromedp.SendKeys(chromedp.CSS("#login"), login), chromedp.SendKeys(chromedp.CSS("#password"), password), chromedp.Submit(chromedp.CSS("#password")), chromedp.WaitVisible(chromedp.CSS("h2, .list"))))
}

func (s *site) dossier() string { return "/needs/" + s.need.ID.String() + "/dossier" }

// html is what the page shows between its header and its end.
func (s *site) html(ctx context.Context) string {
	s.Helper()
	got, err := chromedp.Run(ctx, chromedp.InnerHTML(chromedp.CSS("main")))
	require.NoError(s, err)
	return got
}

// A factory owner signs in, opens a dossier and reads why, in Chinese and in English,
// with scripts off.
func TestReadDossier(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.signIn(ctx, "/needs")
	picture(t, ctx, "needs")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".list a")), chromedp.WaitVisible(chromedp.CSS(".listing")),
		chromedp.Click(chromedp.CSS(`.acts a[href$="/dossier"]`)), chromedp.WaitVisible(chromedp.CSS("#technologies"))))
	picture(t, ctx, "dossier")
	page := s.html(ctx)
	for _, want := range []string{
		"<h1>高导热石墨烯散热膜的规模化制备</h1>",
		"技术内容高度相关（石墨烯、散热膜），指标（导热系数）满足，成熟度满足要求；但未说明报价。",
		"共有术语：石墨烯、散热膜、导热系数",
		"大尺寸<mark>石墨烯</mark>导热膜卷对卷制备技术", // the title
		"成卷的<mark>石墨烯</mark>导热膜",        // what the other side says
		"大面积<mark>石墨烯散热膜</mark>",        // what the need says
		`<span class="verdict covered">满足</span>`,
		"成熟度提高到 6 级即符合",
		"2026-11-20 10:00",
		"<dd>最佳 71.0 分：大尺寸石墨烯导热膜卷对卷制备技术；指标满足 1 项</dd>",
		"<dd>技术专家 示例专家，缺企业家，缺政府管家</dd>",
	} {
		require.Contains(t, page, want)
	}

	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`.who a`)), chromedp.WaitVisible(chromedp.CSS(`html[lang="en"] #technologies`))))
	picture(t, ctx, "dossier-en")
	page = s.html(ctx)
	require.Contains(t, page, "Closely related in content (石墨烯, 散热膜), targets (导热系数) are met, the TRL is high enough; but no price is stated.")
	require.Contains(t, page, "Would match if its TRL were 6")
	require.Contains(t, page, "<small>1 found; the best are shown</small>")

	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".who button")), chromedp.WaitVisible(chromedp.CSS("#login"))))
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+s.dossier()), chromedp.WaitVisible(chromedp.CSS("#login"))), "signed out")
	picture(t, ctx, "login")
}

// An answer that is being docked leads to its docking; another to where one is proposed.
func TestDossierLeadsToDockings(t *testing.T) {
	s := newSite(t)
	client := s.signedIn("enterprise")
	page := s.getAs(client, http.StatusOK, s.dossier())
	propose := regexp.MustCompile(`/dockings/new\?need=` + s.need.ID.String() + `&amp;technology=([0-9a-f-]{36})`).FindStringSubmatch(page)
	require.NotNil(t, propose)
	technology, err := domain.ParseID(propose[1])
	require.NoError(t, err)
	d, err := s.db.CreateDocking(t.Context(), actor, domain.Docking{NeedID: s.need.ID, TechnologyID: technology})
	require.NoError(t, err)
	page = s.getAs(client, http.StatusOK, s.dossier())
	require.NotContains(t, page, propose[0])
	require.Contains(t, page, `<a href="/dockings/`+d.ID.String()+`">查看对接（待引荐）</a>`)
}

// On a phone nothing makes the page wider than the screen.
func TestPhone(t *testing.T) {
	s, ctx := newSite(t), browser(t, 360)
	s.signIn(ctx, s.dossier())
	for _, path := range []string{s.dossier(), s.dossier() + "?lang=en", "/needs", "/notices", "/needs/none/dossier"} {
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("main"))))
		box, err := chromedp.Run(ctx, chromedp.Dimensions(chromedp.CSS("html")))
		require.NoError(t, err)
		require.LessOrEqual(t, box.Width, int64(360), path)
		scroll, err := chromedp.Run(ctx, chromedp.JavascriptAttribute[int](chromedp.CSS("html"), "scrollWidth"))
		require.NoError(t, err)
		require.LessOrEqual(t, scroll, 360, path)
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+s.dossier()), chromedp.WaitVisible(chromedp.CSS("main"))))
	picture(t, ctx, "phone")
}
