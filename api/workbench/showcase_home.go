package workbench

import (
	"net/http"
	"net/url"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// publicHome is what visitors see first.
type publicHome struct {
	Search               searchBox
	Counts               []countedShelf
	Needs, Technologies  []shownItem
	Activities           []activityRow
	Figures              []planRow
	Plan, PlanName       string
	MoreNeeds, MoreTechs string
	MoreActivities       string
	SignIn               string
}

type countedShelf struct{ Name, Href, Count, Unit string }

// How many of each kind the home shows.
const (
	homeItems   = 5
	homeFigures = 4
)

// publicHome shows visitors what the libraries hold that everyone may see, what is new,
// which activities are next, and how the plan stands.
func (w *Workbench) publicHome(v *visit) error {
	page := publicHome{Search: v.searchBox(technologyShelf(), "", url.Values{}), MoreNeeds: v.href("/library/needs"), MoreTechs: v.href("/library/technologies"),
		MoreActivities: v.href("/events"), SignIn: v.href("/login")}
	for _, s := range shelves() {
		list, err := s.browse(v, url.Values{}, "")
		if err != nil {
			return err
		}
		items := list.items[:min(len(list.items), homeItems)]
		switch s.path {
		case "/library/needs":
			page.Needs = items
		case "/library/technologies":
			page.Technologies = items
		}
		page.Counts = append(page.Counts, countedShelf{s.name.In(v.lang), v.href(s.path), strconv.Itoa(list.facets.Total), ""})
	}
	next, err := w.DB.Activities(v.r.Context(), v.actor, postgres.ActivityFilter{EndsAfter: w.DB.Now()}, postgres.Page{Limit: homeItems, Sort: "starts_at"})
	if err != nil {
		return err
	}
	if page.Activities, err = v.activityRows(next.Items); err != nil {
		return err
	}
	if err := v.planAtAGlance(&page); err != nil {
		return err
	}
	v.scripted()
	v.page(http.StatusOK, "front", v.say("湘潭市“三库三家”产学研对接平台", "Sanku: needs, technologies and policies brought together"), page)
	return nil
}

// planAtAGlance shows the first figures of the plan in force that have a target, if there is one.
func (v *visit) planAtAGlance(page *publicHome) error {
	ctx, now := v.r.Context(), v.DB.Now()
	p, err := v.DB.CurrentPlan(ctx, now)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	figures, err := v.DB.Scoreboard(ctx, p, domain.DateOf(now))
	page.Plan, page.PlanName = v.href("/plan"), p.Title
	for _, f := range figures {
		percent, bar := progress(f)
		if percent == "" || len(page.Figures) == homeFigures {
			continue
		}
		page.Figures = append(page.Figures, planRow{Name: f.Indicator.Name.In(v.lang), Href: v.href("/plan/indicators/" + url.PathEscape(f.Indicator.Code)),
			Value: v.withUnit(f.Value, f.Indicator.Unit), Target: v.asks(f), Percent: percent, Bar: bar})
	}
	return err
}
