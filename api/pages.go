package api

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"sanku/api/workbench"
	"sanku/domain"
)

// mountPages adds the pages for people. Who calls, how they sign in, what an error is
// called and which refusals are audited is the same as in the API.
func (a *API) mountPages(public string) error {
	pages, err := workbench.New(workbench.Options{DB: a.db, Libraries: a.libraries, Actor: actorOf, PublicURL: public, SignIn: a.signInByForm,
		SignOut: func(ctx context.Context) error { _, err := a.signOut(ctx, nil); return err },
		SetPassword: func(ctx context.Context, user domain.ID, old, new string) (string, error) {
			set, err := a.setPassword(ctx, &passwordInput{Record{user}, PasswordChange{old, new}})
			if err != nil {
				return "", err
			}
			return set.Body.Password, nil
		},
		CreateUser: func(ctx context.Context, u domain.User) (domain.User, string, error) {
			hash, shown, err := a.passwordOrNew(ctx, "")
			if err != nil {
				return u, "", err
			}
			u, err = a.db.CreateUser(ctx, actorOf(ctx), u, hash)
			return u, shown, err
		},
		Failure: a.failure,
		Denied: func(ctx context.Context, action domain.Action, resource domain.Resource, ref string) {
			a.denied(ctx, route{id: requestOf(ctx).route, action: action, resource: resource}, ref)
		}})
	if err != nil {
		return err
	}
	a.pages = pages.Routes()
	param := strings.NewReplacer("{", ":", "}", "")
	for _, rt := range a.pages {
		a.engine.Handle(rt.Method, param.Replace(rt.Path), func(c *gin.Context) { servePage(pages, rt, c) })
	}
	a.engine.NoRoute(func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, prefix) || !strings.Contains(c.GetHeader("Accept"), "text/html") {
			writeProblem(c.Writer, c.Request, noRoute)
			return
		}
		servePage(pages, workbench.Nowhere, c)
	})
	return nil
}

func servePage(pages *workbench.Workbench, rt workbench.Route, c *gin.Context) {
	req := requestOf(c.Request.Context())
	req.route, req.lang = "page "+rt.Method+" "+rt.Path, workbench.Language(c.Request)
	pages.Serve(rt, c.Param("id"), c.Writer, c.Request)
}

func (a *API) signInByForm(ctx context.Context, login, password string) error {
	if len(login) > 64 || len(password) > 128 {
		return badCredentials.problem(requestOf(ctx))
	}
	_, err := a.signIn(ctx, &signInInput{Credentials{login, password}})
	return err
}

// failure is an error as pages tell of it; faults of ours are logged.
func (a *API) failure(ctx context.Context, err error) workbench.Failure {
	req := requestOf(ctx)
	var p *Problem
	if !errors.As(err, &p) {
		p = problemOf(req, err)
	}
	if p.Status == http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "page failed", slog.String("operation", req.route), slog.String("request", req.id), slog.Any("error", err))
	}
	return workbench.Failure{Status: p.Status, Title: p.Title, Detail: cmp.Or(reasons(p.Errors), p.Detail), Request: req.id}
}

// reasons are what is wrong with a form of one or two fields, which need no names.
func reasons(errors []FieldError) string {
	var all []string
	for _, e := range errors {
		all = append(all, e.Reason)
	}
	return strings.Join(all, "; ")
}
