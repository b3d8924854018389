package workbench_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// get reads a page as someone who has not signed in.
func (s *site) get(status int, path string) string {
	s.Helper()
	return s.getAs(http.DefaultClient, status, path)
}

// signedIn is a client of a user who has signed in.
func (s *site) signedIn(login string) *http.Client { return s.signedInBy(login, password) }

func (s *site) signedInBy(login, password string) *http.Client {
	jar, err := cookiejar.New(nil)
	require.NoError(s, err)
	client := &http.Client{Jar: jar}
	response, err := client.PostForm(s.url+"/login", url.Values{"login": {login}, "password": {password}})
	require.NoError(s, err)
	require.NoError(s, response.Body.Close())
	return client
}

func (s *site) getAs(client *http.Client, status int, path string) string {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+path, nil)
	require.NoError(s, err)
	response, err := client.Do(r)
	require.NoError(s, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	require.Equal(s, status, response.StatusCode, "%s: %s", path, page)
	return string(page)
}

// planned loads a plan of three years, of which this is the second, with an indicator
// that contracts make, one of platforms, and one that nothing is known of.
func (s *site) planned() (year int) {
	ctx := s.Context()
	year = domain.DateOf(s.db.Now()).Year
	_, err := s.db.ReplaceUnits(ctx, actor, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science bureau"}}})
	require.NoError(s, err)
	_, err = s.db.LoadRegisters(ctx, actor, []domain.Register{{Code: "platforms", Order: 1, Name: domain.Text{ZH: "平台登记册", EN: "Platforms"}, Area: "may"}})
	require.NoError(s, err)
	p := domain.Plan{Code: "p", Title: "示例行动方案", Period: domain.Period{From: domain.Date{Year: year - 1, Month: time.January, Day: 1}, To: domain.Date{Year: year + 1, Month: time.December, Day: 31}}}
	indicator := func(order int, code, section, zh, en, measure string, by domain.Measure) domain.Indicator {
		return domain.Indicator{Plan: "p", Code: code, Order: order, Section: section, Name: domain.Text{ZH: zh, EN: en}, Unit: "项", Measure: measure, Comparator: ">=",
			PeriodRule: "计划期", Source: "数据", Lead: []string{"kjj"}, Quote: "力争" + zh + "再上台阶", MeasuredBy: by}
	}
	indicators := []domain.Indicator{
		indicator(1, "iur_agreements", "三(二)3", "产学研合作协议", "IUR agreements", "cumulative", domain.Measure{From: "contracts", Rule: "iur_agreements"}),
		indicator(2, "platforms_new", "三(三)2", "新增平台", "New platforms", "cumulative", domain.Measure{From: "register", Register: "platforms", Take: "started"}),
		indicator(3, "local_transfer_rate", "三(三)3", "本地转化率", "Local transfer rate", "ratio", domain.Measure{From: "contracts", Rule: "local_transfer"})}
	whole := func(code string, n int64) domain.Target {
		v := domain.Whole(n)
		return domain.Target{Plan: "p", Indicator: code, Value: &v, Source: "text"}
	}
	targets := []domain.Target{whole("iur_agreements", 4), whole("platforms_new", 100)}
	for i, n := range []int64{60, 35, 30} {
		t := whole("platforms_new", n)
		t.Dimension, t.Key, t.Year, t.Source = domain.ByArea, "yuhu", year-1+i, "annex5"
		targets = append(targets, t)
	}
	_, err = s.db.LoadPlan(ctx, actor, p, indicators, targets)
	require.NoError(s, err)
	return year
}

// agreement is a contract with the enterprise that counts as an IUR agreement.
func (s *site) agreement(signed domain.Date) domain.Contract {
	ctx := s.Context()
	universities, err := s.db.Organisations(ctx, actor, postgres.OrganisationFilter{Kind: domain.University}, firstPage)
	require.NoError(s, err)
	c, err := s.db.CreateContract(ctx, actor, domain.Contract{Title: "石墨烯散热膜联合开发合同", Kind: "development", Field: "materials", IPKind: "none", PlanSource: "none",
		SellerID: universities.Items[0].ID, BuyerID: s.need.OrganisationID, Amount: domain.Yuan(1_200_000), TechnicalAmount: domain.Yuan(1_200_000), IUR: true, SignedOn: signed})
	require.NoError(s, err)
	enterprise := domain.Actor{Login: "test", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.need.OrganisationID}
	c, err = s.db.StepContract(ctx, enterprise, c.ID, c.Version, postgres.ContractStep{Name: "submit"})
	require.NoError(s, err)
	return c
}

// Everyone reads how the plan stands, on any day that has been.
func TestPlan(t *testing.T) {
	s := newSite(t)
	require.Contains(t, s.get(http.StatusOK, "/plan"), "还没有录入计划")
	year := s.planned()
	s.agreement(domain.Date{Year: year, Month: time.January, Day: 1})

	page := s.get(http.StatusOK, "/plan")
	for _, want := range []string{"示例行动方案", "产学研合作协议", "1 项", "≥ 4 项（计划期合计）", "25.0%", "技术合同登记台账，1 条", "市科技局", "class=\"light ", "暂无法判断 2", "计划第三(三)部分"} {
		require.Contains(t, page, want)
	}
	require.Contains(t, s.get(http.StatusOK, "/plan?lang=en"), "≥ 4 (whole plan)")

	before := fmt.Sprintf("%d-12-31", year-1)
	page = s.get(http.StatusOK, "/plan?as_of="+before)
	require.Contains(t, page, "0 项", "it was signed later")
	require.Contains(t, page, "/plan/indicators/iur_agreements?as_of="+before)

	require.Contains(t, s.get(http.StatusUnprocessableEntity, "/plan?as_of=yesterday"), "截至日期应写作 2006-01-02")
	require.Contains(t, s.get(http.StatusUnprocessableEntity, "/plan?lang=en&as_of=2199-01-01"), "must not be later than today")
}

// A plan that prints another growth than its targets have is shown to do so.
func TestIndicatorWithAnotherGrowth(t *testing.T) {
	s := newSite(t)
	year := s.planned()
	decimal := func(v float64) *domain.Decimal { d := domain.Decimal(v * 10_000); return &d }
	p := domain.Plan{Code: "p", Title: "示例行动方案", AnnualGrowth: decimal(13.5), Period: domain.Period{From: domain.Date{Year: year - 1, Month: time.January, Day: 1}, To: domain.Date{Year: year + 1, Month: time.December, Day: 31}},
		Sectors: []domain.Sector{{Code: "universities", Name: domain.Text{ZH: "在潭高校"}, AnnualGrowth: decimal(25), Units: []string{"kjj"}}}}
	spend := domain.Indicator{Plan: "p", Code: "spend", Name: domain.Text{ZH: "研发经费"}, Unit: "亿元", Measure: "flow", Comparator: ">=", Lead: []string{"kjj"},
		MeasuredBy: domain.Measure{From: "reports", Form: "value", Every: "quarter", By: []domain.Dimension{domain.BySector}}}
	target := func(by domain.Dimension, key string, year int, v float64) domain.Target {
		return domain.Target{Plan: "p", Indicator: "spend", Dimension: by, Key: key, Year: year, Value: decimal(v), Source: "annex1"}
	}
	_, err := s.db.LoadPlan(s.Context(), actor, p, []domain.Indicator{spend}, []domain.Target{target("", "", year-1, 83.3), target("", "", year+1, 105),
		target(domain.BySector, "universities", year-1, 16), target(domain.BySector, "universities", year, 20), target(domain.BySector, "universities", year+1, 25)})
	require.NoError(t, err)
	page := s.get(http.StatusOK, "/plan/indicators/spend")
	require.Contains(t, page, fmt.Sprintf("全市：计划印的年均增速为 13.5%%，按 %d 年目标 83.3、%d 年目标 105 推算为 12.27%%，两者不一致。", year-1, year+1))
	require.NotContains(t, page, "在潭高校：计划印的", "its targets have what is printed")
}

// A figure opens into its parts and its records: to the parties and the bureau, while
// others learn how many there are.
func TestIndicator(t *testing.T) {
	s := newSite(t)
	year := s.planned()
	c := s.agreement(domain.Date{Year: year, Month: time.January, Day: 1})

	page := s.get(http.StatusOK, "/plan/indicators/iur_agreements")
	for _, want := range []string{"力争产学研合作协议再上台阶", "按目前进度，到", "雨湖区", "另有 1 条您无权查看", "<svg"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, c.Title)

	s.user("bureau", domain.RoleBureau)
	for _, login := range []string{"bureau", "enterprise"} {
		page = s.getAs(s.signedIn(login), http.StatusOK, "/plan/indicators/iur_agreements")
		for _, want := range []string{c.Title, "湘潭示例理工大学", "湘潭示例散热科技有限公司", "120 万元", c.SignedOn.String()} {
			require.Contains(t, page, want, login)
		}
		require.NotContains(t, page, "您无权查看")
	}
	page = s.get(http.StatusOK, "/plan/indicators/platforms_new")
	require.Contains(t, page, "附件目标合计 125 项，正文要求 100 项以上")
	require.NotContains(t, page, ">0 项</td>", "a register without any entry says nothing of its parts")
	require.Contains(t, s.get(http.StatusOK, "/plan/indicators/local_transfer_rate?lang=en"), "By contract value, buyer in the city")
	s.get(http.StatusNotFound, "/plan/indicators/unheard_of")
	require.Contains(t, s.get(http.StatusUnprocessableEntity, "/plan/indicators/iur_agreements?as_of=2025-02-30"), "截至日期应写作")
}
