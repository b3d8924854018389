package workbench

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addActivities() {
	of := func(path string, resource domain.Resource, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: resource, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "活动", EN: "Events"}, of("/events", domain.Activities, domain.Read, w.activities))
	w.add(domain.Text{}, of("/events/{id}", domain.Activities, domain.Read, w.activity))
	w.add(domain.Text{}, of("/registrations", domain.Registrations, domain.Read, w.registrations))
	w.addForm(of("/registrations/new", domain.Registrations, domain.Create, w.register))
	w.addForm(of("/registrations/{id}/cancel", domain.Registrations, "cancel", w.cancelRegistration))
	w.addForm(of("/registrations/{id}/rate", domain.Registrations, domain.Rate, w.rateActivity))
}

type activitiesPage struct {
	Kinds      []facetLink
	All        string
	Next, Past []activityRow
	More, New  string
	Mine       string        // the caller's registrations
	Invited    []activityRow // those that the caller's organisation is invited to
}

type activityRow struct {
	Title, Href, Kind, State, Class, When, Place, Host string
}

// activities lists what is to come, soonest first, and what is over, latest first.
func (w *Workbench) activities(v *visit) error {
	ctx, now := v.r.Context(), w.DB.Now()
	kind := v.r.URL.Query().Get("kind")
	if !domain.ActivityKinds.Has(kind) {
		kind = ""
	}
	coming, err := w.DB.Activities(ctx, v.actor, postgres.ActivityFilter{Kind: kind, EndsAfter: now}, postgres.Page{Sort: "starts_at", Limit: 50})
	if err != nil {
		return err
	}
	over, err := w.DB.Activities(ctx, v.actor, postgres.ActivityFilter{Kind: kind, EndsBefore: now}, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: shelfPage})
	if err != nil {
		return err
	}
	page := activitiesPage{}
	if page.Next, err = v.activityRows(coming.Items); err != nil {
		return err
	}
	if page.Past, err = v.activityRows(over.Items); err != nil {
		return err
	}
	if over.Next != "" {
		page.More = v.href("/events?" + url.Values{"kind": {kind}, "after": {over.Next}}.Encode())
	}
	for _, k := range domain.ActivityKinds {
		if k.Code != kind {
			page.Kinds = append(page.Kinds, facetLink{Name: k.Name.In(v.lang), Href: v.href("/events?kind=" + k.Code)})
		}
	}
	if kind != "" {
		page.All = v.href("/events")
	}
	if v.may(Route{Resource: domain.Activities, Action: domain.Create}) {
		page.New = v.href("/events/new")
	}
	if v.may(Route{Resource: domain.Registrations, Action: domain.Read}) {
		page.Mine = v.href("/registrations")
	}
	if !v.actor.OrganisationID.IsZero() {
		invited, err := w.DB.Activities(ctx, v.actor, postgres.ActivityFilter{Invited: v.actor.OrganisationID, EndsAfter: now}, postgres.Page{Sort: "starts_at", Limit: 50})
		if err != nil {
			return err
		}
		if page.Invited, err = v.activityRows(invited.Items); err != nil {
			return err
		}
	}
	v.page(http.StatusOK, "activities", v.say("活动", "Events"), page)
	return nil
}

func (v *visit) activityRows(all []domain.Activity) ([]activityRow, error) {
	owners, err := v.owners(v.r.Context(), idsOf(all, func(a domain.Activity) domain.ID { return a.HostID }))
	if err != nil {
		return nil, err
	}
	units, err := v.unitNames()
	var rows []activityRow
	for _, a := range all {
		rows = append(rows, activityRow{a.Title, v.href("/events/" + a.ID.String()), domain.ActivityKinds.Name(a.Kind).In(v.lang), v.activityState(a), string(a.State),
			v.spell(a.StartsAt, a.EndsAt), a.Place, v.joined(owners[a.HostID].Name, units[a.Unit])})
	}
	return rows, err
}

// activityState is how an activity stands, as visitors are told.
func (v *visit) activityState(a domain.Activity) string {
	now := v.DB.Now()
	switch {
	case a.State == domain.ActivityAnnounced && !now.Before(a.EndsAt):
		return v.say("已结束", "Over")
	case a.State == domain.ActivityAnnounced && !now.Before(a.StartsAt):
		return v.say("进行中", "Going on")
	}
	return domain.ActivityStates.Name(string(a.State)).In(v.lang)
}

