package workbench_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/seeds"
)

// pictured shows pages to who is signed in, as a wide and a narrow window show them, where
// pictures are kept.
func (s *site) pictured(login string, paths map[string]string) {
	s.Helper()
	if os.Getenv("SANKU_PICTURES") == "" {
		return
	}
	for _, width := range []int64{1200, 390} {
		ctx := browser(s.TB, width)
		s.signInAs(ctx, login, "/contracts")
		for name, path := range paths {
			require.NoError(s, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("main"))))
			picture(s.TB, ctx, fmt.Sprintf("%s-%d", name, width))
		}
	}
}

// A contract from its draft to its last payment, by pages alone: the enterprise writes
// it, the bureau returns it, has it reviewed by experts and registers it, the parties
// perform it, and it is amended.
func TestContractLivesByPages(t *testing.T) {
	s := newSite(t)
	require.NoError(t, seeds.LoadContractRules(t.Context(), s.db))
	s.user("bureau", domain.RoleBureau)
	universities, err := s.db.Organisations(t.Context(), actor, postgres.OrganisationFilter{Kind: domain.University}, firstPage)
	require.NoError(t, err)
	university := universities.Items[0]
	_, err = s.db.CreateUser(t.Context(), actor, domain.User{Login: "university", Name: "示例用户", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: university.ID}, s.hash)
	require.NoError(t, err)
	for id, code := range map[domain.ID]string{s.need.OrganisationID: "91350100M000100Y43", university.ID: "91430321MA0TEXT01J"} {
		_, err = s.db.ChangeOrganisation(t.Context(), actor, id, 0, func(o *domain.Organisation) error { o.USCC = code; return nil })
		require.NoError(t, err)
	}
	enterprise, bureau, seller := s.signedIn("enterprise"), s.signedIn("bureau"), s.signedIn("university")

	basics := url.Values{"seller_id": {"湘潭示例理工大学"}, "buyer_id": {"没有的公司"}, "title": {"高导热石墨烯散热膜卷对卷制备技术转让"}, "kind": {"transfer"}, "field": {"materials"}, "ip_kind": {"invention_patent"},
		"signed_on": {domain.DateOf(s.db.Now()).AddDays(-20).String()}, "ends_on": {domain.DateOf(s.db.Now()).AddDays(700).String()}, "iur": {"1"}, "result_based": {"1"}}
	require.Contains(t, s.getAs(enterprise, http.StatusOK, "/contracts/new"), `value="湘潭示例散热科技有限公司"`, "one's own side is filled in")
	require.Contains(t, s.postAs(enterprise, http.StatusUnprocessableEntity, "/contracts/new", basics), "没有找到“没有的公司”")
	basics.Set("buyer_id", "91350100M000100Y43")
	page := s.postAs(enterprise, http.StatusOK, "/contracts/new", basics)
	require.Contains(t, page, "价款不明确")
	found, err := s.db.Contracts(t.Context(), actor, postgres.ContractFilter{}, firstPage)
	require.NoError(t, err)
	at, version := "/contracts/"+found.Items[0].ID.String(), 1
	post := func(client *http.Client, status int, step string, form url.Values) string {
		t.Helper()
		form.Set("_version", fmt.Sprint(version))
		page := s.postAs(client, status, at+"/"+step, form)
		if status == http.StatusOK {
			version++
		}
		return page
	}
	page = post(enterprise, http.StatusUnprocessableEntity, "price", url.Values{"amount": {"600"}, "deductions[0].what": {""}, "deductions[0].amount": {"26"}})
	require.Contains(t, page, `id="deductions[0].what-problem"`)
	page = post(enterprise, http.StatusOK, "price", url.Values{"amount": {"626"}, "deductions[0].what": {"涂布设备"}, "deductions[0].amount": {"26"}})
	require.Contains(t, page, "6,000,000.00")
	later := domain.DateOf(s.db.Now()).AddDays(60).String()
	page = post(enterprise, http.StatusOK, "schedule", url.Values{"milestones[0].title": {"样机交付"}, "milestones[0].due_on": {later}, "milestones[0].amount": {"100"},
		"milestones[2].title": {"量产验收"}, "milestones[2].deliverable": {"验收报告"}, "milestones[2].amount": {"500"}, "payments[0].what": {"首付款"}, "payments[0].amount": {"26"},
		"payments[0].due_on": {domain.DateOf(s.db.Now()).AddDays(-3).String()}})
	require.Contains(t, page, "2. 量产验收")
	page = post(enterprise, http.StatusOK, "basics", url.Values{"title": {"高导热石墨烯散热膜卷对卷制备技术转让"}, "kind": {"transfer"}, "field": {"materials"}, "ip_kind": {"invention_patent"}, "plan_source": {"none"},
		"signed_on": basics["signed_on"], "ends_on": basics["ends_on"], "iur": {"1"}, "result_based": {"1"}})
	require.Contains(t, page, "缺少：合同文本")
	s.pictured("enterprise", map[string]string{"contract-draft": at, "contract-new": "/contracts/new", "contract-price": at + "/price", "contract-schedule": at + "/schedule", "contracts": "/contracts"})
	post(enterprise, http.StatusOK, "submit", url.Values{})

	s.getAs(enterprise, http.StatusForbidden, at+"/register")
	page = post(bureau, http.StatusUnprocessableEntity, "precheck", url.Values{})
	for _, ground := range []string{"缺少：合同文本", "缺少：知识产权证书", "须经专家评审，尚未记录评审意见"} {
		require.Contains(t, page, ground)
	}
	page = post(bureau, http.StatusOK, "return", url.Values{"reason": {"请补交证明材料"}})
	require.Contains(t, page, "时限暂停")
	require.Contains(t, s.getAs(enterprise, http.StatusOK, at), "请补交证明材料")
	post(enterprise, http.StatusOK, "papers", url.Values{"proofs[0].kind": {"contract_text"}, "proofs[0].title": {"合同正本"}, "proofs[1].kind": {"ip_certificate"}, "proofs[1].reference": {"样例证书 1 号"}, "proofs[1].keeper": {"卖方档案室"},
		"terms": {"第一条　乙方转让下列技术。\r\n第二条　受让方不得对该技术进行任何改进。"}})
	require.Contains(t, s.getAs(enterprise, http.StatusOK, at), "合同文本（合同正本）：没有上传文件")
	s.provesByFile(enterprise, at, &version)
	post(enterprise, http.StatusOK, "submit", url.Values{})
	page = s.getAs(bureau, http.StatusOK, at)
	require.Contains(t, page, "30 个工作日（技术交易额达到专家评审标准）")
	s.pictured("bureau", map[string]string{"contract-precheck": at, "contract-refuse": at + "/refuse", "contract-review": at + "/record-review"})
	post(bureau, http.StatusUnprocessableEntity, "record-review", url.Values{"passed": {"yes"}})
	page = post(bureau, http.StatusOK, "record-review", url.Values{"experts": {"示例专家甲（示例大学）"}, "passed": {"yes"}, "opinion": {"属技术转让，同意登记。"}})
	require.Contains(t, page, "示例专家甲（示例大学）")
	require.Contains(t, post(bureau, http.StatusUnprocessableEntity, "precheck", url.Values{}), "如仍办理，请说明理由")
	post(bureau, http.StatusOK, "precheck", url.Values{"reason": {"已与双方核实，改进条款另有约定"}})
	page = post(bureau, http.StatusOK, "register", url.Values{"registry_number": {"样例2026430300001"}, "reason": {"已核实"}})
	require.Contains(t, page, "样例2026430300001")

	s.getAs(enterprise, http.StatusForbidden, at+"/record-delivery")
	page = post(seller, http.StatusOK, "record-delivery", url.Values{"milestone": {"1"}, "note": {"交接单"}})
	require.Contains(t, page, "已交付")
	post(enterprise, http.StatusOK, "record-acceptance", url.Values{"milestone": {"1"}})
	require.Contains(t, s.getAs(enterprise, http.StatusOK, at), "已逾期，未付 260,000.00 元")
	post(enterprise, http.StatusUnprocessableEntity, "record-payment", url.Values{"milestone": {"1"}, "amount": {"101"}})
	page = post(enterprise, http.StatusOK, "record-payment", url.Values{"milestone": {"0"}, "amount": {"26"}})
	require.Contains(t, page, "已付清")

	post(enterprise, http.StatusOK, "propose-price", url.Values{"reason": {"减少设备"}, "amount": {"610"}, "deductions[0].what": {"涂布设备"}, "deductions[0].amount": {"10"}})
	version-- // to propose changes no contract
	page = s.getAs(bureau, http.StatusOK, at)
	require.Contains(t, page, "待审核的变更")
	require.Contains(t, page, "6,260,000.00")
	s.pictured("bureau", map[string]string{"contract-registered": at})
	page = post(bureau, http.StatusOK, "approve-amendment", url.Values{})
	require.Contains(t, page, "6,100,000.00")
	require.Contains(t, s.getAs(bureau, http.StatusOK, at+"/void"), "作废后不能恢复")
	page = post(bureau, http.StatusOK, "void", url.Values{"reason": {"重复登记"}})
	require.Contains(t, page, "重复登记")
}
