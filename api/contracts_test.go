package api

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func (s *server) draftBody(more string) string {
	return fmt.Sprintf(`{"title":"示例合同","kind":"licence","seller_id":%q,"buyer_id":%q,"amount_fen":100,"technical_amount_fen":90,"deductions":[{"what":"设备","amount_fen":10}]%s}`,
		s.university.ID, s.enterprise.ID, more)
}

func TestContractInvalidOverTheAPI(t *testing.T) {
	s := newServer(t)
	for more, field := range map[string]string{
		`,"title":""`:                    "title",
		`,"kind":"gift"`:                 "kind",
		`,"technical_amount_fen":91`:     "technical_amount_fen",
		`,"amount_fen":-1`:               "amount_fen",
		`,"amount_fen":1.5`:              "amount_fen",
		`,"signed_on":"31 February"`:     "signed_on",
		`,"payments":[{"amount_fen":0}]`: "payments[0].amount_fen",
		`,"parties":[{"organisation_id":"00000000-0000-7000-8000-000000000000","side":"seller"}]`: "parties[0].organisation_id",
		`,"docking_id":"00000000-0000-7000-8000-000000000000"`:                                    "docking_id",
		`,"equity":true`:              "equity",
		`,"state":"registered"`:       "state",
		`,"registry_number":"forged"`: "registry_number",
	} {
		got := s.must(http.StatusUnprocessableEntity, s.as("enterprise"), "POST", "/contracts", s.draftBody(more))
		require.Contains(t, got.fields(), field, "%s: %s", more, got.text)
		require.NotContains(t, got.text, "forged")
	}
}

func TestContractProblems(t *testing.T) {
	s := newServer(t)
	enterprise, bureau := s.as("enterprise"), s.as("bureau")
	made := s.must(http.StatusCreated, enterprise, "POST", "/contracts", s.draftBody(""))
	s.must(http.StatusPreconditionRequired, enterprise, "PATCH", made.path(), `{"title":"改名"}`)
	s.must(http.StatusPreconditionFailed, enterprise, "PATCH", made.path(), `{"title":"改名"}`, `If-Match: "9"`)
	early := s.must(http.StatusUnprocessableEntity, enterprise, "POST", made.path()+"/submit", "", `If-Match: "1"`)
	require.Equal(t, []any{map[string]any{"field": "signed_on", "reason": "提交前须填写签订日期"}}, early.body["errors"])
	early = s.must(http.StatusUnprocessableEntity, enterprise, "POST", made.path()+"/submit", "", `If-Match: "1"`, "Accept-Language: en")
	require.Equal(t, []any{map[string]any{"field": "signed_on", "reason": "is required before submitting"}}, early.body["errors"])
	wrong := s.must(http.StatusConflict, bureau, "POST", made.path()+"/register", `{"registry_number":"样例1"}`, `If-Match: "1"`)
	require.Equal(t, "当前状态不允许“登记”", wrong.body["detail"])
	wrong = s.must(http.StatusConflict, bureau, "POST", made.path()+"/register", `{"registry_number":"样例1"}`, `If-Match: "1"`, "Accept-Language: en")
	require.Equal(t, "the step register is not open from state draft", wrong.body["detail"])
	s.must(http.StatusForbidden, bureau, "POST", made.path()+"/submit", "", `If-Match: "1"`)
	s.must(http.StatusForbidden, s.rival(), "POST", "/contracts", s.draftBody(""))
	s.must(http.StatusForbidden, enterprise, "PATCH", made.path(), fmt.Sprintf(`{"buyer_id":%q}`, s.otherEnterprise.ID), `If-Match: "1"`)

	first := s.contract(own, nil, "submit", "precheck", "register")
	second := s.contract(own, nil, "submit", "precheck")
	taken := s.must(http.StatusConflict, bureau, "POST", "/contracts/"+second.ID.String()+"/register", fmt.Sprintf(`{"registry_number":%q}`, first.RegistryNumber), "If-Match: "+etag(second.Version))
	require.Equal(t, "该登记编号已使用", taken.body["detail"])
	locked := s.must(http.StatusConflict, enterprise, "PATCH", "/contracts/"+first.ID.String(), `{"amount_fen":1}`, "If-Match: "+etag(first.Version))
	require.Equal(t, "合同已提交，不能直接修改", locked.body["detail"])
	late := s.must(http.StatusUnprocessableEntity, bureau, "POST", "/contracts/"+first.ID.String()+"/terminate", fmt.Sprintf(`{"reason":"解除","on":%q}`, first.SignedOn.AddDays(-1)), "If-Match: "+etag(first.Version))
	require.Equal(t, []string{"on"}, late.fields())
}

