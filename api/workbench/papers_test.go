package workbench_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// registered makes a registered contract of the site's enterprise with a university,
// changed by change before it is made.
func (s *site) registered(number string, change func(*domain.Contract)) domain.Contract {
	s.Helper()
	ctx, db := s.Context(), s.db
	found, err := db.Organisations(ctx, actor, postgres.OrganisationFilter{Kind: domain.University}, firstPage)
	require.NoError(s, err)
	_, err = db.ChangeOrganisation(ctx, actor, s.need.OrganisationID, 0, func(o *domain.Organisation) error { o.USCC = "91350100M000100Y43"; return nil })
	require.NoError(s, err)
	c := domain.Contract{Title: "高导热石墨烯散热膜卷对卷制备专利技术转让", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "city",
		SellerID: found.Items[0].ID, BuyerID: s.need.OrganisationID, Amount: domain.Yuan(1_680_000), TechnicalAmount: domain.Yuan(1_420_000),
		Deductions: []domain.Deduction{{What: "涂布设备", Amount: domain.Yuan(260_000)}}, IUR: true, ResultBased: true,
		SignedOn: domain.Date{Year: 2024, Month: 5, Day: 6}, StartsOn: domain.Date{Year: 2024, Month: 5, Day: 7}, EndsOn: domain.Date{Year: 2027, Month: 5, Day: 6}}
	if change != nil {
		change(&c)
	}
	c, err = db.CreateContract(ctx, actor, c)
	require.NoError(s, err)
	all := domain.Actor{Login: "all", Roles: []domain.Role{domain.RoleBureau, domain.RoleEnterprise}, OrganisationID: s.need.OrganisationID}
	for i, step := range []string{"submit", "precheck", "register"} {
		c, err = db.StepContract(ctx, all, c.ID, c.Version, postgres.ContractStep{Name: step, RegistryNumber: number, On: c.SignedOn.AddDays(2 + 3*i)})
		require.NoError(s, err)
	}
	return c
}

func (s *site) registry() {
	s.Helper()
	_, err := s.db.ReplaceContractRules(s.Context(), actor, domain.Rulebook{{Code: "registry", ValidFrom: domain.Date{Year: 2020, Month: 1, Day: 1},
		Params: domain.RuleParams{Registries: []domain.Registry{{Name: domain.Text{ZH: "示例市技术合同认定登记机构", EN: "Registry of Example City"}, Divisions: []string{"4303"}, Own: true}}}}})
	require.NoError(s, err)
}

// printed is the page as it is printed, a PDF; it is kept where pictures are.
func printed(t testing.TB, ctx context.Context, name string) []byte {
	t.Helper()
	yes := true
	out, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
	require.NoError(t, err)
	if dir := os.Getenv("SANKU_PICTURES"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".pdf"), out.Data, 0o600))
	}
	return out.Data
}

// A certificate is read, printed on one sheet, and stamped once the contract is voided.
func TestCertificatePage(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.registry()
	c := s.registered("样例202443030001", nil)
	path := "/contracts/" + c.ID.String() + "/certificate"
	s.signIn(ctx, "/needs")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS(".certificate"))))
	picture(t, ctx, "certificate")
	shown := s.html(ctx)
	for _, want := range []string{"样例202443030001", "人民币 1,680,000.00 元", "大写：壹佰陆拾捌万元整", "人民币 1,420,000.00 元", "大写：壹佰肆拾贰万元整", "91350100M000100Y43",
		"湘潭示例理工大学", "雨湖区（430302）", "2024年5月7日 至 2027年5月6日", "示例市技术合同认定登记机构", c.CertificateCode()} {
		require.Contains(t, shown, want)
	}
	require.NotContains(t, shown, "stamp")
	require.Equal(t, 1, sheets(printed(t, ctx, "certificate")))

	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`.who a`)), chromedp.WaitVisible(chromedp.CSS(`html[lang="en"] .certificate`))))
	picture(t, ctx, "certificate-en")
	require.Contains(t, s.html(ctx), "Registry of Example City")
	require.Equal(t, 1, sheets(printed(t, ctx, "certificate-en")))

	_, err := s.db.StepContract(s.Context(), actor, c.ID, c.Version, postgres.ContractStep{Name: "void", Reason: "重复登记"})
	require.NoError(t, err)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS(".stamp"))))
	require.Contains(t, s.html(ctx), "作废，本证明不再有效。")
	require.Equal(t, 1, sheets(printed(t, ctx, "certificate-voided")))

	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/certificates"), chromedp.SendKeys(chromedp.CSS("#code"), c.CertificateCode()), chromedp.Submit(chromedp.CSS("#code")), chromedp.WaitVisible(chromedp.CSS("#found"))))
	picture(t, ctx, "verify")
	require.Contains(t, s.html(ctx), "证明已失效：合同已作废")
}

