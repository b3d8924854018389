package workbench

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// forms is the pages with a form that changes an organisation, and whose user is who.
type forms struct {
	*testing.T
	db     *postgres.DB
	w      *Workbench
	o      domain.Organisation
	actor  domain.Actor
	saves  int
	closed bool      // what the form does cannot be done
	expert domain.ID // that the record has
	mu     sync.Mutex
	typed  typed
}

// typed is what the form's fields besides the organisation's were bound to.
type typed struct {
	words, one, hidden, secret string
	yes                        bool
	n                          int
	sum                        domain.Fen
	file                       sentFile
	unit, expert               domain.ID
}

func newForms(t *testing.T) *forms {
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	f := &forms{T: t, db: db, actor: domain.Actor{UserID: domain.NewID(), Login: "bureau", Roles: []domain.Role{domain.RoleBureau}}}
	f.o, err = db.CreateOrganisation(t.Context(), domain.System("test"), domain.Organisation{Name: "示例公司", Kind: domain.Enterprise, Division: "430302"})
	require.NoError(t, err)
	f.w, err = New(Options{DB: db, Actor: func(context.Context) domain.Actor { return f.actor },
		SignIn: func(context.Context, string, string) error { return nil }, SignOut: func(context.Context) error { return nil },
		Failure: func(_ context.Context, err error) Failure {
			status := map[bool]int{true: http.StatusPreconditionFailed, false: http.StatusUnprocessableEntity}[errors.Is(err, domain.ErrStale)]
			return Failure{Status: status, Title: err.Error()}
		},
		Denied: func(context.Context, domain.Action, domain.Resource, string) {}})
	require.NoError(t, err)
	f.w.addForm(Route{limit: maxUpload, Path: "/test/{id}", Resource: domain.Organisations, Action: domain.Change, serve: f.serve})
	return f
}

// serve is a form with a field of each kind.
func (f *forms) serve(v *visit) error {
	o, err := f.db.Organisation(v.r.Context(), f.actor, f.o.ID)
	if err != nil {
		return err
	}
	var tags []string
	var when domain.Date
	form := v.form(o.Version, "修改单位", "Change the organisation")
	form.text(&o.Name, "name", "名称", "Name").required()
	form.choice(&o.Industry, "industry", "行业", "Industry", domain.Terms{{Code: "C39", Name: domain.Text{ZH: "电子", EN: "Electronics"}}})
	form.money(&o.RegisteredCapital, "registered_capital", "注册资本", "Capital")
	form.boxes(&tags, "tags", "领域", "Fields", domain.Fields)
	form.date(&when, "when", "日期", "Day")
	form.section("其他", "Else").Hint = "可不填"
	form.area(&f.typed.words, "words", "说明", "Words").rows(3).hint("说说情况", "Say how it is")
	form.radio(&f.typed.one, "one", "合作方式", "Mode", domain.Modes)
	form.tick(&f.typed.yes, "yes", "同意", "Agreed")
	form.whole(&f.typed.n, "n", "人数", "People").unit("人", "people")
	form.sum(&f.typed.sum, "sum", "金额", "Amount")
	form.hidden(&f.typed.hidden, "of")
	form.password(&f.typed.secret, "password", "密码", "Password").filled("new-password")
	form.file(&f.typed.file, "file", "附件", "File", ".txt")
	f.typed.unit, f.typed.expert = domain.ID{}, f.expert
	form.organisation(&f.typed.unit, "unit", "单位", "Organisation", postgres.OrganisationFilter{})
	form.expert(&f.typed.expert, "expert", "专家", "Expert", postgres.ExpertFilter{})
	form.cancel = "/plan"
	form.only(!f.closed, domain.ListingStates.Name(string(domain.ListingDraft)))
	return form.serve(func() (string, error) {
		f.mu.Lock()
		f.saves++
		f.mu.Unlock()
		_, err := f.db.ChangeOrganisation(v.r.Context(), v.actor, o.ID, form.version, func(to *domain.Organisation) error { *to = o; return nil })
		return "/plan", err
	})
}

func (f *forms) do(method, path string, sent url.Values) *httptest.ResponseRecorder {
	f.Helper()
	return f.send(method, path, "application/x-www-form-urlencoded", strings.NewReader(sent.Encode()))
}

func (f *forms) send(method, path, contentType string, body io.Reader) *httptest.ResponseRecorder {
	f.Helper()
	r := httptest.NewRequestWithContext(f.Context(), method, path, body)
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	pattern, id := r.URL.Path, ""
	if strings.HasPrefix(pattern, "/test/") {
		pattern, id = "/test/{id}", f.o.ID.String()
	}
	for _, rt := range f.w.Routes() {
		if rt.Method == method && rt.Path == pattern {
			f.w.Serve(rt, id, w, r)
			return w
		}
	}
	f.Fatal("no such page: ", path)
	return nil
}

var inputs = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// opened is what the form sends when nothing is typed.
func (f *forms) opened() url.Values {
	sent := url.Values{"name": {f.o.Name}}
	for _, m := range inputs.FindAllStringSubmatch(f.do(http.MethodGet, "/test/1", nil).Body.String(), -1) {
		sent.Set(m[1], m[2])
	}
	return sent
}

// idOf is the organisation of a name.
func (f *forms) idOf(name string) domain.ID {
	f.Helper()
	found, err := f.db.FindOrganisations(f.Context(), f.actor, postgres.OrganisationFilter{}, name, 1)
	require.NoError(f, err)
	require.Len(f, found, 1)
	return found[0].ID
}
