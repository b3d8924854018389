package workbench_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// A factory owner reads in Chromium who asks, what was granted, and who has looked: by
// consent, and in which office on what ground.
func TestRevealsInTheBrowser(t *testing.T) {
	b := newBlindSite(newSite(t))
	third := b.organisationNamed("湘潭样例丙学院")
	_, err := b.db.AskReveal(t.Context(), b.logins()["other"], domain.Reveal{NeedID: b.needID, OrganisationID: third, Level: domain.RevealBackground, Purpose: "我院有同类材料的中试线，想了解背景和预算后提出方案。"})
	require.NoError(t, err)
	b.reveal(domain.RevealIdentity)
	record := "/needs/" + b.needID.String()
	for login, paths := range map[string][]string{"school": {record}, "steward": {record, record, "/worklist"}, "clerk": {record, "/dockings/" + b.docking.String()}, "afar": {record}} {
		client := b.signedIn(login)
		for _, path := range paths {
			b.getAs(client, 200, path)
		}
	}
	ctx := browser(t, 1100)
	b.signInAs(ctx, "owner", "/reveals")
	words := b.shown(ctx, "/reveals", "reveals")
	for _, want := range []string{"等本单位答复的申请", "湘潭样例丙学院", "本单位提出的申请", "谁看过本单位的隐名内容", "经本单位同意", "湘潭匿名乙大学", "本区域政府管家（雨湖区）", "共 2 次", "市科技局", "单位名称（位置：对接）", "履行职责：审核和服务本区域的需求、成果"} {
		require.Contains(t, words, want)
	}
	require.NotContains(t, words, "共 3 次", "one page counts once")
	require.NotContains(t, words, "示例新区", "who saw the title alone")
	require.NotContains(t, words, "示例clerk", "the office, not the person")
	require.Contains(t, b.shown(ctx, record, "reveals-need"), "依职责")
	b.looked(ctx, map[string]string{"reveals": "/reveals", "reveals-need": record})
}
