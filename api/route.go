package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sanku/domain"
)

// prefix is where the API lives.
const prefix = "/api/v1"

// route says what an operation is, what it does to what, and how it is called.
type route struct {
	id       string // operation id, unique: "submit-need"
	method   string
	path     string // below prefix
	resource domain.Resource
	action   domain.Action
	summary  domain.Text
	tag      string

	open      bool          // no access rule: signing in, and what everyone may ask
	versioned bool          // needs If-Match
	secret    bool          // its answer holds a secret: never kept for replay
	maxBody   int64         // bytes; 0 for defaultBody
	timeout   time.Duration // to answer; 0 for answerTimeout
	status    int           // of success; 0 for the default of the output
	list      bool          // of the records of resource that the caller may read
	tabular   bool          // its answer can be a table; register finds out
}

// collection is the records of one resource at one path.
type collection struct {
	path     string
	resource domain.Resource
	name     domain.Text
}

func (c collection) route(method, path, verb string, action domain.Action, zh, en string) route {
	singular := string(c.resource)
	return route{id: verb + "-" + singular, method: method, path: "/" + c.path + path, resource: c.resource, action: action, tag: c.path,
		summary: domain.Text{ZH: zh + c.name.ZH, EN: en + " " + c.name.EN}}
}

// register adds an operation. Everything the API answers is registered through it:
// the checks before the handler, and the problems after it, are the same for all.
func register[I, O any](a *API, rt route, handle func(context.Context, *I) (*O, error)) {
	rt.tabular = isTabular(typeOf[O]())
	op := rt.operation()
	op.Middlewares = huma.Middlewares{a.limited(rt), a.admitted(rt), a.tabled(rt), a.replayed(rt)}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.failed(ctx, rt, in, err)
		}
		return out, nil
	})
	a.describe(rt, typeOf[I]())
	a.routes = append(a.routes, rt)
}

func (rt route) operation() huma.Operation {
	return huma.Operation{
		OperationID: rt.id, Method: rt.method, Path: rt.path, Summary: rt.summary.ZH, Description: rt.summary.EN + ".",
		Tags: []string{rt.tag}, Errors: rt.errors(), DefaultStatus: rt.status, MaxBodyBytes: rt.bodyLimit(),
		Security: rt.security(), BodyReadTimeout: bodyReadTimeout, RejectUnknownQueryParameters: true, Parameters: rt.parameters(),
	}
}

// parameters are those that no handler reads.
func (rt route) parameters() []*huma.Param {
	if !rt.repeatable() {
		return nil
	}
	return []*huma.Param{{Name: idempotencyHeader, In: "header", Description: "防重复提交键 The same key and request are answered once, within a day.",
		Schema: &huma.Schema{Type: huma.TypeString}}}
}

// repeatable reports whether the route takes an Idempotency-Key.
func (rt route) repeatable() bool { return rt.method == http.MethodPost && !rt.open }

func (rt route) errors() []int {
	var codes []int
	if !rt.open {
		codes = append(codes, http.StatusUnauthorized, http.StatusForbidden)
	}
	if rt.onRecord() {
		codes = append(codes, http.StatusNotFound)
	}
	if rt.method != http.MethodGet {
		codes = append(codes, http.StatusBadRequest, http.StatusConflict)
	}
	if rt.versioned {
		codes = append(codes, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	}
	return append(codes, http.StatusServiceUnavailable)
}

func (rt route) security() []map[string][]string {
	schemes := []map[string][]string{{"token": {}}, {"session": {}}}
	if rt.open || !domain.ScopeOf(domain.Actor{}, rt.action, rt.resource).Empty() {
		return append([]map[string][]string{{}}, schemes...)
	}
	return schemes
}

func (rt route) bodyLimit() int64 {
	if rt.maxBody > 0 {
		return rt.maxBody
	}
	return defaultBody
}

func (rt route) timeLimit() time.Duration {
	if rt.timeout > 0 {
		return rt.timeout
	}
	return answerTimeout
}

// onRecord reports whether the route is about one record, named by {id}.
func (rt route) onRecord() bool { return strings.Contains(rt.path, "{id}") }
