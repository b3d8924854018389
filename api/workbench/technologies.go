package workbench

import (
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addTechnologies() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Technologies, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "科技成果", EN: "Technologies"}, of("/technologies", domain.Change, w.technologies))
	w.addForm(of("/technologies/new", domain.Create, w.newTechnology))
	w.add(domain.Text{}, of("/technologies/{id}", domain.Read, w.technology))
	w.addForm(of("/technologies/{id}/edit", domain.Change, w.editTechnology))
	for _, s := range domain.ListingSteps {
		w.addForm(of("/technologies/{id}/"+s.Name, domain.Action(s.Name), func(v *visit) error { return w.stepTechnology(v, s) }))
	}
}

// technologies lists the technologies that the caller may change, the newest first, with
// what to do next.
func (w *Workbench) technologies(v *visit) error {
	page, of := v.listings(domain.Technologies, "/technologies")
	filter := postgres.TechnologyFilter{State: page.State, Field: page.Field, Title: page.Title, OrganisationID: of.Organisation, Area: of.Area}
	found, err := w.DB.Technologies(v.r.Context(), v.actor, filter, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	ids := make([]domain.ID, len(found.Items))
	for i, t := range found.Items {
		ids[i] = t.ID
	}
	counts, err := w.DB.MatchCounts(v.r.Context(), domain.Technologies, ids)
	if err != nil {
		return err
	}
	for _, t := range found.Items {
		page.Rows = append(page.Rows, v.technologyRow(t, counts[t.ID]))
	}
	page.Next = page.page(v, "/technologies", found.Next)
	v.page(http.StatusOK, "technologies", v.say("科技成果", "Technologies"), page)
	return nil
}

func (v *visit) technologyRow(t domain.Technology, matches int) listingRow {
	row := listingRow{Title: t.Title, Href: v.href("/technologies/" + t.ID.String())}
	row.State, row.Class = v.listingState(t.State, t.Expired(v.DB.Now()))
	row.Facts = v.say("更新于 ", "changed ") + day(t.UpdatedAt)
	if t.TRL > 0 {
		row.Facts = v.say("成熟度 ", "TRL ") + strconv.Itoa(t.TRL) + v.say(" 级", "") + " · " + row.Facts
	}
	if t.Field != "" {
		row.Facts = domain.Fields.Name(t.Field).In(v.lang) + " · " + row.Facts
	}
	row.Next = v.nextOfListing(t.State, t.ValidUntil, len(t.Missing()))
	if t.State == domain.ListingPublished && !t.Expired(v.DB.Now()) {
		row.Facts += " · " + v.say("匹配需求 ", "needs matched: ") + strconv.Itoa(matches) + v.say(" 项", "")
	}
	return row
}

// permittedTechnology reads the technology that the page is about, on which the caller may
// do the action of the route.
func (v *visit) permittedTechnology() (domain.Technology, domain.Facts, error) {
	id, err := v.record()
	if err != nil {
		return domain.Technology{}, domain.Facts{}, err
	}
	t, err := v.DB.Technology(v.r.Context(), v.actor, id)
	if err != nil {
		return t, domain.Facts{}, err
	}
	f, err := v.permitted(domain.Technologies, t.ID, t.OrganisationID, t.Facts)
	return t, f, err
}

// stepTechnology takes a step of a technology, after asking why where that is needed.
func (w *Workbench) stepTechnology(v *visit, s domain.Step[domain.ListingState]) error {
	t, _, err := v.permittedTechnology()
	if err != nil {
		return err
	}
	back := "/technologies/" + t.ID.String()
	f := v.stepForm(t.Version, t.State, s, t.Title, back)
	said := v.returnFields(f, s, domain.TechnologyFields)
	return f.serve(func() (string, error) {
		if s.Name == "return" {
			_, err := w.DB.ReturnTechnology(v.r.Context(), v.actor, t.ID, f.version, said())
			return "/review", err
		}
		_, err := w.DB.StepTechnology(v.r.Context(), v.actor, t.ID, f.version, s.Name, said().Words)
		return back, err
	})
}
