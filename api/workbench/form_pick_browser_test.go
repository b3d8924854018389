package workbench_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// On a phone, an expert's organisation is chosen of several by its label, and the page is
// no wider than the screen.
func TestPickOnAPhone(t *testing.T) {
	s, ctx := newSite(t), browser(t, 390)
	s.user("bureau", domain.RoleBureau)
	college := s.organisation(domain.Organisation{Name: "湘潭示例理工大学机械工程与先进制造联合研究院有限公司", Kind: domain.Enterprise, Area: "yuhu", Division: "430302"})
	s.signInAs(ctx, "bureau", "/home")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/experts/new"), chromedp.WaitVisible(chromedp.CSS("#name")), chromedp.Click(chromedp.CSS(`[id="kind-technical"]`)),
		chromedp.SendKeys(chromedp.CSS("#name"), "示例教授"), chromedp.SendKeys(chromedp.CSS("#organisation_id"), "xtsllgdx"), chromedp.Submit(chromedp.CSS("#name"))))
	require.NoError(t, chromedp.Do(ctx, chromedp.WaitVisible(chromedp.CSS("#problems"))))
	require.Contains(t, s.html(ctx), "有几个都符合")
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
	require.NoError(t, err)
	require.LessOrEqual(t, wide, int64(390))
	picture(t, ctx, "pick-390")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`label[for="organisation_id-`+college.ID.String()+`"]`)), chromedp.Submit(chromedp.CSS("#name")), chromedp.WaitVisible(chromedp.CSS(".said"))))
	found, err := s.db.Experts(t.Context(), actor, postgres.ExpertFilter{OrganisationID: college.ID}, firstPage)
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
}
