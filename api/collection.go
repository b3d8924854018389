package api

import (
	"context"
	"net/http"

	"sanku/domain"
)

// paged is the input of a list: a struct that embeds Page.
type paged[I any] interface {
	*I
	page() *Page
}

// list registers GET /{collection}. Sorts are the sort keys of the store's list.
func list[I, T any, P paged[I]](a *API, c collection, sorts []string, handle func(context.Context, *I) (*page[T], error)) {
	rt := c.route(http.MethodGet, "", "list", domain.Read, "查询", "List the")
	rt.id = "list-" + c.path
	listAt[I, T, P](a, rt, sorts, handle)
}

// listAt registers a list at a route of its own.
func listAt[I, T any, P paged[I]](a *API, rt route, sorts []string, handle func(context.Context, *I) (*page[T], error)) {
	rt.list = true
	pagedAt[I, T, P](a, rt, sorts, handle)
}

// pagedAt registers a list of other things than the records of the resource: of parts of
// one of them, say.
func pagedAt[I, T any, P paged[I]](a *API, rt route, sorts []string, handle func(context.Context, *I) (*page[T], error)) {
	register(a, rt, whole[I, T, P](handle))
	if len(sorts) == 0 {
		sorts = []string{"id"}
	}
	a.closeParameter(rt, "sort", sortKeys(sorts))
}

// read registers GET /{collection}/{id}.
func read[I, T any](a *API, c collection, handle func(context.Context, *I) (*one[T], error)) {
	register(a, c.route(http.MethodGet, "/{id}", "read", domain.Read, "查看", "Read one of the"), handle)
}

// create registers POST /{collection}.
func create[I, T any](a *API, c collection, handle func(context.Context, *I) (*created[T], error)) {
	rt := c.route(http.MethodPost, "", "create", domain.Create, "新建", "Add to the")
	rt.status = http.StatusCreated
	rt.secret = c.resource == domain.Users || c.resource == domain.Tokens
	register(a, rt, handle)
}

// change registers PATCH /{collection}/{id}: a merge patch (RFC 7396) of a version.
func change[I, T any](a *API, c collection, handle func(context.Context, *I) (*one[T], error)) {
	rt := c.route(http.MethodPatch, "/{id}", "change", domain.Change, "修改", "Change one of the")
	rt.versioned = true
	register(a, rt, handle)
}

// act registers POST /{collection}/{id}/{action} for an action that is no step of a
// machine and needs no version. Its answer may hold a secret.
func act[I, T any](a *API, c collection, action domain.Action, label domain.Text, handle func(context.Context, *I) (*one[T], error)) {
	rt := c.route(http.MethodPost, "/{id}/"+string(action), string(action), action, label.ZH+"：", label.EN+": one of the")
	rt.status, rt.secret = http.StatusOK, true
	register(a, rt, handle)
}

// Taken is the input of a step.
type Taken struct {
	Record
	IfMatch
	Body *struct {
		Reason string `json:"reason,omitempty" maxLength:"1000" zh:"理由" doc:"Why; some steps require it."`
	}
}

func (t *Taken) reason() string {
	if t.Body == nil {
		return ""
	}
	return t.Body.Reason
}

// steps registers POST /{collection}/{id}/{step} for every step of a machine,
// but for those named in except, which take more than a reason.
func steps[S ~string, T any](a *API, c collection, m domain.Machine[S], handle func(ctx context.Context, step string, in *Taken) (*one[T], error), except ...string) {
	for _, s := range distinct(m, except) {
		stepRoute(a, c, s, func(ctx context.Context, in *Taken) (*one[T], error) { return handle(ctx, s.Name, in) })
	}
}

// stepRoute registers one step. Its input embeds Record and IfMatch.
func stepRoute[S ~string, I, T any](a *API, c collection, s domain.Step[S], handle func(context.Context, *I) (*one[T], error)) {
	rt := c.route(http.MethodPost, "/{id}/"+s.Name, s.Name, domain.Action(s.Name), s.Label.ZH+"：", s.Label.EN+": one of the")
	rt.versioned, rt.status = true, http.StatusOK
	register(a, rt, handle)
}

// distinct returns the steps of m, each name once.
func distinct[S ~string](m domain.Machine[S], except []string) []domain.Step[S] {
	seen := map[string]bool{}
	for _, name := range except {
		seen[name] = true
	}
	var out []domain.Step[S]
	for _, s := range m {
		if !seen[s.Name] {
			out = append(out, s)
		}
		seen[s.Name] = true
	}
	return out
}

func sortKeys(sorts []string) []string {
	var keys []string
	for _, s := range sorts {
		keys = append(keys, s, "-"+s)
	}
	return keys
}
