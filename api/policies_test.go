package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

const fullPolicy = `{"title":"示例奖补办法","number":"示例发〔2024〕1号","issuer":"示例市科技局","level":"city","region":"430300","issued_on":"2024-01-01",
"effective_from":"2024-02-01","valid_until":"2099-12-31","source_url":"https://example.org/1","summary":"摘要","clauses":[
{"ref":"第三条","heading":"奖补","text":"按技术交易额补助","fields":["materials"],"modes":["licence"],"incentives":[
 {"code":"B-1","kind":"subsidy","beneficiary":"enterprise","condition":"已登记","rule":"percent","percent_bp":500,"cap_fen":50000000,"base":"technical_amount",
  "payer":"示例市财政","apply_by":"2025-06-30","valid_from":"2024-02-01","valid_to":"2026-12-31",
  "requires":{"areas":["yuhu"],"contract_kinds":["licence"],"fields":["materials"],"min_amount_fen":1,"iur":true}}]},
{"ref":"第四条","text":"其他"}]}`

func TestPolicyOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.must(http.StatusForbidden, s.as("steward"), "POST", "/policies", fullPolicy)
	made := s.must(http.StatusCreated, s.as("bureau"), "POST", "/policies", fullPolicy)
	path := made.path()
	require.Equal(t, made.body, s.must(http.StatusOK, s.as("bureau"), "GET", path, "").body)
	require.Equal(t, false, made.body["in_force"])
	s.must(http.StatusNotFound, caller{}, "GET", path, "")

	clauses := made.body["clauses"].([]any)
	kept := clauses[1].(map[string]any)
	patch := `{"clauses":[` + encode(t, kept) + `,{"ref":"第五条","text":"新增"}]}`
	changed := s.must(http.StatusOK, s.as("bureau"), "PATCH", path, patch, `If-Match: "1"`)
	require.Equal(t, kept, changed.body["clauses"].([]any)[0])
	require.Len(t, changed.body["clauses"], 2)
	foreign := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "PATCH", path, `{"clauses":[`+encode(t, clauses[0])+`]}`, `If-Match: "2"`)
	require.Equal(t, []string{"clauses[0].id"}, foreign.fields(), "the clause has gone, and its ID with it")

	published := s.step(s.as("bureau"), path, 2, "publish")
	require.Equal(t, true, published.body["in_force"])
	list := s.must(http.StatusOK, caller{}, "GET", "/policies?level=city&q=%E5%A5%96&field=nuclear&state=published", "")
	require.Len(t, list.items(), 1)
	require.NotContains(t, list.items()[0], "clauses")
	repealed := s.must(http.StatusOK, s.as("bureau"), "POST", path+"/repeal", `{"reason":"已有新办法"}`, `If-Match: "3"`)
	require.Equal(t, false, repealed.body["in_force"])
	require.Equal(t, []any{}, repealed.body["open_steps"])
	s.must(http.StatusConflict, s.as("bureau"), "PATCH", path, `{"summary":"改"}`, `If-Match: "4"`)
}

func TestPolicyInvalidOverTheAPI(t *testing.T) {
	s := newServer(t)
	for body, field := range map[string]string{
		`{"title":"示例办法"}`:                                                                  "level",
		`{"title":"示例办法","level":"city","region":"43"}`:                                     "region",
		`{"title":"示例办法","level":"city","clauses":[{"ref":"一"}]}`:                           "clauses[0].text",
		`{"title":"示例办法","level":"city","clauses":[{"ref":"一","text":"文","fields":["x"]}]}`: "clauses[0].fields[0]",
		`{"title":"示例办法","level":"city","clauses":[{"ref":"一","text":"文","incentives":[{"kind":"award","beneficiary":"any","rule":"fixed"}]}]}`: "clauses[0].incentives[0].amount_fen",
	} {
		got := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "POST", "/policies", body)
		require.Equal(t, []string{field}, got.fields(), got.text)
	}
	made := s.must(http.StatusCreated, s.as("bureau"), "POST", "/policies", `{"title":"示例办法","level":"national"}`)
	got := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "POST", made.path()+"/publish", "", `If-Match: "1"`)
	require.Equal(t, []string{"clauses"}, got.fields())
}
