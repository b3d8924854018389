package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestProblemOf(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
		code   string
	}{
		{fmt.Errorf("need 7: %w", domain.ErrNotFound), 404, "not-found"},
		{domain.ErrConflict, 409, "conflict"},
		{domain.Conflict("已在对接", "docked already"), 409, "conflict"},
		{domain.ErrForbidden, 403, "forbidden"},
		{domain.ErrStale, 412, "stale"},
		{domain.ErrUnauthenticated, 401, "unauthenticated"},
		{postgres.ThrottledError{Wait: 90 * time.Second}, 429, "throttled"},
		{domain.ErrUnavailable, 503, "unavailable"},
		{domain.Invalid("title", "必填", "is required"), 422, "invalid"},
		{&http.MaxBytesError{Limit: 1}, 413, "too-large"},
		{errors.New("pq: secret cause"), 500, "internal"},
	} {
		p := problemOf(&request{id: "1", lang: "zh"}, tt.err)
		require.Equal(t, tt.status, p.Status, tt.err)
		require.Equal(t, "urn:sanku:problem:"+tt.code, p.Type)
		require.NotContains(t, fmt.Sprint(p.Title, p.Detail), "secret")
	}
	p := problemOf(&request{lang: "en"}, postgres.ThrottledError{Wait: 90 * time.Second})
	require.Equal(t, "91", p.header.Get("Retry-After"))
	p = problemOf(&request{lang: "en"}, domain.Conflict("已在对接", "docked already"))
	require.Equal(t, "docked already", p.Detail)
}

// TestHumaWords holds that what huma's validator says is said in our words, with the
// parts of the schema in them.
func TestHumaWords(t *testing.T) {
	for _, tt := range []struct{ message, zh string }{
		{fmt.Sprintf(validation.MsgExpectedOneOf, "a, b"), "只能取：a, b"},
		{fmt.Sprintf(validation.MsgExpectedMinimumNumber, 1.0), "不小于 1"},
		{fmt.Sprintf(validation.MsgExpectedMaximumNumber, 1e15), "不大于 1e+15"},
		{fmt.Sprintf(validation.MsgExpectedMinLength, 3), "至少 3 个字"},
		{fmt.Sprintf(validation.MsgExpectedMaxLength, 3), "不超过 3 个字"},
		{fmt.Sprintf(validation.MsgExpectedMinItems, 3), "至少 3 项"},
		{fmt.Sprintf(validation.MsgExpectedMaxItems, 3), "不超过 3 项"},
		{fmt.Sprintf(validation.MsgExpectedRFC4122UUID, "invalid UUID length: 3"), "不是有效的编号"},
		{validation.MsgExpectedRFC3339DateTime, "应为时间，如 2025-06-30T08:00:00Z"},
		{validation.MsgExpectedRFC3339Date, "日期应写作 2025-06-30"},
		{validation.MsgExpectedInteger, "应为整数"},
		{validation.MsgExpectedNumber, "应为数字"},
		{validation.MsgExpectedBoolean, "应为 true 或 false"},
		{validation.MsgExpectedString, "应为文字"},
		{validation.MsgExpectedArray, "应为列表"},
		{validation.MsgExpectedObject, "应为对象"},
		{validation.MsgUnexpectedProperty, "没有这个字段"},
		{"anything else with a secret in it", "内容无效"},
	} {
		got := fieldErrorOf("zh", &huma.ErrorDetail{Message: tt.message, Location: "body.targets[0].unit", Value: "secret"})
		require.Equal(t, FieldError{Field: "targets[0].unit", Reason: tt.zh}, got)
	}
	got := fieldErrorOf("en", &huma.ErrorDetail{Message: fmt.Sprintf(validation.MsgExpectedRequiredProperty, "name"), Location: "body"})
	require.Equal(t, FieldError{Field: "name", Reason: "is required"}, got)
	for location, field := range map[string]string{"body": "", "body.query": "query", "body.path.form": "path.form", "query.body": "body", "title": "title"} {
		require.Equal(t, field, fieldPath(location), location)
	}
}

