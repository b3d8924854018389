package workbench

import (
	"net/http"
	"net/url"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addInvitations() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Invitations, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "专家邀请", EN: "Invitations"}, of("/invitations", domain.Opine, w.invitations))
	w.add(domain.Text{}, of("/invitations/{id}", domain.Read, w.invitation))
	w.addForm(of("/invitations/{id}/accept", "accept", w.acceptInvitation))
	w.addForm(of("/invitations/{id}/decline", "decline", w.declineInvitation))
	w.addForm(of("/invitations/{id}/release", "release", w.releaseMember))
	w.addForm(of("/invitations/{id}/opine", domain.Opine, w.opine))
}

// memberView is one invited to the team, as readers of the docking see it.
type memberView struct {
	Kind, Name, State, Class string
	Why, Cleared, At         string
	Words                    []string
	Release                  string // address; "" for those who may not
}

type opinionView struct {
	Kind, Name, At string
	StewardOnly    bool
	Replies        []fact
}

var memberClasses = map[domain.MemberState]string{domain.MemberInvited: "not_stated", domain.MemberAccepted: "covered", domain.MemberDeclined: "missed"}

func (n dockingNames) team(d domain.Docking, team []domain.DockingMember) []memberView {
	var all []memberView
	for _, m := range team {
		v := memberView{Kind: domain.MemberKinds.Name(m.Kind).In(n.v.lang), Name: n.experts[m.ExpertID].Name, State: domain.MemberStates.Name(string(m.State)).In(n.v.lang), Class: memberClasses[m.State],
			Why: m.Reason, Cleared: whenDay(m.ClearedAt), At: day(m.UpdatedAt), Words: lines(m.Words)}
		if m.State == domain.MemberDeclined {
			v.Why = domain.MemberDeclineReasons.Name(m.Reason).In(n.v.lang)
		}
		if m.Seated() && d.Open() && domain.Can(n.v.actor, "release", domain.Invitations, m.Facts(d)) {
			v.Release = n.v.href("/invitations/" + m.ID.String() + "/release")
		}
		all = append(all, v)
	}
	return all
}

func (n dockingNames) opinions(opinions []domain.Opinion) []opinionView {
	var all []opinionView
	for _, o := range opinions {
		all = append(all, opinionView{domain.MemberKinds.Name(o.Kind).In(n.v.lang), n.experts[o.ExpertID].Name, minute(o.At), o.StewardOnly, n.v.replies(domain.OpinionQuestions, o.Replies)})
	}
	return all
}

// invite asks for an expert for a seat that is free: of those that the need was matched
// with first.
func (w *Workbench) invite(v *visit) error {
	d, err := v.readDocking()
	if err != nil {
		return err
	}
	f, err := v.dockingForm(d, domain.Text{ZH: "邀请专家", EN: "Invite an expert"})
	if err != nil {
		return err
	}
	f.only(d.Open() && (d.ExpertID.IsZero() || d.EntrepreneurID.IsZero()), domain.Stages.Name(string(d.Stage)))
	kind := v.r.URL.Query().Get("kind")
	if !domain.MemberKinds.Has(kind) {
		if kind = domain.TechnicalExpert; !d.ExpertID.IsZero() {
			kind = domain.Entrepreneur
		}
	}
	f.Action = v.href("/dockings/" + d.ID.String() + "/invite?kind=" + url.QueryEscape(kind))
	among := v.expertsAmong(postgres.ExpertFilter{Kind: kind, State: string(domain.ExpertPublished)})
	if among.offered, err = v.matchedExperts(d, kind); err != nil {
		return err
	}
	var expert domain.ID
	note := ""
	name := domain.MemberKinds.Name(kind)
	asked := f.pick(&expert, "expert_id", name.ZH, name.EN, among).required()
	if len(among.offered) > 0 {
		asked.first("下面是与需求匹配的，也可另选他人", "Those below match the need; others may be asked too")
	}
	f.area(&note, "note", "想请专家看什么", "What the expert is asked to look at").rows(3)
	f.Submit, f.done = v.say("发出邀请", "Invite"), v.say("邀请已发出。", "The invitation is sent.")
	return f.serve(func() (string, error) {
		_, err := w.DB.InviteToDocking(v.r.Context(), v.actor, d.ID, f.version, kind, expert, note)
		return "/dockings/" + d.ID.String(), err
	})
}

// matchedExperts are the experts of a kind that the need of d is best matched with.
func (v *visit) matchedExperts(d domain.Docking, kind string) ([]candidate, error) {
	matched, err := v.DB.Matches(v.r.Context(), v.actor, d.NeedID, domain.MatchExpert)
	var all []candidate
	for _, m := range matched {
		if m.Sort == kind && !m.NearMiss && len(all) < mostOffered {
			all = append(all, candidate{m.CandidateID, m.Title, v.say("匹配 "+points(m.Score)+" 分", "score "+points(m.Score))})
		}
	}
	return all, err
}

type invitationsPage struct {
	Rows []invitationRow
	Next string
}

type invitationRow struct{ Title, Kind, State, Class, At, Href string }

// invitations lists the caller's own invitations, the last changed first.
func (w *Workbench) invitations(v *visit) error {
	found, err := w.DB.Invitations(v.r.Context(), v.actor, postgres.InvitationFilter{ExpertID: v.actor.ExpertID}, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	var page invitationsPage
	for _, m := range found.Items {
		title, err := v.invitedTo(m)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, invitationRow{title, domain.MemberKinds.Name(m.Kind).In(v.lang), domain.MemberStates.Name(string(m.State)).In(v.lang), memberClasses[m.State],
			day(m.CreatedAt), v.href("/invitations/" + m.ID.String())})
	}
	if found.Next != "" {
		page.Next = v.href("/invitations?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "docking_invitations", v.say("专家邀请", "Invitations"), page)
	return nil
}
