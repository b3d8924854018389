package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// Limits of one request.
const (
	defaultBody     = 1 << 20 // bytes of JSON
	maxQuery        = 4 << 10 // bytes of the query
	maxPath         = 1 << 10
	bodyReadTimeout = 20 * time.Second
	answerTimeout   = 30 * time.Second // of the context that an operation works under
)

// limited bounds the body of a route and the time to answer. huma stops reading at
// the same bound but for forms, and does not close the connection on those who send on.
func (a *API) limited(rt route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, rt.bodyLimit())
		within, cancel := context.WithTimeout(c.Request.Context(), rt.timeLimit())
		defer cancel()
		c.Request = c.Request.WithContext(within)
		next(ctx)
	}
}
