package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"sanku/domain"
)

// admitted lets a request through when its actor may do the route's action to any
// record at all; which records, the store decides. It comes before the input is read,
// so that those who may not call learn nothing from the validation.
func (a *API) admitted(rt route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		req := requestOf(ctx.Context())
		req.route = rt.id
		if err := admits(req.actor, rt); err != nil {
			a.denied(ctx.Context(), rt, ctx.Param("id"))
			a.refuse(ctx, err)
			return
		}
		if _, ok := parseETag(ctx.Header("If-Match")); rt.versioned && !ok {
			a.refuse(ctx, noVersion.problem(req))
			return
		}
		next(ctx)
	}
}

// admits reports why actor may not call rt: the public should sign in, others may not.
func admits(actor domain.Actor, rt route) error {
	switch {
	case rt.open || !domain.ScopeOf(actor, rt.action, rt.resource).Empty():
		return nil
	case actor.UserID.IsZero():
		return domain.ErrUnauthenticated
	}
	return domain.ErrForbidden
}

// refuse answers with the problem of err before the operation has begun.
func (a *API) refuse(ctx huma.Context, err error) {
	p := problemOf(requestOf(ctx.Context()), err)
	for name, values := range p.header {
		ctx.SetHeader(name, values[0])
	}
	_ = huma.WriteErr(a.huma, ctx, p.Status, "", p) // huma reports a client that has gone
}

// failed turns an operation's error into the problem to answer with. Denials are
// audited: forbidden ones, and records not found, be they foreign or absent, since
// telling the two apart here would tell them apart to the caller by time.
func (a *API) failed(ctx context.Context, rt route, in any, err error) error {
	if errors.Is(err, domain.ErrForbidden) || errors.Is(err, domain.ErrNotFound) && rt.onRecord() {
		a.denied(ctx, rt, idOf(in))
	}
	p := problemOf(requestOf(ctx), err)
	if p.Status == http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "operation failed", slog.String("operation", rt.id), slog.String("request", requestOf(ctx).id), slog.Any("error", err))
	}
	return p
}

// unsignedDenials is how many denials a second are audited of those who have not
// signed in: anyone can cause them, and the trail cannot be cut.
const unsignedDenials = 20

func (a *API) denied(ctx context.Context, rt route, ref string) {
	req := requestOf(ctx)
	if req.actor.UserID.IsZero() && !a.unsigned.Allow() {
		a.metrics.unaudited.Inc()
		return
	}
	if err := a.db.Denied(context.WithoutCancel(ctx), req.actor, rt.action, rt.resource, ref); err != nil {
		a.log.ErrorContext(ctx, "a denial was not audited", slog.String("operation", rt.id), slog.String("request", req.id), slog.Any("error", err))
	}
}

// idOf returns the id in the input of a route on one record.
func idOf(in any) string {
	f := reflect.Indirect(reflect.ValueOf(in)).FieldByName("ID")
	if !f.IsValid() {
		return ""
	}
	id, _ := f.Interface().(domain.ID)
	return id.String()
}
