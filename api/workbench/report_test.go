package workbench_test

import (
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// A liaison of one area reports what that owes, with a file; the bureau returns and then
// approves it; the liaison of another area sees nothing of it.
func TestReportByPages(t *testing.T) {
	s, ctx := newSite(t), t.Context()
	_, err := s.db.ReplaceAreas(ctx, actor, []domain.Area{{Code: "yuhu", Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}, Kind: "district", Division: "430302", Order: 1}, {Code: "yuetang", Name: domain.Text{ZH: "岳塘区", EN: "Yuetang"}, Kind: "district", Division: "430304", Order: 2}})
	require.NoError(t, err)
	_, err = s.db.ReplaceUnits(ctx, actor, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局"}}, {Code: "xsq", Name: domain.Text{ZH: "各县市区人民政府"}, Areas: []string{"yuhu", "yuetang"}}})
	require.NoError(t, err)
	year := domain.DateOf(s.db.Now()).Year - 1
	_, err = s.db.LoadPlan(ctx, actor, domain.Plan{Code: "p", Title: "示例计划", Period: domain.Period{From: domain.YearPeriod(year).From, To: domain.YearPeriod(year + 1).To}, IssuedOn: domain.Date{Year: year, Month: 1, Day: 1}}, []domain.Indicator{
		{Plan: "p", Code: "rd_spend", Order: 1, Name: domain.Text{ZH: "研发经费", EN: "R&D"}, Unit: "亿元", Measure: "flow", Comparator: ">=", Lead: []string{"kjj"},
			MeasuredBy: domain.Measure{From: "reports", Form: "value", Every: "year", DueDays: 15, By: []domain.Dimension{domain.ByArea}}}}, nil)
	require.NoError(t, err)
	for _, area := range []string{"yuhu", "yuetang"} {
		_, err = s.db.CreateUser(ctx, actor, domain.User{Login: area, Name: "示例联络员", Roles: []domain.Role{domain.RoleLiaison}, Unit: "xsq", Area: area}, s.hash)
		require.NoError(t, err)
	}
	s.user("bureau", domain.RoleBureau)
	yuhu, other, bureau := s.signedIn("yuhu"), s.signedIn("yuetang"), s.signedIn("bureau")

	page := s.getAs(yuhu, http.StatusOK, "/reports")
	require.Contains(t, page, "研发经费（雨湖区）")
	require.NotContains(t, page, "岳塘区")
	period := domain.YearPeriod(year).Code()
	asked := url.Values{"plan": {"p"}, "indicator": {"rd_spend"}, "dimension": {"area"}, "key": {"yuhu"}, "period": {period}, "unit": {"xsq"}}
	require.Contains(t, s.getAs(yuhu, http.StatusOK, "/reports/new?"+asked.Encode()), "研发经费（雨湖区）")
	asked.Set("value", "很多")
	require.Contains(t, s.postAs(yuhu, http.StatusUnprocessableEntity, "/reports/new", asked), "应为数字")
	asked.Set("value", "20.5")
	s.postAs(other, http.StatusForbidden, "/reports/new", asked)
	require.Contains(t, s.postAs(yuhu, http.StatusOK, "/reports/new", asked), "20.5 亿元")
	found, err := s.db.Reports(ctx, actor, postgres.ReportFilter{}, firstPage)
	require.NoError(t, err)
	at := "/reports/" + found.Items[0].ID.String()
	s.getAs(other, http.StatusNotFound, at)

	s.upload(yuhu, http.StatusOK, at+"/attach", "统计表.csv", "区域,数值\n雨湖区,20.5\n", nil)
	page = s.getAs(yuhu, http.StatusOK, at)
	require.Contains(t, page, "统计表.csv")
	drop := html.UnescapeString(regexp.MustCompile(at + `/detach\?of=[0-9a-f-]+`).FindString(page))
	require.Contains(t, s.getAs(yuhu, http.StatusOK, drop), "删除后不能恢复")
	s.postAs(other, http.StatusNotFound, drop, url.Values{})
	of := url.Values{"of": {strings.TrimPrefix(drop, at+"/detach?of=")}}
	require.NotContains(t, s.postAs(yuhu, http.StatusOK, at+"/detach", of), "统计表.csv")
	s.postAs(yuhu, http.StatusNotFound, at+"/detach", of)
	var audited int
	require.NoError(t, s.db.Pool().QueryRow(ctx, `SELECT count(*) FROM audit WHERE kind = 'report' AND action = 'detach' AND outcome = 'done'`).Scan(&audited))
	require.Equal(t, 1, audited)
	s.upload(yuhu, http.StatusOK, at+"/attach", "统计表.csv", "区域,数值\n雨湖区,20.5\n", nil)

	s.postAs(yuhu, http.StatusOK, at+"/submit", url.Values{"_version": {"4"}})
	s.getAs(yuhu, http.StatusForbidden, at+"/approve")
	s.pictured("bureau", map[string]string{"reports": "/reports", "report": at})
	require.Contains(t, s.postAs(bureau, http.StatusOK, at+"/return", url.Values{"_version": {"5"}, "reason": {"请注明来源"}}), "请注明来源")
	s.staleEdit(t, at+"/edit", editForm{login: "yuhu", field: "source", first: "先改的内容", second: "后改的内容"}) // version 6, saved twice
	s.postAs(yuhu, http.StatusOK, at+"/edit", url.Values{"_version": {"8"}, "value": {"20.5"}, "source": {"统计快报"}})
	s.postAs(yuhu, http.StatusOK, at+"/submit", url.Values{"_version": {"9"}})
	require.Contains(t, s.postAs(bureau, http.StatusOK, at+"/approve", url.Values{"_version": {"10"}}), "已通过")
	s.postAs(yuhu, http.StatusOK, at+"/correct", url.Values{"_version": {"11"}, "reason": {"漏报一家"}})

	table := s.getAs(yuhu, http.StatusOK, "/reports/table?format=csv")
	require.Contains(t, table, "研发经费（雨湖区）")
	require.NotContains(t, table, "岳塘区")
	subject := regexp.MustCompile(`p/rd_spend/area/yuhu/\d+`).FindString(table)
	page = s.upload(yuhu, http.StatusUnprocessableEntity, "/reports/import", "表.csv", "事项编号（请勿改动）,数值\n"+subject+",很多\np/x///2025,1\n", nil)
	for _, shown := range []string{"表中有 2 处问题", "应为数字", "不在您应报的事项中"} {
		require.Contains(t, page, shown)
	}
	save, err := base64.StdEncoding.DecodeString(html.UnescapeString(regexp.MustCompile(`data:text/csv;base64,([^"]+)"`).FindStringSubmatch(page)[1]))
	require.NoError(t, err)
	require.Equal(t, "\ufeff行,列,问题\n2,数值,应为数字，最多四位小数\n3,事项编号（请勿改动）,不在您应报的事项中\n", string(save))
	page = s.upload(yuhu, http.StatusUnprocessableEntity, "/reports/import", "表.csv", "事项编号（请勿改动）,数值\n"+strings.Repeat("p/x///2025,1\n", 1500), nil)
	require.Contains(t, page, "表中有 1500 处问题")
	require.Contains(t, page, "只列前 100 条")
	require.Equal(t, 100, strings.Count(page, `<th scope="row">`))
	require.Contains(t, s.upload(yuhu, http.StatusOK, "/reports/import", "表.csv", "事项编号（请勿改动）,数值\n"+subject+",\"1,024.5\"\n", nil), "已导入：")
	s.getAs(bureau, http.StatusOK, "/reports/import")
	s.pictured("yuhu", map[string]string{"report-import": "/reports/import", "reports-due": "/reports"})
}
