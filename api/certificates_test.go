package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// Whoever holds a certificate verifies it by its code, without signing in, in the API
// and on the page; of one that is voided they are told so.
func TestVerifyCertificate(t *testing.T) {
	s := newServer(t)
	c := s.contract(own, nil, "submit", "precheck", "register")
	path := "/certificates/" + c.CertificateCode()
	got := s.must(http.StatusOK, caller{}, "GET", path, "")
	require.Equal(t, c.RegistryNumber, got.body["registry_number"])
	require.EqualValues(t, 5000, got.body["technical_amount_fen"])
	require.Equal(t, true, got.body["valid"])
	require.Equal(t, s.university.Name, got.body["seller"])
	require.NotContains(t, got.text, "示例合同", "the title is for the parties")
	mine := s.must(http.StatusOK, s.as("enterprise"), "GET", "/contracts/"+c.ID.String()+"/certificate", "")
	require.Equal(t, got.body, mine.body)

	page := s.visit(caller{}, http.MethodGet, "/certificates?code="+c.CertificateCode())
	require.Equal(t, http.StatusOK, page.Code)
	require.Contains(t, page.Body.String(), "证明有效")
	require.Contains(t, page.Body.String(), "伍拾元整")
	require.NotContains(t, page.Body.String(), "示例合同")

	s.must(http.StatusOK, s.as("bureau"), "POST", "/contracts/"+c.ID.String()+"/void", `{"reason":"重复登记"}`, "If-Match: "+etag(c.Version))
	got = s.must(http.StatusOK, caller{}, "GET", path, "")
	require.Equal(t, false, got.body["valid"])
	require.Contains(t, s.visit(caller{}, http.MethodGet, "/certificates?code="+c.CertificateCode()).Body.String(), "证明已失效：合同已作废")
	require.Contains(t, s.visit(caller{}, http.MethodGet, "/certificates?lang=en&code="+c.CertificateCode()).Body.String(), "No longer valid: the contract is voided")

	s.must(http.StatusNotFound, caller{}, "GET", "/certificates/0000-0000-0000-0000", "")
	wrong := s.visit(caller{}, http.MethodGet, "/certificates?code=%3Cscript%3E")
	require.Equal(t, http.StatusNotFound, wrong.Code)
	require.NotContains(t, wrong.Body.String(), "<script")
	require.Contains(t, wrong.Body.String(), "没有这一核验码的登记证明")
}

func TestCertificateNeedsRegistration(t *testing.T) {
	s := newServer(t)
	c := s.contract(own, func(c *domain.Contract) { c.Title = "未登记" }, "submit")
	s.must(http.StatusConflict, s.as("enterprise"), "GET", "/contracts/"+c.ID.String()+"/certificate", "")
	require.Equal(t, http.StatusConflict, s.visit(s.as("enterprise"), http.MethodGet, "/contracts/"+c.ID.String()+"/certificate").Code)
}
