package api

import (
	"net/http"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"
)

const sessionCookie = "sanku_session"

// newSessions keeps sessions in PostgreSQL, under the hash of their token. They end
// after two idle hours, and after twelve in any case.
func newSessions(pool *pgxpool.Pool, secure bool) *scs.SessionManager {
	s := scs.New()
	s.Store = pgxstore.NewWithCleanupInterval(pool, 0)
	s.HashTokenInStore = true
	s.Lifetime, s.IdleTimeout = 12*time.Hour, 2*time.Hour
	s.Cookie.Name, s.Cookie.Secure, s.Cookie.SameSite, s.Cookie.HttpOnly = sessionCookie, secure, http.SameSiteLaxMode, true
	return s
}

// identify finds out who acts, by token or by session.
func (a *API) identify(c *gin.Context) {
	c.Next()
}

type passwords struct{}

func newPasswords() *passwords { return &passwords{} }

func (a *API) wrapped(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, withRequest(r, &request{lang: languageOf(r.Header.Get("Accept-Language"))}))
	})
}
