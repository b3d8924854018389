package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// The life of a contract as its parties and the bureau lead it over the API.
func TestContractLifeOverTheAPI(t *testing.T) {
	s := newServer(t)
	today := domain.DateOf(s.db.Now())
	from := domain.Date{Year: 2000, Month: 1, Day: 1}
	_, err := s.db.ReplaceContractRules(t.Context(), setup, domain.Rulebook{{Code: "limit", ValidFrom: from, Params: domain.RuleParams{Days: 15, Near: 3}},
		{Code: "review", ValidFrom: from, Params: domain.RuleParams{Days: 30, From: domain.Yuan(5_000_000)}}, {Code: "use_first", ValidFrom: from, Params: domain.RuleParams{TRL: 4}}})
	require.NoError(t, err)
	c := s.contract(own, func(c *domain.Contract) {
		c.Milestones = []domain.Milestone{{Title: "示例节点", DueOn: today, Amount: 300}}
	}, "submit")
	path, version := "/contracts/"+c.ID.String(), c.Version
	post := func(status int, who, action, body string) answer {
		t.Helper()
		got := s.must(status, s.as(who), "POST", path+"/"+action, body, "If-Match: "+etag(version))
		if status == http.StatusOK {
			version = int64(got.body["version"].(float64))
		}
		return got
	}
	shown := s.must(http.StatusOK, s.as("bureau"), "GET", path, "")
	clock := shown.body["clock"].(map[string]any)
	require.Equal(t, []any{15.0, 15.0, "standard", true}, []any{clock["limit"], clock["working_days_left"], clock["basis"], clock["weekends_only"]})
	require.Len(t, s.must(http.StatusOK, s.as("bureau"), "GET", "/contracts?due=running&sort=due_on", "").items(), 1)
	require.Empty(t, s.must(http.StatusOK, s.as("bureau"), "GET", "/contracts?due=overdue", "").items())
	flagged := post(http.StatusOK, "bureau", "flag", `{"disputed":true,"expert_review":true,"reason":"权属有争议"}`)
	require.Equal(t, 30.0, flagged.body["clock"].(map[string]any)["limit"])

	withdrawn := post(http.StatusOK, "enterprise", "withdraw", "")
	require.Equal(t, "draft", withdrawn.body["state"])
	require.Nil(t, withdrawn.body["clock"])
	post(http.StatusOK, "enterprise", "submit", "")
	post(http.StatusOK, "bureau", "precheck", "")
	post(http.StatusOK, "bureau", "register", `{"registry_number":"样例2026"}`)

	post(http.StatusForbidden, "enterprise", "record-delivery", `{"milestone":1}`)
	post(http.StatusOK, "university", "record-delivery", `{"milestone":1,"note":"示例交付单"}`)
	post(http.StatusOK, "enterprise", "record-acceptance", `{"milestone":1}`)
	over := post(http.StatusUnprocessableEntity, "enterprise", "record-payment", `{"milestone":1,"amount_fen":301}`)
	require.Equal(t, []string{"amount_fen"}, over.fields())
	paid := post(http.StatusOK, "enterprise", "record-payment", `{"milestone":1,"amount_fen":300}`)
	require.Equal(t, 300.0, paid.body["paid_fen"])
	require.Equal(t, "paid", paid.body["progress"].([]any)[0].(map[string]any)["state"])

	proposal := `{"reason":"单位更名","changes":{"buyer_name":"示例新名有限公司"}}`
	post(http.StatusUnprocessableEntity, "enterprise", "propose-amendment", `{"reason":"换人","changes":{"seller_id":"`+s.otherEnterprise.ID.String()+`"}}`)
	post(http.StatusUnprocessableEntity, "enterprise", "propose-amendment", `{"reason":"改号","changes":{"registry_number":"伪造"}}`)
	asked := post(http.StatusOK, "enterprise", "propose-amendment", proposal)
	change := asked.body["amendment"].(map[string]any)["changes"].([]any)[0].(map[string]any)
	require.Equal(t, "buyer", change["field"])
	require.Contains(t, asked.body["open_steps"], "withdraw-amendment")
	post(http.StatusForbidden, "enterprise", "approve-amendment", "")
	approved := post(http.StatusOK, "bureau", "approve-amendment", "")
	require.Equal(t, "示例新名有限公司", approved.body["buyer"].(map[string]any)["name"])
	require.Equal(t, "样例2026", approved.body["registry_number"])

	versions := s.must(http.StatusOK, s.as("university"), "GET", path+"/versions?all=true", "").items()
	last := versions[len(versions)-1]
	require.NotContains(t, last, "effective_to")
	require.Equal(t, "buyer", last["changes"].([]any)[0].(map[string]any)["field"])
	require.Len(t, s.must(http.StatusOK, s.as("university"), "GET", path+"/amendments", "").items(), 1)
}

// What is refused says why, by codes and in words.
func TestContractRefusedWithGrounds(t *testing.T) {
	s := newServer(t)
	c := s.contract(own, nil, "submit")
	path, ifMatch := "/contracts/"+c.ID.String()+"/refuse", "If-Match: "+etag(c.Version)
	bad := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "POST", path, `{"grounds":[{"code":"mood","words":"x"}]}`, ifMatch)
	require.Equal(t, []string{"grounds[0].code"}, bad.fields())
	got := s.must(http.StatusOK, s.as("bureau"), "POST", path, `{"grounds":[{"code":"price","words":"未约定价款"}]}`, ifMatch)
	require.Equal(t, "价款不明确：未约定价款", got.body["reason"])
	require.Equal(t, []any{map[string]any{"code": "price", "words": "未约定价款"}}, got.body["refusal"])
}
