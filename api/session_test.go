package api

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// browser calls with a cookie, as a browser does.
type browser struct {
	*server
	cookie *http.Cookie
}

func (b *browser) send(method, path, body string, header map[string]string) *httptest.ResponseRecorder {
	if header == nil {
		header = map[string]string{}
	}
	if b.cookie != nil {
		header["Cookie"] = b.cookie.Name + "=" + b.cookie.Value
	}
	w := b.do(caller{}, call{method: method, path: path, body: body, header: header})
	for _, c := range w.Result().Cookies() {
		if b.cookie = c; c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	return w
}

func (b *browser) signIn(login, password string) int {
	return b.send("POST", "/session", `{"login":"`+login+`","password":"`+password+`"}`, nil).Code
}

func TestSession(t *testing.T) {
	b := &browser{server: newServer(t)}
	require.False(t, decoded[Session](t, b.send("GET", "/session", "", nil), 200).SignedIn)
	require.Equal(t, 401, b.signIn("admin", "wrong"))
	require.Nil(t, b.cookie)
	require.Equal(t, 401, b.signIn("nobody", testPassword))
	require.Equal(t, 200, b.signIn(" Admin ", testPassword))
	require.True(t, b.cookie.HttpOnly)
	require.Equal(t, http.SameSiteLaxMode, b.cookie.SameSite)
	require.Equal(t, "admin", decoded[Session](t, b.send("GET", "/session", "", nil), 200).User.Login)
	require.Equal(t, 200, b.send("GET", "/users", "", nil).Code)

	before := b.cookie
	require.Equal(t, 200, b.signIn("admin", testPassword))
	after := b.cookie
	require.NotEqual(t, before.Value, after.Value, "the token is renewed")
	b.cookie = before
	require.Equal(t, 401, b.send("GET", "/users", "", nil).Code, "the old token is dead")

	b.cookie = after
	require.Equal(t, 204, b.send("DELETE", "/session", "", nil).Code)
	require.Nil(t, b.cookie)
	b.cookie = after
	require.Equal(t, 401, b.send("GET", "/users", "", nil).Code)
}

func TestSessionTokenIsHashedInTheStore(t *testing.T) {
	b := &browser{server: newServer(t)}
	require.Equal(t, 200, b.signIn("admin", testPassword))
	var stored string
	require.NoError(t, b.db.Pool().QueryRow(t.Context(), "SELECT token FROM sessions").Scan(&stored))
	require.NotEqual(t, b.cookie.Value, stored)
}

// TestSessionEnds holds that a disabled user, and one with a new password, is out at once.
func TestSessionEnds(t *testing.T) {
	s := newServer(t)
	user := s.as("bureau").actor.UserID
	out := func(how string, end func()) {
		b := &browser{server: s}
		require.Equal(t, 200, b.signIn("bureau", testPassword), how)
		require.Equal(t, 200, b.send("GET", "/audit", "", nil).Code, how)
		end()
		require.Equal(t, 401, b.send("GET", "/audit", "", nil).Code, how)
	}
	out("new password", func() {
		b := &browser{server: s}
		require.Equal(t, 200, b.signIn("bureau", testPassword))
		body := `{"old_password":"` + testPassword + `","new_password":"` + testPassword + `"}`
		before := b.cookie.Value
		require.Equal(t, 200, b.send("POST", "/users/"+user.String()+"/set-password", body, nil).Code)
		require.NotEqual(t, before, b.cookie.Value)
		require.Equal(t, 200, b.send("GET", "/audit", "", nil).Code, "the session that changed its own goes on")
	})
	token := s.as("bureau")
	out("disabled", func() {
		w := s.patch(s.as("admin"), "/users/"+user.String(), 2, `{"disabled":true}`)
		require.Equal(t, 200, w.Code, w.Body.String())
	})
	require.Equal(t, 401, s.get(token, "/audit").Code, "its token too")
	require.Equal(t, 401, (&browser{server: s}).signIn("bureau", testPassword), "it cannot sign in")
}

func TestSessionExpires(t *testing.T) {
	b := &browser{server: newServer(t)}
	require.Equal(t, 200, b.signIn("admin", testPassword))
	_, err := b.db.Pool().Exec(t.Context(), "UPDATE sessions SET expiry = now() - interval '1 second'")
	require.NoError(t, err)
	require.Equal(t, 401, b.send("GET", "/users", "", nil).Code)
	require.NoError(t, b.db.PurgeExpired(t.Context()))
	var left int
	require.NoError(t, b.db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM sessions").Scan(&left))
	require.Zero(t, left)
}

func TestSignInIsThrottledAndAudited(t *testing.T) {
	b := &browser{server: newServer(t)}
	for range 10 {
		require.Equal(t, 401, b.signIn("admin", "wrong"))
	}
	w := b.send("POST", "/session", `{"login":"admin","password":"`+testPassword+`"}`, nil)
	require.Equal(t, 429, w.Code)
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	failed := decoded[Items[AuditEntry]](t, b.get(b.as("bureau"), "/audit?outcome=failed"), 200)
	require.Len(t, failed.Items, 10)
	require.Equal(t, b.as("admin").actor.UserID.String(), failed.Items[0].Ref)
}

func TestCrossOriginIsRefused(t *testing.T) {
	b := &browser{server: newServer(t)}
	require.Equal(t, 200, b.signIn("admin", testPassword))
	for name, tt := range map[string]struct {
		header map[string]string
		want   int
	}{
		"another site":  {map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"an old one":    {map[string]string{"Origin": "https://evil.example"}, 403},
		"our own pages": {map[string]string{"Sec-Fetch-Site": "same-origin"}, 422},
		"no browser":    {nil, 422},
		"a token":       {map[string]string{"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer " + b.as("admin").token}, 422},
	} {
		w := b.send("POST", "/organisations", `{}`, tt.header)
		require.Equal(t, tt.want, w.Code, name)
		require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), name)
	}
}

func TestTokens(t *testing.T) {
	s := newServer(t)
	bureau := s.as("bureau")
	made := decoded[MadeToken](t, s.post(bureau, "/tokens", tokenBody(s, bureau, own)), 201)
	require.True(t, strings.HasPrefix(made.Secret, "sanku_"))
	require.Len(t, made.Secret, len("sanku_")+43)
	c := caller{token: made.Secret}
	require.Equal(t, 200, s.get(c, "/audit").Code)
	require.Equal(t, 403, s.post(c, "/organisations", `{}`).Code, "it may only read")
	listed := s.get(bureau, "/tokens?sort=-created_at")
	require.NotContains(t, listed.Body.String(), made.Secret)
	require.NotNil(t, decoded[Items[Token]](t, listed, 200).Items[0].LastUsedAt)

	require.Equal(t, 200, s.post(bureau, "/tokens/"+made.ID.String()+"/revoke", "").Code)
	w := s.get(c, "/audit")
	require.Equal(t, 401, w.Code)
	require.NotEmpty(t, w.Header().Get("WWW-Authenticate"), "how to sign in")
	require.Equal(t, 401, s.get(c, "/organisations").Code, "a bad token is told, even where none is needed")
	_, err := s.db.Pool().Exec(t.Context(), "UPDATE tokens SET revoked_at = NULL, created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' WHERE id = $1", made.ID.String())
	require.NoError(t, err)
	require.Equal(t, 401, s.get(c, "/audit").Code, "expired")
}

func TestUserPasswords(t *testing.T) {
	s := newServer(t)
	admin := s.as("admin")
	made := decoded[MadeUser](t, s.post(admin, "/users", `{"login":"new.user","name":"新用户","roles":["bureau"]}`), 201)
	b := &browser{server: s}
	require.Equal(t, 200, b.signIn("new.user", made.Password))
	set := "/users/" + made.ID.String() + "/set-password"
	require.Equal(t, 422, b.send("POST", set, `{"old_password":"wrong","new_password":"`+testPassword+`"}`, nil).Code)
	require.Equal(t, 422, b.send("POST", set, `{"old_password":"`+made.Password+`","new_password":"short"}`, nil).Code)
	require.Equal(t, 200, b.send("POST", set, `{"old_password":"`+made.Password+`","new_password":"`+testPassword+`"}`, nil).Code)
	require.Equal(t, 200, b.signIn("new.user", testPassword))

	reset := decoded[PasswordChanged](t, s.post(admin, set, `{}`), 200)
	require.Equal(t, 401, b.signIn("new.user", testPassword))
	require.Equal(t, 200, b.signIn("new.user", reset.Password))
	trail := s.get(s.as("bureau"), "/audit?ref="+made.ID.String()).Body.String()
	require.NotContains(t, trail, reset.Password)
	require.NotContains(t, trail, "argon2")
}

func TestMakeUser(t *testing.T) {
	s := newServer(t)
	u, password, err := MakeUser(t.Context(), s.db, setup, domain.User{Login: "cli", Name: "命令行", Roles: []domain.Role{domain.RoleBureau}})
	require.NoError(t, err)
	require.Len(t, password, 26)
	require.Equal(t, 200, (&browser{server: s}).signIn("cli", password))
	again, err := ResetPassword(t.Context(), s.db, setup, u.ID)
	require.NoError(t, err)
	require.NotEqual(t, password, again)
	require.Equal(t, 200, (&browser{server: s}).signIn("cli", again))
}

// TestUnknownLoginTakesAsLong holds the work against each other, not the clock: the
// parameters of the hash, and the memory that comparing with it takes.
func TestUnknownLoginTakesAsLong(t *testing.T) {
	p := newPasswords()
	hash, err := p.hash(t.Context(), testPassword)
	require.NoError(t, err)
	known, _, _, err := argon2id.DecodeHash(hash)
	require.NoError(t, err)
	unknown, _, _, err := argon2id.DecodeHash(p.dummy)
	require.NoError(t, err)
	require.Equal(t, known, unknown)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ok, err := p.match(t.Context(), "wrong", "")
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.False(t, ok)
	require.Greater(t, after.TotalAlloc-before.TotalAlloc, uint64(p.params.Memory)<<10)
}
