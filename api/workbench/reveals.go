package workbench

import (
	"net/http"
	"slices"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addReveals() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Reveals, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "隐名公开申请", EN: "Requests to reveal"}, of("/reveals", domain.Read, w.reveals))
	w.addForm(of("/reveals/new", domain.Create, w.askReveal))
	for _, s := range domain.RevealSteps {
		w.addForm(of("/reveals/{id}/"+s.Name, domain.Action(s.Name), func(v *visit) error { return w.stepReveal(v, s) }))
	}
}

type revealsPage struct {
	Groups []revealGroup
	Next   string
	Views  []viewRow
	Owner  bool // who may list what others look at
	More   bool // there may be older views
}

// revealGroup are the requests of one part of the page.
type revealGroup struct {
	Name string
	Rows []revealRow
}

// revealRow is a request as people read it, with the steps that they may take.
type revealRow struct {
	Title, Listing, Asker, Level, Purpose, Asked, State, Class, Answer string
	Steps                                                              []reference
}

// shownViews is how many of the last views the page lists.
const shownViews = 100

// reveals lists the requests of the caller's organisation and to it, and who has looked at
// its blind listings.
func (w *Workbench) reveals(v *visit) error {
	found, err := w.DB.Reveals(v.r.Context(), v.actor, postgres.RevealFilter{}, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	rows, err := v.revealRowsOf(found.Items)
	if err != nil {
		return err
	}
	owner := domain.ScopeOf(v.actor, domain.ReadViews, domain.Reveals).Seller
	page := revealsPage{Groups: v.revealGroups(found.Items, rows), Owner: !owner.IsZero()}
	views, err := w.DB.Views(v.r.Context(), v.actor, shownViews)
	if err != nil {
		return err
	}
	if page.Views, err = v.viewRows(views, true); err != nil {
		return err
	}
	page.More = len(views) == shownViews
	if found.Next != "" {
		page.Next = v.href("/reveals?after=" + found.Next)
	}
	v.page(http.StatusOK, "reveals", v.say("隐名公开与查看记录", "Blind listings: who asks and who looks"), page)
	return nil
}

// revealGroups parts rows, those of reveals, by whose turn it is and who asks. To those who
// neither own nor ask, they are one.
func (v *visit) revealGroups(reveals []domain.Reveal, rows []revealRow) []revealGroup {
	groups := []revealGroup{{Name: v.say("等本单位答复的申请", "Awaiting your answer")}, {Name: v.say("已答复的申请", "Requests that you have answered")}, {Name: v.say("本单位提出的申请", "Your requests")}, {Name: v.say("公开申请", "Requests")}}
	for i, r := range reveals {
		at := 3
		switch own := v.actor.OrganisationID; {
		case own.IsZero():
		case r.OrganisationID == own:
			at = 2
		case r.State == domain.RevealAsked:
			at = 0
		default:
			at = 1
		}
		groups[at].Rows = append(groups[at].Rows, rows[i])
	}
	return slices.DeleteFunc(groups, func(g revealGroup) bool { return len(g.Rows) == 0 })
}

func (v *visit) revealRows(f postgres.RevealFilter) ([]revealRow, error) {
	found, err := v.DB.Reveals(v.r.Context(), v.actor, f, postgres.Page{Limit: 50})
	if err != nil {
		return nil, err
	}
	return v.revealRowsOf(found.Items)
}

func (v *visit) revealRowsOf(reveals []domain.Reveal) ([]revealRow, error) {
	ids := make([]domain.ID, len(reveals))
	for i, r := range reveals {
		ids[i] = r.OrganisationID
	}
	askers, err := v.DB.OrganisationsByIDs(v.r.Context(), ids)
	names := map[domain.ID]string{}
	for _, o := range askers {
		names[o.ID] = o.Name
	}
	var rows []revealRow
	for _, r := range reveals {
		row := revealRow{Title: r.Title, Asker: names[r.OrganisationID], Level: r.Level.Name().In(v.lang), Purpose: r.Purpose, Asked: day(r.CreatedAt), Answer: r.Answer}
		row.State, row.Class = v.revealState(r)
		row.Listing = v.href("/needs/" + r.NeedID.String())
		if r.NeedID.IsZero() {
			row.Listing = v.href("/technologies/" + r.TechnologyID.String())
		}
		for _, s := range domain.RevealSteps {
			if s.From[0] == r.State && domain.Can(v.actor, domain.Action(s.Name), domain.Reveals, r.Facts()) {
				row.Steps = append(row.Steps, reference{s.Label.In(v.lang), v.href("/reveals/" + r.ID.String() + "/" + s.Name)})
			}
		}
		rows = append(rows, row)
	}
	return rows, err
}

// revealState is where a request stands, as people read it, and the class that colours it.
func (v *visit) revealState(r domain.Reveal) (name, class string) {
	name = domain.RevealStates.Name(string(r.State)).In(v.lang)
	switch {
	case r.State == domain.RevealAsked:
		return name, "at_risk"
	case r.State != domain.RevealGranted:
		return name, "plain"
	case !r.Holds(domain.DateOf(v.DB.Now())):
		return v.say("已到期", "Over"), "plain"
	}
	name += v.say("：", ": ") + r.Granted.Name().In(v.lang)
	if !r.Until.IsZero() {
		name += v.say("，至 ", ", until ") + r.Until.String()
	}
	return name, "on_track"
}

// levelTerms are the levels that may be asked for, up to most.
func levelTerms(least, most domain.RevealLevel) domain.Terms {
	var terms domain.Terms
	for _, l := range domain.RevealLevels {
		if l.Level >= least && l.Level <= most {
			terms = append(terms, domain.Term{Code: strconv.Itoa(int(l.Level)), Name: domain.Text{ZH: l.Name.ZH + "（" + l.Shows.ZH + "）", EN: l.Name.EN + " (" + l.Shows.EN + ")"}})
		}
	}
	return terms
}

// askReveal asks the owner of a listing to show more of it.
func (w *Workbench) askReveal(v *visit) error {
	r := domain.Reveal{OrganisationID: v.actor.OrganisationID}
	title, shown, back := "", domain.RevealTitle, "/reveals"
	q := v.r.URL.Query()
	if id, err := domain.ParseID(q.Get("need")); err == nil {
		n, err := w.DB.Need(v.r.Context(), v.actor, id)
		if err != nil {
			return err
		}
		r.NeedID, title, shown, back = id, n.Title, n.Shown, "/needs/"+id.String()
	} else if id, err := domain.ParseID(q.Get("technology")); err == nil {
		t, err := w.DB.Technology(v.r.Context(), v.actor, id)
		if err != nil {
			return err
		}
		r.TechnologyID, title, shown, back = id, t.Title, t.Shown, "/technologies/"+id.String()
	}
	most := domain.RevealContact
	if r.NeedID.IsZero() {
		most = domain.RevealIdentity
	}
	f := v.form(0, "申请了解更多："+title, "Ask to see more: "+title)
	f.Action = v.href(v.r.URL.RequestURI())
	f.Lead = v.say("对方同意后才会公开；您每次查看，对方都能看到记录。", "It is shown only by consent of the owner, who sees each time you look at it.")
	f.Submit, f.done, f.cancel = v.say("提交申请", "Ask"), v.say("申请已提交，等待对方答复。", "Asked; an answer is awaited."), back
	v.ownerField(f, &r.OrganisationID, "")
	var level string
	f.radio(&level, "level", "想了解到哪一层", "How much to see", levelTerms(max(shown+1, domain.RevealProblem), most)).required()
	f.area(&r.Purpose, "purpose", "申请理由", "Why").required().rows(4).hint("说明本单位的技术基础和打算怎样合作", "What you have, and how you would cooperate")
	n, _ := strconv.Atoi(level)
	r.Level = domain.RevealLevel(n)
	return f.serve(func() (string, error) {
		_, err := w.DB.AskReveal(v.r.Context(), v.actor, r)
		return back, err
	})
}

// stepReveal takes a step of a request: the owner's answer, or its cancelling.
func (w *Workbench) stepReveal(v *visit, s domain.Step[domain.RevealState]) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	r, err := w.DB.Reveal(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	if !domain.Can(v.actor, v.route.Action, domain.Reveals, r.Facts()) {
		return domain.ErrForbidden
	}
	f := v.form(r.Version, s.Label.ZH+"："+r.Title, s.Label.EN+": "+r.Title)
	f.Submit, f.cancel, f.done = s.Label.In(v.lang), "/reveals", v.say("已办理：", "Done: ")+s.Label.In(v.lang)
	f.only(slices.Contains(domain.RevealSteps.Open(r.State), s.Name), domain.RevealStates.Name(string(r.State)))
	var answer domain.RevealAnswer
	if s.Name == "grant" {
		f.Lead = v.say("对方申请了解：", "Asked for: ") + r.Level.Name().In(v.lang) + v.say("。理由：", ". Why: ") + r.Purpose
		level := strconv.Itoa(int(r.Level))
		f.radio(&level, "level", "同意公开到哪一层", "How much to show", levelTerms(domain.RevealProblem, r.Level)).required()
		n, _ := strconv.Atoi(level)
		answer.Level = domain.RevealLevel(n)
		f.date(&answer.Until, "until", "公开至", "Until").hint("不填则一直公开，随时可以收回", "Until you withdraw it when blank")
	}
	d := f.area(&answer.Words, "reason", "答复", "Words").rows(3)
	if s.NeedsReason {
		d.required()
	}
	if s.Name == "withdraw" {
		f.Danger, f.Warning = true, v.say("收回后对方不能再看，但看过的内容无法收回。", "They can look no more, but what they have seen stays seen.")
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.StepReveal(v.r.Context(), v.actor, id, f.version, s.Name, answer)
		return "/reveals", err
	})
}
