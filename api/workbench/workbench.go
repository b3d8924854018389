// Package workbench is the pages for people: server-rendered HTML in Chinese and, by
// ?lang=en, in English, which needs no script and prints well.
package workbench

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// Options are what the pages are made of; all but Libraries are required. Who calls, how they sign
// in and what an error is called are the API's business, so that both agree.
type Options struct {
	DB *postgres.DB
	// Libraries are what is searched; nil: searching is not available.
	Libraries *search.Libraries
	Actor     func(context.Context) domain.Actor
	PublicURL string // where people reach the pages, without a slash at the end; "": where a request finds them
	SignIn    func(ctx context.Context, login, password string) error
	SignOut   func(context.Context) error
	// SetPassword sets a user's password. Of one's own the old one is asked; of another's a
	// new one is made where none is given, and shown.
	SetPassword func(ctx context.Context, user domain.ID, old, new string) (shown string, err error)
	// CreateUser adds a user with a password that is made for them, and shown.
	CreateUser func(context.Context, domain.User) (made domain.User, shown string, err error)
	// Failure says what to tell people of an error, in the language of the request, and
	// logs it when it is a fault of ours.
	Failure func(context.Context, error) Failure
	// Denied records that the caller was refused an action on a record.
	Denied func(ctx context.Context, action domain.Action, resource domain.Resource, ref string)
}

// Failure is an error as people are told of it.
type Failure struct {
	Status        int
	Title, Detail string
	Request       string // its number, to be quoted when asking for help
}

// Route is one page or form: what it does to what, as in the API.
type Route struct {
	Method, Path string // with {id} where a record's id stands
	Resource     domain.Resource
	Action       domain.Action
	Open         bool // no access rule: signing in
	serve        func(*visit) error
	form         bool  // it is a form's, which shows what was typed
	limit        int64 // bytes of what is sent; 0 for maxForm
}

// Workbench serves the pages. It is safe for concurrent use.
type Workbench struct {
	Options
	routes []Route
	nav    []link
	pages  pages
	style  asset
	unread func(*visit) (n int, path string, err error) // what waits to be read, and where; nil for nothing
	script asset                                        // of the search box
}

// New makes the workbench and its routes.
func New(o Options) (*Workbench, error) {
	w := &Workbench{Options: o}
	var err error
	if w.style, err = readStyle(); err != nil {
		return nil, err
	}
	if w.script, err = readScript(); err != nil {
		return nil, err
	}
	if w.pages, err = embeddedPages(); err != nil {
		return nil, err
	}
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/", Open: true, serve: w.start})
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: w.style.path, Open: true, serve: w.style.serve})
	w.addSession()
	w.addHome()
	w.addAccount()
	w.addFunnel()
	w.addMatchQuality()
	w.addUsers()
	w.addAudit()
	w.addShowcase()
	w.addActivities()
	w.addActivityHosts()
	w.addNeeds()
	w.addTechnologies()
	w.addReveals()
	w.addReview()
	w.addImports()
	w.addDossier()
	w.addDockings()
	w.addDockingTrail()
	w.addInvitations()
	w.addWorklist()
	w.addNotices()
	w.addNotifications()
	w.addSearches()
	w.addWebhooks()
	w.addMessages()
	w.addUnmet()
	w.addPlan()
	w.addReports()
	w.addBulletins()
	w.addContracts()
	w.addCertificates()
	w.addEstimates()
	w.addIncentives()
	w.addStatistics()
	w.addOrganisations()
	w.addExperts()
	w.addPolicies()
	return w, nil
}

// add adds a page. One with a name stands in the navigation of those who may open it.
func (w *Workbench) add(name domain.Text, r Route) {
	w.routes = append(w.routes, r)
	if name.ZH != "" {
		w.nav = append(w.nav, link{name, r})
	}
}

// Routes are the pages and forms that Serve answers.
func (w *Workbench) Routes() []Route { return w.routes }

// link is an entry of the navigation.
type link struct {
	name domain.Text
	Route
}

// What bounds the work on one page, and on one to which a file is sent.
const (
	answerTimeout = 30 * time.Second
	uploadTimeout = 2 * time.Minute
)

// maxForm bounds the bytes of a form.
const maxForm = 16 << 10

// Serve answers a request for one of the routes; id is what stands for {id}.
func (w *Workbench) Serve(rt Route, id string, rw http.ResponseWriter, r *http.Request) {
	timeout := answerTimeout
	if rt.limit >= maxUpload {
		timeout = uploadTimeout
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	r = r.WithContext(ctx)
	r.Body = http.MaxBytesReader(rw, r.Body, cmp.Or(rt.limit, maxForm))
	defer func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll() // temporary files, which the system clears too
		}
	}()
	v := &visit{Workbench: w, w: rw, r: r, route: rt, id: id, lang: Language(r), actor: w.Actor(ctx)}
	rw.Header().Set("Content-Language", v.lang)
	rw.Header().Set("Content-Security-Policy", policy)
	rw.Header().Set("Cache-Control", "private, no-cache")
	if err := v.admitted(); err != nil {
		v.fail(err)
		return
	}
	if err := rt.serve(v); err != nil {
		v.fail(err)
	}
}

// policy lets a page load its own style and send its forms here, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// languageCookie keeps the language that a user has chosen for all pages.
const languageCookie = "sanku_lang"

// scripted lets the page load our script of the search box, which asks for suggestions
// here. What loads nothing of it works the same.
func (v *visit) scripted() {
	v.w.Header().Set("Content-Security-Policy", policy+"; script-src 'self'; connect-src 'self'")
}

// Language is the language that a page is asked for in: by ?lang=, or else as the user
// has chosen, or else Chinese.
func Language(r *http.Request) string {
	asked := r.URL.Query().Get("lang")
	if asked == "" {
		if c, err := r.Cookie(languageCookie); err == nil {
			asked = c.Value
		}
	}
	if asked == "en" {
		return "en"
	}
	return "zh"
}

// start shows visitors the public home, and leads others to theirs.
func (w *Workbench) start(v *visit) error {
	if v.actor.UserID.IsZero() {
		return w.publicHome(v)
	}
	v.redirect(homePath)
	return nil
}