// spell writes from when to when: "2026-12-01 09:00 至 11:30".
func (v *visit) spell(from, to time.Time) string {
	end := minute(to)
	if day(from) == day(to) {
		end = end[len("2006-01-02 "):]
	}
	return minute(from) + v.say(" 至 ", " to ") + end
}

type activityPage struct {
	Row     activityRow
	Facts   []fact
	Reason  string // why it was cancelled
	Text    []string
	Agenda  []agendaRow
	Notes   []string
	Actions []reference // how the visitor takes part
	Host    []reference // what those who hold it can do
	Mine    []registrationRow
}

type agendaRow struct{ At, Kind, Title, Field, Href string }

// activity shows one activity: when, where, what is on its agenda as far as the visitor
// may see, and how to take part; its hosts find there what they can do.
func (w *Workbench) activity(v *visit) error {
	a, err := v.activityOf(domain.Read)
	if err != nil {
		return err
	}
	rows, err := v.activityRows([]domain.Activity{a})
	if err != nil {
		return err
	}
	page := activityPage{Row: rows[0], Text: lines(a.Description), Notes: lines(a.Notes), Reason: a.Reason}
	area, err := v.areaName(a.Area)
	if err != nil {
		return err
	}
	page.Facts = v.factsOf([3]string{"时间", "When", page.Row.When}, [3]string{"地点", "Where", a.Place}, [3]string{"主办", "Held by", page.Row.Host},
		[3]string{"技术领域", "Fields", v.names(domain.Fields, a.Fields)}, [3]string{"区域", "Area", area}, [3]string{"容纳人数", "Room for", strconv.Itoa(a.Capacity)})
	if page.Agenda, err = v.agendaRows(a); err != nil {
		return err
	}
	if err := v.takingPart(&page, a); err != nil {
		return err
	}
	v.hosting(&page, a)
	v.page(http.StatusOK, "activity", a.Title, page)
	return nil
}

func (v *visit) agendaRows(a domain.Activity) (rows []agendaRow, err error) {
	agenda, err := v.DB.Agenda(v.r.Context(), v.actor, a)
	for _, i := range agenda {
		row := agendaRow{At: i.At, Title: i.Title, Field: domain.Fields.Name(i.Field).In(v.lang)}
		switch {
		case !i.NeedID.IsZero():
			row.Kind, row.Href = v.say("需求", "Need"), v.href("/library/needs/"+i.NeedID.String())
		case !i.TechnologyID.IsZero():
			row.Kind, row.Href = v.say("成果", "Result"), v.href("/library/technologies/"+i.TechnologyID.String())
		}
		rows = append(rows, row)
	}
	return rows, err
}

// takingPart adds how the visitor takes part, or already does.
func (v *visit) takingPart(page *activityPage, a domain.Activity) error {
	if v.may(Route{Resource: domain.Registrations, Action: domain.Read}) {
		mine, err := v.DB.Registrations(v.r.Context(), v.actor, postgres.RegistrationFilter{ActivityID: a.ID}, postgres.Page{Limit: 50})
		if err != nil {
			return err
		}
		for _, r := range mine.Items {
			own := r.OrganisationID == v.actor.OrganisationID && !r.OrganisationID.IsZero() || r.ExpertID == v.actor.ExpertID && !r.ExpertID.IsZero()
			if own && r.State != domain.RegistrationCancelled {
				page.Mine = append(page.Mine, v.registrationRow(r, a))
			}
		}
	}
	register := v.href("/registrations/new?activity=" + a.ID.String())
	switch {
	case !a.Open(v.DB.Now()) || len(page.Mine) > 0:
	case v.actor.UserID.IsZero():
		page.Actions = append(page.Actions, reference{v.say("登录后报名", "Sign in to register"), v.href("/login?next=" + url.QueryEscape("/registrations/new?activity="+a.ID.String()))})
	case v.may(Route{Resource: domain.Registrations, Action: domain.Create}) && (!v.actor.OrganisationID.IsZero() || !v.actor.ExpertID.IsZero()):
		page.Actions = append(page.Actions, reference{v.say("报名参加", "Register"), register})
	}
	return nil
}

// activityOf is the activity of the route, if the caller may do action with it.
func (v *visit) activityOf(action domain.Action) (domain.Activity, error) {
	id, err := v.record()
	if err != nil {
		return domain.Activity{}, err
	}
	a, err := v.DB.Activity(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, action, domain.Activities, a.Facts()) {
		err = domain.ErrForbidden
	}
	return a, err
}
