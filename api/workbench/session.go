package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"sanku/domain"
)

func (w *Workbench) addSession() {
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/login", Open: true, serve: w.loginForm})
	w.add(domain.Text{}, Route{Method: http.MethodPost, Path: "/login", Open: true, serve: w.login, limit: 2 * maxFields})
	w.add(domain.Text{}, Route{Method: http.MethodPost, Path: "/logout", Open: true, serve: w.logout})
}

type loginPage struct {
	Action  string
	Login   string
	Problem string // why the last attempt failed
	Typed   []typedField
}

func (w *Workbench) loginForm(v *visit) error {
	v.showLogin(http.StatusOK, v.lastLogin(), "")
	return nil
}

func (v *visit) showLogin(status int, login, problem string) {
	action := "/login"
	if next := v.r.URL.Query().Get("next"); next != "" {
		action += "?next=" + url.QueryEscape(next)
	}
	v.page(status, "login", v.say("登录", "Sign in"), loginPage{v.href(action), login, problem, typedOf(v.r.PostForm)})
}

// login signs in by the form and leads to where the caller wanted to go.
func (w *Workbench) login(v *visit) error {
	if err := v.readForm(); err != nil {
		return err
	}
	login := v.r.PostForm.Get("login")
	if err := w.SignIn(v.r.Context(), login, v.r.PostForm.Get("password")); err != nil {
		f := w.Failure(v.r.Context(), err)
		v.showLogin(f.Status, login, f.Detail)
		return nil
	}
	v.keepLogin(strings.ToLower(strings.TrimSpace(login)))
	if !v.resume() {
		http.Redirect(v.w, v.r, v.next(), http.StatusSeeOther)
	}
	return nil
}

// next is the page to go on to: one of this site, whatever the address says.
func (v *visit) next() string {
	next := v.r.URL.Query().Get("next")
	if u, err := url.Parse(next); err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return v.href("/")
	}
	return next
}

func (w *Workbench) logout(v *visit) error {
	if err := w.SignOut(v.r.Context()); err != nil {
		return err
	}
	v.keepLogin("")
	v.redirect("/login")
	return nil
}

// loginCookie holds who signed in last in this browser and has not signed out, for the
// sign-in form to offer when the session has ended. It names them and proves nothing; the
// browser forgets it when it is closed.
const loginCookie = "sanku_login"

func (v *visit) keepLogin(login string) {
	c := http.Cookie{Name: loginCookie, Value: url.QueryEscape(login), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if login == "" {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, &c)
}

// lastLogin is who signed in last; "" for nobody.
func (v *visit) lastLogin() string {
	c, err := v.r.Cookie(loginCookie)
	if err != nil {
		return ""
	}
	login, err := url.QueryUnescape(c.Value)
	if err != nil || len(login) > 64 {
		return ""
	}
	return login
}
