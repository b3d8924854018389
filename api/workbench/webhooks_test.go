package workbench_test

import (
	"html"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// An enterprise has its own system told: the secret is shown once, what was sent can be
// sent again, and it is paused, taken up again and removed; it sees no other's.
func TestWebhooksPage(t *testing.T) {
	s, ctx := newSite(t), t.Context()
	d := s.talk()
	owner := s.signedIn("enterprise")
	_, page := s.press(owner, "/webhooks/new", "添加", url.Values{"url": {"http://oa.example.org/hook"}})
	for _, want := range []string{`id="url-problem"`, `id="kinds-problem"`, `value="http://oa.example.org/hook"`} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "不填则接收全部单位的消息", "its own alone")
	_, page = s.press(owner, "/webhooks/new", "添加", url.Values{"url": {"https://127.0.0.1/hook"}, "kinds": {"docking"}})
	require.Contains(t, page, "推送地址：不能是本机或内部网络的地址")
	_, page = s.press(owner, "/webhooks/new", "添加", url.Values{"url": {"https://oa.example.org/hook?a=<b>"}, "kinds": {"docking", "message"}})
	secret := html.UnescapeString(between(t, page, "<code>whsec_", "</code>"))
	require.Len(t, secret, 44)
	at := between(t, page, `<p><a href="`, `"`)

	_, err := s.db.Notify(ctx, domain.Dockings, []domain.ID{d.ID})
	require.NoError(t, err)
	waiting, err := s.db.ToDeliver(ctx)
	require.NoError(t, err)
	require.Len(t, waiting, 1)
	out, err := s.db.TakeDelivery(ctx, waiting[0])
	require.NoError(t, err)
	require.Contains(t, s.getAs(owner, http.StatusOK, at), "待送达")
	require.NoError(t, s.db.Delivered(ctx, out.WebhookDelivery, 200))
	page = s.getAs(owner, http.StatusOK, at)
	for _, want := range []string{"https://oa.example.org/hook?a=&lt;b&gt;", "对接进展、对接留言", "有新的对接意向", "已送达"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, html.UnescapeString(page), secret)
	s.seenBy(owner, map[string]string{"webhooks": "/webhooks", "webhook": at, "webhook-new": "/webhooks/new", "webhook-rotate": at + "/rotate"})
	_, page = s.press(owner, at, "重新推送", nil)
	require.Contains(t, page, "已安排重新推送")
	require.Contains(t, page, "待送达")
	_, page = s.press(owner, at+"/redeliver", "重新推送", nil)
	require.Contains(t, page, "请在推送记录中选择")

	out, err = s.db.TakeDelivery(ctx, waiting[0])
	require.NoError(t, err)
	_, err = s.db.NotDelivered(ctx, out.WebhookDelivery, 500, "answered 500", false)
	require.NoError(t, err)
	require.Contains(t, s.getAs(owner, http.StatusOK, at), "对方未接收，返回 500")

	_, page = s.press(owner, at+"/pause", "暂停推送", nil)
	require.Contains(t, page, "暂停</b>")
	require.NotContains(t, page, "重新推送")
	_, page = s.press(owner, at+"/resume", "恢复推送", nil)
	require.Contains(t, page, "启用</b>")
	_, page = s.press(owner, at+"/rotate", "更换密钥", nil)
	require.NotEqual(t, secret, html.UnescapeString(between(t, page, "<code>whsec_", "</code>")))
	_, page = s.press(owner, at+"/edit", "保存", url.Values{"url": {"https://oa.example.org/new"}, "kinds": {"contract"}})
	require.Contains(t, page, "合同登记")

	s.user("admin", domain.RoleAdmin)
	_, page = s.press(s.signedIn("admin"), "/webhooks/new", "添加", url.Values{"url": {"https://all.example.org/"}, "kinds": {"docking"}})
	all := between(t, page, `<p><a href="`, `"`)
	s.getAs(owner, http.StatusNotFound, all)
	s.getAs(s.signedIn("university"), http.StatusNotFound, at)
	s.getAs(s.signedIn("steward"), http.StatusForbidden, "/webhooks")
	page = s.getAs(s.signedIn("admin"), http.StatusOK, "/webhooks")
	require.Contains(t, page, "科技主管部门（全部单位的消息）")
	require.Contains(t, page, "https://oa.example.org/new")

	_, page = s.press(owner, at+"/remove", "删除", nil)
	require.Contains(t, page, "还没有推送地址")
}
