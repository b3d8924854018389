package domain

import "time"

// MemberState is where an invitation to a docking's team stands.
type MemberState string

// The states.
const (
	MemberInvited  MemberState = "invited"
	MemberAccepted MemberState = "accepted"
	MemberDeclined MemberState = "declined"
	MemberReleased MemberState = "released" // by the steward, so that another may be invited
)

// MemberStates name the states of invitations.
var MemberStates = Terms{
	{string(MemberInvited), Text{"待答复", "Invited"}},
	{string(MemberAccepted), Text{"已接受", "Accepted"}},
	{string(MemberDeclined), Text{"已谢绝", "Declined"}},
	{string(MemberReleased), Text{"已解除", "Released"}},
}

// MemberSteps are the steps of an invitation.
var MemberSteps = Machine[MemberState]{
	{Name: "accept", Label: Text{"接受邀请", "Accept"}, From: []MemberState{MemberInvited}, To: MemberAccepted},
	{Name: "decline", Label: Text{"谢绝邀请", "Decline"}, From: []MemberState{MemberInvited}, To: MemberDeclined, NeedsReason: true},
	{Name: "release", Label: Text{"解除邀请", "Release"}, From: []MemberState{MemberInvited, MemberAccepted}, To: MemberReleased, NeedsReason: true},
}

// MemberDeclineReasons is the short list of reasons for declining an invitation.
var MemberDeclineReasons = Terms{
	{"busy", Text{"时间不允许", "No time"}},
	{"other_field", Text{"不属本人专长", "Not my field"}},
	{"conflict", Text{"存在利益冲突", "A conflict of interest"}},
	{"other", Text{"其他", "Other"}},
}

// MemberKinds are the seats on a docking's team besides its steward's.
var MemberKinds = Terms{
	{TechnicalExpert, Text{"技术专家", "Technical expert"}},
	{Entrepreneur, Text{"企业家", "Entrepreneur"}},
}

