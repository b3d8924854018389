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

	"sanku/domain"
	"sanku/domain/postgres"
)

// Options are what an API is made of. DB is required.
type Options struct {
	DB             *postgres.DB
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
	log       *slog.Logger
	checks    []Check
	metrics   *metrics
	sessions  *scs.SessionManager
	passwords *passwords
	engine    *gin.Engine
	huma      huma.API
	routes    []route
	described map[string]bool // schemas that are complete
}

// New makes the API and registers every route.
func New(o Options) (*API, error) {
	installProblems()
	a := &API{db: o.DB, log: o.Log, checks: o.Checks, described: map[string]bool{}, passwords: newPasswords()}
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
	a.sessions = newSessions(o.DB.Pool(), o.SecureCookies)
	if a.engine, err = a.newEngine(o.TrustedProxies); err != nil {
		return nil, err
	}
	a.huma = a.newHuma(o.Version)
	a.registerAll()
	return a, a.mountPlain()
}

// Handler answers requests: the routes behind the limits, the log and the session.
func (a *API) Handler() http.Handler { return a.wrapped(a.engine) }

// registerAll is every operation of the API, in one place.
func (a *API) registerAll() {
	organisations := collection{"organisations", domain.Organisations, domain.Text{ZH: "单位", EN: "organisations"}}
	list(a, organisations, postgres.OrganisationSorts, a.listOrganisations)
	read(a, organisations, a.readOrganisation)
	create(a, organisations, a.createOrganisation)
	change(a, organisations, a.changeOrganisation)
	a.registerDockings()
	a.registerContracts()
	a.registerPlans()
}
