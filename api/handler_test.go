package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

func TestLimits(t *testing.T) {
	s := newServer(t)
	admin := s.as("admin")
	long := strings.Repeat("长", 400_000) // over 1 MiB
	require.Equal(t, 413, s.post(admin, "/organisations", `{"name":"`+long+`"}`).Code)
	require.Equal(t, 413, s.postOnce(admin, "k", "/organisations", `{"name":"`+long+`"}`).Code)
	require.Equal(t, 414, s.get(admin, "/organisations?q="+strings.Repeat("a", 5000)).Code)
	require.Equal(t, 414, s.get(admin, "/"+strings.Repeat("a", 2000)).Code)
	require.Equal(t, 422, s.get(admin, "/organisations?limit=201").Code)
	require.Equal(t, 422, s.get(admin, "/organisations?limit=0").Code)
	require.Equal(t, 422, s.get(admin, "/organisations?colour=red").Code)
	require.Equal(t, 415, s.do(admin, call{method: "POST", path: "/organisations", body: "<a/>", header: map[string]string{"Content-Type": "text/xml"}}).Code)
}

// TestMalformedQuery has what cannot be read of a query refused, rather than left out
// so that a list comes unfiltered.
func TestMalformedQuery(t *testing.T) {
	s := newServer(t)
	for _, query := range []string{"kind=%zz", "kind=%", "kind=university;x", "%zz=1", "q=%00", "q=a&q=%ff", "area=%00"} {
		p := decoded[Problem](t, s.get(caller{}, "/organisations?"+query), 400)
		require.Equal(t, "urn:sanku:problem:bad-query", p.Type, query)
	}
}

func TestManyFindings(t *testing.T) {
	s := newServer(t)
	body := "{" + strings.TrimSuffix(strings.Repeat(`"%":1,`, 300), ",") + "}"
	for i := range 300 {
		body = strings.Replace(body, "%", "k"+strconv.Itoa(i), 1)
	}
	p := decoded[Problem](t, s.post(s.as("admin"), "/organisations", body), 422)
	require.Len(t, p.Errors, maxFieldErrors)
	require.Contains(t, p.Detail, "303", "all are counted: three required fields are missing too")
}

func TestETag(t *testing.T) {
	for s, want := range map[string]int64{`"1"`: 1, `W/"12"`: 12, ` "3" `: 3} {
		version, ok := parseETag(s)
		require.True(t, ok, s)
		require.Equal(t, want, version, s)
	}
	for _, s := range []string{"", "*", "1", `""`, `"0"`, `"-1"`, `"+1"`, `"01"`, `"1","2"`, `"1e0"`, `"99999999999999999999"`} {
		_, ok := parseETag(s)
		require.False(t, ok, s)
	}
}

func TestPlainText(t *testing.T) {
	for _, text := range []string{"=1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM(1)"} {
		require.Equal(t, "'"+text, plainText(text))
	}
	for _, text := range []string{"", "热障涂层", "a=1", "一＝1"} {
		require.Equal(t, text, plainText(text))
	}
	require.Equal(t, "-5", plainText(-5), "a number is no formula")
}

func TestHeaders(t *testing.T) {
	s := newServer(t)
	for _, path := range []string{"/organisations", "/nothing", "/openapi.json", "/docs"} {
		h := s.get(caller{}, path).Header()
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		require.Equal(t, "DENY", h.Get("X-Frame-Options"), path)
		require.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'", path)
		_, err := domain.ParseID(h.Get("X-Request-Id"))
		require.NoError(t, err, path)
	}
	w := s.do(caller{}, call{method: "GET", path: "/terms", header: map[string]string{"Accept-Encoding": "gzip"}})
	require.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	z, err := gzip.NewReader(w.Body)
	require.NoError(t, err)
	plain, err := io.ReadAll(z)
	require.NoError(t, err)
	require.Contains(t, string(plain), "电子信息")
}

func TestNoRoute(t *testing.T) {
	s := newServer(t)
	for _, tt := range []struct {
		method, path string
		want         int
	}{{"GET", "/api/v1/nothing", 404}, {"GET", "/elsewhere", 404}, {"PUT", "/api/v1/organisations", 405}, {"DELETE", "/healthz", 405}} {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		p := decoded[Problem](t, w, tt.want)
		require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
		require.NotEmpty(t, p.Title)
	}
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/elsewhere", nil)
	r.Header.Set("Accept", "text/html,*/*")
	s.Handler().ServeHTTP(w, r)
	require.Equal(t, http.StatusNotFound, w.Code)
	require.Contains(t, w.Body.String(), "没有这个页面", "people are told in a page")
}