// TestNothingIsEchoed sends a marker wherever a caller can put a value.
func TestNothingIsEchoed(t *testing.T) {
	s := newServer(t)
	const marker = "s3cr3t-marker"
	admin := s.as("admin")
	for name, to := range map[string]call{
		"a filter":        {method: "GET", path: "/organisations?kind=" + marker},
		"a bad encoding":  {method: "GET", path: "/organisations?q=%ff%00" + marker},
		"a NUL":           {method: "POST", path: "/organisations", body: `{"name":"\u0000` + marker + `","kind":"enterprise","division":"430302"}`},
		"a sort key":      {method: "GET", path: "/organisations?sort=" + marker},
		"a cursor":        {method: "GET", path: "/organisations?after=" + marker},
		"a limit":         {method: "GET", path: "/organisations?limit=" + marker},
		"an id":           {method: "GET", path: "/organisations/" + marker},
		"no JSON":         {method: "POST", path: "/organisations", body: marker},
		"half JSON":       {method: "POST", path: "/organisations", body: `{"name":"` + marker},
		"a string":        {method: "POST", path: "/organisations", body: `"` + marker + `"`},
		"a wrong type":    {method: "POST", path: "/organisations", body: `{"name":["` + marker + `"],"kind":"enterprise","division":"430302"}`},
		"a closed set":    {method: "POST", path: "/organisations", body: `{"name":"示例企业","kind":"` + marker + `","division":"430302"}`},
		"a rule":          {method: "POST", path: "/organisations", body: `{"name":"示例企业","kind":"enterprise","division":"` + marker + `"}`},
		"a code":          {method: "POST", path: "/organisations", body: `{"name":"示例企业","kind":"enterprise","division":"430302","area":"` + marker + `"}`},
		"a date":          {method: "POST", path: "/tokens", body: `{"name":"x","scopes":["read"],"expires_at":"` + marker + `"}`},
		"a media type":    {method: "POST", path: "/organisations", body: `{}`, header: map[string]string{"Content-Type": "text/" + marker}},
		"a patch":         {method: "PATCH", path: "/organisations/" + s.enterprise.ID.String(), version: 1, body: `{"kind":"` + marker + `"}`},
		"a number":        {method: "PATCH", path: "/organisations/" + s.enterprise.ID.String(), version: 1, body: `{"staff":1e999}`},
		"an entity tag":   {method: "PATCH", path: "/organisations/" + s.enterprise.ID.String(), body: `{}`, header: map[string]string{"If-Match": marker}},
		"a login":         {method: "POST", path: "/session", body: `{"login":"` + marker + `","password":"` + marker + `"}`},
		"an address":      {method: "GET", path: "/" + marker},
		"a method":        {method: "PUT", path: "/organisations?x=" + marker},
		"a token":         {method: "GET", path: "/users", header: map[string]string{"Authorization": "Bearer " + marker}},
		"a query's name":  {method: "GET", path: "/organisations?" + escaped(marker+" ü") + "=1"},
		"a property name": {method: "POST", path: "/organisations", body: `{"` + marker + ` ü":1,"name":"示例企业","kind":"enterprise","division":"430302"}`},
	} {
		for _, lang := range []string{"zh-CN", "en"} {
			if to.header == nil {
				to.header = map[string]string{}
			}
			to.header["Accept-Language"] = lang
			w := s.do(admin, to)
			require.GreaterOrEqual(t, w.Code, 400, name)
			require.Less(t, w.Code, 500, "%s: %s", name, w.Body)
			require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), name)
			require.NotContains(t, w.Body.String(), marker, name)
			p := decoded[Problem](t, w, w.Code)
			require.NotEmpty(t, p.Title, name)
			require.Equal(t, lang == "en", isASCII(p.Title+p.Detail), "%s: in its language: %s", name, w.Body)
			for _, e := range p.Errors {
				require.Equal(t, lang == "en", isASCII(e.Reason), "%s: in its language: %s", name, e.Reason)
			}
		}
	}
}

func escaped(s string) string { return strings.NewReplacer(" ", "%20", "ü", "%C3%BC").Replace(s) }

func isASCII(s string) bool {
	for _, r := range s {
		if r > 127 {
			return false
		}
	}
	return true
}

func TestLanguageOf(t *testing.T) {
	for header, want := range map[string]string{
		"": "zh", "en": "en", "en-GB,en;q=0.9": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh", "fr, en;q=0.5": "en",
		"fr": "zh", "en;q=0.1, zh;q=0.9": "zh", ";;;": "zh", strings.Repeat("en,", 500): "zh",
	} {
		require.Equal(t, want, languageOf(header), header)
	}
}
