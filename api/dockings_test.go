package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDockingProblems(t *testing.T) {
	s := newServer(t)
	enterprise, steward := s.as("enterprise"), s.as("steward")
	for body, field := range map[string]string{
		`{}`: "need_id",
		fmt.Sprintf(`{"need_id":%q}`, need("submit", "publish")(s, enterprise, own).id):                                                             "technology_id",
		fmt.Sprintf(`{"need_id":%q,"expert_id":%q}`, need("submit", "publish")(s, enterprise, own).id, s.otherExpert.ID):                            "expert_id",
		fmt.Sprintf(`{"need_id":%q,"technology_id":%q}`, need()(s, enterprise, foreign).id, technology("submit", "publish")(s, enterprise, own).id): "need_id",
	} {
		got := s.must(http.StatusUnprocessableEntity, enterprise, "POST", "/dockings", body)
		require.Equal(t, []string{field}, got.fields(), "%s: %s", body, got.text)
	}
	d := s.docking(enterprise, own, "introduce")
	path, match := "/dockings/"+d.ID.String(), "If-Match: "+etag(d.Version)
	again := s.must(http.StatusConflict, enterprise, "POST", "/dockings", fmt.Sprintf(`{"need_id":%q,"technology_id":%q}`, d.NeedID, d.TechnologyID))
	require.Equal(t, "该需求与该技术（专家）已在对接中", again.body["detail"])
	s.must(http.StatusPreconditionRequired, steward, "POST", path+"/negotiate", "")
	s.must(http.StatusPreconditionFailed, steward, "POST", path+"/negotiate", "", `If-Match: "1"`)
	jumped := s.must(http.StatusConflict, steward, "POST", path+"/contract", "", match, "Accept-Language: en")
	require.Equal(t, "the step contract is not open from state introduced", jumped.body["detail"])
	silent := s.must(http.StatusUnprocessableEntity, enterprise, "POST", path+"/decline", "", match)
	require.Equal(t, []string{"reason"}, silent.fields())
	odd := s.must(http.StatusUnprocessableEntity, enterprise, "POST", path+"/decline", `{"reason":"magic"}`, match)
	require.Equal(t, []string{"reason"}, odd.fields())
	require.NotContains(t, odd.text, "magic")
	declined := s.must(http.StatusOK, enterprise, "POST", path+"/decline", `{"reason":"price","note":"差距大"}`, match)
	require.Equal(t, "price", declined.body["decline_reason"])
	require.Equal(t, []any{}, declined.body["open_steps"])
	events := s.must(http.StatusOK, enterprise, "GET", path+"/events", "").items()
	require.Equal(t, "差距大", events[1]["note"])
}

func TestDockingsListed(t *testing.T) {
	s := newServer(t)
	first := s.docking(caller{}, own, "introduce")
	s.docking(caller{}, foreign)
	for query, want := range map[string]int{
		"": 2, "?stage=introduced": 1, "?stage=agreed": 0, "?area=" + ownArea: 1, "?need_id=" + first.NeedID.String(): 1,
		"?technology_id=" + first.TechnologyID.String(): 1, "?expert_id=" + s.expert.ID.String(): 1, "?steward_id=" + first.StewardID.String(): 1, "?limit=1": 1,
	} {
		require.Len(t, s.must(http.StatusOK, s.as("bureau"), "GET", "/dockings"+query, "").items(), want, query)
	}
	for _, name := range []string{"enterprise", "university", "expert", "steward"} {
		require.Len(t, s.must(http.StatusOK, s.as(name), "GET", "/dockings", "").items(), 1, name)
	}
	for _, bad := range []string{"?stage=married", "?sort=note", "?need_id=1"} {
		s.must(http.StatusUnprocessableEntity, s.as("bureau"), "GET", "/dockings"+bad, "")
	}
}

func TestScoreboardAsATable(t *testing.T) {
	s := newServer(t)
	s.addPlan()
	s.contract(own, nil, "submit")
	table := s.do(caller{}, call{method: "GET", path: "/plans/current/scoreboard", header: map[string]string{"Accept": typeCSV}})
	require.Equal(t, http.StatusOK, table.Code)
	lines := strings.Split(strings.TrimSpace(table.Body.String()), "\n")
	require.Len(t, lines, 5)
	require.Contains(t, lines[0], "指标,")
	require.Contains(t, lines[1], "产学研合作协议,,份,1,1,,4,", "figures as they are said, not as they are kept: "+lines[1])
	for _, path := range []string{"/plans/none/scoreboard", "/plans/p/indicators/none", "/plans/p/indicators/rd_spend/contracts", "/plans/none/indicators/iur_agreements/contracts"} {
		s.must(http.StatusNotFound, s.as("bureau"), "GET", path, "")
	}
	s.must(http.StatusUnprocessableEntity, caller{}, "GET", "/plans/current/scoreboard?as_of=yesterday", "")
	early := s.must(http.StatusOK, caller{}, "GET", "/plans/current/scoreboard?as_of=1999-01-01", "").items()
	require.Nil(t, early[0]["value"])
}
