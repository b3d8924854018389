package workbench_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

const ownNeeds = "编号,需求单位,需求名称,技术问题,技术领域,所属车间\n" +
	"1,,主轴热误差补偿,热误差超限,先进制造,一车间\n" +
	"2,湘潭示例散热科技有限公司,散热片钎焊变形控制,焊后变形超差,新材料,二车间\n" +
	"3,别处的公司,不是自己的需求,问题,新材料,\n" +
	"4,,还没有写问题的需求,,新材料,\n" +
	"5,,高导热石墨烯散热膜的规模化制备,网页上已经填过,新材料,\n"

// TestEnterpriseImportsItsNeeds has an enterprise import a table by the pages alone: the
// template and what its columns mean, a trial, the faults, the records that came of it, the
// review they wait for; and nobody else learns of it.
func TestEnterpriseImportsItsNeeds(t *testing.T) {
	s := newSite(t)
	client := s.signedIn("enterprise")
	require.Contains(t, s.getAs(client, http.StatusOK, "/needs"), `<a href="/imports/new?kind=needs">批量导入</a>`)
	form := s.getAs(client, http.StatusOK, "/imports/new")
	for _, said := range []string{"批量导入：企业需求", "各列怎么填", "先进制造", "内容完整的提交审核"} {
		require.Contains(t, form, said)
	}
	for _, hidden := range []string{"直接发布", "自动登记", "需求单位", "统一社会信用代码"} {
		require.NotContains(t, form, hidden, "not theirs to choose")
	}
	for _, format := range []string{"xlsx", "csv"} {
		require.Contains(t, form, "/api/v1/imports/templates/needs?format="+format)
	}
	template := s.getAs(client, http.StatusOK, "/api/v1/imports/templates/needs?format=csv")
	require.True(t, strings.HasPrefix(template, "\ufeff编号,需求名称,"), template)

	year := regexp.MustCompile(`name="source" value="(20\d\d)"`).FindStringSubmatch(form)
	require.Len(t, year, 2)
	fields := url.Values{"kind": {"needs"}, "source": {year[1]}, "submit": {"1"}, "try": {"1"}}
	tried := s.upload(client, http.StatusOK, "/imports/new", "需求.csv", ownNeeds, fields)
	require.Contains(t, tried, "试导入，没有保存")
	require.Equal(t, 1, len(s.needsOf()), "a trial keeps nothing")
	fields.Del("try")
	done := s.upload(client, http.StatusOK, "/imports/new", "需求.csv", ownNeeds, fields)
	require.Contains(t, done, "共 5，新增 3，更新 0，未变 0，存为草稿 1，未收 2")
	for _, said := range []string{"不是本单位：请留空，或填写本单位全称", "本单位已有同名的记录", "要解决的技术问题是什么？", "所属车间", "新增，待审核", "新增，草稿"} {
		require.Contains(t, done, said)
	}
	table := s.getAs(client, http.StatusOK, regexp.MustCompile(`/imports/[0-9a-f-]+/faults\.csv`).FindString(done))
	require.Contains(t, table, "4,需求单位,不是本单位：请留空，或填写本单位全称,未收")
	for _, n := range s.needsOf() {
		if n.ID != s.need.ID {
			require.Contains(t, done, `<a href="/needs/`+n.ID.String()+`">`+n.Title+`</a>`)
			s.getAs(client, http.StatusOK, "/needs/"+n.ID.String())
		}
	}
	again := s.upload(client, http.StatusOK, "/imports/new", "需求.csv", ownNeeds, fields)
	require.Contains(t, again, "共 5，新增 0，更新 0，未变 3")
	s.pictured("enterprise", map[string]string{"import-form": "/imports/new", "import-list": "/imports", "import-run": regexp.MustCompile(`/imports/[0-9a-f-]{36}`).FindString(done), "import-needs": "/needs"})

	other := s.organisation(domain.Organisation{Name: "湘潭示例别家有限公司", Kind: domain.Enterprise, Division: "430302"})
	s.member("other", domain.User{Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: other.ID})
	stranger := s.signedIn("other")
	require.NotContains(t, s.getAs(stranger, http.StatusOK, "/imports"), "需求.csv")
	s.getAs(stranger, http.StatusNotFound, regexp.MustCompile(`/imports/[0-9a-f-]{36}`).FindString(done))
	s.getAs(stranger, http.StatusNotFound, regexp.MustCompile(`/imports/[0-9a-f-]+/faults\.csv`).FindString(done))

	s.user("bureau", domain.RoleBureau)
	bureau := s.signedIn("bureau")
	require.Contains(t, s.getAs(bureau, http.StatusOK, "/imports"), "湘潭示例散热科技有限公司 · 企业需求")
	require.Contains(t, s.getAs(bureau, http.StatusOK, "/review"), "主轴热误差补偿")
	form = s.getAs(bureau, http.StatusOK, "/imports/new")
	for _, said := range []string{"直接发布", "自动登记", "需求单位", "专家", "登记册条目"} {
		require.Contains(t, form, said)
	}
	s.pictured("bureau", map[string]string{"import-form-bureau": "/imports/new", "import-list-bureau": "/imports"})
}

// TestImportFormIsFilledInWrongly holds that the form says at which of its fields what is
// wrong, keeps what was typed, and that a file that cannot be read leaves no run.
func TestImportFormIsFilledInWrongly(t *testing.T) {
	s := newSite(t)
	client := s.universityUser()
	fields := url.Values{"kind": {"technologies"}, "source": {"2026年：成果"}}
	page := s.upload(client, http.StatusUnprocessableEntity, "/imports/new", "成果.csv", "甲,乙\n1,2\n", fields)
	require.Contains(t, page, `id="file-problem"`)
	require.Contains(t, page, "没有找到表头")
	require.Contains(t, page, `value="2026年：成果"`)
	fields.Set("source", "a:b")
	page = s.upload(client, http.StatusUnprocessableEntity, "/imports/new", "成果.csv", "成果名称,成果简介\n甲项成果,摘要\n", fields)
	require.Contains(t, page, `id="source-problem"`)
	require.Contains(t, s.postAs(client, http.StatusUnprocessableEntity, "/imports/new", url.Values{"kind": {"technologies"}, "source": {"2026年"}}), "文件：必填")
	fields = url.Values{"kind": {"needs"}, "source": {"2026年"}}
	s.upload(client, http.StatusForbidden, "/imports/new", "需求.csv", ownNeeds, fields)
	require.Contains(t, s.getAs(client, http.StatusOK, "/imports"), "还没有导入过")
	require.Contains(t, s.getAs(client, http.StatusOK, "/technologies"), `<a href="/imports/new?kind=technologies">批量导入</a>`)
}

// needsOf are the needs of the fixture's enterprise.
func (s *site) needsOf() []domain.Need {
	found, err := s.db.Needs(s.Context(), actor, postgres.NeedFilter{OrganisationID: s.need.OrganisationID}, firstPage)
	require.NoError(s, err)
	return found.Items
}
