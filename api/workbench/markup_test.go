package workbench_test

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/api/workbench"
)

// markup is what someone may type to have the pages of others do something.
const markup = `<script>document.title='executed'</script>"'><img src=x onerror="document.title='executed'">`

var (
	sentForms = regexp.MustCompile(`(?s)<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>`)
	controls  = regexp.MustCompile(`<(input|textarea|select)\b[^>]*>`)
	attribute = regexp.MustCompile(`([a-z]+)="([^"]*)"`)
	choices   = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)".*?<option value="([^"]+)"`)
)

// filled is what a form sends with the markup in every field that takes text.
func filled(form string) url.Values {
	sent := url.Values{}
	for _, c := range controls.FindAllString(form, -1) {
		is := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(c, -1) {
			is[a[1]] = html.UnescapeString(a[2])
		}
		switch {
		case is["name"] == "" || strings.HasPrefix(c, "<select") || is["type"] == "file":
		case is["type"] == "hidden" || is["type"] == "radio" || is["type"] == "checkbox":
			sent.Set(is["name"], is["value"])
		case is["type"] == "date":
			sent.Set(is["name"], "2026-11-26")
		case is["inputmode"] != "" || is["type"] == "number":
			sent.Set(is["name"], "1")
		default:
			sent.Set(is["name"], markup)
		}
	}
	for _, m := range choices.FindAllStringSubmatch(form, -1) {
		sent.Set(m[1], html.UnescapeString(m[2]))
	}
	return sent
}

// TestMarkupIsText sends markup in every field of every form that each role finds, and
// then opens all pages in Chromium with scripts on: nothing executes, and the answers
// hold none of it as it was typed.
func TestMarkupIsText(t *testing.T) {
	ctx := browser(t, 1200)
	s, roles := peopled(t)
	w, err := workbench.New(workbench.Options{})
	require.NoError(t, err)
	sent := 0
	pages := map[string][]string{}
	for _, r := range roles[1:] {
		pages[r.login] = s.pagesOf(r, w.Routes())
		for _, at := range pages[r.login] {
			for _, f := range sentForms.FindAllStringSubmatch(s.body(r, at), -1) {
				if action := html.UnescapeString(f[1]); !strings.HasPrefix(action, "/log") {
					answer := s.post(r, action, filled(f[2]))
					require.NotContains(t, answer, "<script>document", action)
					require.NotContains(t, answer, "<img src=x", action)
					sent++
				}
			}
		}
	}
	require.Greater(t, sent, 20)

	_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
	require.NoError(t, err)
	for _, r := range roles {
		s.enter(ctx, r)
		for _, at := range append(pages[r.login], "/") {
			require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+at)))
			title, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector('script:not([src]), img[onerror]') ? 'executed' : document.title`))
			require.NoError(t, err)
			require.NotEqual(t, "executed", title, at)
		}
	}
}

func (s *site) body(r role, at string) string {
	s.Helper()
	response, err := r.http.Get(s.url + at)
	require.NoError(s, err)
	return s.read(response)
}

func (s *site) post(r role, at string, sent url.Values) string {
	s.Helper()
	response, err := r.http.PostForm(s.url+at, sent)
	require.NoError(s, err)
	return s.read(response)
}

func (s *site) read(response *http.Response) string {
	s.Helper()
	defer response.Body.Close()
	require.Less(s, response.StatusCode, http.StatusInternalServerError, "%s", response.Request.URL)
	body, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	return string(body)
}
