package api

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"sanku/domain"
)

// relation is what the record of a case is to its caller.
type relation string

const (
	own     relation = "own"     // of the caller's organisation, area, expert record or user
	foreign relation = "foreign" // of none of them
	absent  relation = "absent"  // there is no such record
)

// target is the record of one case: where it is and what access knows of it. For
// operations that make a record it is the record to be made, without an ID.
type target struct {
	id      domain.ID
	version int64 // 0 for operations without If-Match
	facts   domain.Facts
}

// fixture is how the access test calls one operation.
type fixture struct {
	// record makes the record to call with: a new one each time, in the state that the
	// operation needs, and hidden from all who do not own or run it, where it can be.
	// Nil for operations that are about no record. It is told the caller only where the
	// record is ofCaller.
	record func(s *server, c caller, r relation) target
	// ofCaller says that the own record is another for each caller. Of some resources it
	// always is: see ofCallers.
	ofCaller bool
	// body is a valid body; nil for none.
	body func(s *server, c caller, r relation) string
	// params is what stands in the path for other braces than {id}: brace, value, ….
	params []string
	// query is what to ask with, after "?".
	query string
	// status is what success answers; 0 for 200, or 201 for an operation that creates.
	status int
	// header is sent besides.
	header map[string]string
}

// fixtures has one for every operation. Each file that has operations has a function
// here, in its own …_fixture_test.go.
func fixtures() map[string]fixture {
	all := map[string]fixture{}
	for _, some := range []map[string]fixture{
		identityFixtures(), organisationFixtures(), libraryFixtures(), matchFixtures(), dismissalFixtures(), noticeFixtures(), dockingFixtures(), dockingTeamFixtures(), contractFixtures(), suspicionFixtures(),
		reportFixtures(), planFixtures(), publicationFixtures(), importFixtures(), incentiveFixtures(), activityFixtures(), registerFixtures(), revealFixtures(),
		notificationFixtures(),
		webhookFixtures(), savedSearchFixtures(),
	} {
		for id, f := range some {
			all[id] = f
		}
	}
	return all
}

// text is a body that is always the same.
func text(body string) func(*server, caller, relation) string {
	return func(*server, caller, relation) string { return body }
}

// TestAccess calls every operation as every role on an own, a foreign and an absent
// record, and compares the answer with the access table.
func TestAccess(t *testing.T) {
	s := newServer(t)
	all := fixtures()
	for _, rt := range s.routes {
		t.Run(rt.id, func(t *testing.T) {
			f, ok := all[rt.id]
			if !ok {
				t.Fatalf("no fixture for the operation %s: add one to its …_fixture_test.go", rt.id)
			}
			s := s.in(t)
			for _, r := range relationsOf(rt, f) {
				var kept *target
				for _, c := range s.callers {
					t.Run(c.name+"/"+string(r), func(t *testing.T) { kept = s.in(t).checkAccess(rt, f, kept, c, r) })
				}
			}
		})
	}
	for id := range all {
		require.True(t, slices.ContainsFunc(s.routes, func(rt route) bool { return rt.id == id }), "a fixture for no operation: %s", id)
	}
}

// in is the server for a subtest.
func (s *server) in(t testing.TB) *server {
	copied := *s
	copied.t = t
	return &copied
}

func relationsOf(rt route, f fixture) []relation {
	switch {
	case f.record == nil:
		return []relation{own}
	case rt.onRecord():
		return []relation{own, foreign, absent}
	}
	return []relation{own, foreign}
}

// ofCallers are the resources of which callers have records of their own. An own record
// of any other is the same to all callers: whatever theirs is, it is a side of it.
var ofCallers = []domain.Resource{domain.Organisations, domain.Users, domain.Tokens, domain.Experts, domain.Notifications, domain.SavedSearches, domain.Registrations, domain.RegisterEntries, domain.Imports}

// nobody is whom records are made for that are the same to all callers. What would ask
// for its organisation, expert record or user fails, as there are none.
var nobody = caller{name: "nobody", actor: domain.Actor{UserID: domain.NewID(), OrganisationID: domain.NewID(), ExpertID: domain.NewID()}}

// on is the record to call with as c: kept, which was made for a caller before and not
// changed since, or a new one. Making them is most of what the access tests do.
func (s *server) on(ofCaller bool, make func(*server, caller, relation) target, kept *target, c caller, r relation) target {
	switch {
	case r == absent:
		return target{id: domain.NewID()}
	case ofCaller:
		return make(s, c, r)
	case kept != nil:
		return *kept
	}
	return make(s, nobody, r)
}

// checkAccess calls once, and returns the record when it can serve again.
func (s *server) checkAccess(rt route, f fixture, kept *target, c caller, r relation) *target {
	s.t.Helper()
	var on target
	if f.record != nil {
		on = s.on(f.ofCaller || slices.Contains(ofCallers, rt.resource), f.record, kept, c, r)
	}
	w := s.do(c, f.call(s, rt, c, r, on))
	require.Equal(s.t, expected(rt, f, c.actor, r, on.facts), w.Code, w.Body.String())
	if w.Code == http.StatusNotFound && r == foreign {
		missing := on
		missing.id = domain.NewID()
		other := s.do(c, f.call(s, rt, c, r, missing))
		require.Equal(s.t, anonymous(other.Body.String()), anonymous(w.Body.String()), "foreign and absent look the same")
		require.Equal(s.t, headerNames(other.Header()), headerNames(w.Header()))
	}
	if rt.list && f.record != nil && w.Code == http.StatusOK {
		listed := strings.Contains(w.Body.String(), on.id.String())
		require.Equal(s.t, domain.Can(c.actor, rt.action, rt.resource, on.facts), listed, "lists hold exactly what may be read")
	}
	if w.Code < http.StatusBadRequest && rt.method != http.MethodGet {
		return nil // it is changed now
	}
	return &on
}

