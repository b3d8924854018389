package workbench

import (
	"net/http"
	"net/url"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addNeeds() {
	w.add(domain.Text{ZH: "企业需求", EN: "Needs"}, Route{Method: http.MethodGet, Path: "/needs", Resource: domain.Matches, Action: domain.Read, serve: w.needs})
}

type needsPage struct {
	Mine  bool // the caller's own organisation's only
	Needs []needRow
	Next  string // address of the next page; "" on the last
}

type needRow struct {
	Title, State, Field, Updated string
	Dossier                      string // its address
}

// needs lists the needs whose dossiers the caller may open, the newest first: those of
// the caller's organisation, or all.
func (w *Workbench) needs(v *visit) error {
	scope := domain.ScopeOf(v.actor, domain.Read, domain.Matches)
	page := needsPage{Mine: !scope.All}
	filter := postgres.NeedFilter{}
	if !scope.All {
		filter.OrganisationID = scope.Organisation
	}
	found, err := w.DB.Needs(v.r.Context(), v.actor, filter, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	for _, n := range found.Items {
		page.Needs = append(page.Needs, needRow{n.Title, domain.ListingStates.Name(string(n.State)).In(v.lang), domain.Fields.Name(n.Field).In(v.lang),
			day(n.UpdatedAt), v.href("/needs/" + n.ID.String() + "/dossier")})
	}
	if found.Next != "" {
		page.Next = v.href("/needs?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "needs", v.say("企业需求", "Needs"), page)
	return nil
}

// day and minute write a time as people in Xiangtan read it.
func day(t time.Time) string    { return t.In(domain.Shanghai).Format("2006-01-02") }
func minute(t time.Time) string { return t.In(domain.Shanghai).Format("2006-01-02 15:04") }
