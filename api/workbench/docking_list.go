package workbench

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addDockings() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Dockings, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "对接", EN: "Dockings"}, of("/dockings", domain.Read, w.dockings))
	w.addForm(of("/dockings/new", domain.Create, w.newDocking))
	w.add(domain.Text{}, of("/dockings/{id}", domain.Read, w.docking))
	for _, step := range domain.DockingSteps.Names() {
		w.addForm(of("/dockings/{id}/"+step, domain.Action(step), w.stepDocking))
	}
	w.addForm(of("/dockings/{id}/reword", domain.Reword, w.rewordDocking))
	w.addForm(of("/dockings/{id}/hand-over", "hand-over", w.handOver))
	w.addForm(of("/dockings/{id}/invite", domain.Invite, w.invite))
}

type dockingsPage struct {
	Views []dockingView
	Rows  []dockingRow
	New   string // address; "" for those who may not propose
	Next  string
}

// dockingView is a choice of what to list.
type dockingView struct {
	Name, Href string
	Here       bool
}

type dockingRow struct {
	Title, Answer, Href string
	Parties             string
	Stage, Turn         string
	Mine                bool
	Due                 dueView
	Reason              string // why it was declined
	Unread              int    // messages
	Messages            string // their address
}

// dockingViews are the ways to list dockings; the last is for the bureau.
var dockingViews = []struct {
	code   string
	name   domain.Text
	filter postgres.DockingFilter
}{
	{"", domain.Text{ZH: "进行中", EN: "Under way"}, postgres.DockingFilter{Open: true}},
	{"due", domain.Text{ZH: "到期和逾期", EN: "Due and overdue"}, postgres.DockingFilter{Due: true}},
	{"contracted", domain.Text{ZH: "已签约", EN: "Contracted"}, postgres.DockingFilter{Stage: string(domain.StageContracted)}},
	{"declined", domain.Text{ZH: "已终止", EN: "Declined"}, postgres.DockingFilter{Stage: string(domain.StageDeclined)}},
	{"waiting", domain.Text{ZH: "待指派管家", EN: "Waiting for a steward"}, postgres.DockingFilter{Waiting: true}},
}

// dockings lists the dockings that the caller may read: those in which it is their turn
// first, then by the due day.
func (w *Workbench) dockings(v *visit) error {
	show, page := v.r.URL.Query().Get("show"), dockingsPage{}
	filter := dockingViews[0].filter
	for _, view := range dockingViews {
		if view.code == "waiting" && !v.actor.Has(domain.RoleBureau) {
			continue
		}
		if view.code == show {
			filter = view.filter
		}
		page.Views = append(page.Views, dockingView{view.name.In(v.lang), v.href("/dockings?show=" + view.code), view.code == show && !v.r.URL.Query().Has("stage")})
	}
	if stage := v.r.URL.Query().Get("stage"); domain.Stages.Has(stage) {
		filter = postgres.DockingFilter{Stage: stage}
	}
	found, err := w.DB.Dockings(v.r.Context(), v.actor, filter, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 100})
	if err != nil {
		return err
	}
	names, err := v.listed(found.Items)
	if err != nil {
		return err
	}
	if filter.Stage == "" {
		v.sortDockings(found.Items)
	}
	for _, d := range found.Items {
		page.Rows = append(page.Rows, names.row(d))
	}
	if v.mayPropose() {
		page.New = v.href("/dockings/new")
	}
	if found.Next != "" {
		page.Next = v.href("/dockings?" + url.Values{"show": {show}, "stage": {filter.Stage}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "dockings", v.say("对接", "Dockings"), page)
	return nil
}

func (v *visit) mayPropose() bool {
	return !domain.ScopeOf(v.actor, domain.Create, domain.Dockings).Empty()
}

// sortDockings puts dockings in which it is the reader's turn first, then goes by the due day.
func (v *visit) sortDockings(dockings []domain.Docking) {
	slices.SortStableFunc(dockings, func(a, b domain.Docking) int {
		return cmp.Or(compareBool(v.mine(b), v.mine(a)), cmp.Compare(dueOrder(a), dueOrder(b)))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// dueOrder puts what is due first first, and what is never due last.
func dueOrder(d domain.Docking) string {
	if d.DueOn.IsZero() {
		return "9"
	}
	return d.DueOn.String()
}

func (n dockingNames) row(d domain.Docking) dockingRow {
	v := n.v
	return dockingRow{Title: n.title(d), Answer: n.answer(d), Href: v.href("/dockings/" + d.ID.String()), Parties: n.party(d, domain.SideEnterprise) + " · " + n.party(d, domain.SideProvider),
		Stage: domain.Stages.Name(string(d.Stage)).In(v.lang), Turn: n.turn(d), Mine: n.v.mine(d), Due: n.due(d), Reason: v.declined(d),
		Unread: n.unread[d.ID], Messages: v.href("/dockings/" + d.ID.String() + "/messages")}
}

// declined says why a docking was declined; "" for one that was not.
func (v *visit) declined(d domain.Docking) string {
	if d.DeclineReason == "" {
		return ""
	}
	return domain.DeclineReasons.Name(d.DeclineReason).In(v.lang)
}
