package workbench_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// talk is a docking of the need with a steward, and a user on every side.
func (s *site) talk(steps ...string) domain.Docking {
	s.Helper()
	ctx := s.Context()
	university := s.organisation(domain.Organisation{Name: "湘潭样例工业大学", Kind: domain.University, Division: "430302"})
	e, err := s.db.CreateExpert(ctx, actor, domain.Expert{Name: "示例管家", Kind: domain.StewardExpert, Area: "yuhu", Capacity: 3, Fields: []string{"materials"}})
	require.NoError(s, err)
	e, err = s.db.StepExpert(ctx, actor, e.ID, e.Version, "publish", "")
	require.NoError(s, err)
	for _, u := range []domain.User{
		{Login: "university", Name: "示例刘老师", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: university.ID},
		{Login: "steward", Name: "示例管家", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu", ExpertID: e.ID},
	} {
		_, err := s.db.CreateUser(ctx, actor, u, s.hash)
		require.NoError(s, err)
	}
	d, err := s.db.CreateDocking(ctx, actor, domain.Docking{NeedID: s.need.ID, TechnologyID: s.technology(university.ID, "卷对卷涂布技术"), StewardID: e.ID})
	require.NoError(s, err)
	return s.led(d, steps...)
}

func (s *site) led(d domain.Docking, steps ...string) domain.Docking {
	s.Helper()
	steward := domain.Actor{Login: "steward", Roles: []domain.Role{domain.RoleSteward}, ExpertID: d.StewardID}
	for _, step := range steps {
		var err error
		d, err = s.db.StepDocking(s.Context(), steward, d.ID, d.Version, step, "", "")
		require.NoError(s, err)
	}
	return d
}

// sendFile sends a message with a file by the form of a docking.
func (s *site) sendFile(client *http.Client, status int, path, body, name, content string) {
	s.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	require.NoError(s, w.WriteField("body", body))
	part, err := w.CreateFormFile("file", name)
	require.NoError(s, err)
	_, err = part.Write([]byte(content))
	require.NoError(s, err)
	require.NoError(s, w.Close())
	response, err := client.Post(s.url+path, w.FormDataContentType(), &b)
	require.NoError(s, err)
	require.NoError(s, response.Body.Close())
	require.Equal(s, status, response.StatusCode)
}

// Both sides talk with the steward, then with each other, and send files, by forms alone.
func TestMessagesPage(t *testing.T) {
	s := newSite(t)
	d := s.talk()
	path := "/dockings/" + d.ID.String() + "/messages"
	enterprise, university, steward := s.signedIn("enterprise"), s.signedIn("university"), s.signedIn("steward")
	page := s.postAs(enterprise, http.StatusOK, path, url.Values{"body": {"我们是湘潭的企业<script>alert(1)</script>\n请先保密"}})
	require.Contains(t, page, "我们是湘潭的企业&lt;script&gt;")
	require.Contains(t, page, "仅需求方与管家可见")
	require.NotContains(t, s.getAs(university, http.StatusOK, path), "我们是湘潭的企业")
	for _, list := range []string{"/dockings", "/worklist"} {
		require.Contains(t, s.getAs(steward, http.StatusOK, list), `<a href="`+path+`">未读留言 1 条</a>`, list)
	}
	require.NotContains(t, s.getAs(university, http.StatusOK, "/dockings"), "未读留言")
	require.Contains(t, s.getAs(steward, http.StatusOK, path), "<strong>未读</strong>")
	require.NotContains(t, s.getAs(steward, http.StatusOK, "/dockings"), "未读留言")
	require.NotContains(t, s.getAs(steward, http.StatusOK, path), "<strong>未读</strong>", "to see it is to have read it")
	page = s.postAs(steward, http.StatusUnprocessableEntity, path, url.Values{"body": {"请双方补充"}})
	require.Contains(t, page, "请选择留言给谁")
	require.Contains(t, page, "请双方补充", "what was typed is kept")
	s.postAs(steward, http.StatusUnprocessableEntity, path, url.Values{"body": {"请双方补充"}, "to": {"all"}})
	s.postAs(steward, http.StatusOK, path, url.Values{"body": {"请补充膜厚"}, "to": {"provider"}})
	require.NotContains(t, s.getAs(enterprise, http.StatusOK, path), "请补充膜厚")

	s.led(d, "introduce")
	s.sendFile(university, http.StatusUnprocessableEntity, path, "样品数据", "样品.exe", "MZ\x90\x00")
	s.sendFile(university, http.StatusOK, path, "样品数据见附件", `..\样品"数据.pdf`, "%PDF-1.7\n<script>")
	page = s.getAs(enterprise, http.StatusOK, path)
	require.Contains(t, page, "样品数据见附件")
	require.Contains(t, page, "引荐", "the step stands among the messages")
	require.NotContains(t, page, "请补充膜厚")
	href := between(t, page, `<a href="`+path+`/file?file=`, `"`)
	response, err := enterprise.Get(s.url + path + "/file?file=" + href)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "attachment; filename*=utf-8''%E6%A0%B7%E5%93%81%E6%95%B0%E6%8D%AE.pdf", response.Header.Get("Content-Disposition"))
	require.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "application/pdf", response.Header.Get("Content-Type"))

	s.user("bureau", domain.RoleBureau)
	require.NotContains(t, s.getAs(s.signedIn("bureau"), http.StatusOK, path), "<textarea", "who oversees only reads")
	s.postAs(s.signedIn("bureau"), http.StatusForbidden, path, url.Values{"body": {"科技局"}, "to": {"all"}})
	_, err = s.db.CreateUser(t.Context(), actor, domain.User{Login: "other", Name: "他人", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.organisation(domain.Organisation{Name: "示例机床厂", Kind: domain.Enterprise, Division: "430302"}).ID}, s.hash)
	require.NoError(t, err)
	s.getAs(s.signedIn("other"), http.StatusNotFound, path)
	s.getAs(s.signedIn("other"), http.StatusNotFound, path+"/file?file="+href)
}

