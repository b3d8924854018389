package workbench

import (
	"net/http"

	"sanku/domain"
)

// dockingPage is one docking as its readers see it.
type dockingPage struct {
	Title, Answer string
	Stage         string
	Stages        []stageView // the way from the proposal to the contract
	Ended         string      // why it was declined; "" for one that was not
	Turn, Task    string      // whose turn it is, and what for
	Mine          bool        // it is the reader's
	Due           dueView
	Steps         []stepLink
	Facts         []fact
	Note          []string
	Intent        []fact
	ProposedBy    string
	Closed        bool   // the form is not shown to the reader yet
	Reword        string // address to change it; "" for those who may not
	Earlier       []earlierIntent
	Team          []memberView
	Invite        string // address; "" for those who may not, or when no seat is free
	Opinions      []opinionView
	Hidden        bool // an opinion may be there that the reader does not see
	Events        []dockingEventView
	Trail         string
	Messages      string // "" for those who may not read them
}

type stageView struct {
	Name  string
	Class string // done, here, or nothing
}

// stepLink is a step that the reader may take.
type stepLink struct {
	Name, Href string
	Main       bool // what the stage waits for
}

type dockingEventView struct {
	What, By, Why, At string
	Words             []string
}

func (w *Workbench) docking(v *visit) error {
	d, err := v.readDocking()
	if err != nil {
		return err
	}
	page, err := v.dockingOf(d)
	if err != nil {
		return err
	}
	v.page(http.StatusOK, "docking", page.Title, page)
	return nil
}

// readDocking is the docking that the route is about. One on which the caller may not do
// what the route does is ErrForbidden.
func (v *visit) readDocking() (domain.Docking, error) {
	id, err := v.record()
	if err != nil {
		return domain.Docking{}, err
	}
	d, err := v.DB.Docking(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, v.route.Action, v.route.Resource, d.Facts()) {
		err = domain.ErrForbidden
	}
	return d, err
}

func (v *visit) dockingOf(d domain.Docking) (dockingPage, error) {
	ctx := v.r.Context()
	team, err := v.DB.DockingTeam(ctx, v.actor, d.ID)
	if err != nil {
		return dockingPage{}, err
	}
	opinions, err := v.DB.DockingOpinions(ctx, v.actor, d.ID)
	if err != nil {
		return dockingPage{}, err
	}
	events, err := v.DB.DockingEvents(ctx, v.actor, d.ID)
	if err != nil {
		return dockingPage{}, err
	}
	var experts []domain.ID
	for _, m := range team {
		experts = append(experts, m.ExpertID)
	}
	n, err := v.namesOf([]domain.Docking{d}, experts...)
	if err != nil {
		return dockingPage{}, err
	}
	p := dockingPage{Title: n.title(d), Answer: n.answer(d), Stage: domain.Stages.Name(string(d.Stage)).In(v.lang), Stages: v.way(d), Ended: v.declined(d), Turn: n.turn(d), Task: d.TaskOf(d.SideOf(v.actor)).In(v.lang),
		Mine: n.v.mine(d), Due: n.due(d), Steps: n.steps(d), Facts: n.facts(d), Note: lines(d.Note), Intent: v.replies(domain.IntentQuestions, d.Intent),
		Team: n.team(d, team), Opinions: n.opinions(opinions), Trail: v.href("/dockings/" + d.ID.String() + "/trail"), Messages: v.reach("/dockings/" + d.ID.String() + "/messages")}
	if d.ProposedSide != "" {
		p.ProposedBy = n.side(d, d.ProposedSide)
	}
	p.Closed = len(p.Intent) == 0 && d.IntroducedAt.IsZero() && d.Open() && d.SideOf(v.actor) != d.ProposedSide && (d.SideOf(v.actor) == domain.SideEnterprise || d.SideOf(v.actor) == domain.SideProvider)
	if err := v.formOf(&p, d); err != nil {
		return p, err
	}
	if d.Open() && domain.Can(v.actor, domain.Invite, domain.Dockings, d.Facts()) && !d.EnterpriseVeiled && !d.ProviderVeiled && (d.ExpertID.IsZero() || d.EntrepreneurID.IsZero()) {
		p.Invite = v.href("/dockings/" + d.ID.String() + "/invite")
	}
	for _, e := range events {
		p.Events = append(p.Events, n.event(d, e))
	}
	return p, nil
}

