package workbench_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// shown opens a page, keeps its picture and returns its words.
func (s *site) shown(ctx context.Context, path, name string) string {
	s.Helper()
	require.NoError(s, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("main h1"))))
	picture(s, ctx, name)
	words, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main")))
	require.NoError(s, err)
	return words
}

// steward is a steward of the area with a user, and their actor.
func (s *site) steward() domain.Actor {
	e, err := s.db.CreateExpert(s.Context(), actor, domain.Expert{Name: "示例管家", Kind: domain.StewardExpert, Area: "yuhu", Capacity: 5, Fields: []string{"materials"}})
	require.NoError(s, err)
	_, err = s.db.StepExpert(s.Context(), actor, e.ID, e.Version, "publish", "")
	require.NoError(s, err)
	u, err := s.db.CreateUser(s.Context(), actor, domain.User{Login: "steward", Name: "示例管家", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu", ExpertID: e.ID}, s.hash)
	require.NoError(s, err)
	return domain.Actor{UserID: u.ID, Login: u.Login, Roles: u.Roles, Area: u.Area, ExpertID: u.ExpertID}
}

// An enterprise fills in the interest form from a match; the steward introduces the two
// sides; the enterprise accepts; an expert is invited: every page in Chromium.
func TestDockingInTheBrowser(t *testing.T) {
	s := newSite(t)
	_, err := s.db.ReplaceStageLimits(t.Context(), actor, domain.StageLimits{{Stage: domain.StageProposed, Days: 5, SoonDays: 2, EscalateDays: 3}, {Stage: domain.StageIntroduced, Days: 10, SoonDays: 3, EscalateDays: 3}})
	require.NoError(t, err)
	guide := s.steward()
	ctx := browser(t, 1100)
	s.signInAs(ctx, "enterprise", s.dossier())
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("a.go")), chromedp.WaitVisible(chromedp.CSS("form.fields"))))
	picture(t, ctx, "docking-new")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".buttons button")), chromedp.WaitVisible(chromedp.CSS("#problems"))))
	picture(t, ctx, "docking-new-wrong")
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS(`[id="intent.hope"]`), "想先小批量试用卷对卷工艺<script>alert(1)</script>"), chromedp.Click(chromedp.CSS(`[id="intent.modes-transfer"]`)),
		chromedp.Click(chromedp.CSS(`[id="intent.when-quarter"]`)), chromedp.SendKeys(chromedp.CSS(`[id="intent.amounts"]`), "50"), chromedp.SendKeys(chromedp.CSS(`[id="intent.amounts.to"]`), "200"),
		chromedp.Click(chromedp.CSS(".buttons button")), chromedp.WaitVisible(chromedp.CSS(".turn"))))
	picture(t, ctx, "docking-proposed")
	made, err := s.db.Dockings(t.Context(), actor, postgres.DockingFilter{}, firstPage)
	require.NoError(t, err)
	require.Len(t, made.Items, 1)
	d := made.Items[0]
	require.Equal(t, domain.Reply{From: domain.Yuan(500_000), To: domain.Yuan(2_000_000)}, d.Intent["amounts"])
	require.Equal(t, guide.ExpertID, d.StewardID)

	d, err = s.db.StepDocking(t.Context(), guide, d.ID, d.Version, "introduce", "", "双方在散热膜规格上相符，请先线上交流。")
	require.NoError(t, err)
	at := "/dockings/" + d.ID.String()
	words := s.shown(ctx, at, "docking-introduced-enterprise")
	require.Contains(t, words, "轮到您")
	require.Contains(t, words, "湘潭示例理工大学")
	require.Contains(t, words, "<script>alert(1)</script>", "shown as text")
	s.shown(ctx, at+"/decline", "docking-decline")
	s.shown(ctx, at+"/accept", "docking-accept")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".buttons button")), chromedp.WaitVisible(chromedp.CSS(".said"))))
	s.shown(ctx, "/dockings", "dockings-enterprise")

	guided := browser(t, 1100)
	s.signInAs(guided, "steward", "/worklist")
	require.Contains(t, s.shown(guided, "/worklist", "worklist"), "高导热石墨烯散热膜的规模化制备")
	s.shown(guided, at, "docking-steward")
	require.Contains(t, s.shown(guided, at+"/invite", "docking-invite"), "示例专家")
	s.shown(guided, "/visits/new", "visit-new")
	require.Contains(t, s.shown(guided, at+"/trail", "docking-trail"), "封存序号")
	phone := browser(t, 390)
	s.signInAs(phone, "steward", at)
	s.shown(phone, at, "docking-phone")
	s.shown(phone, "/worklist", "worklist-phone")
	require.Contains(t, s.shown(phone, at+"?lang=en", "docking-phone-en"), "What happens now")
}
