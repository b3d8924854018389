package api

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/api/workbench"
	"sanku/domain"
	"sanku/domain/postgres"
)

// visit asks for a page as c, who has signed in by token.
func (s *server) visit(c caller, method, path string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, nil)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// TestPageAccess opens every page as every role, on an own, a foreign and an absent
// record, and compares the answer with the access table.
func TestPageAccess(t *testing.T) {
	s := newServer(t)
	pages := map[string][]workbench.Route{} // that show the same record
	for _, rt := range s.pages {
		if rt.Method == http.MethodGet && !rt.Open && !strings.HasSuffix(rt.Path, "/messages/file") { // a message's file has a test of its own
			shows := string(rt.Resource)
			if rt.Path == contractFilePage || rt.Action == domain.Reword {
				shows = rt.Path
			}
			pages[shows] = append(pages[shows], rt)
		}
	}
	for _, routes := range pages {
		for _, r := range []relation{own, foreign, absent} {
			var kept *target // to look at a page changes nothing
			for _, rt := range routes {
				for _, c := range s.callers {
					t.Run(rt.Path+"/"+c.name+"/"+string(r), func(t *testing.T) {
						s := s.in(t)
						on := s.on(rt.Action == domain.Reword || slices.Contains(ofCallers, rt.Resource), pageRecord(rt), kept, c, r)
						kept = &on
						s.checkPage(rt, on, c, r)
					})
				}
			}
		}
	}
}

// contractFilePage sends the file of a contract that stands behind "of".
const contractFilePage = "/contracts/{id}/file"

func (s *server) checkPage(rt workbench.Route, on target, c caller, r relation) {
	ref := on.id.String()
	if rt.Resource == domain.Plans {
		if s.addPlan(); r != absent {
			ref = "iur_agreements"
		}
	}
	path := strings.ReplaceAll(rt.Path, "{id}", ref)
	if rt.Path == contractFilePage {
		path += "?of=" + provenFile.String()
	}
	w := s.visit(c, rt.Method, path)
	want := http.StatusOK
	switch {
	case domain.ScopeOf(c.actor, rt.Action, rt.Resource).Empty() && c.actor.UserID.IsZero():
		want = http.StatusSeeOther
	case domain.ScopeOf(c.actor, rt.Action, rt.Resource).Empty():
		want = http.StatusForbidden
	case !strings.Contains(rt.Path, "{id}") || r != absent && domain.Can(c.actor, rt.Action, rt.Resource, on.facts):
	case r == absent || !domain.Can(c.actor, domain.Read, rt.Resource, on.facts):
		want = http.StatusNotFound
	default:
		want = http.StatusForbidden
	}
	if want == http.StatusOK && w.Code == http.StatusConflict { // whoever may take the step is told that it is not open
		require.Contains(s.t, w.Body.String(), "不能办理这一步")
		return
	}
	require.Equal(s.t, want, w.Code)
}

// pageRecords make the records that pages show, by resource; of others, a need that has
// been matched.
var pageRecords = map[domain.Resource]func(*server, caller, relation) target{
	domain.Contracts:     contract("submit", "precheck", "register"),
	domain.Dockings:      docking("introduce"),
	domain.Invitations:   invitation(),
	domain.Visits:        visit,
	domain.Absences:      absence,
	domain.Experts:       expert(domain.ExpertDraft),
	domain.Organisations: organisationRecord,
	domain.Imports:       importRecord,
	domain.Reveals:       reveal(),
	domain.Policies:      policy(),
	domain.Publications:  published,
	domain.Users:         userRecord,
	domain.Reports:       report(),
	domain.Messages:      docking("introduce"),
	domain.Needs:         need("submit", "publish"),
	domain.Technologies:  technology("submit", "publish"),
	domain.Activities:    activity(),
	domain.Registrations: registration,
	domain.Suspicions:    suspected,
	domain.SavedSearches: savedSearch,
	domain.Webhooks:      hook,
}

func pageRecord(rt workbench.Route) func(*server, caller, relation) target {
	switch {
	case rt.Path == contractFilePage:
		return proven
	case rt.Action == domain.Reword: // the form is for whoever sent it
		return proposedDocking
	}
	if make, ok := pageRecords[rt.Resource]; ok {
		return make
	}
	return matched(func(m matchedRecords) domain.ID { return m.need.ID }, false)
}

