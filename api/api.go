// Package api is the JSON API under /api/v1, with who may call it, what it answers
// when a call fails, and the document that describes it.
package api

import (
	"log/slog"
	"net/http"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// Options are what an API is made of. DB is required.
type Options struct {
	DB             *postgres.DB
	Libraries      *search.Libraries    // nil: search answers that it is not available
	Log            *slog.Logger         // nil for slog.Default
	Metrics        *prometheus.Registry // nil for one of its own
	Checks         []Check              // what /readyz asks besides the database
	TrustedProxies []string             // addresses whose X-Forwarded-For is believed; none by default
	SecureCookies  bool                 // send the session's cookie over TLS only
	Version        string               // of this program, for the document
}

// API answers requests over one store. It is safe for concurrent use.
type API struct {
	db        *postgres.DB
	libraries *search.Libraries
	log       *slog.Logger
	checks    []Check
	metrics   *metrics
	sessions  *scs.SessionManager
	passwords *passwords
	engine    *gin.Engine
	huma      huma.API
	handler   http.Handler
	routes    []route
	described map[string]bool // schemas that are complete
	unsigned  *rate.Limiter   // of audit rows for those who have not signed in
}

// New makes the API and registers every route.
func New(o Options) (*API, error) {
	installProblems()
	a := &API{db: o.DB, libraries: o.Libraries, log: o.Log, checks: o.Checks, described: map[string]bool{}, passwords: newPasswords(), unsigned: rate.NewLimiter(unsignedDenials, 10*unsignedDenials)}
	if a.log == nil {
		a.log = slog.Default()
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	var err error
	if a.metrics, err = newMetrics(o.Metrics); err != nil {
		return nil, err
	}
	a.sessions = a.newSessions(o.DB.Pool(), o.SecureCookies)
	if a.engine, err = a.newEngine(o.TrustedProxies); err != nil {
		return nil, err
	}
	a.huma = a.newHuma(o.Version)
	a.registerAll()
	if err := a.mountPlain(); err != nil {
		return nil, err
	}
	a.handler, err = a.wrapped(a.engine)
	return a, err
}

// Handler answers requests: the routes behind the limits, the log and the session.
func (a *API) Handler() http.Handler { return a.handler }

// registerSession is who signs in and out: open to all, the password is the check.
func (a *API) registerSession() {
	session := func(method, id string, summary domain.Text) route {
		return route{id: id, method: method, path: "/session", resource: domain.Users, summary: summary, tag: "session", open: true, secret: true}
	}
	register(a, session(http.MethodPost, "sign-in", domain.Text{ZH: "登录", EN: "Sign in"}), a.signIn)
	register(a, session(http.MethodGet, "read-session", domain.Text{ZH: "查看登录状态", EN: "Say who is signed in"}), a.readSession)
	register(a, session(http.MethodDelete, "sign-out", domain.Text{ZH: "退出", EN: "Sign out"}), a.signOut)
}

// registerAll is every operation of the API, in one place.
func (a *API) registerAll() {
	a.registerSession()
	users := collection{"users", domain.Users, domain.Text{ZH: "用户", EN: "users"}}
	list(a, users, postgres.UserSorts, a.listUsers)
	read(a, users, a.readUser)
	create(a, users, a.createUser)
	change(a, users, a.changeUser)
	act(a, users, domain.SetPassword, domain.Text{ZH: "设置密码", EN: "Set the password"}, a.setPassword)
	tokens := collection{"tokens", domain.Tokens, domain.Text{ZH: "访问令牌", EN: "tokens"}}
	list(a, tokens, postgres.TokenSorts, a.listTokens)
	create(a, tokens, a.createToken)
	act(a, tokens, domain.Revoke, domain.Text{ZH: "吊销", EN: "Revoke"}, a.revokeToken)
	list(a, collection{"audit", domain.Audits, domain.Text{ZH: "审计记录", EN: "audit trail"}}, nil, a.listAudit)
	a.registerTerms()
	a.registerAreas()
	a.registerOrganisations()
	a.registerNeeds()
	a.registerTechnologies()
	a.registerPolicies()
	a.registerExperts()
	a.registerDockings()
	a.registerContracts()
	a.registerPlans()
	a.registerMatches()
	a.registerSearch()
}
