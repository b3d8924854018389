package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sessionCookie is the name of the session's cookie; sessionUser and sessionStamp are
// what a session holds: whose it is, and a stamp of the password it began with.
const (
	sessionCookie = "sanku_session"
	sessionUser   = "user"
	sessionStamp  = "stamp"
)

// newSessions keeps sessions in PostgreSQL, under the hash of their token. They end
// after two idle hours, and after twelve in any case.
func (a *API) newSessions(pool *pgxpool.Pool, secure bool) *scs.SessionManager {
	s := scs.New()
	s.Store = pgxstore.NewWithCleanupInterval(pool, 0)
	s.HashTokenInStore = true
	s.Lifetime, s.IdleTimeout = 12*time.Hour, 2*time.Hour
	s.Cookie.Name, s.Cookie.Secure, s.Cookie.SameSite, s.Cookie.HttpOnly = sessionCookie, secure, http.SameSiteLaxMode, true
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		a.log.ErrorContext(r.Context(), "session", slog.String("request", requestOf(r.Context()).id), slog.Any("error", err))
		writeProblem(w, r, unavailable)
	}
	return s
}

// withSession loads the session of the cookie. Those who come with a token act by it
// alone, whatever cookie they hold.
func (a *API) withSession(next http.Handler) http.Handler {
	sessions := a.sessions.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			r.Header.Del("Cookie")
		}
		sessions.ServeHTTP(w, r)
	})
}

// identify finds out who acts, by token or by session, and refuses a bad token.
func (a *API) identify(c *gin.Context) {
	req := requestOf(c.Request.Context())
	actor, err := a.actor(c.Request)
	if err != nil {
		p := problemOf(req, err)
		if p.Status == http.StatusInternalServerError {
			a.log.ErrorContext(c.Request.Context(), "identity", slog.String("request", req.id), slog.Any("error", err))
		}
		writeProblem(c.Writer, c.Request, kindOf(err))
		c.Abort()
		return
	}
	req.actor = actor
	req.actor.From, req.actor.RequestID = c.ClientIP(), req.id
}

func (a *API) actor(r *http.Request) (domain.Actor, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return a.bearer(r, header)
	}
	return a.signedIn(r)
}

// bearer is the actor that a token stands for.
func (a *API) bearer(r *http.Request, header string) (domain.Actor, error) {
	scheme, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(secret, tokenPrefix) {
		return domain.Actor{}, domain.ErrUnauthenticated
	}
	account, token, err := a.db.Bearer(r.Context(), sha256.Sum256([]byte(secret)))
	if err != nil {
		return domain.Actor{}, err
	}
	actor := account.Actor("")
	actor.ReadOnly = !slices.Contains(token.Scopes, "write")
	return actor, nil
}

// signedIn is the actor of the session; the public when there is none, or its user
// has been disabled or has another password since.
func (a *API) signedIn(r *http.Request) (domain.Actor, error) {
	ctx := r.Context()
	text := a.sessions.GetString(ctx, sessionUser)
	if text == "" {
		return domain.Actor{}, nil
	}
	id, err := domain.ParseID(text)
	if err != nil {
		return domain.Actor{}, err
	}
	account, err := a.db.Account(ctx, id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (account.Disabled || stampOf(account) != a.sessions.GetString(ctx, sessionStamp)) {
		return domain.Actor{}, a.sessions.Destroy(ctx)
	}
	requestOf(ctx).session = err == nil
	return account.Actor(""), err
}

// stampOf changes with the password, so that a session can tell.
func stampOf(account postgres.Account) string {
	sum := sha256.Sum256([]byte(account.PasswordHash))
	return hex.EncodeToString(sum[:16])
}
