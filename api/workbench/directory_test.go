package workbench_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// postAs sends a form and returns the page that it leads to.
func (s *site) postAs(client *http.Client, status int, path string, form url.Values) string {
	s.Helper()
	response, err := client.PostForm(s.url+path, form)
	require.NoError(s, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	require.Equal(s, status, response.StatusCode, "%s: %s", path, page)
	return string(page)
}

// The bureau keeps the list of parties and the experts; an enterprise changes what its
// own record says, and nobody else's.
func TestDirectoryIsKept(t *testing.T) {
	s := newSite(t)
	s.user("bureau", domain.RoleBureau)
	bureau := s.signedIn("bureau")

	page := s.postAs(bureau, http.StatusUnprocessableEntity, "/organisations/new", url.Values{"name": {"<script>x</script>示例机床厂"}, "kind": {"enterprise"}, "division": {"4303"}, "uscc": {"1"}})
	require.Contains(t, page, "&lt;script&gt;x&lt;/script&gt;示例机床厂")
	require.Contains(t, page, "应为 6 位行政区划代码")
	require.Contains(t, page, "统一社会信用代码无效")
	page = s.postAs(bureau, http.StatusOK, "/organisations/new", url.Values{"name": {"示例机床厂"}, "kind": {"enterprise"}, "division": {"430302"}, "area": {"yuhu"}, "registered_capital": {"1,200"}, "staff": {"80"}})
	require.Contains(t, page, "示例机床厂")
	require.Contains(t, page, "雨湖区")

	found, err := s.db.Organisations(t.Context(), actor, postgres.OrganisationFilter{Name: "机床"}, firstPage)
	require.NoError(t, err)
	made := found.Items[0]
	require.Equal(t, domain.Yuan(12_000_000), *made.RegisteredCapital)
	edit := "/organisations/" + made.ID.String() + "/edit"
	require.Contains(t, s.getAs(bureau, http.StatusOK, edit), `value="1200"`)

	enterprise := s.signedIn("enterprise")
	s.getAs(enterprise, http.StatusForbidden, edit)
	s.getAs(enterprise, http.StatusForbidden, "/organisations")
	own := "/organisations/" + s.need.OrganisationID.String() + "/edit"
	require.Contains(t, s.getAs(enterprise, http.StatusOK, own), "湘潭示例散热科技有限公司")

	s.postAs(bureau, http.StatusUnprocessableEntity, "/experts/new", url.Values{"kind": {"technical"}, "name": {"示例教授"}, "organisation_id": {"没有的单位"}, "capacity": {"5"}})
	page = s.postAs(bureau, http.StatusOK, "/experts/new", url.Values{"kind": {"technical"}, "name": {"示例教授"}, "organisation_id": {"湘潭示例理工大学"}, "capacity": {"5"}, "industries": {"C35\r\n\r\nC36"}})
	require.Contains(t, page, "示例教授")
	experts, err := s.db.Experts(t.Context(), actor, postgres.ExpertFilter{Name: "教授"}, firstPage)
	require.NoError(t, err)
	e := experts.Items[0]
	require.Equal(t, []string{"C35", "C36"}, e.Industries)

	at := "/experts/" + e.ID.String()
	page = s.postAs(bureau, http.StatusUnprocessableEntity, at+"/publish", url.Values{"_version": {"1"}})
	require.Contains(t, page, "至少一个领域")
	s.postAs(bureau, http.StatusOK, at+"/edit", url.Values{"_version": {"1"}, "kind": {"technical"}, "name": {"示例教授"}, "capacity": {"5"}, "fields": {"materials"}})
	page = s.postAs(bureau, http.StatusPreconditionFailed, at+"/edit", url.Values{"_version": {"1"}, "kind": {"technical"}, "name": {"别的名字"}, "capacity": {"5"}})
	require.Contains(t, page, "别的名字")
	require.Contains(t, s.postAs(bureau, http.StatusOK, at+"/publish", url.Values{"_version": {"2"}}), "在库")
	s.getAs(enterprise, http.StatusForbidden, at+"/edit")
}

// A policy is entered as its text; a clause that stays keeps what it grants.
func TestPolicyIsEntered(t *testing.T) {
	s := newSite(t)
	s.user("bureau", domain.RoleBureau)
	bureau := s.signedIn("bureau")
	typed := url.Values{"title": {"示例市支持技术转移若干措施"}, "level": {"city"}, "region": {"430300"}, "valid_until": {"2030-12-31"},
		"clauses": {"第一章 总则\r\n第一条　为促进转移，制定本措施。\r\n第二条　对受让方给予补助。\r\n第二章 附则\r\n第三条　自发布之日起施行。"}}
	require.Contains(t, s.postAs(bureau, http.StatusOK, "/policies/new", typed), "示例市支持技术转移若干措施")
	found, err := s.db.Policies(t.Context(), actor, postgres.PolicyFilter{Title: "技术转移"}, firstPage)
	require.NoError(t, err)
	p, err := s.db.ChangePolicy(t.Context(), actor, found.Items[0].ID, 1, func(p *domain.Policy) error {
		require.Len(t, p.Clauses, 3)
		require.Equal(t, "第二章 附则", p.Clauses[2].Heading)
		p.Clauses[1].Modes = []string{"licence"}
		return nil
	})
	require.NoError(t, err)

	at := "/policies/" + p.ID.String()
	require.Contains(t, s.getAs(bureau, http.StatusOK, at+"/edit"), "第二章 附则\n第三条")
	typed.Set("_version", "2")
	typed.Set("clauses", "第二条　对受让方给予补助，每年申报一次。\n第三条　自发布之日起施行。")
	s.postAs(bureau, http.StatusOK, at+"/edit", typed)
	kept, err := s.db.Policy(t.Context(), actor, p.ID)
	require.NoError(t, err)
	require.Len(t, kept.Clauses, 2)
	require.Equal(t, p.Clauses[1].ID, kept.Clauses[0].ID)
	require.Equal(t, []string{"licence"}, kept.Clauses[0].Modes)
	require.Equal(t, "对受让方给予补助，每年申报一次。", kept.Clauses[0].Text)

	require.Contains(t, s.postAs(bureau, http.StatusOK, at+"/publish", url.Values{"_version": {"3"}}), "已发布")
	require.Contains(t, s.postAs(bureau, http.StatusUnprocessableEntity, at+"/repeal", url.Values{"_version": {"4"}}), "理由：必填")
	s.getAs(s.signedIn("enterprise"), http.StatusForbidden, at+"/edit")
}
