package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// answer is what a call was answered with, as JSON reads it.
type answer struct {
	header http.Header
	text   string
	body   map[string]any
}

// must makes a call, headers as "Name: value", and requires the status of its answer.
func (s *server) must(status int, c caller, method, path, body string, headers ...string) answer {
	s.t.Helper()
	to := call{method: method, path: path, body: body, header: map[string]string{}}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		to.header[name] = value
	}
	w := s.do(c, to)
	require.Equal(s.t, status, w.Code, "%s %s: %s", method, path, w.Body)
	out := answer{header: w.Header(), text: w.Body.String()}
	if w.Body.Len() > 0 {
		require.NoError(s.t, json.Unmarshal(w.Body.Bytes(), &out.body))
	}
	return out
}

// step takes steps of the record at path one after the other, from the version given.
func (s *server) step(c caller, path string, version int64, names ...string) answer {
	s.t.Helper()
	var out answer
	for i, name := range names {
		out = s.must(http.StatusOK, c, "POST", path+"/"+name, "", "If-Match: "+etag(version+int64(i)))
	}
	return out
}

// path is where the created record is, below the prefix.
func (a answer) path() string { return strings.TrimPrefix(a.header.Get("Location"), prefix) }

// fields are the fields that a problem names.
func (a answer) fields() []string {
	var fields []string
	list, _ := a.body["errors"].([]any)
	for _, e := range list {
		fields = append(fields, e.(map[string]any)["field"].(string))
	}
	return fields
}

func (a answer) items() []map[string]any {
	var items []map[string]any
	list, _ := a.body["items"].([]any)
	for _, i := range list {
		items = append(items, i.(map[string]any))
	}
	return items
}

func encode(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// rival is the other enterprise's user.
func (s *server) rival() caller {
	s.t.Helper()
	return s.newCaller(domain.User{Login: "rival", Name: "示例用户", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.otherEnterprise.ID}, "read", "write")
}

// addIndustries makes C35 an industry.
func (s *server) addIndustries() {
	s.t.Helper()
	_, err := s.db.ReplaceIndustries(s.t.Context(), setup, []domain.Industry{{Code: "C", Name: domain.Text{ZH: "制造业"}}, {Code: "C35", Parent: "C", Name: domain.Text{ZH: "专用设备制造业"}}})
	require.NoError(s.t, err)
}