// DockingMember is an expert invited to the team of a docking.
type DockingMember struct {
	ID        ID
	Version   int64
	DockingID ID
	ExpertID  ID
	Kind      string // MemberKinds
	State     MemberState
	Note      string // of whoever invites
	Reason    string // MemberDeclineReasons when declined; in words when released
	Words     string
	ClearedAt time.Time // when the expert declared to be in no conflict; zero before
	InvitedBy ID
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Facts returns what access needs to know of m.
func (m DockingMember) Facts(d Docking) Facts {
	f := Facts{Experts: []ID{m.ExpertID}, Area: d.Area}
	if !d.StewardID.IsZero() {
		f.Experts = append(f.Experts, d.StewardID)
	}
	return f
}

// Seated reports whether m takes a seat on the team.
func (m DockingMember) Seated() bool { return m.State == MemberInvited || m.State == MemberAccepted }

// seat is where d names the expert of a kind.
func (d *Docking) seat(kind string) *ID {
	if kind == Entrepreneur {
		return &d.EntrepreneurID
	}
	return &d.ExpertID
}

// Invite seats an expert on the team of d. An expert who is asked in place of a
// technology is a side of d and no seat to fill; nobody is invited who could not yet be
// told between whom.
func (d *Docking) Invite(kind string, expert ID, note string, by Actor, now time.Time) (DockingMember, error) {
	var k checks
	k.oneOf("kind", kind, MemberKinds, false)
	k.text("note", note, 0, maxNote)
	if err := k.err(); err != nil {
		return DockingMember{}, err
	}
	switch {
	case !d.Open():
		return DockingMember{}, Conflict("对接已结束", "the docking has ended")
	case d.EnterpriseVeiled || d.ProviderVeiled:
		return DockingMember{}, Conflict("一方身份尚未公开，引荐后才能邀请专家", "one side is not revealed yet: experts are invited after the introduction")
	case !d.seat(kind).IsZero():
		return DockingMember{}, Conflict("该席位已有人选，请先解除", "the seat is taken; release it first")
	}
	*d.seat(kind) = expert
	return DockingMember{ID: NewID(), Version: 1, DockingID: d.ID, ExpertID: expert, Kind: kind, State: MemberInvited, Note: note, InvitedBy: by.UserID, CreatedAt: now, UpdatedAt: now}, nil
}

// Take moves m, of the team of d, by the step named name. Only the expert answers an
// invitation. One who accepts declares to be in no conflict with the sides of d, which
// must be known by then; one who is in conflict declines for that reason.
func (m *DockingMember) Take(d *Docking, name, reason, words string, clear bool, by Actor, now time.Time) error {
	step, err := MemberSteps.Take(m.State, name, reason)
	if err != nil {
		return err
	}
	var k checks
	switch step.To {
	case MemberReleased:
		k.text("reason", reason, 1, 1000)
	case MemberDeclined:
		k.oneOf("reason", reason, MemberDeclineReasons, false)
	case MemberAccepted:
		k.that(clear, "no_conflict", "接受前须声明无利益冲突；有冲突请谢绝", "must be declared; whoever is in conflict declines")
	}
	k.text("words", words, 0, maxNote)
	switch {
	case step.To != MemberReleased && by.ExpertID != m.ExpertID:
		return ErrForbidden
	case k.err() != nil:
		return k.err()
	case step.To == MemberAccepted && !d.Open():
		return Conflict("对接已结束", "the docking has ended")
	case step.To == MemberAccepted && (d.EnterpriseVeiled || d.ProviderVeiled):
		return Conflict("一方身份尚未公开，引荐后再答复", "one side is not revealed yet: answer after the introduction")
	}
	m.State, m.Words, m.UpdatedAt = step.To, words, now
	if step.To == MemberAccepted {
		m.ClearedAt = now
		return nil
	}
	m.Reason = reason
	if seat := d.seat(m.Kind); *seat == m.ExpertID {
		*seat = ID{}
	}
	return nil
}

// Opinion is what a member of the team thinks of a docking.
type Opinion struct {
	ID          ID
	DockingID   ID
	MemberID    ID
	ExpertID    ID
	Kind        string // MemberKinds
	Replies     Replies
	StewardOnly bool // for the steward and the bureau, not for the sides
	At          time.Time
}

// Opine makes an opinion of m on d. Only the expert gives it, after accepting and while
// the docking goes on.
func (m DockingMember) Opine(d Docking, replies Replies, stewardOnly bool, by Actor, now time.Time) (Opinion, error) {
	var k checks
	OpinionQuestions.check(&k, "replies", replies)
	switch {
	case by.ExpertID != m.ExpertID:
		return Opinion{}, ErrForbidden
	case m.State != MemberAccepted:
		return Opinion{}, Conflict("接受邀请后才能出具意见", "an opinion is given after accepting")
	case !d.Open():
		return Opinion{}, Conflict("对接已结束", "the docking has ended")
	case k.err() != nil:
		return Opinion{}, k.err()
	}
	return Opinion{ID: NewID(), DockingID: d.ID, MemberID: m.ID, ExpertID: m.ExpertID, Kind: m.Kind, Replies: replies, StewardOnly: stewardOnly, At: now}, nil
}

// Shown reports whether an opinion on d is shown to a reader within scope. Its author,
// the steward and the bureau always see it. Both sides see it once they have been
// introduced, unless it is for the steward only. Another member of the team does not:
// each judges for themselves.
func (o Opinion) Shown(d Docking, s Scope) bool {
	if s.All || s.Area != "" && s.Area == d.Area || !s.Expert.IsZero() && (s.Expert == d.StewardID || s.Expert == o.ExpertID) {
		return true
	}
	side := d.SideOf(Actor{OrganisationID: s.Organisation, ExpertID: s.Expert})
	return (side == SideEnterprise || side == SideProvider) && !o.StewardOnly && !d.IntroducedAt.IsZero()
}