// way is the way to the contract with how far d has come.
func (v *visit) way(d domain.Docking) []stageView {
	var all []stageView
	class := "done"
	for _, s := range []domain.Stage{domain.StageProposed, domain.StageIntroduced, domain.StageNegotiating, domain.StageAgreed, domain.StageContracted} {
		view := stageView{Name: domain.Stages.Name(string(s)).In(v.lang), Class: class}
		if s == d.Stage {
			view.Class, class = "here", ""
		}
		all = append(all, view)
	}
	return all
}

// steps are what the reader may do with d, what it waits for first.
func (n dockingNames) steps(d domain.Docking) []stepLink {
	v := n.v
	var all []stepLink
	at := "/dockings/" + d.ID.String() + "/"
	add := func(name domain.Text, href string, main bool) {
		all = append(all, stepLink{name.In(v.lang), v.href(href), main})
	}
	may := d.StepsFor(v.actor)
	if d.Stage == domain.StageAgreed && domain.Can(v.actor, domain.Create, domain.Contracts, domain.Facts{Organisations: []domain.ID{d.EnterpriseID, d.ProviderID}, Area: d.Area}) {
		add(domain.Text{ZH: "起草合同", EN: "Draft the contract"}, "/contracts/new?docking="+d.ID.String(), true)
	}
	for _, name := range may {
		if name != "decline" {
			add(domain.DockingSteps.Terms().Name(name), at+name, name != "contract" && n.v.mine(d))
		}
	}
	if d.Open() && domain.Can(v.actor, "hand-over", domain.Dockings, d.Facts()) {
		label := domain.Text{ZH: "移交管家", EN: "Hand over"}
		if d.StewardID.IsZero() {
			label = domain.Text{ZH: "指派管家", EN: "Name a steward"}
		}
		add(label, at+"hand-over", d.StewardID.IsZero())
	}
	for _, name := range may {
		if name == "decline" {
			add(declineLabel(d, v.actor), at+name, false)
		}
	}
	return all
}

// declineLabel is what declining is called by who does it when.
func declineLabel(d domain.Docking, by domain.Actor) domain.Text {
	if side := d.SideOf(by); d.Stage == domain.StageIntroduced && (side == domain.SideEnterprise || side == domain.SideProvider) {
		return domain.Text{ZH: "不同意对接", EN: "Decline"}
	}
	return domain.DockingSteps.Terms().Name("decline")
}

// facts are between whom d is, and since when.
func (n dockingNames) facts(d domain.Docking) []fact {
	v := n.v
	all := []fact{
		{v.say("需求方", "The side with the need"), n.party(d, domain.SideEnterprise)},
		{v.say("技术方", "The side with the technology"), n.party(d, domain.SideProvider)},
	}
	add := func(zh, en, value string) {
		if value != "" {
			all = append(all, fact{v.say(zh, en), value})
		}
	}
	steward := n.party(d, domain.SideSteward)
	if steward == "" && d.Open() && !d.EnterpriseID.IsZero() {
		steward = v.say("待科技局指派", "to be named by the bureau")
	}
	add("政府管家", "Steward", steward)
	add("所属区域", "Area", n.areas[d.Area].In(v.lang))
	add("提出时间", "Proposed", day(d.CreatedAt))
	for _, at := range []struct {
		zh, en string
		when   string
	}{{"引荐时间", "Introduced", whenDay(d.IntroducedAt)}, {"需求方同意", "The need's side accepted", whenDay(d.EnterpriseAcceptedAt)}, {"技术方同意", "The technology's side accepted", whenDay(d.ProviderAcceptedAt)}} {
		add(at.zh, at.en, at.when)
	}
	return all
}

// event is a step as people read it.
func (n dockingNames) event(d domain.Docking, e domain.DockingEvent) dockingEventView {
	v := n.v
	what := domain.DockingSteps.Terms().Name(e.Step).In(v.lang)
	why := e.Reason
	switch e.Step {
	case "hand-over":
		what = v.say("移交管家", "Handed over")
	case string(domain.Reword):
		what = v.say("修改意向表", "Changed the interest form")
	case "decline":
		why = domain.DeclineReasons.Name(e.Reason).In(v.lang)
	}
	view := dockingEventView{What: what, Why: why, At: minute(e.At), Words: lines(e.Note)}
	if e.Side != "" {
		view.By = n.side(d, e.Side)
		if e.Side == domain.SideSteward { // who it was then; the steward may be another now
			view.By = domain.DockingSides.Name(string(e.Side)).In(v.lang)
		}
	}
	return view
}
