package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"sanku/domain"
	"sanku/domain/postgres"
)

// idempotencyHeader names the header that makes a POST safe to repeat.
const idempotencyHeader = "Idempotency-Key"

// keptHeaders are the headers of an answer that are kept with it.
var keptHeaders = []string{"Content-Type", "Location", "ETag"}

// replayed answers a POST that its user made before with the same Idempotency-Key as
// it was answered then. Only success is kept: a request that failed did nothing and
// may be tried again under its key.
func (a *API) replayed(rt route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		user, key := requestOf(ctx.Context()).actor.UserID, ctx.Header(idempotencyHeader)
		if !rt.repeatable() || key == "" || user.IsZero() {
			next(ctx)
			return
		}
		c := humagin.Unwrap(ctx)
		kept, err := a.begin(c, user, key)
		switch {
		case err != nil:
			a.refuse(ctx, err)
		case kept != nil:
			replay(c, *kept)
		default:
			a.keep(c, rt, user, key, func() { next(ctx) })
		}
	}
}

// begin claims the key for the request, whose body it reads and puts back.
func (a *API) begin(c *gin.Context, user domain.ID, key string) (*postgres.Answer, error) {
	if len(key) > 200 {
		return nil, domain.Invalid(idempotencyHeader, "不超过 200 个字符", "has more than 200 characters")
	}
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return nil, err
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n%s\n", c.Request.Method, c.Request.URL.RequestURI(), c.GetHeader("If-Match"))
	h.Write(body)
	return a.db.BeginIdempotent(c.Request.Context(), user, key, [32]byte(h.Sum(nil)))
}

func replay(c *gin.Context, kept postgres.Answer) {
	for name, value := range kept.Header {
		c.Header(name, value)
	}
	c.Header("Idempotency-Replayed", "true")
	c.Status(kept.Status)
	_, _ = c.Writer.Write(kept.Body) // the client has gone when this fails
}

// keep runs the operation and keeps its answer, or gives the key back: also when the
// operation panics, and when the client has gone.
func (a *API) keep(c *gin.Context, rt route, user domain.ID, key string, run func()) {
	ctx := context.WithoutCancel(c.Request.Context())
	heard := &listener{ResponseWriter: c.Writer}
	c.Writer = heard
	done := false
	defer func() {
		if err := a.settle(ctx, rt, user, key, heard, done); err != nil {
			a.log.ErrorContext(ctx, "an answer was not kept", slog.String("operation", rt.id), slog.Any("error", err))
		}
	}()
	run()
	done = true
}

func (a *API) settle(ctx context.Context, rt route, user domain.ID, key string, heard *listener, done bool) error {
	if !done || heard.Status() >= http.StatusMultipleChoices {
		return a.db.ReleaseIdempotent(ctx, user, key)
	}
	answer := postgres.Answer{Status: heard.Status(), Header: map[string]string{}}
	for _, name := range keptHeaders {
		if value := heard.Header().Get(name); value != "" {
			answer.Header[name] = value
		}
	}
	if !rt.secret {
		answer.Body = append([]byte{}, heard.body.Bytes()...)
	}
	return a.db.FinishIdempotent(ctx, user, key, answer)
}

// listener hears what is answered.
type listener struct {
	gin.ResponseWriter
	body bytes.Buffer
}

func (l *listener) Write(b []byte) (int, error) {
	l.body.Write(b)
	return l.ResponseWriter.Write(b)
}

func (l *listener) WriteString(s string) (int, error) {
	l.body.WriteString(s)
	return l.ResponseWriter.WriteString(s)
}
