package workbench_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// The owner of a need hears of the match that passes the usual threshold, reads why,
// opens its dossier, marks it as read and sets another threshold, with scripts off.
func TestNotices(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.signIn(ctx, "/notices")
	picture(t, ctx, "notices")
	page := s.html(ctx)
	require.Contains(t, page, "大尺寸石墨烯导热膜卷对卷制备技术 · 71.0 分")
	require.Contains(t, page, "通用门槛：高校技术 50.0 分")
	require.NotContains(t, page, "石墨烯纤维复合散热膜探索", "a near miss is not told of")
	require.Contains(t, page, s.dossier())

	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".unread button")), chromedp.Sleep(300*time.Millisecond), chromedp.WaitVisible(chromedp.CSS(".list"))))
	unread, err := s.db.Notices(ctx, s.owner(), true, firstPage)
	require.NoError(t, err)
	all, err := s.db.Notices(ctx, s.owner(), false, firstPage)
	require.NoError(t, err)
	require.Len(t, unread.Items, len(all.Items)-1)

	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#points"), "85"), chromedp.Submit(chromedp.CSS("#points")), chromedp.Sleep(300*time.Millisecond), chromedp.WaitVisible(chromedp.CSS("h2"))))
	require.Contains(t, s.html(ctx), "本单位设定的门槛：<strong>85.0</strong>")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/notices?lang=en"), chromedp.WaitVisible(chromedp.CSS("h2"))))
	require.Contains(t, s.html(ctx), "Your organisation's threshold: <strong>85.0</strong>")
}

// The bureau reads which needs nothing answers, by topic; the enterprise may not.
func TestUnmet(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	other := s.published(s.need.OrganisationID)
	s.storeNothing(s.need, other)
	topic := domain.UnmetTopic{Terms: []string{"石墨烯", "散热膜"}, Needs: []domain.UnmetNeed{{NeedID: s.need.ID}, {NeedID: other.ID}}}
	require.NoError(t, s.db.StoreUnmet(ctx, []domain.UnmetTopic{topic}))
	s.signIn(ctx, "/needs")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/unmet-needs"), chromedp.WaitVisible(chromedp.CSS("main"))))
	require.NotContains(t, s.html(ctx), "石墨烯")

	s.user("bureau", domain.RoleBureau)
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".who button")), chromedp.WaitVisible(chromedp.CSS("#login"))))
	s.signInAs(ctx, "bureau", "/unmet-needs")
	picture(t, ctx, "unmet")
	page := s.html(ctx)
	require.Contains(t, page, "<h3>石墨烯、散热膜</h3>")
	require.Contains(t, page, "2 项需求 · 雨湖区 · 预算合计 400 万元")
	require.Contains(t, page, s.dossier())
}
