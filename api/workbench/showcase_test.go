package workbench_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"sanku/api"
	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
)

// newShowcase is a site whose libraries are indexed, with a blind need, a policy that
// grants something and an activity that is to come.
func newShowcase(t testing.TB) *site {
	t.Helper()
	s := newSite(t)
	s.blind("隐名企业的散热难题")
	s.clauses()
	s.coming()
	return s.indexed()
}

// indexed serves the site with its libraries indexed as they are now.
func (s *site) indexed() *site {
	t := s.TB
	t.Helper()
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	libraries, err := search.Open(t.Context(), t.TempDir(), matching.NewFeed(s.db), search.Options{Logger: quiet})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, libraries.Close()) })
	require.NoError(t, libraries.CatchUp(t.Context()))
	a, err := api.New(api.Options{DB: s.db, Libraries: libraries, Log: quiet, Version: "test"})
	require.NoError(t, err)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// blind publishes a need of which only title and field are shown, and that to members.
func (s *site) blind(title string) {
	budget := domain.Yuan(9_876_500)
	n, err := s.db.CreateNeed(s.Context(), actor, domain.Need{OrganisationID: s.need.OrganisationID, Title: title, Problem: "石墨烯膜的保密内容不得外泄", Field: "materials", Confidentiality: "blind", BudgetMax: &budget})
	require.NoError(s, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = s.db.StepNeed(s.Context(), actor, n.ID, n.Version, step, "")
		require.NoError(s, err)
	}
}

func (s *site) clauses() {
	rate, most := 500, domain.Yuan(500_000)
	p, err := s.db.CreatePolicy(s.Context(), actor, domain.Policy{Title: "示例市技术交易奖补办法", Issuer: "示例市科技局", Level: "city", ValidUntil: domain.DateOf(s.db.Now()).AddDays(100), Clauses: []domain.Clause{
		{Ref: "第一条", Text: "为促进科技成果转化，制定本办法。"},
		{Ref: "第四条", Heading: "受让方补助", Text: "对购买高校成果并登记技术合同的企业给予补助。", Incentives: []domain.Incentive{
			{Code: "D4", Kind: "subsidy", Beneficiary: "enterprise", Condition: "已登记", Rule: "percent", PercentBP: &rate, Base: "technical_amount", Cap: &most, Payer: "示例市财政", ApplyBy: domain.DateOf(s.db.Now()).AddDays(30)}}}}})
	require.NoError(s, err)
	_, err = s.db.StepPolicy(s.Context(), actor, p.ID, p.Version, "publish", "")
	require.NoError(s, err)
}

func (s *site) coming() domain.Activity {
	starts := s.db.Now().AddDate(0, 0, 9)
	a, err := s.db.CreateActivity(s.Context(), actor, domain.Activity{Kind: "matchmaking", Title: "示例新材料技术对接会", Fields: []string{"materials"}, Area: "yuhu", Place: "示例会议中心", StartsAt: starts, EndsAt: starts.Add(3 * time.Hour),
		HostID: s.need.OrganisationID, Capacity: 2, Description: "面向新材料企业。", Agenda: []domain.AgendaItem{{At: "09:00", Words: "致辞"}, {At: "09:10", NeedID: s.need.ID}}})
	require.NoError(s, err)
	a, err = s.db.StepActivity(s.Context(), actor, a.ID, a.Version, "announce", "")
	require.NoError(s, err)
	return a
}

func scripts(t testing.TB, ctx context.Context) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
	require.NoError(t, err)
}

// A visitor without scripts looks around: the home, a library with its facets, a search
// with what was found marked, and a record.
func TestShowcaseWithoutScripts(t *testing.T) {
	s, ctx := newShowcase(t), browser(t, 1200)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/"), chromedp.WaitVisible(chromedp.CSS("#next-events"))))
	picture(t, ctx, "showcase-home")
	page := s.html(ctx)
	for _, want := range []string{"高导热石墨烯散热膜的规模化制备", "大尺寸石墨烯导热膜卷对卷制备技术", "示例新材料技术对接会"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "隐名企业")
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#q"), "石墨烯 导热膜"), chromedp.Submit(chromedp.CSS("#q")), chromedp.WaitVisible(chromedp.CSS("#found"))))
	picture(t, ctx, "showcase-search")
	require.Contains(t, s.html(ctx), "<mark>石墨烯</mark>")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".facets a")), chromedp.WaitVisible(chromedp.CSS(".chosen a"))))
	require.Contains(t, s.html(ctx), "技术领域：新材料")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".list a")), chromedp.WaitVisible(chromedp.CSS("dl.facts"))))
	picture(t, ctx, "showcase-technology")
	require.Contains(t, s.html(ctx), "登录后申请对接")

	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/library/policies?q="+url.QueryEscape("购买高校成果 补助")), chromedp.WaitVisible(chromedp.CSS(".offers"))))
	picture(t, ctx, "showcase-policies")
	page = s.html(ctx)
	for _, want := range []string{"第四条 受让方补助", "最高 50 万元", "按技术交易额的 5%", "还有 30 天", "<mark>"} {
		require.Contains(t, page, want)
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".clause a")), chromedp.WaitVisible(chromedp.CSS("#clause-2"))))
	picture(t, ctx, "showcase-policy")
	for name, path := range map[string]string{"needs": "/library/needs", "experts": "/library/experts", "institutions": "/library/institutions", "home-en": "/?lang=en", "needs-en": "/library/needs?lang=en"} {
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("h1"))))
		picture(t, ctx, "showcase-"+name)
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(390, 800)))
	for name, path := range map[string]string{"home": "/", "needs": "/library/needs", "policies": "/library/policies", "events": "/events"} {
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("h1"))))
		picture(t, ctx, "showcase-phone-"+name)
	}
}

