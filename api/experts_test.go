package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExpertOverTheAPI(t *testing.T) {
	s := newServer(t)
	body := `{"kind":"steward","name":"示例管家","organisation_id":"` + s.university.ID.String() + `","area":"yuhu","title":"科长","fields":["materials","energy"],
"industries":["C35"],"expertise":"转化","experience":"十年","achievements":["示例"],"capacity":8}`
	made := s.must(http.StatusCreated, s.as("steward"), "POST", "/experts", body)
	path := made.path()
	require.Equal(t, made.body, s.must(http.StatusOK, s.as("steward"), "GET", path, "").body)
	require.Equal(t, "示例大学甲", made.body["organisation"].(map[string]any)["name"])
	s.must(http.StatusNotFound, s.as("enterprise"), "GET", path, "")
	s.must(http.StatusForbidden, s.as("steward"), "PATCH", path, `{"capacity":1}`, `If-Match: "1"`)
	changed := s.must(http.StatusOK, s.as("bureau"), "PATCH", path, `{"capacity":2,"achievements":null}`, `If-Match: "1"`)
	require.EqualValues(t, 2, changed.body["capacity"])
	require.NotContains(t, changed.body, "achievements")
	s.step(s.as("steward"), path, 2, "publish")
	list := s.must(http.StatusOK, caller{}, "GET", "/experts?kind=steward&field=energy&area=yuhu&q=%E7%A4%BA%E4%BE%8B", "")
	require.Len(t, list.items(), 1)
	require.Equal(t, "示例大学甲", list.items()[0]["organisation"].(map[string]any)["name"])
	require.Empty(t, s.must(http.StatusOK, caller{}, "GET", "/experts?kind=technical", "").items())
}

func TestExpertOnTheirOwn(t *testing.T) {
	s := newServer(t)
	path := "/experts/" + s.expert.ID.String()
	s.must(http.StatusOK, s.as("expert"), "PATCH", path, `{"expertise":"涂层","fields":["materials"]}`, `If-Match: "1"`)
	got := s.must(http.StatusUnprocessableEntity, s.as("expert"), "PATCH", path, `{"kind":"entrepreneur"}`, `If-Match: "2"`)
	require.Equal(t, []string{"kind"}, got.fields())
	s.must(http.StatusNotFound, s.as("expert"), "PATCH", "/experts/"+s.otherExpert.ID.String(), `{"expertise":"涂层"}`, `If-Match: "1"`)
	read := s.must(http.StatusOK, s.as("expert"), "GET", path, "")
	require.Equal(t, []any{"retire"}, read.body["open_steps"])
}
