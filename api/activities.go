package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (a *API) registerActivities() {
	activities := collection{"activities", domain.Activities, domain.Text{ZH: "活动", EN: "activities"}}
	list(a, activities, postgres.ActivitySorts, a.listActivities)
	read(a, activities, a.readActivity)
	create(a, activities, a.createActivity)
	change(a, activities, a.changeActivity)
	steps(a, activities, domain.ActivitySteps, a.stepActivity)
	a.registerActivityGuests(activities)
	a.registerRegistrations()
}

type activitiesQuery struct {
	Page
	State    string    `query:"state" set:"activity_states" zh:"状态"`
	Kind     string    `query:"kind" set:"activity_kinds" zh:"活动类型"`
	Field    string    `query:"field" set:"fields" zh:"技术领域"`
	Area     string    `query:"area" maxLength:"40" zh:"所属区域"`
	HostID   domain.ID `query:"host_id" zh:"主办单位"`
	Upcoming bool      `query:"upcoming" zh:"未结束"`
	Invited  bool      `query:"invited" zh:"邀请本单位的"`
}

func (a *API) listActivities(ctx context.Context, in *activitiesQuery) (*page[Activity], error) {
	actor := actorOf(ctx)
	f := postgres.ActivityFilter{State: in.State, Kind: in.Kind, Field: in.Field, Area: in.Area, HostID: in.HostID}
	if in.Upcoming {
		f.EndsAfter = a.db.Now()
	}
	if in.Invited {
		if actor.OrganisationID.IsZero() {
			return every([]Activity{}, func(of Activity) Activity { return of }), nil
		}
		f.Invited = actor.OrganisationID
	}
	found, err := a.db.Activities(ctx, actor, f, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.activitiesOf)
}

func (a *API) readActivity(ctx context.Context, in *Record) (*one[Activity], error) {
	of, err := a.db.Activity(ctx, actorOf(ctx), in.ID)
	return a.oneActivity(ctx, of, err)
}

type createActivity struct{ Body ActivityBody }

func (a *API) createActivity(ctx context.Context, in *createActivity) (*created[Activity], error) {
	var of domain.Activity
	in.Body.to(&of)
	of, err := a.db.CreateActivity(ctx, actorOf(ctx), of)
	out, err := a.oneActivity(ctx, of, err)
	if err != nil {
		return nil, err
	}
	return createdIn("activities", of.ID, out.Body, of.Version), nil
}

type changeActivity struct {
	Record
	IfMatch
	Body Merge[ActivityBody]
}

func (a *API) changeActivity(ctx context.Context, in *changeActivity) (*one[Activity], error) {
	of, err := a.db.ChangeActivity(ctx, actorOf(ctx), in.ID, in.version(), func(of *domain.Activity) error {
		body, err := in.Body.onto(activityBodyOf(*of))
		body.to(of)
		return err
	})
	return a.oneActivity(ctx, of, err)
}

func (a *API) stepActivity(ctx context.Context, step string, in *Taken) (*one[Activity], error) {
	of, err := a.db.StepActivity(ctx, actorOf(ctx), in.ID, in.version(), step, in.reason())
	return a.oneActivity(ctx, of, err)
}

// Registration is a registration for an activity as callers read it.
type Registration struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	RegistrationBody
	Organisation Owner      `json:"organisation,omitzero" zh:"单位名称"`
	Expert       string     `json:"expert,omitempty" zh:"专家姓名"`
	State        string     `json:"state" set:"registration_states" zh:"状态"`
	CheckedInAt  *time.Time `json:"checked_in_at,omitempty" zh:"签到时间"`
	Came         int        `json:"came,omitempty" zh:"到会人数"`
	Satisfaction int        `json:"satisfaction,omitempty" zh:"满意度" doc:"1 to 5."`
	Opinion      string     `json:"opinion,omitempty" zh:"意见"`
	CreatedAt    time.Time  `json:"created_at" zh:"报名时间"`
	UpdatedAt    time.Time  `json:"updated_at" zh:"更新时间"`
}

