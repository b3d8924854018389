package workbench_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// universityUser is a user of the university of the fixture.
func (s *site) universityUser() *http.Client {
	_, err := s.db.CreateUser(s.Context(), actor, domain.User{Login: "university", Name: "示例教师", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: s.institute()}, s.hash)
	require.NoError(s, err)
	return s.signedIn("university")
}

// answer is the best technology of the fixture for its need.
func (s *site) answer() domain.ID {
	found, err := s.db.Matches(s.Context(), actor, s.need.ID, domain.MatchTechnology)
	require.NoError(s, err)
	return found[0].CandidateID
}

// A university proposes from its technology's page on a blind need, without learning whose
// it is; it changes its form until the enterprise has answered.
func TestDockingFromTheTechnologyPage(t *testing.T) {
	s := newSite(t)
	_, err := s.db.ChangeNeed(t.Context(), actor, s.need.ID, s.need.Version, func(n *domain.Need) error { n.Confidentiality = "blind"; return nil })
	require.NoError(t, err)
	guide, owner := s.steward(), s.signedIn("enterprise")
	university := s.universityUser()
	path := "/technologies/" + s.answer().String()
	page := s.getAs(university, http.StatusOK, path)
	require.Contains(t, page, "提出对接")
	require.Contains(t, page, "隐名发布")
	require.NotContains(t, page, "湘潭示例散热科技有限公司")

	form := "/dockings/new?need=" + s.need.ID.String() + "&side=provider&technology=" + s.answer().String()
	require.NotContains(t, s.getAs(university, http.StatusOK, form), "湘潭示例散热科技有限公司")
	said := func(hope string) url.Values {
		return url.Values{"intent.hope": {hope}, "intent.modes": {"transfer"}, "intent.when": {"quarter"}, "need_id": {s.need.Title}, "technology_id": {s.answer().String()}}
	}
	at, page := s.press(university, form, "提交", said("愿提供小样"))
	require.Regexp(t, `^/dockings/`, at)
	require.Contains(t, page, "愿提供小样")
	require.Contains(t, page, "引荐后公开")
	require.NotContains(t, page, "湘潭示例散热科技有限公司")
	page = s.getAs(university, http.StatusOK, path)
	require.NotContains(t, page, form)
	require.Contains(t, page, "查看对接")
	made, err := s.db.Dockings(t.Context(), actor, postgres.DockingFilter{}, firstPage)
	require.NoError(t, err)
	d := made.Items[0]
	require.Equal(t, domain.SideProvider, d.ProposedSide)
	at = "/dockings/" + d.ID.String()
	require.NotContains(t, s.getAs(owner, http.StatusOK, at), "愿提供小样")
	s.getAs(owner, http.StatusOK, at)

	_, page = s.press(university, at+"/reword", "保存改动", said("愿提供小样和检测报告"))
	require.Contains(t, page, "愿提供小样和检测报告")
	require.Contains(t, page, "以前的意向表")
	now, err := s.db.Docking(t.Context(), guide, d.ID)
	require.NoError(t, err)
	now, err = s.db.StepDocking(t.Context(), guide, d.ID, now.Version, "introduce", "", "")
	require.NoError(t, err)
	page = s.getAs(owner, http.StatusOK, at)
	require.Contains(t, page, "愿提供小样和检测报告")
	require.Contains(t, page, "答复对方的对接意向")
	require.Contains(t, s.getAs(university, http.StatusOK, at), "确认是否继续对接")
	s.press(owner, at+"/accept", "同意对接", nil)
	require.NotContains(t, s.getAs(university, http.StatusOK, at), at+"/reword")
	for _, side := range []*http.Client{university, owner} {
		require.Contains(t, s.getAs(side, http.StatusConflict, at+"/reword"), "对方答复后不能再改")
	}
}

// An address may name anything; the form names only what its reader may read.
func TestNewDockingNamesNoDraft(t *testing.T) {
	s := newSite(t)
	draft, err := s.db.CreateNeed(t.Context(), actor, domain.Need{OrganisationID: s.need.OrganisationID, Title: "尚未公开的炉温控制", Confidentiality: "public"})
	require.NoError(t, err)
	require.NotContains(t, s.getAs(s.universityUser(), http.StatusOK, "/dockings/new?need="+draft.ID.String()), "尚未公开的炉温控制")
}

// A steward says for whom they propose.
func TestStewardProposesOnPage(t *testing.T) {
	s := newSite(t)
	s.steward()
	guide := s.signedIn("steward")
	form := "/dockings/new?side=provider&need=" + s.need.ID.String() + "&technology=" + s.answer().String()
	require.Contains(t, s.getAs(guide, http.StatusOK, form), "代哪一方提出")
	_, page := s.press(guide, form, "提交", url.Values{"intent.hope": {"愿提供小样"}, "intent.modes": {"transfer"}, "intent.when": {"quarter"}, "proposed_side": {"provider"},
		"need_id": {s.need.Title}, "technology_id": {"卷对卷制备"}})
	require.Contains(t, page, "提出方：技术方")
}