// sheets counts the pages of a PDF by their objects.
func sheets(pdf []byte) int { return len(pageObject.FindAll(pdf, -1)) }

var pageObject = regexp.MustCompile(`/Type\s*/Page[^s]`)

// The bureau reads statistics, narrows them, crosses two cuts, and takes them away as a
// workbook and as CSV; all add up to the same.
func TestStatisticsPage(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.registered("样例1", nil)
	s.registered("样例2", func(c *domain.Contract) {
		c.Kind, c.Field, c.IPKind, c.Amount, c.TechnicalAmount, c.Deductions = "service", "energy", "none", 300_001, 300_001, nil
	})
	s.registered("样例3", func(c *domain.Contract) {
		c.Kind, c.SignedOn, c.Amount, c.TechnicalAmount, c.Deductions = "development", domain.Date{Year: 2025, Month: 3, Day: 3}, domain.Yuan(900_000), domain.Yuan(900_000), nil
	})
	s.user("bureau", domain.RoleBureau)
	s.signInAs(ctx, "bureau", "/contract-statistics?by=kind&and=buyer_area")
	picture(t, ctx, "statistics")
	shown := s.html(ctx)
	for _, want := range []string{
		`<dd>3 <small>项</small></dd>`, "<dd>258.300001 <small>万元</small></dd>", // 168 + 0.300001 + 90
		"<th scope=\"row\">技术服务</th><td>1</td><td>0.300001</td><td>0.300001</td><td>0.1%</td>",
		"<th scope=\"row\">2024-05</th><td>2</td>", "<th scope=\"row\">2025-03</th><td>1</td>", "按卖方区域（输出）", "按买方区域（吸纳）", "<svg",
		"合同类型 × 买方区域（吸纳）",
	} {
		require.Contains(t, shown, want)
	}
	printed(t, ctx, "statistics")

	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/contract-statistics?from=2025-01-01&lang=en"), chromedp.WaitVisible(chromedp.CSS(".totals"))))
	picture(t, ctx, "statistics-en")
	require.Contains(t, s.html(ctx), "<dd>90.00 <small>× 10,000 yuan</small></dd>")
	require.Contains(t, s.html(ctx), "from 2025-01-01")
}

// granting publishes a policy like the plan's, and one that a contract brings something by.
func (s *site) granting() {
	s.Helper()
	yuan := func(n int64) *domain.Fen { f := domain.Yuan(n); return &f }
	five := 500
	p, err := s.db.CreatePolicy(s.Context(), actor, domain.Policy{Title: "示例市科技创新行动计划", Issuer: "示例市", Level: "city", Region: "430300", Clauses: []domain.Clause{
		{Ref: "四(二)", Text: "首次认定、重新认定的高新技术企业分别奖补10万元、3万元；新批建的国、省级平台分别支持100万元、10万元", Incentives: []domain.Incentive{
			{Code: "first", Kind: "subsidy", Beneficiary: "enterprise", Occasion: "first_recognition", Rule: "fixed", Amount: yuan(100_000), Payer: "市财政局", Requires: domain.Requirements{Qualifications: []string{"high_tech"}, Complete: true}},
			{Code: "platform", Kind: "subsidy", Beneficiary: "platform", Occasion: "platform", Rule: "fixed", Amount: yuan(1_000_000), Payer: "市财政局", Requires: domain.Requirements{PlatformLevels: []string{"national"}, Complete: true}},
		}},
		{Ref: "第三条", Text: "受让高校成果按技术交易额5%补助，最高50万元", Incentives: []domain.Incentive{
			{Code: "buyer", Kind: "subsidy", Beneficiary: "enterprise", Rule: "percent", PercentBP: &five, Base: "technical_amount", Cap: yuan(500_000), Payer: "市科技局", ApplyWithin: domain.Within{Number: 60, Unit: "months", After: "registered"},
				Requires: domain.Requirements{ContractKinds: []string{"transfer", "licence"}, Qualifications: []string{"tech_sme"}, Events: []string{"registered"}, Complete: true}}}},
	}})
	require.NoError(s, err)
	_, err = s.db.StepPolicy(s.Context(), actor, p.ID, p.Version, "publish", "")
	require.NoError(s, err)
}

