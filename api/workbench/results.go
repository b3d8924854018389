package workbench

import (
	"net/http"
	"net/url"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addResults() {
	of := func(path string, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Matches, Action: domain.Read, serve: serve}
	}
	w.add(domain.Text{ZH: "高校成果", EN: "Results"}, of("/results", w.results))
	w.add(domain.Text{}, of("/results/answering", w.answering))
}

type resultsPage struct {
	Mine   bool
	State  string
	States []option
	Rows   []homeRow
	Next   string
}

// results lists a university's own results, or for others all that they are shown.
func (w *Workbench) results(v *visit) error {
	q := v.r.URL.Query()
	filter := postgres.TechnologyFilter{State: q.Get("state")}
	page := resultsPage{State: filter.State, States: v.optionsOf(domain.ListingStates, filter.State)}
	if v.actor.Has(domain.RoleUniversity) {
		page.Mine, filter.OrganisationID = true, v.actor.OrganisationID
	}
	found, err := w.DB.Technologies(v.r.Context(), v.actor, filter, postgres.Page{After: q.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page.Rows = v.resultRows(found.Items)
	if found.Next != "" {
		page.Next = v.href("/results?" + url.Values{"state": {filter.State}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "results", v.say("高校成果", "Results"), page)
	return nil
}

func (v *visit) resultRows(found []domain.Technology) []homeRow {
	var rows []homeRow
	for _, t := range found {
		rows = append(rows, homeRow{Title: t.Title, Href: v.href("/results/answering?of=" + t.ID.String()), Note: domain.Fields.Name(t.Field).In(v.lang),
			When: v.say("更新于 ", "Changed ") + day(t.UpdatedAt), Tag: domain.ListingStates.Name(string(t.State)).In(v.lang)})
	}
	return rows
}

type answeringPage struct {
	Title, Field, State string
	Record, All         string // addresses; Record "" where the caller may not open it
	Rows, Near          []homeRow
}

// answering lists the needs that one result answers, the best first.
func (w *Workbench) answering(v *visit) error {
	ctx := v.r.Context()
	id, err := domain.ParseID(v.r.URL.Query().Get("of"))
	if err != nil {
		return w.results(v)
	}
	t, err := w.DB.Technology(ctx, v.actor, id)
	if err != nil {
		return err
	}
	found, err := w.DB.MatchesOf(ctx, v.actor, domain.MatchTechnology, id)
	if err != nil && !missing(err) {
		return err
	}
	page := answeringPage{Title: t.Title, Field: domain.Fields.Name(t.Field).In(v.lang), State: domain.ListingStates.Name(string(t.State)).In(v.lang), All: v.href("/results"),
		Record: v.reach("/technologies/" + t.ID.String())}
	for _, m := range found {
		row := homeRow{Title: m.Title, Href: v.needOf(m), Note: v.by(m), Tag: points(m.Score) + v.say(" 分", " points")}
		if m.NearMiss {
			for _, g := range m.Gates {
				row.Note += v.say(" · ", " · ") + g.Reason.In(v.lang)
			}
			page.Near = append(page.Near, row)
			continue
		}
		page.Rows = append(page.Rows, row)
	}
	v.page(http.StatusOK, "answering", t.Title, page)
	return nil
}

// needOf is where the caller may read the need of a match; "" for nowhere.
func (v *visit) needOf(m postgres.Matched) string {
	switch {
	case domain.Can(v.actor, domain.Read, domain.Matches, domain.Facts{Organisations: []domain.ID{m.OrganisationID}}):
		return v.href("/needs/" + m.NeedID.String() + "/dossier")
	case m.Blind:
		return ""
	}
	return v.reach("/library/needs/" + m.NeedID.String())
}
