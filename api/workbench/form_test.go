package workbench

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// What is wrong stands at the field and in the summary, which leads there; what was
// typed stays, and nothing is saved.
func TestFormTellsErrorsAtFields(t *testing.T) {
	f := newForms(t)
	sent := f.opened()
	sent.Set("name", "")
	sent.Set("registered_capital", "许多<script>")
	sent["tags"] = []string{"materials", "energy"}
	w := f.do(http.MethodPost, "/test/1", sent)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	page := w.Body.String()
	for _, want := range []string{`<a href="#name">名称：必填</a>`, `<a href="#registered_capital">注册资本：应为金额`, `value="许多&lt;script&gt;"`,
		`aria-invalid="true" aria-describedby="registered_capital-problem"`, `id="registered_capital-problem"`, `value="energy" checked`, `<a href="/plan">取消</a>`} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, `value="nuclear" checked`)
	require.Zero(t, f.saves)

	sent.Set("name", strings.Repeat("长", 500)) // which the domain refuses
	sent.Set("registered_capital", "1,200.5")
	w = f.do(http.MethodPost, "/test/1?lang=en", sent)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `<a href="#name">Name: has more than`)
	require.Contains(t, w.Body.String(), `value="1,200.5"`)
}

// Sent twice, also at once, the form does one thing and leads to the same place both
// times; with other content it asks once more.
func TestFormIsTakenOnce(t *testing.T) {
	f := newForms(t)
	sent := f.opened()
	sent.Set("registered_capital", "0.000001")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			w := f.do(http.MethodPost, "/test/1", sent)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/plan" || !strings.Contains(w.Header().Get("Set-Cookie"), url.QueryEscape("已保存。")) {
				t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, f.saves)
	o, err := f.db.Organisation(t.Context(), f.actor, f.o.ID)
	require.NoError(t, err)
	require.Equal(t, domain.Fen(1), *o.RegisteredCapital)

	sent.Set("name", "另一名称")
	w := f.do(http.MethodPost, "/test/1", sent)
	require.Contains(t, w.Body.String(), "这份表单已经提交过")
	require.Contains(t, w.Body.String(), `value="另一名称"`)
	require.NotContains(t, w.Body.String(), sent.Get("_once"))
	require.Equal(t, 1, f.saves)
}

// A form of a record that has changed shows both contents and saves on the second try.
func TestFormOfStaleRecord(t *testing.T) {
	f := newForms(t)
	sent := f.opened()
	sent.Set("name", "我的名称")
	_, err := f.db.ChangeOrganisation(t.Context(), f.actor, f.o.ID, f.o.Version, func(o *domain.Organisation) error { o.Name = "他人的名称"; return nil })
	require.NoError(t, err)
	w := f.do(http.MethodPost, "/test/1", sent)
	require.Equal(t, http.StatusPreconditionFailed, w.Code)
	for _, want := range []string{"他人已修改", `value="我的名称"`, "现在的内容：</strong>他人的名称", `name="_version" value="2"`} {
		require.Contains(t, w.Body.String(), want)
	}
	for _, m := range inputs.FindAllStringSubmatch(w.Body.String(), -1) {
		sent.Set(m[1], m[2])
	}
	require.Equal(t, http.StatusSeeOther, f.do(http.MethodPost, "/test/1", sent).Code)
}

