package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

const fullOrganisation = `{"name":"示例精工有限公司","uscc":"91350100M000100Y43","kind":"enterprise","area":"yuhu","division":"430302","industry":"C35",
"fields":["materials"],"founded":"2011-05","staff":0,"registered_capital_fen":100,"summary":"简介"}`

func TestOrganisationOverTheAPI(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	made := s.must(http.StatusCreated, s.as("bureau"), "POST", "/organisations", fullOrganisation)
	require.Equal(t, made.body, s.must(http.StatusOK, caller{}, "GET", made.path(), "").body)
	require.EqualValues(t, 0, made.body["staff"], "nobody is a number, not an absence")
	cleared := s.must(http.StatusOK, s.as("bureau"), "PATCH", made.path(), `{"staff":null,"uscc":null}`, `If-Match: "1"`)
	require.NotContains(t, cleared.body, "staff")
	s.must(http.StatusPreconditionFailed, s.as("bureau"), "PATCH", made.path(), `{"staff":1}`, `If-Match: "1"`)
	s.must(http.StatusForbidden, s.as("enterprise"), "PATCH", made.path(), `{"staff":1}`, `If-Match: "2"`)
	own := "/organisations/" + s.enterprise.ID.String()
	s.must(http.StatusOK, s.as("enterprise"), "PATCH", own, `{"staff":12}`, `If-Match: "1"`)

	require.Len(t, s.must(http.StatusOK, caller{}, "GET", "/organisations?q=%E7%B2%BE%E5%B7%A5&kind=enterprise&area=yuhu&field=materials", "").items(), 1)
	for body, field := range map[string]string{
		`{"name":"示例","kind":"shop","division":"430302"}`:                                       "kind",
		`{"name":"示例","kind":"enterprise","division":"430302","uscc":"91350100M000100Y4Z"}`:     "uscc",
		`{"name":"示例","kind":"enterprise","division":"430302","registered_capital_fen":-1}`:     "registered_capital_fen",
		`{"name":"示例","kind":"enterprise","division":"430100","area":"yuhu"}`:                   "area",
		`{"name":"示例","kind":"enterprise","division":"430302","area":"atlantis","fields":null}`: "area",
	} {
		got := s.must(http.StatusUnprocessableEntity, s.as("bureau"), "POST", "/organisations", body)
		require.Equal(t, []string{field}, got.fields(), got.text)
	}
}
