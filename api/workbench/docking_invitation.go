package workbench

import (
	"errors"
	"net/http"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// invitedTo is the title of the need that an invitation is about.
func (v *visit) invitedTo(m domain.DockingMember) (string, error) {
	return v.DB.InvitationTitle(v.r.Context(), v.actor, m.ID)
}

// invitationPage is one invitation as the expert sees it.
type invitationPage struct {
	Title, Answer, Kind, State, Class string
	Facts                             []fact
	Note                              []string
	Steps                             []stepLink
	Docking                           string // address; "" when it is no more the expert's to read
	Opinions                          []opinionView
}

func (w *Workbench) invitation(v *visit) error {
	m, err := v.readInvitation()
	if err != nil {
		return err
	}
	page := invitationPage{Kind: domain.MemberKinds.Name(m.Kind).In(v.lang), State: domain.MemberStates.Name(string(m.State)).In(v.lang), Class: memberClasses[m.State], Note: lines(m.Note)}
	if page.Title, err = v.invitedTo(m); err != nil {
		return err
	}
	if err := v.invitedDocking(&page, m); err != nil {
		return err
	}
	v.page(http.StatusOK, "docking_invitation", page.Title, page)
	return nil
}

// invitedDocking tells of the docking as long as the caller may read it.
func (v *visit) invitedDocking(page *invitationPage, m domain.DockingMember) error {
	d, err := v.DB.Docking(v.r.Context(), v.actor, m.DockingID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := v.namesOf([]domain.Docking{d}, m.ExpertID)
	if err != nil {
		return err
	}
	page.Answer, page.Facts, page.Docking = n.answer(d), n.facts(d), v.href("/dockings/"+d.ID.String())
	for _, name := range domain.MemberSteps.Open(m.State) {
		if domain.Can(v.actor, domain.Action(name), domain.Invitations, m.Facts(d)) && d.Open() {
			page.Steps = append(page.Steps, stepLink{domain.MemberSteps.Terms().Name(name).In(v.lang), v.href("/invitations/" + m.ID.String() + "/" + name), name == "accept"})
		}
	}
	if m.State == domain.MemberAccepted && m.ExpertID == v.actor.ExpertID && d.Open() {
		page.Steps = append(page.Steps, stepLink{v.say("出具意见", "Give an opinion"), v.href("/invitations/" + m.ID.String() + "/opine"), true})
	}
	opinions, err := v.DB.DockingOpinions(v.r.Context(), v.actor, d.ID)
	page.Opinions = n.opinions(opinions)
	return err
}

// readInvitation is the invitation that the route is about, on which the caller may do
// what the route does.
func (v *visit) readInvitation() (domain.DockingMember, error) {
	id, err := v.record()
	if err != nil {
		return domain.DockingMember{}, err
	}
	return v.DB.InvitationFor(v.r.Context(), v.actor, id, v.route.Action)
}

// memberForm begins a form about an invitation.
func (v *visit) memberForm(zh, en string) (*form, domain.DockingMember, error) {
	m, err := v.readInvitation()
	if err != nil {
		return nil, m, err
	}
	f := v.form(m.Version, zh, en)
	f.Submit, f.cancel = v.say(zh, en), "/invitations/"+m.ID.String()
	name := string(v.route.Action)
	opines := v.route.Action == domain.Opine && m.State == domain.MemberAccepted
	f.only(opines || slices.Contains(domain.MemberSteps.Open(m.State), name), domain.MemberStates.Name(string(m.State)))
	f.Lead, err = v.invitedTo(m)
	return f, m, err
}

func (v *visit) answerInvitation(f *form, m domain.DockingMember, next string, answer func() postgres.MemberAnswer) error {
	return f.serve(func() (string, error) {
		_, err := v.DB.AnswerInvitation(v.r.Context(), v.actor, m.ID, f.version, answer())
		return next, err
	})
}

func (w *Workbench) acceptInvitation(v *visit) error {
	f, m, err := v.memberForm("接受邀请", "Accept")
	if err != nil {
		return err
	}
	a := postgres.MemberAnswer{Step: "accept"}
	f.done = v.say("已接受邀请，现在可以出具意见。", "Accepted. You may now give your opinion.")
	f.tick(&a.Clear, "no_conflict", "我声明：与供需双方及本需求均无利益冲突", "I declare to be in no conflict of interest with either side or the need").required()
	f.area(&a.Words, "words", "说明", "In words").rows(3)
	return v.answerInvitation(f, m, f.cancel, func() postgres.MemberAnswer { return a })
}

func (w *Workbench) declineInvitation(v *visit) error {
	f, m, err := v.memberForm("谢绝邀请", "Decline")
	if err != nil {
		return err
	}
	a, against := postgres.MemberAnswer{Step: "decline"}, ""
	f.done = v.say("已谢绝邀请。", "The invitation is declined.")
	f.radio(&a.Reason, "reason", "原因", "Reason", domain.MemberDeclineReasons).required()
	f.radio(&against, "against", "如有利益冲突，与哪一方", "In a conflict: with which side", domain.DockingSides[:2]).hint("将记入利益冲突声明，今后不再向您推荐该单位的对接", "It is kept as a declared conflict: no docking with that side is proposed to you again")
	f.area(&a.Words, "words", "说明", "In words").rows(3)
	return v.answerInvitation(f, m, "/invitations", func() postgres.MemberAnswer { a.Against = domain.Side(against); return a })
}

func (w *Workbench) releaseMember(v *visit) error {
	f, m, err := v.memberForm("解除邀请", "Release")
	if err != nil {
		return err
	}
	f.cancel, f.done = "/dockings/"+m.DockingID.String(), v.say("已解除，可另请专家。", "Released: another may be invited.")
	a := postgres.MemberAnswer{Step: "release"}
	f.area(&a.Reason, "reason", "理由", "Why").rows(2).required()
	return v.answerInvitation(f, m, f.cancel, func() postgres.MemberAnswer { return a })
}

// opine asks for an expert's opinion.
func (w *Workbench) opine(v *visit) error {
	f, m, err := v.memberForm("出具意见", "Give an opinion")
	if err != nil {
		return err
	}
	f.done = v.say("意见已提交。", "The opinion is given.")
	replies := v.ask(f, "replies", domain.OpinionQuestions, nil)
	stewardOnly := false
	f.tick(&stewardOnly, "steward_only", "仅供管家和科技局参阅，不给供需双方看", "For the steward and the bureau, not for the two sides")
	return f.serve(func() (string, error) {
		_, err := w.DB.GiveOpinion(v.r.Context(), v.actor, m.ID, f.version, replies, stewardOnly)
		return f.cancel, err
	})
}
