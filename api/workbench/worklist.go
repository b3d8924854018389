package workbench

import (
	"fmt"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addWorklist() {
	of := func(resource domain.Resource, path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: resource, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "工作清单", EN: "Worklist"}, of(domain.Visits, "/worklist", domain.Read, w.worklist))
	w.addForm(of(domain.Visits, "/visits/new", domain.Create, w.planVisit))
	w.addForm(of(domain.Visits, "/visits/{id}/done", "done", w.stepVisit))
	w.addForm(of(domain.Visits, "/visits/{id}/cancel", "cancel", w.stepVisit))
	w.addForm(of(domain.Absences, "/absences/new", domain.Create, w.addAbsence))
	w.addForm(of(domain.Absences, "/absences/{id}/cancel", "cancel", w.cancelAbsence))
}

type worklistPage struct {
	Groups   []dockingGroup
	Steward  bool // a steward's own; else the bureau's
	Visits   []visitView
	Visit    string // address to plan one
	Stale    []staleView
	Fresh    []freshView
	Absences []absenceView
	Absence  string // address to note one
	Days     int
}

// dockingGroup are dockings under a heading.
type dockingGroup struct {
	Name string
	Rows []dockingRow
}

type visitView struct {
	On, Where, Why string
	Late           bool
	Done, Cancel   string // addresses
}

type staleView struct {
	Kind, Title, Owner, Until string
	Ended                     bool
	Href, Renew, Close        string // addresses: the record's, and to renew or to retire it
}

type freshView struct {
	Title, Owner, Since string
	Dossier             string
	Technology, Score   string
	Dock                string
}

type absenceView struct{ From, To, Reason, Cancel string }

func (w *Workbench) worklist(v *visit) error {
	list, err := w.DB.Worklist(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	n, err := v.listed(list.Dockings)
	if err != nil {
		return err
	}
	page := worklistPage{Steward: !v.actor.ExpertID.IsZero(), Groups: n.groups(list.Dockings), Days: postgres.StaleDays}
	for _, l := range list.Stale {
		page.Stale = append(page.Stale, v.staleView(l, n.today))
	}
	for _, f := range list.Fresh {
		page.Fresh = append(page.Fresh, v.fresh(f))
	}
	if page.Steward {
		page.Visit, page.Absence = v.href("/visits/new"), v.href("/absences/new")
		if page.Visits, err = v.visits(list.Visits, n.today); err != nil {
			return err
		}
		if page.Absences, err = v.absences(n.today); err != nil {
			return err
		}
	}
	v.page(http.StatusOK, "worklist", v.say("工作清单", "Worklist"), page)
	return nil
}

// groups put what is overdue first, then what is due today, what waits for the reader,
// and what waits for others.
func (n dockingNames) groups(dockings []domain.Docking) []dockingGroup {
	v := n.v
	groups := []dockingGroup{{Name: v.say("已逾期", "Overdue")}, {Name: v.say("今日到期", "Due today")}, {Name: v.say("待您办理", "For you to do")}, {Name: v.say("等待对方", "Waiting for others")}}
	for _, d := range dockings {
		at, c := 3, n.clocks.Of(d, n.today)
		switch {
		case c != nil && c.Overdue:
			at = 0
		case c != nil && c.Reached:
			at = 1
		case n.v.mine(d):
			at = 2
		}
		groups[at].Rows = append(groups[at].Rows, n.row(d))
	}
	var some []dockingGroup
	for _, g := range groups {
		if len(g.Rows) > 0 {
			g.Name = fmt.Sprintf("%s（%d）", g.Name, len(g.Rows))
			some = append(some, g)
		}
	}
	return some
}

func (v *visit) staleView(l postgres.StaleListing, today domain.Date) staleView {
	kind, at := v.say("需求", "Need"), "/needs/"
	if l.Resource == domain.Technologies {
		kind, at = v.say("成果", "Technology"), "/technologies/"
	}
	at += l.ID.String()
	return staleView{kind, l.Title, l.Owner, l.ValidUntil.String(), l.ValidUntil.Before(today), v.href(at), v.href(at + "/renew"), v.href(at + "/close")}
}

func (v *visit) fresh(f postgres.FreshNeed) freshView {
	view := freshView{Title: f.Title, Owner: f.Owner, Since: day(f.ChangedAt), Dossier: v.href("/needs/" + f.ID.String() + "/dossier")}
	if !f.TechnologyID.IsZero() {
		view.Technology, view.Score = f.Technology, points(f.Score)
		view.Dock = v.href("/dockings/new?need=" + f.ID.String() + "&technology=" + f.TechnologyID.String())
	}
	return view
}

func (v *visit) visits(planned []domain.Visit, today domain.Date) ([]visitView, error) {
	var ids []domain.ID
	for _, p := range planned {
		ids = append(ids, p.OrganisationID)
	}
	organisations, err := v.DB.OrganisationsByIDs(v.r.Context(), ids)
	names := map[domain.ID]string{}
	for _, o := range organisations {
		names[o.ID] = o.Name
	}
	var all []visitView
	for _, p := range planned {
		at := "/visits/" + p.ID.String()
		all = append(all, visitView{p.PlannedOn.String(), names[p.OrganisationID], p.Purpose, p.PlannedOn.Before(today), v.href(at + "/done"), v.href(at + "/cancel")})
	}
	return all, err
}

func (v *visit) absences(today domain.Date) ([]absenceView, error) {
	found, err := v.DB.Absences(v.r.Context(), v.actor, postgres.AbsenceFilter{ExpertID: v.actor.ExpertID, Since: today}, postgres.Page{})
	var all []absenceView
	for _, a := range found.Items {
		all = append(all, absenceView{a.From.String(), a.To.String(), a.Reason, v.href("/absences/" + a.ID.String() + "/cancel")})
	}
	return all, err
}