// TestPagesEscape puts markup into every text that a dossier shows.
func TestPagesEscape(t *testing.T) {
	s := newServer(t)
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	m := s.match(s.enterprise, s.university, "public")
	_, err := s.db.Pool().Exec(t.Context(), `UPDATE needs SET title = $1, problem = $1, condition_text = $1`, evil)
	require.NoError(t, err)
	for _, q := range []string{`UPDATE technologies SET title = $1`, `UPDATE experts SET name = $1`, `UPDATE policies SET title = $1, issuer = $1`, `UPDATE organisations SET name = $1 || id::text`} {
		_, err := s.db.Pool().Exec(t.Context(), q, evil)
		require.NoError(t, err)
	}
	says := domain.Text{ZH: evil, EN: evil}
	passage := domain.Passage{Part: evil, Text: evil, Marks: []domain.Span{{Start: 0, End: 8}}}
	one := 1.0
	quantity := domain.Quantity{Name: evil, Comparator: ">=", Value: &one, Unit: evil}
	all := domain.Match{NeedID: m.need.ID, Rank: 1, Score: 0.5, Features: []domain.Feature{{Name: evil, Known: true, Value: 1, Weight: 1, Contribution: 0.5, Reason: says, Brief: says}, {Name: "trl", Reason: says}},
		Gates: []domain.Gate{{Code: evil, Reason: says, Change: says}}, Passages: []domain.Passage{passage}, NeedPassages: []domain.Passage{passage},
		Targets: []domain.TargetAnswer{{Target: quantity, Stated: quantity, Verdict: domain.TargetCovered, Asked: passage, Source: passage}}}
	var matches []domain.Match
	for kind, id := range map[string]domain.ID{domain.MatchTechnology: m.technology.ID, domain.MatchExpert: m.expert.ID, domain.MatchPolicy: m.policy.ID} {
		each := all
		each.Kind, each.CandidateID, each.NearMiss = kind, id, kind == domain.MatchExpert
		matches = append(matches, each)
	}
	run := postgres.MatchRun{NeedID: m.need.ID, NeedVersion: m.need.Version, Algorithm: evil, ComputedAt: s.db.Now()}
	require.NoError(t, s.db.StoreMatches(t.Context(), run, matches))

	for _, path := range []string{"/needs/" + m.need.ID.String() + "/dossier", "/needs/" + m.need.ID.String() + "/dossier?lang=en", "/needs", "/login?next=" + url.QueryEscape(evil), "/needs/" + url.PathEscape(evil) + "/dossier"} {
		w := s.visit(s.as("bureau"), http.MethodGet, path)
		body := w.Body.String()
		require.NotContains(t, body, "<script", path)
		require.NotContains(t, body, "<img", path)
		require.NotContains(t, body, "onerror=alert(2)>", path)
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'", path)
	}
	w := s.visit(s.as("bureau"), http.MethodGet, "/needs/"+m.need.ID.String()+"/dossier")
	require.Contains(t, w.Body.String(), "&lt;script&gt;alert(1)", "it is shown as text")
}

func TestDossierDocument(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	w := s.visit(s.as("enterprise"), http.MethodGet, "/needs/"+m.need.ID.String()+"/dossier.docx")
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Header().Get("Content-Disposition"), ".docx")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	require.NoError(t, err)
	var document string
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, wellFormed(content), f.Name)
		if f.Name == "word/document.xml" {
			document = string(content)
		}
	}
	require.Contains(t, document, "示例需求")
	require.Contains(t, document, "示例成果")
	require.Contains(t, document, `<w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">石墨烯`)
}

func wellFormed(content []byte) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// TestLoginForm signs in by the form, goes on to the page that was wanted, and to none
// of another site.
func TestLoginForm(t *testing.T) {
	s := newServer(t)
	post := func(query, password string, header ...string) *httptest.ResponseRecorder {
		form := url.Values{"login": {"enterprise"}, "password": {password}}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/login"+query, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	w := s.visit(caller{}, http.MethodGet, "/needs?lang=en")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "/login?next=%2Fneeds%3Flang%3Den&lang=en", w.Header().Get("Location"))

	w = post("", "wrong")
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Contains(t, w.Body.String(), "登录名或密码不正确")
	require.Contains(t, post("?lang=en", "wrong").Body.String(), "The login or the password is wrong")
	require.Equal(t, http.StatusForbidden, post("", testPassword, "Sec-Fetch-Site", "cross-site").Code)

	for next, to := range map[string]string{"/needs?lang=en": "/needs?lang=en", "//evil.example/": "/", "https://evil.example/": "/", `/\evil.example`: "/", "javascript:alert(1)": "/", "": "/"} {
		w = post("?next="+url.QueryEscape(next), testPassword)
		require.Equal(t, http.StatusSeeOther, w.Code)
		require.Equal(t, to, w.Header().Get("Location"), next)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/needs", nil)
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	signedIn := httptest.NewRecorder()
	s.Handler().ServeHTTP(signedIn, r)
	require.Equal(t, http.StatusOK, signedIn.Code)
	require.Contains(t, signedIn.Body.String(), "本单位的需求")
}

// TestHome leads each who has signed in to their workbench, and visitors to what is public.
func TestHome(t *testing.T) {
	s := newServer(t)
	for _, role := range domain.Roles.Codes() {
		w := s.visit(s.as(role), http.MethodGet, "/")
		require.Equal(t, http.StatusSeeOther, w.Code, role)
		require.Equal(t, "/home", w.Header().Get("Location"), role)
		w = s.visit(s.as(role), http.MethodGet, "/home")
		require.Equal(t, http.StatusOK, w.Code, role)
		require.Contains(t, w.Body.String(), domain.Roles.Name(role).ZH)
	}
	w := s.visit(caller{}, http.MethodGet, "/")
	require.Equal(t, http.StatusOK, w.Code, "visitors see the public home")
	require.Contains(t, w.Body.String(), "最新需求")
}

// A form that is refused says what to put right.
func TestRefusedForm(t *testing.T) {
	s := newServer(t)
	for points, want := range map[string]string{"101": "门槛应为 0 至 100 分", "NaN": "门槛应为 0 至 100 分", strings.Repeat("1", 1<<16): "表单过大或无法读懂"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/notice-threshold", strings.NewReader("points="+points))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "Bearer "+s.as("enterprise").token)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		require.Contains(t, w.Body.String(), want)
	}
}
