package workbench_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sent fills in nothing more and sends the form of the page, and waits for what follows.
func sent(t testing.TB, ctx context.Context, follows string) {
	t.Helper()
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("form.fields .buttons button")), chromedp.WaitVisible(chromedp.CSS(follows))))
}

// open opens a page as whoever has signed in.
func (s *site) open(ctx context.Context, path, waitFor string) {
	s.Helper()
	require.NoError(s, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS(waitFor))))
}

// The bureau plans a meeting, puts a need on its agenda, announces it and invites; the
// enterprise registers; the bureau checks them in and sees what came of it. No scripts.
func TestActivityStory(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.user("clerk", domain.RoleBureau)
	s.signInAs(ctx, "clerk", "/events")
	s.open(ctx, "/events/new", "form.fields")
	picture(t, ctx, "event-new")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#kind-matchmaking")), chromedp.SendKeys(chromedp.CSS("#title"), "示例新材料对接会"),
		chromedp.SendKeys(chromedp.CSS("#place"), "示例会议中心"), chromedp.Click(chromedp.CSS("#fields-materials"))))
	sent(t, ctx, "#problems")
	require.Contains(t, s.html(ctx), "主办单位和主办部门至少填一项")
	require.Contains(t, s.html(ctx), "示例会议中心", "what was typed is kept")
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#organisation_id"), "湘潭示例理工大学")))
	sent(t, ctx, "#agenda")
	found, err := s.db.Activities(t.Context(), actor, postgres.ActivityFilter{}, firstPage)
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	at := "/events/" + found.Items[0].ID.String()
	require.Equal(t, http.StatusNotFound, status(t, http.DefaultClient, s.url+at), "a draft is nobody else's")

	s.open(ctx, at+"/agenda", "#title")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#kind-need")), chromedp.SendKeys(chromedp.CSS("#title"), "石墨烯散热膜的规模化"), chromedp.SendKeys(chromedp.CSS("#at"), "09:10")))
	sent(t, ctx, "#remove-0")
	picture(t, ctx, "event-agenda")
	s.open(ctx, at+"/announce", "form.fields")
	sent(t, ctx, "#agenda")
	picture(t, ctx, "event-host")
	require.Contains(t, s.html(ctx), "高导热石墨烯散热膜的规模化制备")

	s.open(ctx, at+"/invite", "form.fields")
	picture(t, ctx, "event-invite")
	require.Contains(t, s.html(ctx), "湘潭示例散热科技有限公司")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("[name=organisation_ids]"))))
	sent(t, ctx, ".said")

	enterprise := s.signedIn("enterprise")
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/events"), "邀请您参加")
	require.Contains(t, s.getAs(enterprise, http.StatusOK, at), "报名参加")
	require.Equal(t, http.StatusForbidden, status(t, enterprise, s.url+at+"/guests"))
	form := url.Values{"activity_id": {found.Items[0].ID.String()}, "persons": {"2"}, "contact": {"<script>alert(1)</script>"}, "phone": {"12"}}
	refused, err := enterprise.PostForm(s.url+"/registrations/new", form)
	require.NoError(t, err)
	require.NoError(t, refused.Body.Close())
	require.Equal(t, http.StatusUnprocessableEntity, refused.StatusCode)
	form.Set("phone", "0731-55550000")
	done, err := enterprise.PostForm(s.url+"/registrations/new", form)
	require.NoError(t, err)
	require.NoError(t, done.Body.Close())
	require.Equal(t, at, done.Request.URL.Path)
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/registrations"), "取消报名")

	_, err = s.db.Pool().Exec(t.Context(), `UPDATE activities SET starts_at = now() - interval '1 minute'`)
	require.NoError(t, err)
	s.open(ctx, at+"/check-in", "#registration_id")
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#registration_id"), "湘潭")))
	sent(t, ctx, ".said")
	s.open(ctx, at+"/guests", "#guests")
	picture(t, ctx, "event-guests")
	page := s.html(ctx)
	require.Contains(t, page, "1 家 1 人")
	require.Contains(t, page, "&lt;script&gt;alert(1)")
	s.open(ctx, at+"/hold", "form.fields")
	sent(t, ctx, "#agenda")
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/registrations"), "评价活动")
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(390, 800)))
	s.open(ctx, at, "#agenda")
	picture(t, ctx, "event-phone")
	s.open(ctx, at+"/guests", "#guests")
	picture(t, ctx, "event-guests-phone")
}

func status(t testing.TB, client *http.Client, address string) int {
	t.Helper()
	answer, err := client.Get(address)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	return answer.StatusCode
}
