package workbench_test

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/api/workbench"
	"sanku/domain"
)

var (
	areasIn   = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>`)
	selectsIn = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	pickedIn  = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// shownIn is what a form sends when nothing is typed: its fields as they are shown.
func shownIn(form string) url.Values {
	sent := url.Values{}
	for _, c := range controls.FindAllString(form, -1) {
		is := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(c, -1) {
			is[a[1]] = html.UnescapeString(a[2])
		}
		ticked := is["type"] != "radio" && is["type"] != "checkbox" || strings.Contains(c, " checked")
		if is["name"] != "" && strings.HasPrefix(c, "<input") && is["type"] != "file" && ticked {
			sent.Add(is["name"], is["value"])
		}
	}
	for _, m := range areasIn.FindAllStringSubmatch(form, -1) {
		sent.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range selectsIn.FindAllStringSubmatch(form, -1) {
		if picked := pickedIn.FindStringSubmatch(m[2]); picked != nil {
			sent.Set(m[1], html.UnescapeString(picked[1]))
		}
	}
	return sent
}

// ownForm is the form of a page that is sent to the page's own address.
func (s *site) ownForm(client *http.Client, at string) url.Values {
	s.Helper()
	for _, m := range sentForms.FindAllStringSubmatch(s.getAs(client, http.StatusOK, at), -1) {
		if html.UnescapeString(m[1]) == at {
			return shownIn(m[2])
		}
	}
	require.Fail(s, "no form", at)
	return nil
}

func (s *site) sendAs(client *http.Client, at string, sent url.Values) (int, string) {
	s.Helper()
	response, err := client.PostForm(s.url+at, sent)
	require.NoError(s, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	return response.StatusCode, string(body)
}

// editForm is a form that changes a record: whose, which record, what is typed in which
// field, and what the record says then.
type editForm struct {
	login, field, first, second string
	id                          domain.ID
}

// noEdits are the forms on a record that edit nothing of it, and why.
var noEdits = map[string]string{
	"/users/{id}/password":     "a secret is never shown",
	"/needs/{id}/clinic":       "asks one thing at a time of what is still missing",
	"/events/{id}/agenda":      "adds an item, or takes one off",
	"/searches/{id}":           "seen by one user alone",
	"/searches/{id}/rename":    "seen by one user alone",
	"/reports/{id}/edit":       "sent stale by TestReportByPages, which has what it takes",
	"/webhooks/{id}/pause":     "a press without a field",
	"/webhooks/{id}/resume":    "a press without a field",
	"/contracts/{id}/proof":    "adds a file",
	"/contracts/{id}/schedule": "rows, tested with the contract's life",
	"/contracts/{id}/papers":   "ticks alone",
	"/contracts/{id}/parties":  "choices alone",
}

// editForms has every form that edits a record, by its route.
func (s *site) editForms() map[string]editForm {
	for login, role := range map[string]domain.Role{"bureau": domain.RoleBureau, "admin": domain.RoleAdmin} {
		s.user(login, role)
	}
	s.steward()
	s.universityUser()
	d, err := s.db.CreateDocking(s.Context(), actor, domain.Docking{ProposedSide: domain.SideEnterprise, NeedID: s.need.ID, TechnologyID: s.answer(), Intent: domain.Replies{"hope": {Words: "想试用"}, "modes": {Chosen: []string{"transfer"}}, "when": {Chosen: []string{"open"}}}})
	require.NoError(s, err)
	clerk := s.member("clerk", domain.User{Roles: []domain.Role{domain.RoleBureau}})
	today := domain.DateOf(s.db.Now())
	c, err := s.db.CreateContract(s.Context(), actor, domain.Contract{Title: "示例合同", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "none", SellerID: s.institute(), BuyerID: s.need.OrganisationID,
		Amount: domain.Yuan(500_000), TechnicalAmount: domain.Yuan(500_000), SignedOn: today, StartsOn: today, EndsOn: today.AddDays(100)})
	require.NoError(s, err)
	hook, _, err := s.db.CreateWebhook(s.Context(), s.member("program", domain.User{Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.need.OrganisationID}),
		domain.Webhook{OrganisationID: s.need.OrganisationID, URL: "https://example.org/hook", Kinds: []string{domain.NotifyDocking}})
	require.NoError(s, err)
	edit := func(login, field string, id domain.ID) editForm {
		return editForm{login, field, "先改的内容", "后改的内容", id}
	}
	return map[string]editForm{
		"/needs/{id}/edit":         edit("enterprise", "title", s.need.ID),
		"/technologies/{id}/edit":  edit("university", "title", s.answer()),
		"/organisations/{id}/edit": edit("bureau", "name", s.need.OrganisationID),
		"/experts/{id}/edit":       edit("bureau", "name", s.expert()),
		"/policies/{id}/edit":      edit("bureau", "title", s.policy()),
		"/users/{id}":              edit("admin", "name", clerk.UserID),
		"/events/{id}/edit":        edit("bureau", "title", s.coming().ID),
		"/dockings/{id}/reword":    edit("enterprise", "intent.hope", d.ID),
		"/contracts/{id}/basics":   edit("enterprise", "title", c.ID),
		"/webhooks/{id}/edit":      {"enterprise", "url", "https://first.example.org/hook", "https://second.example.org/hook", hook.ID},
		"/contracts/{id}/price":    {"enterprise", "amount", "60", "70", c.ID},
	}
}

// TestStaleEdits opens every form that edits a record twice: what is sent first is saved,
// what is sent second is told that the record has changed, with both values shown and
// nothing that was typed lost, and is saved when it is sent again. A new form of a record
// must be put in the table.
func TestStaleEdits(t *testing.T) {
	s := newSite(t)
	edits := s.editForms()
	w, err := workbench.New(workbench.Options{})
	require.NoError(t, err)
	for _, rt := range w.Routes() {
		if rt.Method != http.MethodPost || !strings.Contains(rt.Path, "{id}") || !slices.Contains([]domain.Action{domain.Change, domain.Reword}, rt.Action) {
			continue
		}
		e, ok := edits[rt.Path]
		if noEdits[rt.Path] != "" {
			require.False(t, ok)
			continue
		}
		t.Run(rt.Path, func(t *testing.T) {
			require.True(t, ok, "no case for this form: add one to editForms, or say why it edits nothing")
			s.staleEdit(t, strings.Replace(rt.Path, "{id}", e.id.String(), 1), e)
		})
	}
}

func (s *site) staleEdit(t *testing.T, at string, e editForm) {
	client := s.signedIn(e.login)
	first, second := s.ownForm(client, at), s.ownForm(client, at)
	require.NotEmpty(t, first.Get("_version"), "the form does not say which version it shows")
	first.Set(e.field, e.first)
	status, page := s.sendAs(client, at, first)
	require.Equal(t, http.StatusOK, status, page)
	require.NotContains(t, page, `id="problems"`)

	second.Set(e.field, e.second)
	status, page = s.sendAs(client, at, second)
	require.Equal(t, http.StatusPreconditionFailed, status, page)
	require.Contains(t, page, "他人已修改这条记录")
	again := url.Values{}
	for _, m := range sentForms.FindAllStringSubmatch(page, -1) {
		if html.UnescapeString(m[1]) == at {
			again = shownIn(m[2])
		}
	}
	require.Contains(t, page, e.first, "what the record says now")
	for name, values := range second {
		if name != "_version" && name != "_once" && values[0] != "" {
			require.Equal(t, values, again[name], "what was typed in %s stays", name)
		}
	}
	require.NotEqual(t, second.Get("_version"), again.Get("_version"))
	status, page = s.sendAs(client, at, again)
	require.Equal(t, http.StatusOK, status, page)
	require.NotContains(t, page, "他人已修改这条记录")
	require.Equal(t, e.second, s.ownForm(client, at).Get(e.field))
}