// A contract's estimate names clauses, bounds, open conditions and what to do; the list of
// contracts leads to it.
func TestEstimatePage(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	law := func(code, tax, side, clause string, kinds []string, bp int) domain.TaxRule {
		r := domain.TaxRule{Code: code, Tax: tax, Due: side == "", Side: side, Title: "示例税法", Number: "示例令第1号", Clause: clause, Text: "条文摘要。", ValidFrom: domain.Date{Year: 2020, Month: 1, Day: 1}, Kinds: kinds,
			Base: "technical_amount", Brackets: []domain.Bracket{{PercentBP: &bp}}, Basis: domain.Text{ZH: "按技术交易额估算，是上限", EN: "at the technical value, the most"}, Apply: domain.Text{ZH: "随年度汇算清缴办理", EN: "with the year's settlement"}}
		if !r.Due {
			r.Conditions = []domain.Text{{ZH: "技术转让所得单独核算", EN: "the income is accounted for by itself"}}
		}
		return r
	}
	half := 1250
	income := law("income", "income", "seller", "第九十条", []string{"transfer"}, 2500)
	income.Pool, income.Brackets = "transfers", append(income.Brackets, domain.Bracket{From: domain.Yuan(1_000_000), PercentBP: &half})
	_, err := s.db.ReplaceTaxRules(s.Context(), actor, []domain.TaxRule{income, law("vat", "vat", "seller", "第二十六项", []string{"development"}, 600), law("stamp", "stamp", "", "税目税率表", nil, 3)})
	require.NoError(t, err)
	s.granting()
	s.registered("样例202443030001", nil)
	s.signIn(ctx, "/contracts")
	picture(t, ctx, "contracts")
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".links a:last-child")), chromedp.WaitVisible(chromedp.CSS("#reliefs"))))
	picture(t, ctx, "estimate")
	printed(t, ctx, "estimate")
	shown := s.html(ctx)
	for _, want := range []string{
		"估算，以主管部门审核为准", "不超过 302,500.00 元", "1,000,000.00 元 × 25% ＋ 420,000.00 元 × 12.5%", // 250,000 + 52,500
		"示例税法（示例令第1号） 第九十条", "技术转让所得单独核算", "待核实", "随年度汇算清缴办理",
		"合同为技术开发<small>（为技术转让）</small>", "不适用", // VAT
		"不超过 852.00 元", "不超过 426.00 元", // 1,420,000 × 0.03 %, by both sides and by each
		"《示例市科技创新行动计划》<br>第三条", "补助 7.1 万元", "买方在各项条件均满足时最高可得奖补 7.1 万元", // 1,420,000 × 5 %
		"《示例市科技创新行动计划》<br>四(二)", "补助 10 万元", "按合同签订之日施行的规定估算",
	} {
		require.Contains(t, shown, want)
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`.who a`)), chromedp.WaitVisible(chromedp.CSS(`html[lang="en"] #reliefs`))))
	picture(t, ctx, "estimate-en")
	require.Contains(t, s.html(ctx), "1,000,000.00 × 25% + 420,000.00 × 12.5%")
}

// An enterprise sees what a recognition would bring it, and the bureau looks others up.
func TestIncentivesPage(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	s.granting()
	s.signIn(ctx, "/incentives?occasion=first_recognition&what=high_tech&on=2026-11-08")
	picture(t, ctx, "incentives")
	shown := s.html(ctx)
	require.Regexp(t, `(?s)id="applies".*补助 10 万元.*id="open".*补助 100 万元`, shown)
	require.Contains(t, shown, "2026-11-08 首次认定：高新技术企业（设想）")
	require.Contains(t, shown, "《示例市科技创新行动计划》<br>四(二)")

	require.NoError(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".who button")), chromedp.WaitVisible(chromedp.CSS("#login"))))
	s.user("bureau", domain.RoleBureau)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+"/incentives"), chromedp.WaitVisible(chromedp.CSS("#login")), chromedp.SendKeys(chromedp.CSS("#login"), "bureau"),
		chromedp.SendKeys(chromedp.CSS("#password"), password), chromedp.Submit(chromedp.CSS("#password")), chromedp.WaitVisible(chromedp.CSS("#name")),
		chromedp.SendKeys(chromedp.CSS("#name"), "散热科技"), chromedp.Submit(chromedp.CSS("#name")), chromedp.WaitVisible(chromedp.CSS(".list")),
		chromedp.Click(chromedp.CSS(".list a")), chromedp.WaitVisible(chromedp.CSS("#open"))))
	require.Contains(t, s.html(ctx), "湘潭示例散热科技有限公司")
}
