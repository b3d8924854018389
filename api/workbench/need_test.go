package workbench_test

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

var (
	hiddenIn = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	formsIn  = regexp.MustCompile(`(?s)<form[^>]*method="post" action="([^"]*)"[^>]*>(.*?)</form>`)
)

// press sends the form of a page whose button says what, with what is typed, and returns
// where it leads and what it answers with.
func (s *site) press(client *http.Client, path, button string, typed url.Values) (string, string) {
	s.Helper()
	page := s.getAs(client, http.StatusOK, path)
	for _, m := range formsIn.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(m[2], ">"+button+"</button>") {
			continue
		}
		sent := url.Values{}
		for _, h := range hiddenIn.FindAllStringSubmatch(m[2], -1) {
			sent.Set(html.UnescapeString(h[1]), html.UnescapeString(h[2]))
		}
		for name, values := range typed {
			sent[name] = values
		}
		response, err := client.PostForm(s.url+html.UnescapeString(m[1]), sent)
		require.NoError(s, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(s, err)
		return response.Request.URL.RequestURI(), string(body)
	}
	require.Fail(s, "no form", "%s has no button %s:\n%s", path, button, page)
	return "", ""
}

// A need from the clinic to its publishing: what is typed is kept, what is proposed is
// taken only when its owner says so, and what a reviewer says stands at the field.
func TestNeedFromClinicToLibrary(t *testing.T) {
	s := newSite(t)
	s.user("clerk", domain.RoleBureau)
	owner, clerk := s.signedIn("enterprise"), s.signedIn("clerk")
	at, page := s.press(owner, "/needs/new", "保存草稿，下一步", url.Values{"title": {"耐高温涂层<script>"}, "confidentiality": {"blind"},
		"problem": {"炉辊涂层剥落，希望合作开发耐高温涂层，涂层寿命不低于1000小时。公司拟出资60万元。"}})
	require.Regexp(t, `^/needs/.*/clinic`, at)
	require.NotContains(t, page, "<script")
	require.Contains(t, page, "从您写的内容里读到")
	path := strings.TrimSuffix(strings.Split(at, "?")[0], "/clinic")
	id, err := domain.ParseID(strings.TrimPrefix(path, "/needs/"))
	require.NoError(t, err)
	need := func() domain.Need {
		n, err := s.db.Need(t.Context(), actor, id)
		require.NoError(t, err)
		return n
	}
	for range 20 {
		if !strings.Contains(s.getAs(owner, http.StatusOK, path+"/clinic"), ">采纳</button>") {
			break
		}
		button := "采纳"
		if strings.Contains(s.getAs(owner, http.StatusOK, path+"/clinic"), "60 万元") {
			button = "不采纳"
		}
		s.press(owner, path+"/clinic", button, nil)
	}
	require.Equal(t, "materials", need().Field)
	require.Len(t, need().Targets, 1)
	require.Nil(t, need().BudgetMax, "it was turned down")
	for range 20 {
		page = s.getAs(owner, http.StatusOK, path+"/clinic")
		if !strings.Contains(page, "跳过这一题") {
			break
		}
		if strings.Contains(page, `id="budget_max"`) {
			s.press(owner, path+"/clinic", "保存，下一题", url.Values{"budget_max": {"80"}})
			continue
		}
		s.press(owner, path+"/clinic", "跳过这一题", nil)
	}
	require.Contains(t, page, "问完了")
	require.Equal(t, domain.Yuan(800_000), *need().BudgetMax)

	s.press(owner, path, "提交审核", nil)
	require.Contains(t, s.getAs(clerk, http.StatusOK, "/review"), "耐高温涂层")
	s.press(clerk, path+"/return", "退回修改", url.Values{"point-targets": {"请补充“孔隙率”"}})
	require.Contains(t, s.getAs(owner, http.StatusOK, path+"/edit"), "审核意见：请补充“孔隙率”")
	_, page = s.press(owner, path+"/edit", "保存", url.Values{"title": {"耐高温涂层"}, "problem": {"炉辊涂层剥落"}, "field": {"materials"}, "confidentiality": {"blind"}, "targets": {"寿命 ≥ 很久"}})
	require.Contains(t, page, `id="targets-problem"`)
	require.Contains(t, page, "寿命 ≥ 很久", "what was typed stays")
	require.Len(t, need().Targets, 1)
	s.press(owner, path, "提交审核", nil)
	s.press(clerk, path, "发布", nil)
	require.Equal(t, domain.ListingPublished, need().State)
	require.Contains(t, s.getAs(owner, http.StatusOK, path), "退回修改")
}

// teacher makes a user of the university, whose login is "university".
func (s *site) teacher() {
	universities, err := s.db.Organisations(s.Context(), actor, postgres.OrganisationFilter{Kind: domain.University}, firstPage)
	require.NoError(s, err)
	_, err = s.db.CreateUser(s.Context(), actor, domain.User{Login: "university", Name: "示例教师", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: universities.Items[0].ID}, s.hash)
	require.NoError(s, err)
}

