package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// server is an API over a database of its own, with a user of every role.
type server struct {
	*API
	t       testing.TB
	db      *postgres.DB
	callers []caller

	enterprise, otherEnterprise domain.Organisation // of the first user and of no user, in two areas
	university, otherUniversity domain.Organisation
	expert, otherExpert         domain.Expert
	steward                     domain.Expert
}

// caller is someone who calls: the actor, and the token to call with.
type caller struct {
	name  string
	actor domain.Actor
	token string
}

// The two areas of a test: stewards' own, and the other.
const (
	ownArea     = "yuhu"
	foreignArea = "yuetang"
)

var setup = domain.System("test")

// newServer makes the server with areas, a unit, organisations, experts and users.
func newServer(t testing.TB) *server {
	t.Helper()
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	a, err := New(Options{DB: db, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test"})
	require.NoError(t, err)
	a.passwords.params.Memory, a.passwords.params.Iterations = 8, 1 // quick
	s := &server{API: a, t: t, db: db}
	s.addDirectory()
	s.addCallers()
	return s
}

func (s *server) addDirectory() {
	ctx := s.t.Context()
	_, err := s.db.ReplaceAreas(ctx, setup, []domain.Area{
		{Code: ownArea, Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}, Kind: "district", Division: "430302", Order: 1},
		{Code: foreignArea, Name: domain.Text{ZH: "岳塘区", EN: "Yuetang"}, Kind: "district", Division: "430304", Order: 2}})
	require.NoError(s.t, err)
	_, err = s.db.ReplaceUnits(ctx, setup, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science bureau"}}, {Code: "gxj", Name: domain.Text{ZH: "市工信局", EN: "Industry bureau"}}})
	require.NoError(s.t, err)
	s.enterprise, s.otherEnterprise = s.organisation("示例企业甲", domain.Enterprise, ownArea), s.organisation("示例企业乙", domain.Enterprise, foreignArea)
	s.university, s.otherUniversity = s.organisation("示例大学甲", domain.University, ownArea), s.organisation("示例大学乙", domain.University, foreignArea)
	s.expert, s.otherExpert = s.newExpert("示例专家甲"), s.newExpert("示例专家乙")
	s.steward = s.newSteward(ownArea)
}

func (s *server) organisation(name, kind, area string) domain.Organisation {
	s.t.Helper()
	division := map[string]string{ownArea: "430302", foreignArea: "430304"}[area]
	o, err := s.db.CreateOrganisation(s.t.Context(), setup, domain.Organisation{Name: name, Kind: kind, Area: area, Division: division})
	require.NoError(s.t, err)
	return o
}

func (s *server) newExpert(name string) domain.Expert {
	s.t.Helper()
	e, err := s.db.CreateExpert(s.t.Context(), setup, domain.Expert{Name: name, Kind: domain.TechnicalExpert, Capacity: 3})
	require.NoError(s.t, err)
	return e
}

func (s *server) newSteward(area string) domain.Expert {
	s.t.Helper()
	e, err := s.db.CreateExpert(s.t.Context(), setup, domain.Expert{Name: "示例管家", Kind: domain.StewardExpert, Area: area, Capacity: 3})
	require.NoError(s.t, err)
	return e
}

// addCallers makes the public, one user of every role, and a read-only token.
func (s *server) addCallers() {
	s.callers = []caller{{name: "public"}}
	for _, u := range []domain.User{
		{Login: "enterprise", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.enterprise.ID},
		{Login: "university", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: s.university.ID},
		{Login: "expert", Roles: []domain.Role{domain.RoleExpert}, ExpertID: s.expert.ID},
		{Login: "steward", Roles: []domain.Role{domain.RoleSteward}, Area: ownArea, ExpertID: s.steward.ID},
		{Login: "liaison", Roles: []domain.Role{domain.RoleLiaison}, Unit: "kjj"},
		{Login: "bureau", Roles: []domain.Role{domain.RoleBureau}},
		{Login: "admin", Roles: []domain.Role{domain.RoleAdmin}},
	} {
		u.Name = "示例" + u.Login
		s.callers = append(s.callers, s.newCaller(u, "read", "write"))
	}
	readOnly := s.as("bureau")
	readOnly.name, readOnly.token, readOnly.actor.ReadOnly = "read-only", s.newToken(readOnly.actor, "read"), true
	s.callers = append(s.callers, readOnly)
}

// testPassword is every test user's.
const testPassword = "correct horse battery"

// testHash is a hash of it with the cheapest parameters, so that tests are quick.
var testHash = sync.OnceValues(func() (string, error) {
	return argon2id.CreateHash(testPassword, &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
})

func (s *server) newCaller(u domain.User, scopes ...string) caller {
	s.t.Helper()
	hash, err := testHash()
	require.NoError(s.t, err)
	u, err = s.db.CreateUser(s.t.Context(), setup, u, hash)
	require.NoError(s.t, err)
	return caller{name: u.Login, actor: u.Actor(""), token: s.newToken(u.Actor(""), scopes...)}
}

func (s *server) newToken(actor domain.Actor, scopes ...string) string {
	s.t.Helper()
	secret := newSecret()
	token := domain.Token{Name: "测试", Scopes: scopes, ExpiresAt: s.db.Now().Add(time.Hour)}
	_, err := s.db.CreateToken(s.t.Context(), actor, token, sha256.Sum256([]byte(secret)))
	require.NoError(s.t, err)
	return secret
}

// as returns the caller with the given name.
func (s *server) as(name string) caller {
	s.t.Helper()
	for _, c := range s.callers {
		if c.name == name {
			return c
		}
	}
	s.t.Fatalf("no caller %s", name)
	return caller{}
}

// call is one request; the zero parts are left out.
type call struct {
	method, path string // path below /api/v1
	body         string // JSON
	version      int64  // as If-Match
	header       map[string]string
}

// do answers a call by c.
func (s *server) do(c caller, to call) *httptest.ResponseRecorder {
	s.t.Helper()
	var body io.Reader
	if to.body != "" {
		body = strings.NewReader(to.body)
	}
	r := httptest.NewRequestWithContext(s.t.Context(), to.method, prefix+to.path, body)
	if to.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if to.version != 0 {
		r.Header.Set("If-Match", etag(to.version))
	}
	for name, value := range to.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// get, post and patch are the calls that tests make most.
func (s *server) get(c caller, path string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(c, call{method: http.MethodGet, path: path})
}

func (s *server) post(c caller, path, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(c, call{method: http.MethodPost, path: path, body: body})
}

func (s *server) patch(c caller, path string, version int64, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(c, call{method: http.MethodPatch, path: path, version: version, body: body})
}

// decoded reads the body of an answer, which must have the given status.
func decoded[T any](t testing.TB, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	require.Equal(t, status, w.Code, w.Body.String())
	var v T
	require.NoError(t, json.NewDecoder(bytes.NewReader(w.Body.Bytes())).Decode(&v))
	return v
}
