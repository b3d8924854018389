package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Invitation is the invitation of an expert to the team of a docking.
type Invitation struct {
	ID        domain.ID `json:"id" zh:"编号"`
	Version   int64     `json:"version" zh:"版本"`
	DockingID domain.ID `json:"docking_id" zh:"对接"`
	ExpertID  domain.ID `json:"expert_id" zh:"专家"`
	Kind      string    `json:"kind" set:"member_kinds" zh:"席位"`
	State     string    `json:"state" set:"member_states" zh:"状态"`
	Note      string    `json:"note,omitempty" zh:"邀请说明"`
	Reason    string    `json:"reason,omitempty" zh:"谢绝或解除原因"`
	Words     string    `json:"words,omitempty" zh:"答复说明"`
	ClearedAt time.Time `json:"cleared_at,omitzero" zh:"声明无利益冲突时间"`
	CreatedAt time.Time `json:"created_at" zh:"邀请时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func invitationOf(m domain.DockingMember) Invitation {
	return Invitation{m.ID, m.Version, m.DockingID, m.ExpertID, m.Kind, string(m.State), m.Note, m.Reason, m.Words, m.ClearedAt, m.CreatedAt, m.UpdatedAt}
}

func oneInvitation(m domain.DockingMember, err error) (*one[Invitation], error) {
	if err != nil {
		return nil, err
	}
	return oneOf(invitationOf(m), m.Version), nil
}

// Opinion is what a member of a docking's team thinks of it.
type Opinion struct {
	ID           domain.ID        `json:"id" zh:"编号"`
	InvitationID domain.ID        `json:"invitation_id" zh:"邀请"`
	ExpertID     domain.ID        `json:"expert_id" zh:"专家"`
	Kind         string           `json:"kind" set:"member_kinds" zh:"席位"`
	Replies      map[string]Reply `json:"replies" zh:"意见" doc:"By the code of the question; see /questions."`
	StewardOnly  bool             `json:"steward_only,omitempty" zh:"仅管家可见"`
	At           time.Time        `json:"at" zh:"时间"`
}

func opinionOf(o domain.Opinion) Opinion {
	return Opinion{o.ID, o.MemberID, o.ExpertID, o.Kind, repliesOf(o.Replies), o.StewardOnly, o.At}
}

// registerDockingTeam registers what of a team is under its docking.
func (a *API) registerDockingTeam(dockings collection) {
	register(a, route{id: "list-questions", method: "GET", path: "/questions", tag: "dockings", open: true,
		summary: domain.Text{ZH: "意向表与专家意见的问题", EN: "The questions of the interest form and of experts' opinions"}}, a.listQuestions)
	register(a, dockings.route("GET", "/{id}/team", "list-team-of", domain.Read, "专家团队：", "The team of one of the"), a.dockingTeam)
	register(a, dockings.route("GET", "/{id}/opinions", "list-opinions-of", domain.Read, "专家意见：", "The opinions on one of the"), a.dockingOpinions)
	invite := dockings.route("POST", "/{id}/invite", "invite-to", domain.Invite, "邀请专家：", "Invite an expert to one of the")
	invite.versioned, invite.status = true, http.StatusOK
	register(a, invite, a.inviteToDocking)
}

func (a *API) dockingTeam(ctx context.Context, in *Record) (*page[Invitation], error) {
	found, err := a.db.DockingTeam(ctx, actorOf(ctx), in.ID)
	return every(found, invitationOf), err
}

func (a *API) dockingOpinions(ctx context.Context, in *Record) (*page[Opinion], error) {
	found, err := a.db.DockingOpinions(ctx, actorOf(ctx), in.ID)
	return every(found, opinionOf), err
}

type inviteToDocking struct {
	Record
	IfMatch
	Body struct {
		Kind     string    `json:"kind" set:"member_kinds" zh:"席位"`
		ExpertID domain.ID `json:"expert_id" zh:"专家"`
		Note     string    `json:"note,omitempty" maxLength:"2000" zh:"邀请说明"`
	}
}

func (a *API) inviteToDocking(ctx context.Context, in *inviteToDocking) (*one[Invitation], error) {
	return oneInvitation(a.db.InviteToDocking(ctx, actorOf(ctx), in.ID, in.version(), in.Body.Kind, in.Body.ExpertID, in.Body.Note))
}

func (a *API) registerInvitations() {
	invitations := collection{"invitations", domain.Invitations, domain.Text{ZH: "专家邀请", EN: "invitations of experts"}}
	list(a, invitations, postgres.InvitationSorts, a.listInvitations)
	read(a, invitations, a.readInvitation)
	for _, s := range distinct(domain.MemberSteps, nil) {
		stepRoute(a, invitations, s, func(ctx context.Context, in *answerInvitation) (*one[Invitation], error) {
			return oneInvitation(a.db.AnswerInvitation(ctx, actorOf(ctx), in.ID, in.version(), in.answer(s.Name)))
		})
	}
	opine := invitations.route("POST", "/{id}/opine", "opine-on", domain.Opine, "出具意见：", "Give an opinion on one of the")
	opine.versioned, opine.status = true, http.StatusOK
	register(a, opine, a.giveOpinion)
}

type invitationsQuery struct {
	Page
	State     string    `query:"state" set:"member_states" zh:"状态"`
	DockingID domain.ID `query:"docking_id" zh:"对接"`
	ExpertID  domain.ID `query:"expert_id" zh:"专家"`
}

func (a *API) listInvitations(ctx context.Context, in *invitationsQuery) (*page[Invitation], error) {
	found, err := a.db.Invitations(ctx, actorOf(ctx), postgres.InvitationFilter{State: in.State, DockingID: in.DockingID, ExpertID: in.ExpertID}, in.store())
	return pageOf(found, invitationOf), err
}

func (a *API) readInvitation(ctx context.Context, in *Record) (*one[Invitation], error) {
	return oneInvitation(a.db.Invitation(ctx, actorOf(ctx), in.ID))
}

type answerInvitation struct {
	Record
	IfMatch
	Body *struct {
		NoConflict bool   `json:"no_conflict,omitempty" zh:"声明无利益冲突" doc:"Required to accept."`
		Reason     string `json:"reason,omitempty" maxLength:"1000" zh:"原因" doc:"To decline, one of the set member_decline_reasons; to release, in words."`
		Words      string `json:"words,omitempty" maxLength:"2000" zh:"说明"`
		Against    string `json:"against,omitempty" set:"docking_sides" zh:"与哪一方有利益冲突" doc:"To decline for a conflict, which is then declared: enterprise or provider."`
	}
}

func (in *answerInvitation) answer(step string) postgres.MemberAnswer {
	answer := postgres.MemberAnswer{Step: step}
	if b := in.Body; b != nil {
		answer.Clear, answer.Reason, answer.Words, answer.Against = b.NoConflict, b.Reason, b.Words, domain.Side(b.Against)
	}
	return answer
}

type giveOpinion struct {
	Record
	IfMatch
	Body struct {
		Replies     map[string]Reply `json:"replies" zh:"意见"`
		StewardOnly bool             `json:"steward_only,omitempty" zh:"仅管家可见"`
	}
}

type givenOpinion struct{ Body Opinion }

func (a *API) giveOpinion(ctx context.Context, in *giveOpinion) (*givenOpinion, error) {
	o, err := a.db.GiveOpinion(ctx, actorOf(ctx), in.ID, in.version(), repliesIn(in.Body.Replies), in.Body.StewardOnly)
	return &givenOpinion{opinionOf(o)}, err
}