// A technology shows the needs that it answers, and of those that it misses why, to its
// owner and to the enterprise whose needs they are, and not to visitors.
func TestTechnologyShowsTheNeedsItAnswers(t *testing.T) {
	s := newSite(t)
	s.teacher()
	owner, enterprise := s.signedIn("university"), s.signedIn("enterprise")
	home := s.getAs(owner, http.StatusOK, "/home")
	at := regexp.MustCompile(`href="(/technologies/[^"?]+)">([^<]+)<`).FindAllStringSubmatch(home, -1)
	paths := map[string]string{}
	for _, m := range at {
		paths[m[2]] = m[1]
	}
	best, near := paths["大尺寸石墨烯导热膜卷对卷制备技术"], paths["石墨烯纤维复合散热膜探索"]
	for _, client := range []*http.Client{owner, enterprise} {
		page := s.getAs(client, http.StatusOK, best)
		require.Contains(t, page, "能解决的需求")
		require.Contains(t, page, `<a href="/needs/`+s.need.ID.String()+`">`+s.need.Title)
		require.Contains(t, page, "匹配度 71 分")
		page = s.getAs(client, http.StatusOK, near)
		require.NotContains(t, page, "能解决的需求")
		require.Contains(t, page, "差一点符合的需求")
		require.Contains(t, page, "成熟度 4 级，低于要求的 6 级")
	}
	require.NotContains(t, s.get(http.StatusOK, best), s.need.Title)
}

// Another organisation sees the title, asks, is granted, looks, and the owner sees that.
func TestBlindNeedRevealedOnPages(t *testing.T) {
	s := newSite(t)
	n, err := s.db.ChangeNeed(t.Context(), actor, s.need.ID, s.need.Version, func(n *domain.Need) error { n.Confidentiality = "blind"; return nil })
	require.NoError(t, err)
	s.teacher()
	owner, asker, path := s.signedIn("enterprise"), s.signedIn("university"), "/needs/"+n.ID.String()
	page := s.getAs(asker, http.StatusOK, path)
	require.NotContains(t, page, "人工石墨膜")
	require.NotContains(t, page, "湘潭示例散热科技有限公司")
	s.press(asker, "/reveals/new?need="+n.ID.String(), "提交申请", url.Values{"level": {"4"}, "purpose": {"本校有中试线<b>"}})
	asked, err := s.db.Reveals(t.Context(), actor, postgres.RevealFilter{}, firstPage)
	require.NoError(t, err)
	step := "/reveals/" + asked.Items[0].ID.String() + "/"
	require.NotContains(t, s.getAs(owner, http.StatusOK, path), "<b>\"")
	const waiting = "1 份隐名公开申请，待贵方答复"
	require.Contains(t, s.getAs(owner, http.StatusOK, "/home"), waiting)
	require.NotContains(t, s.getAs(asker, http.StatusOK, "/home"), waiting)
	s.getAs(asker, http.StatusForbidden, step+"grant")
	s.press(owner, step+"grant", "同意公开", url.Values{"level": {"4"}, "until": {domain.DateOf(time.Now()).AddDays(30).String()}})
	require.NotContains(t, s.getAs(owner, http.StatusOK, "/home"), waiting)
	page = s.getAs(asker, http.StatusOK, path)
	require.Contains(t, page, "人工石墨膜")
	require.Contains(t, page, "湘潭示例散热科技有限公司")
	page = s.getAs(owner, http.StatusOK, path)
	require.Contains(t, page, "查看记录")
	require.Contains(t, page, "示例教师")
	s.press(owner, step+"withdraw", "收回同意", nil)
	require.NotContains(t, s.getAs(asker, http.StatusOK, path), "人工石墨膜")
}

func TestNeedPagesInBrowser(t *testing.T) {
	ctx, s := browser(t, 1100), newSite(t)
	s.user("clerk", domain.RoleBureau)
	n, err := s.db.CreateNeed(t.Context(), actor, domain.Need{OrganisationID: s.need.OrganisationID, Title: "炉辊耐高温涂层寿命提升", Confidentiality: "blind",
		Problem: "炉辊涂层用不到两个月就剥落，希望合作开发耐高温涂层，涂层寿命不低于1000小时。公司拟出资60万元。"})
	require.NoError(t, err)
	path := "/needs/" + n.ID.String()
	s.signIn(ctx, "/needs")
	shown := func(name, path string) {
		t.Helper()
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("h1"))))
		picture(t, ctx, name)
	}
	shown("needs", "/needs")
	shown("need-new", "/needs/new")
	shown("need-clinic-proposal", path+"/clinic")
	shown("need-clinic-question", path+"/clinic?q=targets&back=field")
	shown("need", path)
	shown("need-edit", path+"/edit")
	n, err = s.db.ChangeNeed(t.Context(), actor, n.ID, n.Version, func(n *domain.Need) error { n.Field = "materials"; return nil })
	require.NoError(t, err)
	_, err = s.db.StepNeed(t.Context(), actor, n.ID, n.Version, "submit", "")
	require.NoError(t, err)
	clerk := browser(t, 390)
	s.signInAs(clerk, "clerk", "/review")
	picture(t, clerk, "review-phone")
	for name, path := range map[string]string{"need-phone": path, "need-return-phone": path + "/return", "needs-phone": "/needs", "clinic-phone": path + "/clinic", "technology-new-phone": "/technologies/new"} {
		require.NoError(t, chromedp.Do(clerk, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("h1"))))
		picture(t, clerk, name)
	}
}