// With scripts the search box suggests as one types, by keyboard too.
func TestSearchAsYouType(t *testing.T) {
	s, ctx := newShowcase(t), browser(t, 1200)
	scripts(t, ctx)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/library/technologies"), chromedp.WaitVisible(chromedp.CSS("#q[role=combobox]")),
		chromedp.SendKeys(chromedp.CSS("#q"), "石墨烯"), chromedp.WaitVisible(chromedp.CSS("#q-suggestions [role=option]"))))
	picture(t, ctx, "showcase-suggestions")
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#q"), kb.ArrowDown), chromedp.WaitVisible(chromedp.CSS(`#q-suggestions [aria-selected="true"]`))))
	chosen, err := chromedp.Run(ctx, chromedp.AttributeValue(chromedp.CSS("#q"), "aria-activedescendant"))
	require.NoError(t, err)
	require.NotEmpty(t, chosen)
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#q"), kb.Escape), chromedp.WaitVisible(chromedp.CSS(`#q[aria-expanded="false"]`)),
		chromedp.SendKeys(chromedp.CSS("#q"), kb.ArrowDown), chromedp.SendKeys(chromedp.CSS("#q"), kb.Enter), chromedp.WaitVisible(chromedp.CSS("dl.facts"))))
}

// asked asks for a page as nobody.
func (s *site) asked(path string) (int, http.Header, string) {
	s.Helper()
	answer, err := http.Get(s.url + path)
	require.NoError(s, err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	require.NoError(s, err)
	return answer.StatusCode, answer.Header, string(b)
}

// Nothing blind or of members only shows to visitors, by whichever way they ask; pages
// are small, ask for nothing outside, and run no script but ours.
func TestShowcaseKeepsSecrets(t *testing.T) {
	s := newShowcase(t)
	q := url.QueryEscape("隐名企业的散热难题 石墨烯膜的保密内容")
	for _, path := range []string{"/", "/events", "/library/needs", "/library/needs?q=" + q, "/library/needs?field=materials&area=yuhu", "/library/suggestions?library=need&q=" + url.QueryEscape("隐名企业的散热"),
		"/library/suggestions?q=" + url.QueryEscape("隐名企业"), "/library/technologies", "/library/policies", "/library/experts", "/library/institutions"} {
		status, header, body := s.asked(path)
		require.Equal(t, http.StatusOK, status, path)
		require.NotContains(t, strings.ReplaceAll(body, `value="隐名企业的散热难题 石墨烯膜的保密内容"`, ""), "隐名企业", path)
		require.NotContains(t, body, "不得外泄", path)
		require.NotContains(t, body, "987.65", path)
		require.Less(t, len(body), 100<<10, path)
		require.NotContains(t, header.Get("Content-Security-Policy"), "unsafe")
		for _, tag := range []string{`src="http`, `href="http`, "<style", "javascript:"} {
			require.NotContains(t, body, tag, path)
		}
		require.Equal(t, strings.Count(body, "<script"), strings.Count(body, `<script src="/assets/`), path)
	}
	_, _, suggested := s.asked("/library/suggestions?library=technology&q=" + url.QueryEscape("石墨烯"))
	require.Contains(t, suggested, "大尺寸石墨烯导热膜卷对卷制备技术")
	for _, bad := range []string{"q=" + strings.Repeat("a", 61), "q=", "library=user&q=a", "q=%ff"} {
		status, _, body := s.asked("/library/suggestions?" + bad)
		require.Equal(t, []any{http.StatusOK, "[]"}, []any{status, body}, bad)
	}
	status, _, _ := s.asked("/library/needs?after=nonsense")
	require.Equal(t, http.StatusUnprocessableEntity, status)
}

// Script text in a record stays text, in pages and in suggestions alike.
func TestShowcaseEscapes(t *testing.T) {
	s := newSite(t)
	const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>散热`
	_, err := s.db.Pool().Exec(t.Context(), `UPDATE technologies SET title = $1, abstract = $1, description = $1`, evil)
	require.NoError(t, err)
	a := s.coming()
	_, err = s.db.Pool().Exec(t.Context(), `UPDATE activities SET title = $1, place = $1, description = $1`, evil)
	require.NoError(t, err)
	for _, path := range []string{"/", "/library/technologies", "/events", "/events/" + a.ID.String()} {
		_, _, body := s.asked(path)
		require.NotContains(t, body, "<script>", path)
		require.NotContains(t, body, "<img", path)
	}
}