func TestContractsListed(t *testing.T) {
	s := newServer(t)
	s.contract(own, nil)
	s.contract(own, func(c *domain.Contract) { c.Kind, c.ResultBased, c.IUR = "service", false, false }, "submit", "precheck", "register")
	s.contract(foreign, nil, "submit", "precheck", "register")
	today := domain.DateOf(s.db.Now()).String()
	for query, want := range map[string]int{
		"": 3, "?state=registered": 2, "?kind=service": 1, "?field=energy": 0, "?area=" + foreignArea: 1, "?iur=true": 2, "?iur=false": 1,
		"?organisation_id=" + s.enterprise.ID.String(): 2, "?signed_from=" + today + "&signed_to=" + today: 3, "?signed_from=2000-01-01&signed_to=2000-12-31": 0, "?limit=2": 2,
	} {
		require.Len(t, s.must(http.StatusOK, s.as("bureau"), "GET", "/contracts"+query, "").items(), want, query)
	}
	require.Len(t, s.must(http.StatusOK, s.as("enterprise"), "GET", "/contracts", "").items(), 2)
	for _, bad := range []string{"?state=done", "?kind=gift", "?iur=perhaps", "?signed_from=2026-01-01", "?sort=amount", "?colour=red"} {
		s.must(http.StatusUnprocessableEntity, s.as("bureau"), "GET", "/contracts"+bad, "")
	}
}

func TestContractStatisticsOverTheAPI(t *testing.T) {
	s := newServer(t)
	done := []string{"submit", "precheck", "register"}
	s.contract(own, nil)
	s.contract(own, nil, done...)
	s.contract(own, func(c *domain.Contract) { c.Kind, c.ResultBased = "service", false }, done...)
	s.contract(foreign, nil, done...)
	got := s.must(http.StatusOK, s.as("bureau"), "GET", "/contracts/statistics", "").items()
	require.Equal(t, []map[string]any{
		{"key": "service", "name": "技术服务", "count": 1.0, "amount_fen": 5000.0, "technical_amount_fen": 5000.0},
		{"key": "transfer", "name": "技术转让", "count": 2.0, "amount_fen": 10000.0, "technical_amount_fen": 10000.0}}, got)
	got = s.must(http.StatusOK, s.as("enterprise"), "GET", "/contracts/statistics?by=area", "", "Accept-Language: en").items()
	require.Equal(t, []map[string]any{{"key": ownArea, "name": "Yuhu", "count": 2.0, "amount_fen": 10000.0, "technical_amount_fen": 10000.0}}, got, "of what the caller may read")
	year := fmt.Sprint(domain.DateOf(s.db.Now()).Year)
	got = s.must(http.StatusOK, s.as("bureau"), "GET", "/contracts/statistics?by=year&kind=service", "").items()
	require.Equal(t, year, got[0]["name"])
	for _, by := range []string{"field", "ip_kind", "plan_source", "seller_kind", "buyer_kind"} {
		got = s.must(http.StatusOK, s.as("bureau"), "GET", "/contracts/statistics?by="+by, "").items()
		require.Len(t, got, 1, by)
		require.NotEqual(t, got[0]["key"], got[0]["name"], "%s is named", by)
	}
	s.must(http.StatusUnprocessableEntity, s.as("bureau"), "GET", "/contracts/statistics?by=mood", "")
	s.must(http.StatusUnauthorized, caller{}, "GET", "/contracts/statistics", "")
}
