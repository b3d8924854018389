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
