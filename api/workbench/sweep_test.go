package workbench_test

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/api/workbench"
	"sanku/api/workbench/chromium"
	"sanku/domain"
	"sanku/domain/postgres"
)

// sweepScript looks a page over for what keeps people from using it.
//
//go:embed testdata/sweep.js
var sweepScript string

// maxPage bounds the bytes of a page, without pictures.
const maxPage = 100 << 10

// role is a user whose pages are looked over.
type role struct {
	login string
	http  *http.Client // nil: nobody has signed in
}

// peopled is a site with a user of every role, and records for their pages to show.
func peopled(t testing.TB) (*site, []role) {
	s := newSite(t)
	year := s.planned()
	s.agreement(domain.Date{Year: year, Month: time.January, Day: 1})
	s.registered("样例202443030001", nil)
	s.granting()
	s.followed()
	users := []domain.User{
		{Login: "university", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: s.institute()},
		{Login: "expert", Roles: []domain.Role{domain.RoleExpert}, ExpertID: s.expert()},
		{Login: "steward", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu"},
		{Login: "liaison", Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"},
		{Login: "bureau", Roles: []domain.Role{domain.RoleBureau}},
		{Login: "admin", Roles: []domain.Role{domain.RoleAdmin}},
	}
	roles := []role{{login: ""}, {"enterprise", s.signedIn("enterprise")}}
	for _, u := range users {
		u.Name = "示例用户"
		_, err := s.db.CreateUser(s.Context(), actor, u, s.hash)
		require.NoError(s, err)
		roles = append(roles, role{u.Login, s.signedIn(u.Login)})
	}
	return s, roles
}

// followed is an event to come, and a search and a webhook of the enterprise.
func (s *site) followed() {
	s.coming()
	user, err := s.db.AccountByLogin(s.Context(), "enterprise")
	require.NoError(s, err)
	_, err = s.db.CreateSavedSearch(s.Context(), user.Actor(""), domain.SavedSearch{Name: "新材料成果", Library: "technology", Field: "materials"})
	require.NoError(s, err)
	_, _, err = s.db.CreateWebhook(s.Context(), actor, domain.Webhook{OrganisationID: s.need.OrganisationID, URL: "https://example.org/hook", Kinds: []string{domain.NotifyDocking}})
	require.NoError(s, err)
}

// institute is the university of the fixture.
func (s *site) institute() domain.ID {
	found, err := s.db.Organisations(s.Context(), actor, postgres.OrganisationFilter{Kind: domain.University}, firstPage)
	require.NoError(s, err)
	return found.Items[0].ID
}

var links = regexp.MustCompile(`href="(/[^"#]*)`)

// pagesOf follows the links from where a user begins, one page of each kind, and returns
// the addresses of those that are pages.
func (s *site) pagesOf(r role, routes []workbench.Route) []string {
	client := r.http
	start := []string{"/home", "/login"}
	if client == nil {
		client, start = &http.Client{}, []string{"/", "/login"}
	}
	seen := map[string]bool{}
	var pages []string
	for queue := start; len(queue) > 0; queue = queue[1:] {
		at := strings.ReplaceAll(queue[0], "&amp;", "&")
		kind := kindOf(routes, at)
		if kind == "" || seen[kind] {
			continue
		}
		seen[kind] = true
		response, err := client.Get(s.url + at)
		require.NoError(s, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(s, err)
		require.NoError(s, response.Body.Close())
		if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			continue
		}
		if response.StatusCode != http.StatusOK {
			s.Errorf("%s is led to %s, which answers %d", r.login, at, response.StatusCode)
			continue
		}
		if len(body) > maxPage {
			s.Errorf("%s of %s has %d bytes", at, r.login, len(body))
		}
		pages = append(pages, at)
		for _, m := range links.FindAllStringSubmatch(string(body), -1) {
			queue = append(queue, m[1])
		}
	}
	return pages
}

// kindOf is the route that an address belongs to; "" for none, and for what is no page.
func kindOf(routes []workbench.Route, address string) string {
	path, query, _ := strings.Cut(address, "?")
	if strings.Contains(query, "lang=en") || strings.HasPrefix(path, "/assets/") {
		return ""
	}
	parts := strings.Split(path, "/")
	for _, rt := range routes {
		pattern := strings.Split(rt.Path, "/")
		if rt.Method == http.MethodGet && slices.EqualFunc(pattern, parts, func(a, b string) bool { return a == b || strings.HasPrefix(a, "{") && b != "new" }) {
			return rt.Path
		}
	}
	return ""
}

// TestEveryPage opens every page that links lead each role to, in Chromium at the width
// of a phone, and looks it over: one h1 and headings in order, names on fields, links
// and buttons, contrast, ids, language, landmarks, nothing wider than the screen, no
// request to elsewhere, nothing in the console, and focus that can be seen.
func TestEveryPage(t *testing.T) {
	ctx := browser(t, 390)
	s, roles := peopled(t)
	w, err := workbench.New(workbench.Options{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	require.NoError(t, err)
	heard, err := chromium.Hear(ctx, s.url)
	require.NoError(t, err)
	visited := map[string]bool{}
	for _, r := range roles {
		s.enter(ctx, r)
		for _, at := range s.pagesOf(r, w.Routes()) {
			visited[kindOf(w.Routes(), at)] = true
			heard.Take() // what came late of the page before
			require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+at)))
			found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](sweepScript))
			require.NoError(t, err, at)
			for _, fault := range append(found, heard.Take()...) {
				t.Errorf("%s of %s: %s", at, r.login, fault)
			}
		}
	}
	for _, rt := range w.Routes() {
		if rt.Method == http.MethodGet && !visited[rt.Path] && rt.Path != "/" && !strings.HasPrefix(rt.Path, "/assets/") {
			t.Logf("no link of the fixture leads to %s", rt.Path)
		}
	}
	require.GreaterOrEqual(t, len(visited), 20)
}

// enter makes the browser the role's, by the cookies of its client.
func (s *site) enter(ctx context.Context, r role) {
	s.Helper()
	require.NoError(s, chromium.ClearCookies(ctx))
	if r.http == nil {
		return
	}
	at, err := url.Parse(s.url)
	require.NoError(s, err)
	for _, c := range r.http.Jar.Cookies(at) {
		_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: s.url})
		require.NoError(s, err)
	}
}

// TestPictures writes pictures of every page of every role, on a screen and on a phone,
// to the folder named by SANKU_SCREENSHOTS; without it, of homes alone to a temporary one.
func TestPictures(t *testing.T) {
	dir, all := os.Getenv("SANKU_SCREENSHOTS"), true
	if dir == "" {
		dir, all = t.TempDir(), false
	}
	s, roles := peopled(t)
	ctx := browser(t, 1200)
	w, err := workbench.New(workbench.Options{})
	require.NoError(t, err)
	for _, r := range roles {
		s.enter(ctx, r)
		pages := []string{"/home"}
		if all || r.http == nil {
			pages = s.pagesOf(r, w.Routes())
		}
		for _, width := range []int64{1200, 390} {
			require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, 800)))
			for _, at := range pages {
				require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+at)))
				name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-", "&", "-").Replace(at), "-")
				if len(name) > 60 {
					name = name[:60]
				}
				require.NoError(t, chromium.Picture(ctx, dir, fmt.Sprintf("%s-%d-%s", r.login, width, name)))
			}
		}
	}
}
