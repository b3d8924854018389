package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func bp(n int) *int { return &n }

// incomeRule exempts the first hundred yuan of a seller's year, and halves the rest.
func incomeRule() domain.TaxRule {
	return domain.TaxRule{Code: "income", Tax: "income", Title: "示例税法", Number: "示例令", Clause: "第九十条", ValidFrom: domain.Date{Year: 2020, Month: 1, Day: 1}, Side: "seller", Kinds: []string{"transfer"},
		Base: "technical_amount", Pool: "transfers", Brackets: []domain.Bracket{{PercentBP: bp(2500)}, {From: domain.Yuan(100), PercentBP: bp(1250)}},
		Conditions: []domain.Text{{ZH: "单独核算", EN: "it is accounted for by itself"}}}
}

// Of two transfers of 80 and 60 yuan the second has 20 exempt and 40 halved; the buyer,
// who may not read the first, is told of the second alone.
func TestContractEstimateOverTheAPI(t *testing.T) {
	s := newServer(t)
	_, err := s.db.ReplaceTaxRules(t.Context(), setup, []domain.TaxRule{incomeRule()})
	require.NoError(t, err)
	of := func(yuan int64) func(*domain.Contract) {
		return func(c *domain.Contract) { c.Amount, c.TechnicalAmount = domain.Yuan(yuan), domain.Yuan(yuan) }
	}
	other := func(c *domain.Contract) { of(80)(c); c.BuyerID = s.withUSCC(s.otherEnterprise) }
	s.contract(own, other, "submit", "precheck", "register")
	second := s.contract(own, of(60), "submit", "precheck", "register")
	path := "/contracts/" + second.ID.String() + "/estimate"

	whole := s.must(http.StatusOK, s.as("university"), "GET", path, "")
	require.EqualValues(t, 20*25+40*12.5, whole.body["tax_saved_most_fen"])
	line := whole.body["taxes"].([]any)[0].(map[string]any)
	require.EqualValues(t, 8000, line["earlier_fen"])
	require.Equal(t, "第九十条", line["clause"])
	require.Equal(t, "unknown", line["applies"], "a condition is in no record")
	require.Equal(t, "估算，以主管部门审核为准", whole.body["label"])

	alone := s.must(http.StatusOK, s.as("enterprise"), "GET", path, "")
	require.EqualValues(t, 60*25, alone.body["tax_saved_most_fen"])
	require.NotContains(t, alone.text, "8000")
}

func TestOccasionsOverTheAPI(t *testing.T) {
	s := newServer(t)
	made := s.must(http.StatusCreated, s.as("bureau"), "POST", "/policies", `{"title":"示例行动计划","level":"city","region":"430300","clauses":[{"ref":"四(二)","text":"首次认定的奖补10万元","incentives":[
		{"code":"first","kind":"subsidy","beneficiary":"enterprise","occasion":"first_recognition","rule":"fixed","amount_fen":10000000,"requires":{"qualifications":["high_tech"],"complete":true}}]}]}`)
	s.step(s.as("bureau"), made.path(), 1, "publish")
	path := "/organisations/" + s.enterprise.ID.String() + "/incentives"
	open := s.must(http.StatusOK, s.as("enterprise"), "GET", path, "")
	grant := func(of answer) map[string]any { return of.body["grants"].([]any)[0].(map[string]any) }
	require.Equal(t, "unknown", grant(open)["applies"])
	supposed := s.must(http.StatusOK, s.as("enterprise"), "GET", path+"?occasion=first_recognition&what=high_tech&on=2024-11-08", "")
	require.Equal(t, "holds", grant(supposed)["applies"])
	require.EqualValues(t, 10_000_000, grant(supposed)["most_fen"])
	require.Equal(t, "四(二)", grant(supposed)["clause"])
	require.Len(t, supposed.body["happened"], 1)
	s.must(http.StatusNotFound, s.rival(), "GET", path, "")
	s.must(http.StatusUnprocessableEntity, s.as("enterprise"), "GET", path+"?occasion=moonrise", "")
}
