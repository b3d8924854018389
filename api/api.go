// Package api is the JSON API under /api/v1, with who may call it, what it answers
// when a call fails, the document that describes it, and beside it the pages of
// package workbench.
package api

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"sanku/api/workbench"
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
	PublicURL      string               // where people reach the pages; "": where a request finds them
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
	pages     []workbench.Route
	described map[string]bool // schemas that are complete
	unsigned  *rate.Limiter   // of audit rows for those who have not signed in
}

// New makes the API and registers every route.
func New(o Options) (*API, error) {
	installProblems()
	a := &API{db: o.DB, libraries: o.Libraries, log: o.Log, checks: o.Checks, described: map[string]bool{},
		passwords: newPasswords(), unsigned: rate.NewLimiter(unsignedDenials, 10*unsignedDenials)}
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
	a.mountPlain()
	if err := a.mountPages(strings.TrimSuffix(o.PublicURL, "/")); err != nil {
		return nil, err
	}
	a.handler, err = a.wrapped(a.engine)
	return a, err
}

// Handler answers requests: the routes behind the limits, the log and the session.
func (a *API) Handler() http.Handler { return a.handler }

// registerAll is everything that the API answers; each resource lists its operations.
func (a *API) registerAll() {
	a.registerSession()
	a.registerUsers()
	a.registerTokens()
	a.registerAudit()
	a.registerTerms()
	a.registerAreas()
	a.registerOrganisations()
	a.registerNeeds()
	a.registerTechnologies()
	a.registerClinic()
	a.registerReveals()
	a.registerReviews()
	a.registerPolicies()
	a.registerExperts()
	a.registerDockings()
	a.registerInvitations()
	a.registerVisits()
	a.registerWorklist()
	a.registerAbsences()
	a.registerActivities()
	a.registerContracts()
	a.registerCertificates()
	a.registerReports()
	a.registerReminders()
	a.registerSuspicions()
	a.registerRelations()
	a.registerPlans()
	a.registerPublications()
	a.registerRegisters()
	a.registerMatches()
	a.registerDismissals()
	a.registerMatchQuality()
	a.registerDossier()
	a.registerConflicts()
	a.registerNotices()
	a.registerNotifications()
	a.registerMessages()
	a.registerWebhooks()
	a.registerSavedSearches()
	a.registerUnmet()
	a.registerSearch()
	a.registerImports()
}
