package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

const payingPolicy = `{"title":"示例补助办法","level":"city","region":"430300","clauses":[{"ref":"第三条","text":"按技术交易额补助","incentives":[
{"code":"T-1","kind":"subsidy","beneficiary":"enterprise","rule":"tiered","base":"technical_amount","cap_fen":50000000,
 "brackets":[{"from_fen":0,"percent_bp":500},{"from_fen":100000000,"percent_bp":300}],"apply_within":{"number":6,"unit":"months","after":"signed"},
 "requires":{"contract_kinds":["transfer"],"qualifications":["tech_sme"],"iur":true,"events":["registered"],"complete":true},"stacking":{"group":"g","rule":"exclusive"}},
{"code":"T-2","kind":"award","beneficiary":"enterprise","rule":"fixed","amount_fen":1000000,"requires":{"min_amount_fen":1000,"complete":true},"stacking":{"group":"g"}}]}]}`

func (s *server) payingPolicy() string {
	s.t.Helper()
	made := s.must(http.StatusCreated, s.as("bureau"), "POST", "/policies", payingPolicy)
	require.Equal(s.t, made.body["clauses"], s.must(http.StatusOK, s.as("bureau"), "GET", made.path(), "").body["clauses"])
	s.step(s.as("bureau"), made.path(), 1, "publish")
	return made.path()
}

func TestEstimateOverTheAPI(t *testing.T) {
	s := newServer(t)
	policy := s.payingPolicy()
	m := s.match(s.owner(domain.Enterprise, own), s.owner(domain.University, own), "public")
	path := "/needs/" + m.need.ID.String() + "/incentives"

	open := s.must(http.StatusOK, s.as("bureau"), "GET", path, "")
	require.EqualValues(t, 0, open.body["certain_fen"])
	require.EqualValues(t, 50_000_000, open.body["possible_fen"], "the cap, as nothing is known of the value")

	// 1,200,000: 1,000,000 × 5 % + 200,000 × 3 % = 50,000 + 6,000; the award of 10,000 not besides.
	settled := s.must(http.StatusOK, s.as("enterprise"), "GET",
		path+"?technology_id="+m.technology.ID.String()+"&kind=transfer&amount_fen=150000000&technical_amount_fen=120000000&holds=tech_sme", "")
	require.EqualValues(t, 5_600_000, settled.body["certain_fen"])
	require.EqualValues(t, 5_600_000, settled.body["possible_fen"])
	require.Equal(t, "合作达成后，买方可得奖补 5.6 万元（估算）", settled.body["answer"])
	grants := settled.body["grants"].([]any)
	first, second := grants[0].(map[string]any), grants[1].(map[string]any)
	require.Equal(t, "holds", first["applies"])
	require.Equal(t, "第三条", first["clause"])
	require.Contains(t, first["answer"], "请在签订合同后 6 个月内申报")
	require.Equal(t, "与《示例补助办法》第三条不可叠加，取金额较高的一项", second["left_out"])

	lacking := s.must(http.StatusOK, s.as("bureau"), "GET", path+"?kind=transfer&amount_fen=150000000&lacks=tech_sme", "")
	require.EqualValues(t, 1_000_000, lacking.body["certain_fen"])
	require.Equal(t, true, lacking.body["grants"].([]any)[1].(map[string]any)["near_miss"])

	wrong := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "GET", path+"?amount_fen=1&technical_amount_fen=2", "")
	require.Equal(t, []string{"technical_amount_fen"}, wrong.fields())

	reach := s.must(http.StatusOK, s.as("bureau"), "GET", policy+"/needs", "")
	require.EqualValues(t, 1, reach.body["served"])
	require.EqualValues(t, 1, reach.body["incentives"].([]any)[0].(map[string]any)["open"])
	s.must(http.StatusNotFound, s.as("enterprise"), "GET", policy+"/needs", "")
}

func TestIncentiveInvalidOverTheAPI(t *testing.T) {
	s := newServer(t)
	for incentive, field := range map[string]string{
		`"rule":"tiered","base":"technical_amount"`: "brackets",
		`"rule":"tiered","base":"technical_amount","brackets":[{"from_fen":5,"percent_bp":1},{"from_fen":5,"percent_bp":1}]`: "brackets[1].from_fen",
		`"rule":"fixed","amount_fen":1,"stacking":{"group":"g","rule":"capped"}`:                                             "stacking.cap_fen",
		`"rule":"fixed","amount_fen":1,"requires":{"min_amount_fen":2,"max_amount_fen":1}`:                                   "requires.max_amount_fen",
		`"rule":"fixed","amount_fen":1,"apply_within":{"number":1,"unit":"days","after":"moonrise"}`:                         "apply_within.after",
		`"rule":"fixed","amount_fen":1,"requires":{"qualifications":["wizard"]}`:                                             "requires.qualifications[0]",
	} {
		body := `{"title":"示例办法","level":"city","clauses":[{"ref":"一","text":"文","incentives":[{"kind":"award","beneficiary":"enterprise",` + incentive + `}]}]}`
		got := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "POST", "/policies", body)
		require.Equal(t, []string{"clauses[0].incentives[0]." + field}, got.fields(), got.text)
	}
}