func between(t *testing.T, page, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, from)
	require.True(t, ok, from)
	found, _, ok := strings.Cut(rest, to)
	require.True(t, ok)
	return found
}

// What one is told stands on one page, is counted in the header, and is read by opening it.
func TestNotificationsPage(t *testing.T) {
	s := newSite(t)
	d := s.talk("introduce")
	for _, of := range []domain.Resource{domain.Dockings, domain.Notices} {
		ref := d.ID
		if of == domain.Notices {
			ref = s.need.ID
		}
		_, err := s.db.Notify(t.Context(), of, []domain.ID{ref})
		require.NoError(t, err)
	}
	enterprise := s.signedIn("enterprise")
	page := s.getAs(enterprise, http.StatusOK, "/notifications")
	require.Contains(t, page, "管家已为“高导热石墨烯散热膜的规模化制备”引荐双方，请答复")
	require.Contains(t, page, "有 3 项新匹配")
	require.Contains(t, page, "未读 3", "in the header")
	only := s.getAs(enterprise, http.StatusOK, "/notifications?kind=match")
	require.NotContains(t, only, "引荐双方")
	open := between(t, only, `<a href="/notifications/`, `"`)
	for open == "settings" || open == "" {
		_, only, _ = strings.Cut(only, `<a href="/notifications/`+open)
		open = between(t, only, `<a href="/notifications/`, `"`)
	}
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/notifications/"+open), "<h1>匹配通知</h1>", "leads to what it is about")
	s.getAs(s.signedIn("steward"), http.StatusNotFound, "/notifications/"+open)
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/notifications"), "未读 2")
	until := between(t, page, `name="until" value="`, `"`)
	require.NotContains(t, s.postAs(enterprise, http.StatusOK, "/notifications/read", url.Values{"until": {until}}), "未读 2")

	page = s.getAs(enterprise, http.StatusOK, "/notifications?lang=en")
	require.Contains(t, page, "The steward has introduced the two sides")
}

func TestNotificationSettings(t *testing.T) {
	s := newSite(t)
	enterprise := s.signedIn("enterprise")
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/notifications/settings"), "填写并确认后才会发邮件")
	form := url.Values{"address": {"not an address"}}
	for _, k := range domain.NotificationKinds {
		form.Set(k.Code, domain.DeliverPage)
	}
	page := s.postAs(enterprise, http.StatusUnprocessableEntity, "/notifications/settings", form)
	require.Contains(t, page, "不是有效的邮箱地址")
	form.Set("address", "boss@example.org")
	page = s.postAs(enterprise, http.StatusOK, "/notifications/settings", form)
	require.Contains(t, page, "确认邮件已发往新邮箱")
	require.Contains(t, page, "尚未确认")
	page = s.postAs(http.DefaultClient, http.StatusUnprocessableEntity, "/mail-address/confirm", url.Values{"secret": {"guess"}})
	require.Contains(t, page, "链接无效或已过期")
}

// The pages as they look.
func TestMessagePictures(t *testing.T) {
	s := newSite(t)
	d := s.talk()
	ctx := browser(t, 1200)
	say := func(login, to, body string) {
		a, err := s.db.AccountByLogin(t.Context(), login)
		require.NoError(t, err)
		_, err = s.db.Say(t.Context(), a.Actor(""), d.ID, to, body, nil)
		require.NoError(t, err)
	}
	say("enterprise", "", "我们需要厚度 100 微米以上、导热系数 1200 以上的散热膜，年用量约 20 万平方米。\n目前用的人工石墨膜太薄。")
	say("steward", domain.ToEnterprise, "收到，我先和学校确认中试线的能力。")
	d = s.led(d, "introduce")
	say("university", "", "张总您好，我们中试线可做 150 微米，导热系数 1350。方便的话下周来看样。")
	_, err := s.db.Notify(t.Context(), domain.Notices, []domain.ID{s.need.ID})
	require.NoError(t, err)
	_, err = s.db.Notify(t.Context(), domain.Dockings, []domain.ID{d.ID})
	require.NoError(t, err)
	s.signIn(ctx, "/notices")
	for _, shot := range []struct{ path, name string }{{"/notifications", "notifications"}, {"/notifications/settings", "notification-settings"}, {"/dockings/" + d.ID.String() + "/messages", "messages"}} {
		for _, width := range []int64{1200, 390} {
			require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(s.url+shot.path), chromedp.WaitVisible(chromedp.CSS("main"))))
			wide, err := chromedp.Run(ctx, chromedp.JavascriptAttribute[int](chromedp.CSS("html"), "scrollWidth"))
			require.NoError(t, err)
			require.LessOrEqual(t, int64(wide), width, shot.path)
			if width == 390 {
				shot.name += "-phone"
			}
			picture(t, ctx, shot.name)
		}
	}
}