func (f fixture) call(s *server, rt route, c caller, r relation, on target) call {
	to := call{method: rt.method, path: strings.NewReplacer(append([]string{"{id}", on.id.String()}, f.params...)...).Replace(rt.path), version: on.version, header: f.header}
	if rt.versioned && to.version == 0 {
		to.version = 1
	}
	if f.query != "" {
		to.path += "?" + f.query
	}
	if f.body != nil {
		to.body = f.body(s, c, r)
	}
	return to
}

// expected is the status that the access table asks for.
func expected(rt route, f fixture, actor domain.Actor, r relation, facts domain.Facts) int {
	reader := actor
	reader.ReadOnly = false
	hasRecord := f.record != nil && !rt.list
	switch {
	case rt.open:
		return f.success(rt)
	case domain.ScopeOf(actor, rt.action, rt.resource).Empty() && actor.UserID.IsZero():
		return http.StatusUnauthorized
	case domain.ScopeOf(actor, rt.action, rt.resource).Empty():
		return http.StatusForbidden
	case r == absent:
		return http.StatusNotFound
	case !hasRecord || domain.Can(actor, rt.action, rt.resource, facts):
		return f.success(rt)
	case !rt.onRecord() || domain.Can(reader, domain.Read, rt.resource, facts):
		return http.StatusForbidden
	}
	return http.StatusNotFound
}

func (f fixture) success(rt route) int {
	switch {
	case f.status != 0:
		return f.status
	case rt.status != 0:
		return rt.status
	}
	return http.StatusOK
}

var requestNumber = regexp.MustCompile(`urn:uuid:[0-9a-f-]{36}`)

// anonymous is an answer without the number of its request.
func anonymous(body string) string { return requestNumber.ReplaceAllString(body, "urn:uuid:…") }

func headerNames(h http.Header) []string {
	var names []string
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// TestEveryRouteIsRegistered holds that the router answers nothing but registered
// operations and the few plain pages.
func TestEveryRouteIsRegistered(t *testing.T) {
	s := newServer(t)
	known := map[string]bool{}
	for _, plain := range []string{"/healthz", "/readyz", "/metrics", prefix + "/openapi.json", prefix + "/docs", prefix + "/docs/*file"} {
		known["GET "+plain] = true
	}
	known["HEAD /healthz"], known["HEAD /readyz"] = true, true
	param := strings.NewReplacer("{", ":", "}", "")
	for _, rt := range s.routes {
		known[rt.method+" "+prefix+param.Replace(rt.path)] = true
	}
	for _, rt := range s.pages {
		known[rt.Method+" "+param.Replace(rt.Path)] = true
	}
	for _, r := range s.engine.Routes() {
		require.True(t, known[r.Method+" "+r.Path], "%s %s is not registered", r.Method, r.Path)
	}
	require.Len(t, s.engine.Routes(), len(known))
}

// TestDenialsAreAudited holds that refusals leave a trail: by role, by record, by absence.
func TestDenialsAreAudited(t *testing.T) {
	s := newServer(t)
	id := s.otherEnterprise.ID.String()
	require.Equal(t, http.StatusUnauthorized, s.patch(caller{}, "/organisations/"+id, 1, `{}`).Code)
	require.Equal(t, http.StatusForbidden, s.patch(s.as("expert"), "/organisations/"+id, 1, `{}`).Code)
	require.Equal(t, http.StatusForbidden, s.patch(s.as("enterprise"), "/organisations/"+id, 1, `{}`).Code)
	w := s.get(s.as("bureau"), "/audit?outcome=denied&ref="+id)
	found := decoded[Items[AuditEntry]](t, w, http.StatusOK)
	require.Len(t, found.Items, 3)
	require.Equal(t, []string{"enterprise", "expert", "public"}, []string{found.Items[0].Actor, found.Items[1].Actor, found.Items[2].Actor})
	for _, e := range found.Items {
		require.Equal(t, "change", e.Action)
		require.NotEmpty(t, e.RequestID)
	}
}

// TestUnsignedDenialsAreBounded floods as the public: the trail takes the first ones,
// a metric counts the rest, and a signed-in caller's are never left out.
func TestUnsignedDenialsAreBounded(t *testing.T) {
	s := newServer(t)
	s.unsigned = rate.NewLimiter(0, 3)
	for range 5 {
		require.Equal(t, http.StatusUnauthorized, s.get(caller{}, "/users").Code)
		require.Equal(t, http.StatusForbidden, s.post(s.as("expert"), "/users", `{}`).Code)
	}
	denied := decoded[Items[AuditEntry]](t, s.get(s.as("bureau"), "/audit?outcome=denied&kind=user"), http.StatusOK)
	require.Len(t, denied.Items, 3+5)
	r, w := httptest.NewRequest(http.MethodGet, "/metrics", nil), httptest.NewRecorder()
	r.Header.Set("Authorization", "Bearer "+s.as("admin").token)
	s.Handler().ServeHTTP(w, r)
	require.Contains(t, w.Body.String(), "\nsanku_denials_not_audited_total 2\n")
}