// RegistrationBody is what callers write of a registration.
type RegistrationBody struct {
	ActivityID     domain.ID `json:"activity_id" zh:"活动"`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"单位编号" doc:"The caller's own when neither this nor an expert is named."`
	ExpertID       domain.ID `json:"expert_id,omitzero" zh:"专家编号"`
	Persons        int       `json:"persons" minimum:"1" maximum:"50" zh:"人数"`
	Contact        string    `json:"contact" zh:"联系人"`
	Phone          string    `json:"phone" zh:"联系电话"`
	Note           string    `json:"note,omitempty" zh:"备注"`
}

func (a *API) registrationsOf(ctx context.Context, all []domain.Registration) ([]Registration, error) {
	owners, err := a.owners(ctx, ids(all, func(r domain.Registration) domain.ID { return r.OrganisationID }))
	if err != nil {
		return nil, err
	}
	experts, err := a.db.ExpertsByIDs(ctx, ids(all, func(r domain.Registration) domain.ID { return r.ExpertID })) // who registers says who they are
	names := map[domain.ID]string{}
	for _, e := range experts {
		names[e.ID] = e.Name
	}
	return each(all, func(r domain.Registration) Registration {
		return Registration{ID: r.ID, Version: r.Version, RegistrationBody: RegistrationBody{r.ActivityID, r.OrganisationID, r.ExpertID, r.Persons, r.Contact, r.Phone, r.Note},
			Organisation: owners[r.OrganisationID], Expert: names[r.ExpertID], State: string(r.State), CheckedInAt: r.CheckedInAt, Came: r.Came, Satisfaction: r.Satisfaction,
			Opinion: r.Opinion, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	}), err
}

func (a *API) oneRegistration(ctx context.Context, r domain.Registration, err error) (*one[Registration], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.registrationsOf(ctx, []domain.Registration{r})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], r.Version), nil
}

func (a *API) registerRegistrations() {
	registrations := collection{"registrations", domain.Registrations, domain.Text{ZH: "活动报名", EN: "registrations for activities"}}
	list(a, registrations, postgres.RegistrationSorts, a.listRegistrations)
	read(a, registrations, func(ctx context.Context, in *Record) (*one[Registration], error) {
		r, err := a.db.Registration(ctx, actorOf(ctx), in.ID)
		return a.oneRegistration(ctx, r, err)
	})
	create(a, registrations, a.createRegistration)
	cancel := registrations.route(http.MethodPost, "/{id}/cancel", "cancel", "cancel", "取消：", "Cancel one of the")
	cancel.versioned, cancel.status = true, http.StatusOK
	register(a, cancel, func(ctx context.Context, in *Taken) (*one[Registration], error) {
		r, err := a.db.CancelRegistration(ctx, actorOf(ctx), in.ID, in.version())
		return a.oneRegistration(ctx, r, err)
	})
	rate := registrations.route(http.MethodPost, "/{id}/rate", "rate", domain.Rate, "评价活动：", "Rate the activity of one of the")
	rate.versioned, rate.status = true, http.StatusOK
	register(a, rate, a.rateActivity)
}

type registrationsQuery struct {
	Page
	ActivityID domain.ID `query:"activity_id" zh:"活动"`
	State      string    `query:"state" set:"registration_states" zh:"状态"`
}

func (a *API) listRegistrations(ctx context.Context, in *registrationsQuery) (*page[Registration], error) {
	found, err := a.db.Registrations(ctx, actorOf(ctx), postgres.RegistrationFilter{ActivityID: in.ActivityID, State: in.State}, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.registrationsOf)
}

type createRegistration struct{ Body RegistrationBody }

func (a *API) createRegistration(ctx context.Context, in *createRegistration) (*created[Registration], error) {
	b := in.Body
	r, err := a.db.Register(ctx, actorOf(ctx), domain.Registration{ActivityID: b.ActivityID, OrganisationID: b.OrganisationID, ExpertID: b.ExpertID,
		Persons: b.Persons, Contact: b.Contact, Phone: b.Phone, Note: b.Note})
	out, err := a.oneRegistration(ctx, r, err)
	if err != nil {
		return nil, err
	}
	return createdIn("registrations", r.ID, out.Body, r.Version), nil
}

type rateActivity struct {
	Record
	IfMatch
	Body struct {
		Satisfaction int    `json:"satisfaction" minimum:"1" maximum:"5" zh:"满意度"`
		Opinion      string `json:"opinion,omitempty" zh:"意见"`
	}
}

func (a *API) rateActivity(ctx context.Context, in *rateActivity) (*one[Registration], error) {
	r, err := a.db.RateActivity(ctx, actorOf(ctx), in.ID, in.version(), in.Body.Satisfaction, in.Body.Opinion)
	return a.oneRegistration(ctx, r, err)
}
