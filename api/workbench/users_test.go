package workbench_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The administrator adds a user: what is wrong is told at the field and what was typed
// stays; the password is shown once, signs in, and is changed by its owner, all with
// scripts off.
func TestAddUser(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.user("admin", domain.RoleAdmin)
	s.signInAs(ctx, "admin", "/home")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/users/new"), chromedp.WaitVisible(chromedp.CSS("#login")),
		chromedp.SendKeys(chromedp.CSS("#login"), "New User"), chromedp.SendKeys(chromedp.CSS("#name"), "示例新用户"), chromedp.Click(chromedp.CSS(`[id="roles-bureau"]`)),
		chromedp.SendKeys(chromedp.CSS("#organisation_id"), "没有这个单位"), chromedp.Submit(chromedp.CSS("#login")), chromedp.WaitVisible(chromedp.CSS("#problems"))))
	page := s.html(ctx)
	require.Contains(t, page, `<a href="#organisation_id">所属单位：没有找到“没有这个单位”`)
	require.Regexp(t, `id="name"[^>]*value="示例新用户"`, page)
	require.Regexp(t, `id="roles-bureau"[^>]*checked`, page)

	client := s.signedIn("admin")
	form := url.Values{"_once": {onceIn(s.getAs(client, http.StatusOK, "/users/new"))}, "login": {"newcomer"}, "name": {"示例新用户"}, "roles": {"bureau"}}
	shown := regexp.MustCompile("<code>([^<]+)</code>").FindStringSubmatch(s.post(role{"admin", client}, "/users/new", form))[1]
	again := s.post(role{"admin", client}, "/users/new", form)
	require.Contains(t, again, "密码、密钥只显示一次")
	require.NotContains(t, again, "请更正")
	users, err := s.db.Users(t.Context(), actor, postgres.UserFilter{Login: "newcomer"}, firstPage)
	require.NoError(t, err)
	require.Len(t, users.Items, 1)

	require.NotContains(t, s.getAs(client, http.StatusOK, "/users"), shown)
	newcomer := s.signedInBy("newcomer", shown)
	account := s.getAs(newcomer, http.StatusOK, "/account")
	require.Contains(t, account, "科技局")
	change := url.Values{"_once": {onceIn(account)}, "old_password": {"wrong"}, "new_password": {password}, "again_password": {password}}
	r := role{"newcomer", newcomer}
	require.Contains(t, s.post(r, "/account", change), "原密码不正确")
	change.Set("old_password", shown)
	change.Set("again_password", "other")
	require.Contains(t, s.post(r, "/account", change), "两次输入的新密码不一致")
	change.Set("again_password", password)
	require.Contains(t, s.post(r, "/account", change), "密码已修改")
	require.Contains(t, s.getAs(s.signedIn("newcomer"), http.StatusOK, "/home"), "示例新用户")
	require.NotContains(t, s.getAs(s.signedInBy("newcomer", shown), http.StatusOK, "/login"), "退出")
}

// onceIn is the number of the first form of a page.
func onceIn(page string) string {
	return regexp.MustCompile(`name="_once" value="([^"]*)"`).FindStringSubmatch(page)[1]
}

// The bureau finds who did what to a record, by whom and when.
func TestAuditPage(t *testing.T) {
	s := newSite(t)
	s.user("bureau", domain.RoleBureau)
	client := s.signedIn("bureau")
	page := s.getAs(client, http.StatusOK, "/audit?resource=need&id="+s.need.ID.String())
	for _, want := range []string{"系统（test）", "新建", "发布", "待封存"} {
		require.Contains(t, page, want)
	}
	require.Contains(t, s.getAs(client, http.StatusOK, "/audit?who=bureau"), "登录")
	require.Contains(t, s.getAs(client, http.StatusOK, "/audit?to=2020-01-01&from=2019-01-01"), "没有记录")
	s.getAs(client, http.StatusUnprocessableEntity, "/audit?from=yesterday")
	for {
		n, err := s.db.SealAudit(t.Context(), 1000)
		require.NoError(t, err)
		if n == 0 {
			break
		}
	}
	page = s.getAs(client, http.StatusOK, "/audit?row=1")
	require.Contains(t, page, "证明成立")
	s.getAs(client, http.StatusNotFound, "/audit?row=99999999")
	s.getAs(s.signedIn("enterprise"), http.StatusForbidden, "/audit")
}