// TestPanicOverTheWire has handlers panic before and after their answer has begun, with
// compression between them and the connection: the first is a problem, the second is
// cut off rather than passed for whole.
func TestPanicOverTheWire(t *testing.T) {
	s := newServer(t)
	s.engine.GET("/before", func(*gin.Context) { panic("before") })
	s.engine.GET("/after", func(c *gin.Context) {
		c.String(http.StatusOK, strings.Repeat("begun ", 2000))
		panic("after")
	})
	wire := httptest.NewServer(s.Handler())
	defer wire.Close()
	get := func(path string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, wire.URL+path, nil)
		require.NoError(t, err)
		return wire.Client().Do(r)
	}
	before, err := get("/before")
	require.NoError(t, err)
	defer before.Body.Close()
	require.Equal(t, http.StatusInternalServerError, before.StatusCode)
	require.Equal(t, "application/problem+json", before.Header.Get("Content-Type"))
	after, err := get("/after")
	if err == nil {
		defer after.Body.Close()
		_, err = io.ReadAll(after.Body)
	}
	require.Error(t, err, "cut off")
}

// TestPanic adds an operation that panics.
func TestPanic(t *testing.T) {
	s, logged := newLoggedServer(t)
	register(s.API, route{id: "panic", method: "GET", path: "/panic", open: true, tag: "test"}, func(context.Context, *none) (*none, error) { panic("secret cause") })
	w := s.get(caller{}, "/panic")
	p := decoded[Problem](t, w, 500)
	require.Equal(t, "urn:sanku:problem:internal", p.Type)
	require.NotContains(t, w.Body.String(), "secret")
	require.Contains(t, logged.String(), "secret cause")
	require.Contains(t, logged.String(), strings.TrimPrefix(p.Instance, "urn:uuid:"))
}

func TestInternalErrorsAreLoggedNotShown(t *testing.T) {
	s, logged := newLoggedServer(t)
	register(s.API, route{id: "broken", method: "GET", path: "/broken", open: true, tag: "test"}, func(context.Context, *none) (*none, error) { return nil, errors.New("secret cause") })
	require.NotContains(t, s.get(caller{}, "/broken").Body.String(), "secret")
	require.Contains(t, logged.String(), "secret cause")
}

// TestLogHoldsNoSecrets signs in, searches and uses a token, then reads the log.
func TestLogHoldsNoSecrets(t *testing.T) {
	s, logged := newLoggedServer(t)
	b := &browser{server: s}
	require.Equal(t, 200, b.signIn("admin", testPassword))
	require.Equal(t, 401, b.signIn("admin", "wrong-password"))
	b.send("GET", "/organisations?q=secret-name", "", nil)
	s.get(s.as("bureau"), "/audit")
	require.Contains(t, logged.String(), "operation=list-audit")
	for _, secret := range []string{testPassword, "wrong-password", s.as("bureau").token, "secret-name", "192.0.2.1"} {
		require.NotContains(t, logged.String(), secret)
	}
}

func newLoggedServer(t *testing.T) (*server, *bytes.Buffer) {
	s, logged := newServer(t), &bytes.Buffer{}
	s.log = slog.New(slog.NewTextHandler(logged, nil))
	return s, logged
}

func TestHealth(t *testing.T) {
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	var broken error
	a, err := New(Options{DB: db, Log: slog.New(slog.DiscardHandler), Checks: []Check{{"index", func(context.Context) error { return broken }}}})
	require.NoError(t, err)
	get := func(path, remote string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
		r.RemoteAddr = remote
		a.Handler().ServeHTTP(w, r)
		return w
	}
	const local, far = "127.0.0.1:5000", "192.0.2.1:5000"
	require.Equal(t, 200, get("/healthz", far).Code)
	require.JSONEq(t, `{"status":"ok","indexes":[]}`, get("/healthz", far).Body.String())
	require.JSONEq(t, `{"status":"ok","parts":{"database":"ok","index":"ok"}}`, get("/readyz", far).Body.String())
	broken = errors.New("secret path")
	w := get("/readyz", far)
	require.Equal(t, 503, w.Code)
	require.JSONEq(t, `{"status":"unavailable","parts":{"database":"ok","index":"unavailable"}}`, w.Body.String())
	require.Equal(t, 401, get("/metrics", far).Code)
	require.Contains(t, get("/metrics", local).Body.String(), "sanku_http_requests_total")
	db.Close()
	require.Equal(t, 503, get("/readyz", far).Code)
	require.Equal(t, 200, get("/healthz", far).Code)
}

// TestTrustedProxies holds that an address is believed only from proxies named.
func TestTrustedProxies(t *testing.T) {
	for name, tt := range map[string]struct {
		trusted []string
		want    string
	}{"none": {nil, "192.0.2.1"}, "the proxy": {[]string{"192.0.2.1"}, "198.51.100.7"}} {
		db, err := postgres.New(pgtest.Pool(t), time.Now)
		require.NoError(t, err)
		a, err := New(Options{DB: db, Log: slog.New(slog.DiscardHandler), TrustedProxies: tt.trusted})
		require.NoError(t, err)
		r := httptest.NewRequest(http.MethodGet, prefix+"/users", nil)
		r.Header.Set("X-Forwarded-For", "198.51.100.7")
		a.Handler().ServeHTTP(httptest.NewRecorder(), r)
		trail, err := db.AuditTrail(t.Context(), postgres.AuditFilter{Outcome: "denied"}, postgres.Page{})
		require.NoError(t, err)
		require.Equal(t, tt.want, trail.Items[0].Address, name)
	}
}
