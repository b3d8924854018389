package api

import (
	"context"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

// registerActivityGuests are the operations of those who hold an activity.
func (a *API) registerActivityGuests(c collection) {
	see := func(path, zh, en string) route {
		return c.route(http.MethodGet, "/{id}/"+path, "list-"+path+"-of", domain.SeeGuests, zh, en)
	}
	do := func(path, verb string, action domain.Action, zh, en string) route {
		rt := c.route(http.MethodPost, "/{id}/"+path, verb, action, zh, en)
		rt.status = http.StatusOK
		return rt
	}
	invitees := see("invitees", "建议邀请的单位：", "Whom to invite to one of the")
	invitees.action = domain.InviteTo
	register(a, invitees, a.activityInvitees)
	register(a, see("invitations", "已邀请的单位：", "Who is invited to one of the"), a.activityInvitations)
	register(a, do("invitations", "invite-to", domain.InviteTo, "邀请参加", "Invite to one of the"), a.inviteToActivity)
	register(a, see("registrations", "报名名单：", "Who has registered for one of the"), whole[activityGuestsQuery, Registration](a.activityGuests))
	register(a, do("check-in", "check-in-at", domain.CheckIn, "签到：", "Check in at one of the"), a.checkIn)
	register(a, see("dockings", "促成的对接：", "Dockings born at one of the"), a.activityDockings)
	register(a, do("dockings", "record-docking-of", domain.RecordDocking, "记录促成的对接：", "Record a docking as born at one of the"), a.recordBorn)
	register(a, do("withdraw-docking", "withdraw-docking-of", domain.WithdrawRecord, "撤销促成对接的记录：", "Take back that a docking was born at one of the"), a.withdrawBorn)
	figures := see("figures", "活动成效：", "What came of one of the")
	figures.id = "read-figures-of-activity"
	register(a, figures, a.activityFigures)
}

func (a *API) activityInvitees(ctx context.Context, in *Record) (*page[Invitee], error) {
	found, err := a.db.Invitees(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	owners, err := a.owners(ctx, ids(found, func(i postgres.Invitee) domain.ID { return i.OrganisationID }))
	return every(found, func(i postgres.Invitee) Invitee {
		return Invitee{owners[i.OrganisationID], i.Score, i.MatchedTitle, i.Title, i.Field, i.Invited}
	}), err
}

func (a *API) activityInvitations(ctx context.Context, in *Record) (*page[ActivityInvitation], error) {
	found, err := a.db.ActivityInvitations(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	owners, err := a.owners(ctx, ids(found, func(i postgres.ActivityInvitation) domain.ID { return i.OrganisationID }))
	return every(found, func(i postgres.ActivityInvitation) ActivityInvitation {
		return ActivityInvitation{owners[i.OrganisationID], i.InvitedAt}
	}), err
}

// Invited is how many an invitation reached.
type Invited struct {
	Added int `json:"added" zh:"新邀请的单位数" doc:"Without those who had been invited before."`
}

type inviteToActivity struct {
	Record
	Body struct {
		OrganisationIDs []domain.ID `json:"organisation_ids" minItems:"1" maxItems:"200" zh:"邀请的单位"`
	}
}

func (a *API) inviteToActivity(ctx context.Context, in *inviteToActivity) (*body[Invited], error) {
	added, err := a.db.Invite(ctx, actorOf(ctx), in.ID, in.Body.OrganisationIDs)
	return &body[Invited]{Invited{added}}, err
}

type activityGuestsQuery struct {
	Record
	Page
	State string `query:"state" set:"registration_states" zh:"状态"`
}

func (a *API) activityGuests(ctx context.Context, in *activityGuestsQuery) (*page[Registration], error) {
	found, err := a.db.Guests(ctx, actorOf(ctx), in.ID, in.State, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.registrationsOf)
}

type checkIn struct {
	Record
	Body struct {
		RegistrationID domain.ID `json:"registration_id" zh:"报名"`
		Came           int       `json:"came" minimum:"1" maximum:"50" zh:"到会人数"`
	}
}

func (a *API) checkIn(ctx context.Context, in *checkIn) (*one[Registration], error) {
	r, err := a.db.CheckInRegistration(ctx, actorOf(ctx), in.ID, in.Body.RegistrationID, in.Body.Came)
	return a.oneRegistration(ctx, r, err)
}

func (a *API) activityDockings(ctx context.Context, in *Record) (*page[Docking], error) {
	found, err := a.db.BornDockings(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, postgres.List[domain.Docking]{Items: found}, a.dockingsOf)
}

type bornDocking struct {
	Record
	Body struct {
		DockingID domain.ID `json:"docking_id" zh:"对接" doc:"Begun from the day of the activity to 90 days after it; of a side that registered, or with a listing on the agenda."`
	}
}

func (a *API) recordBorn(ctx context.Context, in *bornDocking) (*body[ActivityFigures], error) {
	if err := a.db.RecordBorn(ctx, actorOf(ctx), in.ID, in.Body.DockingID); err != nil {
		return nil, err
	}
	return a.activityFigures(ctx, &in.Record)
}

func (a *API) withdrawBorn(ctx context.Context, in *bornDocking) (*body[ActivityFigures], error) {
	if err := a.db.WithdrawBorn(ctx, actorOf(ctx), in.ID, in.Body.DockingID); err != nil {
		return nil, err
	}
	return a.activityFigures(ctx, &in.Record)
}

func (a *API) activityFigures(ctx context.Context, in *Record) (*body[ActivityFigures], error) {
	f, err := a.db.ActivityFigures(ctx, actorOf(ctx), in.ID)
	return &body[ActivityFigures]{ActivityFigures(f)}, err
}
