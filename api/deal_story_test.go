package api

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// match is If-Match with the version of an answer.
func (a answer) match() string { return "If-Match: " + a.header.Get("ETag") }

func (a answer) id() string { return a.body["id"].(string) }

// TestDealFromNeedToFigure goes the whole way: a need is posted, docked, contracted and
// registered, and the plan's figures move, each opening into the contract.
func TestDealFromNeedToFigure(t *testing.T) {
	s := newServer(t)
	s.addPlan()
	s.withUSCC(s.enterprise)
	s.publishedExpert(s.steward.ID)
	enterprise, university, steward, bureau := s.as("enterprise"), s.as("university"), s.as("steward"), s.as("bureau")

	posted := s.must(http.StatusCreated, enterprise, "POST", "/needs", `{"title":"示例：涂层寿命","problem":"剥落","field":"materials","confidentiality":"blind"}`)
	s.step(enterprise, posted.path(), 1, "submit")
	s.step(steward, posted.path(), 2, "publish")
	offered := s.must(http.StatusCreated, university, "POST", "/technologies", `{"title":"示例：耐高温涂层","abstract":"喷涂","field":"materials","confidentiality":"public"}`)
	s.step(university, offered.path(), 1, "submit")
	s.step(bureau, offered.path(), 2, "publish")

	docked := s.must(http.StatusCreated, university, "POST", "/dockings", fmt.Sprintf(`{"need_id":%q,"technology_id":%q,"note":"愿意面谈"}`, posted.id(), offered.id()))
	require.NotContains(t, docked.text, s.enterprise.ID.String(), "whose the blind need is stays hidden")
	require.Equal(t, "示例大学甲", docked.body["provider"].(map[string]any)["name"])
	require.Equal(t, []any{"decline"}, docked.body["open_steps"])
	led := s.must(http.StatusOK, steward, "GET", docked.path(), "")
	require.Equal(t, s.steward.ID.String(), led.body["steward_id"], "the steward of the area takes it")
	require.Equal(t, []any{"introduce", "decline"}, led.body["open_steps"])
	s.step(steward, docked.path(), 1, "introduce", "negotiate", "agree")
	seen := s.must(http.StatusOK, university, "GET", docked.path(), "")
	require.Equal(t, "示例企业甲", seen.body["enterprise"].(map[string]any)["name"], "introduced")

	today := domain.DateOf(s.db.Now())
	drafted := s.must(http.StatusCreated, university, "POST", "/contracts", fmt.Sprintf(`{"title":"示例：涂层技术转让","kind":"transfer","field":"materials","seller_id":%q,"buyer_id":%q,"docking_id":%q,
		"amount_fen":50000000,"technical_amount_fen":40000000,"deductions":[{"what":"设备","amount_fen":10000000}],"payments":[{"amount_fen":50000000,"what":"一次付清"}],
		"iur":true,"result_based":true,"signed_on":%q}`, s.university.ID, s.enterprise.ID, docked.id(), today))
	require.Equal(t, posted.id(), drafted.body["need_id"])
	require.Equal(t, []string{"ip_kind", "plan_source", "ends_on"}, groundFields(drafted))
	submitted := s.must(http.StatusOK, university, "POST", drafted.path()+"/submit", "", drafted.match())
	refused := s.must(http.StatusUnprocessableEntity, bureau, "POST", drafted.path()+"/precheck", "", submitted.match())
	require.Equal(t, []string{"ip_kind", "plan_source", "ends_on"}, refused.fields(), "every ground at once")
	returned := s.must(http.StatusOK, bureau, "POST", drafted.path()+"/return", `{"reason":"请补正"}`, submitted.match())
	completed := s.must(http.StatusOK, enterprise, "PATCH", drafted.path(), fmt.Sprintf(`{"ip_kind":"invention_patent","plan_source":"none","ends_on":%q}`, today.AddDays(365)), returned.match())
	require.NotContains(t, completed.body, "grounds")
	submitted = s.must(http.StatusOK, enterprise, "POST", drafted.path()+"/submit", "", completed.match())
	s.requireFigures(t, drafted.id(), "1", false)
	checked := s.must(http.StatusOK, bureau, "POST", drafted.path()+"/precheck", "", submitted.match())
	registered := s.must(http.StatusOK, bureau, "POST", drafted.path()+"/register", `{"registry_number":"样例2026000001"}`, checked.match())
	require.Equal(t, today.String(), registered.body["registered_on"])

	s.requireFigures(t, drafted.id(), "1", true)
	concluded := s.must(http.StatusOK, enterprise, "GET", docked.path(), "")
	require.Equal(t, "contracted", concluded.body["stage"])
	events := s.must(http.StatusOK, university, "GET", drafted.path()+"/events", "")
	require.Len(t, events.items(), 5)
	steps := s.must(http.StatusOK, university, "GET", docked.path()+"/events", "")
	require.Len(t, steps.items(), 4)

	s.must(http.StatusOK, bureau, "POST", drafted.path()+"/terminate", `{"reason":"协商解除"}`, registered.match())
	s.requireFigures(t, drafted.id(), "1", false)
}

func groundFields(a answer) []string {
	var fields []string
	list, _ := a.body["grounds"].([]any)
	for _, g := range list {
		fields = append(fields, g.(map[string]any)["field"].(string))
	}
	return fields
}

// requireFigures requires that a contract counts as an agreement, and as a local
// transfer or not, and that both figures open into what they count.
func (s *server) requireFigures(t *testing.T, id, agreements string, transfer bool) {
	t.Helper()
	board := s.must(http.StatusOK, caller{}, "GET", "/plans/current/scoreboard", "").items()
	require.Len(t, board, 4)
	require.Equal(t, agreements, fmt.Sprint(board[0]["value"]))
	require.EqualValues(t, 25, board[0]["progress_pct"], "1 of 4")
	require.Nil(t, board[2]["value"], "not known is null")
	counted := s.must(http.StatusOK, s.as("bureau"), "GET", "/plans/current/indicators/iur_agreements/contracts", "").items()
	require.Len(t, counted, 1)
	require.Equal(t, id, counted[0]["id"])

	rate := s.must(http.StatusOK, caller{}, "GET", "/plans/p/indicators/local_transfer_rate", "").body
	transfers := s.must(http.StatusOK, s.as("bureau"), "GET", "/plans/p/indicators/local_transfer_rate/contracts", "").items()
	if !transfer {
		require.Nil(t, rate["value"], "no transfers is not 0 %")
		require.Empty(t, transfers)
		return
	}
	require.EqualValues(t, 100, rate["value"])
	require.Equal(t, id, transfers[0]["id"])
	require.Len(t, rate["variants"], 6)
	value := rate["variants"].([]any)[2].(map[string]any)
	require.Equal(t, []any{"amount_city", 500000.0, 500000.0}, []any{value["code"], value["numerator"], value["denominator"]}, "in yuan")
	require.Equal(t, []any{map[string]any{"year": rate["target_year"], "value": 30.0, "source": "text"}, map[string]any{"dimension": "area", "key": ownArea, "year": rate["target_year"], "value": nil, "source": "text"}}, rate["targets"])
}
