package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

const fullNeed = `{"title":"示例：涂层寿命提升","background":"背景","problem":"900 ℃ 下剥落","field":"materials","industry":"C35",
"targets":[{"name":"寿命","comparator":">=","value":1000.1,"unit":"h"},{"name":"厚度","comparator":"range","value":0.1,"upper":0.3,"unit":"mm"}],
"modes":["licence"],"budget_min_fen":10000000,"budget_max_fen":900719925474099,"deadline":"2027-02-28","ip_ownership":"shared",
"conditions":{"trl_min":5,"territory":"province","secret":true,"text":"须有试验条件"},"confidentiality":"public",
"contact_name":"示例王工","contact_phone":"0731-00000001","keywords":["涂层"],"valid_until":"2099-12-31"}`

func TestNeedFromDraftToLibrary(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	draft := s.must(http.StatusCreated, s.as("enterprise"), "POST", "/needs", `{"title":"示例需求","confidentiality":"members"}`)
	path := draft.path()
	require.Equal(t, `"1"`, draft.header.Get("ETag"))
	require.Equal(t, s.enterprise.ID.String(), draft.body["organisation_id"], "the caller's own")
	require.Equal(t, "示例企业甲", draft.body["organisation"].(map[string]any)["name"])
	require.Equal(t, []any{map[string]any{"field": "problem", "ask": "要解决的技术问题是什么？"}, map[string]any{"field": "field", "ask": "属于哪个技术领域？"}}, draft.body["missing"])
	require.Len(t, draft.body["wanting"], 6)
	require.Equal(t, []any{"submit", "close"}, draft.body["open_steps"])
	english := s.must(http.StatusOK, s.as("enterprise"), "GET", path, "", "Accept-Language: en")
	require.Equal(t, "What is the technical problem?", english.body["missing"].([]any)[0].(map[string]any)["ask"])

	incomplete := s.must(http.StatusUnprocessableEntity, s.as("enterprise"), "POST", path+"/submit", "", `If-Match: "1"`)
	require.Equal(t, []string{"problem", "field"}, incomplete.fields())
	s.must(http.StatusPreconditionRequired, s.as("enterprise"), "PATCH", path, `{"problem":"难题"}`)
	changed := s.must(http.StatusOK, s.as("enterprise"), "PATCH", path, `{"problem":"难题","field":"materials","conditions":{"trl_min":4}}`, `If-Match: "1"`)
	require.Equal(t, "示例需求", changed.body["title"], "what the patch leaves out stays")
	s.must(http.StatusPreconditionFailed, s.as("enterprise"), "PATCH", path, `{"problem":"另"}`, `If-Match: "1"`)

	submitted := s.step(s.as("enterprise"), path, 2, "submit")
	s.must(http.StatusForbidden, s.as("enterprise"), "POST", path+"/publish", "", `If-Match: "3"`)
	returned := s.must(http.StatusOK, s.as("steward"), "POST", path+"/return", `{"reason":"请补充指标"}`, "If-Match: "+submitted.header.Get("ETag"))
	require.Equal(t, "请补充指标", returned.body["reason"])
	s.step(s.as("enterprise"), path, 4, "submit")
	published := s.step(s.as("steward"), path, 5, "publish")
	require.Equal(t, "published", published.body["state"])
	require.NotContains(t, published.body, "missing")
	s.must(http.StatusConflict, s.as("enterprise"), "POST", path+"/submit", "", `If-Match: "6"`)
	s.must(http.StatusOK, s.as("university"), "GET", path, "")
	s.must(http.StatusNotFound, caller{}, "GET", path, "")
}

func TestNeedRoundTripOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	made := s.must(http.StatusCreated, s.as("enterprise"), "POST", "/needs", fullNeed)
	read := s.must(http.StatusOK, s.as("enterprise"), "GET", made.path(), "")
	require.Equal(t, made.body, read.body)
	require.EqualValues(t, 900719925474099, read.body["budget_max_fen"])
	require.Equal(t, map[string]any{"trl_min": 5.0, "territory": "province", "secret": true, "text": "须有试验条件"}, read.body["conditions"])
	require.JSONEq(t, `[{"name":"寿命","comparator":">=","value":1000.1,"unit":"h"},{"name":"厚度","comparator":"range","value":0.1,"upper":0.3,"unit":"mm"}]`, encode(t, read.body["targets"]))

	cleared := s.must(http.StatusOK, s.as("enterprise"), "PATCH", made.path(), `{"targets":null,"conditions":{"secret":null},"budget_min_fen":null,"deadline":null,"modes":[]}`, `If-Match: "1"`)
	for _, gone := range []string{"targets", "budget_min_fen", "deadline", "modes"} {
		require.NotContains(t, cleared.body, gone)
	}
	require.NotContains(t, cleared.body["conditions"], "secret")
	require.Contains(t, cleared.body["conditions"], "trl_min")
}

func TestNeedInvalidOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	for body, field := range map[string]string{
		`{"title":"示例"}`: "confidentiality",
		`{"title":"示例","confidentiality":"public","field":"magic"}`:                                      "field",
		`{"title":"示例","confidentiality":"public","modes":["gift"]}`:                                     "modes[0]",
		`{"title":"示例","confidentiality":"public","budget_min_fen":2,"budget_max_fen":1}`:                "budget_max_fen",
		`{"title":"示例","confidentiality":"public","industry":"T99"}`:                                     "industry",
		`{"title":"示例","confidentiality":"public","targets":[{"name":"寿命","comparator":">="}]}`:          "targets[0].value",
		`{"title":"示例","confidentiality":"public","conditions":{"trl_min":10}}`:                          "conditions.trl_min",
		`{"title":"示例","confidentiality":"public","budget_min_fen":1.5}`:                                 "budget_min_fen",
		`{"title":"示例","confidentiality":"public","surprise":1}`:                                         "surprise",
		`{"title":"示例","confidentiality":"public","deadline":"31 February"}`:                             "deadline",
		`{"title":"示例","confidentiality":"public","organisation_id":"00000000-0000-7000-8000-00000000"}`: "organisation_id",
	} {
		got := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "POST", "/needs", body)
		require.Equal(t, []string{field}, got.fields(), "%s: %s", body, got.text)
		require.NotContains(t, got.text, "magic")
	}
}

func TestNeedForeignOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	made := s.must(http.StatusCreated, s.as("enterprise"), "POST", "/needs", fullNeed)
	rival := s.rival()
	absent := "/needs/00000000-0000-7000-8000-000000000000"
	for _, request := range []struct{ method, path, body string }{
		{"GET", "", ""}, {"PATCH", "", `{"title":"我的了"}`}, {"POST", "/submit", ""}, {"POST", "/close", `{"reason":"理由"}`},
	} {
		foreign := s.must(http.StatusNotFound, rival, request.method, made.path()+request.path, request.body, `If-Match: "1"`)
		missing := s.must(http.StatusNotFound, rival, request.method, absent+request.path, request.body, `If-Match: "1"`)
		delete(foreign.body, "instance")
		delete(missing.body, "instance")
		require.Equal(t, missing.body, foreign.body)
	}
	s.must(http.StatusForbidden, rival, "POST", "/needs", `{"title":"示例","confidentiality":"public","organisation_id":"`+s.enterprise.ID.String()+`"}`)
	s.must(http.StatusForbidden, s.as("university"), "POST", "/needs", `{"title":"示例","confidentiality":"public"}`)
	s.must(http.StatusUnauthorized, caller{}, "POST", "/needs", `{"title":"示例","confidentiality":"public"}`)
}

func TestNeedsListed(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	open := s.must(http.StatusCreated, s.as("enterprise"), "POST", "/needs", fullNeed)
	s.step(s.as("bureau"), open.path(), 1, "submit", "publish")
	blind := s.must(http.StatusCreated, s.as("enterprise"), "POST", "/needs", `{"title":"示例隐名需求","problem":"秘密难题","field":"energy","confidentiality":"blind"}`)
	s.step(s.as("bureau"), blind.path(), 1, "submit", "publish")

	for query, want := range map[string]int{
		"": 2, "?state=published": 2, "?state=draft": 0, "?field=energy": 1, "?area=yuhu": 1, "?mode=licence": 1, "?trl_min=5": 1,
		"?organisation_id=" + s.enterprise.ID.String(): 1, "?q=%E9%9A%90%E5%90%8D": 1, "?q=%25": 0, "?limit=1": 1, "?sort=-title": 2,
	} {
		got := s.must(http.StatusOK, s.as("university"), "GET", "/needs"+query, "")
		require.Len(t, got.items(), want, query)
	}
	shown := s.must(http.StatusOK, s.as("university"), "GET", blind.path(), "")
	require.Equal(t, true, shown.body["blind"])
	require.NotContains(t, shown.text, "秘密难题")
	require.NotContains(t, shown.text, s.enterprise.ID.String())
	require.Equal(t, []any{}, shown.body["open_steps"])
	public := s.must(http.StatusOK, caller{}, "GET", "/needs", "")
	require.Len(t, public.items(), 1)
	require.NotContains(t, public.items()[0], "contact_phone")

	first := s.must(http.StatusOK, s.as("university"), "GET", "/needs?limit=1", "")
	second := s.must(http.StatusOK, s.as("university"), "GET", "/needs?limit=1&after="+first.body["next"].(string), "")
	require.NotEqual(t, first.items()[0]["id"], second.items()[0]["id"])
	require.NotContains(t, second.body, "next")
	for _, bad := range []string{"?state=open", "?sort=budget", "?limit=0", "?limit=201", "?trl_min=0", "?after=zzz", "?colour=red", "?organisation_id=1"} {
		s.must(http.StatusUnprocessableEntity, s.as("university"), "GET", "/needs"+bad, "")
	}
}