// What was typed when the session had ended comes back after signing in, unsent.
func TestFormOutlivesTheSession(t *testing.T) {
	f := newForms(t)
	sent, who := f.opened(), f.actor
	sent.Set("name", `改"<b>`)
	sent["tags"] = []string{"materials", "energy"}
	f.actor = domain.Actor{}
	w := f.do(http.MethodPost, "/test/1", sent)
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Contains(t, w.Body.String(), "您填写的内容会保留")
	carried := func(w *httptest.ResponseRecorder, more url.Values) url.Values {
		for _, m := range inputs.FindAllStringSubmatch(w.Body.String(), -1) {
			more.Add(m[1], htmlUnescape(m[2]))
		}
		return more
	}
	to := regexp.MustCompile(`action="(/login[^"]*)"`).FindStringSubmatch(w.Body.String())
	require.NotNil(t, to)
	w = f.do(http.MethodPost, to[1], carried(w, url.Values{"login": {"bureau"}, "password": {"x"}}))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `action="/test/1"`)
	f.actor = who
	w = f.do(http.MethodPost, "/test/1", carried(w, url.Values{}))
	require.Equal(t, http.StatusOK, w.Code)
	for _, want := range []string{"尚未提交", `value="改&#34;&lt;b&gt;"`, `value="energy" checked`, fmt.Sprintf(`name="_version" value="%s"`, sent.Get("_version"))} {
		require.Contains(t, w.Body.String(), want)
	}
	require.Zero(t, f.saves)
}

// Every kind of field reads what was sent, a file too, and refuses what it cannot read.
func TestFormKinds(t *testing.T) {
	f := newForms(t)
	post := func(change map[string]string, file int) *httptest.ResponseRecorder {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		fields := map[string]string{"name": "示例公司", "words": "一\r\n二", "one": "licence", "yes": "1", "n": "1,200", "sum": "2.5", "of": "h", "password": " p "}
		for _, more := range []map[string]string{{"_once": domain.NewID().String(), "_version": "1"}, change} {
			for name, value := range more {
				fields[name] = value
			}
		}
		for name, value := range fields {
			require.NoError(t, m.WriteField(name, value))
		}
		part, err := m.CreateFormFile("file", "示例.txt")
		require.NoError(t, err)
		_, err = part.Write(bytes.Repeat([]byte("x"), file))
		require.NoError(t, err)
		require.NoError(t, m.Close())
		return f.send(http.MethodPost, "/test/1", m.FormDataContentType(), &body)
	}
	require.Equal(t, http.StatusSeeOther, post(nil, 3<<20).Code)
	require.Equal(t, typed{words: "一\n二", one: "licence", yes: true, n: 1200, sum: 2_500_000, hidden: "h", secret: " p ",
		file: sentFile{"示例.txt", bytes.Repeat([]byte("x"), 3<<20)}}, f.typed)

	again := map[string]string{"_once": domain.NewID().String(), "_version": "2"}
	require.Equal(t, http.StatusSeeOther, post(again, 1).Code)
	require.Equal(t, http.StatusSeeOther, post(again, 1).Code, "the same once more leads where it led")
	require.Contains(t, post(again, 2).Body.String(), "这份表单已经提交过", "another file is not what was sent before")

	for name, value := range map[string]string{"one": "theft", "n": "1.5", "sum": "1.1234567", "when": "2025-02-30"} {
		w := post(map[string]string{name: value}, 1)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, name)
		require.Contains(t, w.Body.String(), `id="`+name+`-problem"`)
		require.NotContains(t, w.Body.String(), " p ", "a secret is not shown again")
	}
	require.Equal(t, 2, f.saves)

	w := post(nil, maxUpload)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "too large")

	f.actor = domain.Actor{}
	w = post(nil, 1)
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Contains(t, w.Body.String(), `name="typed.words" value="一`)
	require.NotContains(t, w.Body.String(), " p ", "nor carried along")
}

func htmlUnescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+", "&amp;", "&").Replace(s)
}

// A form whose step is not open says so where it is opened, with the way back, and asks
// for nothing.
func TestFormOfAClosedStep(t *testing.T) {
	f := newForms(t)
	f.closed = true
	w := f.do(http.MethodGet, "/test/1", nil)
	require.Equal(t, http.StatusConflict, w.Code)
	require.Contains(t, w.Body.String(), "现在是“草稿”状态")
	require.Contains(t, w.Body.String(), `<a href="/plan">返回</a>`)
	require.NotContains(t, w.Body.String(), `class="fields"`)
	require.Contains(t, f.do(http.MethodGet, "/test/1?lang=en", nil).Body.String(), "It is “Draft” now")
}
