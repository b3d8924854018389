package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

const fullTechnology = `{"title":"示例：耐高温涂层","abstract":"一种涂层","description":"说明","keywords":["涂层"],"field":"materials","industries":["C35"],"trl":6,
"registration":"9432024Y0001","attribute":"original","form":"新工艺","level":"国内领先","stage":"middle",
"ip":[{"kind":"invention_patent","title":"一种涂层","number":"ZL0","status":"granted"},{"kind":"know_how"}],
"modes":["licence"],"price_min_fen":10000,"price_max_fen":10001,"metrics":[{"name":"耐温","comparator":">=","value":1050,"unit":"℃"}],
"inventors":["陈样例"],"territory":"country","confidentiality":"public","start_month":"2019-03","end_month":"2024-12","valid_until":"2099-12-31"}`

func TestTechnologyOverTheAPI(t *testing.T) {
	s := newServer(t)
	made := s.must(http.StatusCreated, s.as("university"), "POST", "/technologies", fullTechnology)
	path := made.path()
	require.Equal(t, made.body, s.must(http.StatusOK, s.as("university"), "GET", path, "").body)
	require.Equal(t, s.university.ID.String(), made.body["organisation_id"])
	require.JSONEq(t, `[{"kind":"invention_patent","title":"一种涂层","number":"ZL0","status":"granted"},{"kind":"know_how"}]`, encode(t, made.body["ip"]))
	require.NotContains(t, made.body, "missing")

	published := s.step(s.as("steward"), path, 1, "submit", "publish")
	require.Equal(t, []any{"renew", "close"}, published.body["open_steps"])
	changed := s.must(http.StatusOK, s.as("steward"), "PATCH", path, `{"trl":7}`, `If-Match: "3"`)
	require.Equal(t, "published", changed.body["state"])
	changed = s.must(http.StatusOK, s.as("university"), "PATCH", path, `{"trl":8}`, `If-Match: "4"`)
	require.Equal(t, "submitted", changed.body["state"], "an owner's change goes back to review")
	s.must(http.StatusNotFound, caller{}, "GET", path, "")
	closed := s.must(http.StatusOK, s.as("university"), "POST", path+"/close", `{"reason":"已转让"}`, `If-Match: "5"`)
	require.Equal(t, "已转让", closed.body["reason"])
	s.must(http.StatusConflict, s.as("university"), "PATCH", path, `{"trl":9}`, `If-Match: "6"`)
}

func TestTechnologyInvalidOverTheAPI(t *testing.T) {
	s := newServer(t)
	for body, field := range map[string]string{
		`{"title":"示例","confidentiality":"public","trl":10}`:                                   "trl",
		`{"title":"示例","confidentiality":"public","ip":[{"kind":"secret"}]}`:                   "ip[0].kind",
		`{"title":"示例","confidentiality":"public","registration":"1"}`:                         "registration",
		`{"title":"示例","confidentiality":"public","price_min_fen":2,"price_max_fen":1}`:        "price_max_fen",
		`{"title":"示例","confidentiality":"public","start_month":"2024-02","end_month":"2023"}`: "end_month",
	} {
		got := s.must(http.StatusUnprocessableEntity, s.as("university"), "POST", "/technologies", body)
		require.Equal(t, []string{field}, got.fields(), got.text)
	}
	s.must(http.StatusCreated, s.as("university"), "POST", "/technologies", fullTechnology)
	taken := s.must(http.StatusConflict, s.as("university"), "POST", "/technologies", fullTechnology, "Accept-Language: en")
	require.Equal(t, "this result registration number exists already", taken.body["detail"])
}

func TestTechnologiesListed(t *testing.T) {
	s := newServer(t)
	open := s.must(http.StatusCreated, s.as("university"), "POST", "/technologies", fullTechnology)
	s.step(s.as("bureau"), open.path(), 1, "submit", "publish")
	blind := s.must(http.StatusCreated, s.as("university"), "POST", "/technologies", `{"title":"示例隐名成果","abstract":"秘密摘要","field":"energy","trl":9,"confidentiality":"blind"}`)
	s.step(s.as("bureau"), blind.path(), 1, "submit", "publish")
	for query, want := range map[string]int{"": 2, "?field=energy": 1, "?trl_min=6": 1, "?area=yuhu": 1, "?mode=licence": 1, "?q=%E6%B6%82": 1, "?state=closed": 0} {
		got := s.must(http.StatusOK, s.as("enterprise"), "GET", "/technologies"+query, "")
		require.Len(t, got.items(), want, query)
		require.NotContains(t, got.text, "秘密摘要")
	}
	require.Len(t, s.must(http.StatusOK, caller{}, "GET", "/technologies", "").items(), 1)
}
