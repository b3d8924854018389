package api

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/swaggest/swgui/v5emb"

	"sanku/domain"
)

// Check is a part that must be ready before requests are sent here.
type Check struct {
	Name  string
	Ready func(context.Context) error // nil when it is; the error is logged, not shown
}

// checkTimeout bounds all checks of one /readyz.
const checkTimeout = 3 * time.Second

// mountPlain adds what is not an operation: health, metrics, the document, its page.
func (a *API) mountPlain() {
	document := sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.huma.OpenAPI()) })
	look := []string{http.MethodGet, http.MethodHead}
	a.engine.Match(look, "/healthz", a.health)
	a.engine.Match(look, "/readyz", a.ready)
	a.engine.GET("/metrics", a.metricsPage())
	a.engine.GET(prefix+"/openapi.json", func(c *gin.Context) {
		content, err := document()
		if err != nil {
			a.log.ErrorContext(c.Request.Context(), "the document cannot be written", "error", err)
			writeProblem(c.Writer, c.Request, internal)
			return
		}
		c.Data(http.StatusOK, "application/openapi+json", content)
	})
	docs := v5emb.New("三库 Sanku API", prefix+"/openapi.json", prefix+"/docs/")
	page := func(c *gin.Context) {
		c.Header("Content-Security-Policy", docsPolicy)
		docs.ServeHTTP(c.Writer, c.Request)
	}
	a.engine.GET(prefix+"/docs", page)
	a.engine.GET(prefix+"/docs/*file", page)
}

// ready says whether requests can be answered, part by part.
func (a *API) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), checkTimeout)
	defer cancel()
	status, parts := http.StatusOK, gin.H{}
	for _, check := range append([]Check{{"database", a.db.Pool().Ping}}, a.checks...) {
		parts[check.Name] = "ok"
		if err := check.Ready(ctx); err != nil {
			status, parts[check.Name] = http.StatusServiceUnavailable, "unavailable"
			a.log.WarnContext(ctx, "not ready", "part", check.Name, "error", err)
		}
	}
	c.JSON(status, gin.H{"status": map[bool]string{true: "ok", false: "unavailable"}[status == http.StatusOK], "parts": parts})
}

// metricsPage shows the metrics to this machine itself and to those who operate it.
func (a *API) metricsPage() gin.HandlerFunc {
	page := promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{})
	return func(c *gin.Context) {
		actor := actorOf(c.Request.Context())
		if !local(c.Request) && domain.ScopeOf(actor, domain.Read, domain.Operations).Empty() {
			writeProblem(c.Writer, c.Request, kindOf(admits(actor, route{resource: domain.Operations, action: domain.Read})))
			return
		}
		page.ServeHTTP(c.Writer, c.Request)
	}
}

// local reports whether r comes from this machine and not through a proxy on it.
func local(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	forwarded := r.Header.Get("X-Forwarded-For") + r.Header.Get("Forwarded") + r.Header.Get("X-Real-Ip")
	return err == nil && net.ParseIP(host).IsLoopback() && forwarded == ""
}

// docsPolicy lets the page of the document run its own script, which is inline.
const docsPolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
