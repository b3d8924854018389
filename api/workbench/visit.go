package workbench

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sanku/domain"
)

// visit is one request for a page.
type visit struct {
	*Workbench
	w     http.ResponseWriter
	r     *http.Request
	route Route
	id    string // of the record; "" when the route is about none
	lang  string
	actor domain.Actor

	payers map[string]string // names of units in English, once they are read
}

// admitted reports why the caller may not open the route for any record at all.
func (v *visit) admitted() error {
	rt := v.route
	switch {
	case v.may(rt):
		return nil
	case v.actor.UserID.IsZero():
		return domain.ErrUnauthenticated
	}
	return domain.ErrForbidden
}

// may reports whether the caller may open a route for some record.
func (v *visit) may(rt Route) bool {
	return rt.Open || !domain.ScopeOf(v.actor, rt.Action, rt.Resource).Empty()
}

// record is the id of the record that the route is about.
func (v *visit) record() (domain.ID, error) {
	id, err := domain.ParseID(v.id)
	if err != nil {
		return id, domain.ErrNotFound
	}
	return id, nil
}

// readForm reads the form that was sent.
func (v *visit) readForm() error {
	parse := v.r.ParseForm
	if strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/") {
		parse = func() error { return v.r.ParseMultipartForm(maxFields) }
	}
	if parse() != nil {
		return domain.Invalid("form", "表单过大或无法读懂", "the form is too large or cannot be read")
	}
	return nil
}

// fail answers with the error. Those who have not signed in are asked to, and come
// back. Refusals are recorded, and absent records too, as the API does.
func (v *visit) fail(err error) {
	ctx := v.r.Context()
	if !v.route.Open && errors.Is(err, domain.ErrForbidden) || errors.Is(err, domain.ErrNotFound) || errors.Is(err, domain.ErrUnauthenticated) {
		v.Denied(ctx, v.route.Action, v.route.Resource, v.id)
	}
	if errors.Is(err, domain.ErrUnauthenticated) {
		v.signInFirst()
		return
	}
	f := v.Failure(ctx, err)
	v.page(f.Status, "error", f.Title, f)
}

// Nowhere is the page of an address that has none.
var Nowhere = Route{Method: http.MethodGet, Path: "", Open: true, serve: func(v *visit) error {
	title := v.say("没有这个页面", "No such page")
	v.page(http.StatusNotFound, "error", title, Failure{Title: title, Detail: v.say("网址可能写错了，请从上方的菜单进入。", "The address may be mistyped. Begin from the menu above.")})
	return nil
}}

// redirect leads to a page in the language of this one.
func (v *visit) redirect(path string) {
	http.Redirect(v.w, v.r, v.href(path), http.StatusSeeOther)
}

// href is the address of a page in the language of this one.
func (v *visit) href(path string) string {
	if v.lang != "en" {
		return path
	}
	if strings.Contains(path, "?") {
		return path + "&lang=en"
	}
	return path + "?lang=en"
}

// layout is what every page shows around its own.
type layout struct {
	Title     string
	Lang      string
	Style     string
	Nav       []navGroup
	Crumbs    []navLink
	Unread    *navLink // what waits to be read; nil for nothing
	User      string   // who is signed in; "" for nobody
	Other     string   // this page in the other language
	Home, Out string
	In        string // address to sign in
	Account   string
	AtHome    bool
	Said      string // once, after something was done
	Page      any
}

// page writes a page whole, or none of it.
func (v *visit) page(status int, name, title string, content any) {
	l := layout{Title: title, Lang: v.lang, Style: v.style.path, Nav: v.navigation(), Crumbs: v.crumbs(), User: cmp.Or(v.actor.Name, v.actor.Login), Other: v.other(), Unread: v.waiting(),
		Home: v.href("/"), Out: v.href("/logout"), In: v.href("/login"), Account: v.href("/account"), AtHome: v.route.Path == homePath, Said: v.flashed(), Page: content}
	var b bytes.Buffer
	if err := v.pages[v.lang][name].ExecuteTemplate(&b, "layout.html", l); err != nil {
		f := v.Failure(v.r.Context(), err)
		http.Error(v.w, f.Title+" "+f.Request, f.Status)
		return
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(b.Bytes()) // the client has gone when this fails
}

// waiting leads to what the caller has not read yet.
func (v *visit) waiting() *navLink {
	if v.unread == nil || v.actor.UserID.IsZero() {
		return nil
	}
	n, path, err := v.unread(v)
	if err != nil || n == 0 {
		return nil // a page is worth showing without it
	}
	return &navLink{Name: v.say(fmt.Sprintf("未读 %d", n), fmt.Sprintf("%d unread", n)), Href: v.href(path)}
}

// other is the address of this page in the other language; of a form's answer, that of
// the form.
func (v *visit) other() string {
	q := v.r.URL.Query()
	q.Del("lang")
	if v.lang != "en" {
		q.Set("lang", "en")
	} else if c, err := v.r.Cookie(languageCookie); err == nil && c.Value == "en" {
		q.Set("lang", "zh")
	}
	path := (&url.URL{Path: v.r.URL.Path}).EscapedPath()
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// say is one of two texts by the language of the page.
func (v *visit) say(zh, en string) string {
	if v.lang == "en" {
		return en // which may say nothing where the Chinese says something
	}
	return zh
}
