package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ExpertBody is what callers write of an expert.
type ExpertBody struct {
	Kind           string    `json:"kind" set:"expert_kinds" zh:"类别"`
	Name           string    `json:"name" zh:"姓名"`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"单位编号"`
	Area           string    `json:"area,omitempty" zh:"区域" doc:"A steward's area, else where the expert works."`
	Title          string    `json:"title,omitempty" zh:"职称或职务"`
	Fields         []string  `json:"fields,omitempty" set:"fields" zh:"技术领域"`
	Industries     []string  `json:"industries,omitempty" zh:"行业代码"`
	Expertise      string    `json:"expertise,omitempty" zh:"专长"`
	Experience     string    `json:"experience,omitempty" zh:"经历"`
	Achievements   []string  `json:"achievements,omitempty" zh:"成果"`
	Capacity       int       `json:"capacity" minimum:"1" maximum:"20" zh:"可同时参与的对接数"`
}

// Expert is an expert as callers read it.
type Expert struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	ExpertBody
	Organisation Owner     `json:"organisation,omitzero" zh:"单位"`
	State        string    `json:"state" set:"expert_states" zh:"状态"`
	Reason       string    `json:"reason,omitempty" zh:"退库理由"`
	OpenSteps    []string  `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	CreatedAt    time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt    time.Time `json:"updated_at" zh:"更新时间"`
}

func expertBodyOf(e domain.Expert) ExpertBody {
	return ExpertBody{Kind: e.Kind, Name: e.Name, OrganisationID: e.OrganisationID, Area: e.Area, Title: e.Title, Fields: e.Fields,
		Industries: e.Industries, Expertise: e.Expertise, Experience: e.Experience, Achievements: e.Achievements, Capacity: e.Capacity}
}

// to writes the body onto e.
func (b ExpertBody) to(e *domain.Expert) {
	e.Kind, e.Name, e.OrganisationID, e.Area, e.Title, e.Fields = b.Kind, b.Name, b.OrganisationID, b.Area, b.Title, b.Fields
	e.Industries, e.Expertise, e.Experience, e.Achievements, e.Capacity = b.Industries, b.Expertise, b.Experience, b.Achievements, b.Capacity
}

func (a *API) expertsOf(ctx context.Context, experts []domain.Expert) ([]Expert, error) {
	owners, err := a.owners(ctx, ids(experts, func(e domain.Expert) domain.ID { return e.OrganisationID }))
	return each(experts, func(e domain.Expert) Expert {
		return Expert{ID: e.ID, Version: e.Version, ExpertBody: expertBodyOf(e), Organisation: owners[e.OrganisationID], State: string(e.State), Reason: e.Reason,
			OpenSteps: openTo(actorOf(ctx), domain.Experts, domain.ExpertSteps.Open(e.State), e.Facts()), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt}
	}), err
}

func (a *API) registerExperts() {
	experts := collection{"experts", domain.Experts, domain.Text{ZH: "专家", EN: "experts"}}
	list(a, experts, postgres.ExpertSorts, a.listExperts)
	read(a, experts, a.readExpert)
	create(a, experts, a.createExpert)
	change(a, experts, a.changeExpert)
	steps(a, experts, domain.ExpertSteps, a.stepExpert)
}

type expertsQuery struct {
	Page
	State          string    `query:"state" set:"expert_states" zh:"状态"`
	Kind           string    `query:"kind" set:"expert_kinds" zh:"类别"`
	Field          string    `query:"field" set:"fields" zh:"技术领域"`
	Area           string    `query:"area" maxLength:"40" zh:"区域"`
	OrganisationID domain.ID `query:"organisation_id" zh:"单位"`
	Q              string    `query:"q" maxLength:"60" zh:"姓名的一部分"`
}

func (a *API) listExperts(ctx context.Context, in *expertsQuery) (*page[Expert], error) {
	filter := postgres.ExpertFilter{State: in.State, Kind: in.Kind, Field: in.Field, Area: in.Area, OrganisationID: in.OrganisationID, Name: in.Q}
	found, err := a.db.Experts(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.expertsOf)
}

func (a *API) readExpert(ctx context.Context, in *Record) (*one[Expert], error) {
	e, err := a.db.Expert(ctx, actorOf(ctx), in.ID)
	return a.oneExpert(ctx, e, err)
}

type createExpert struct{ Body ExpertBody }

func (a *API) createExpert(ctx context.Context, in *createExpert) (*created[Expert], error) {
	var e domain.Expert
	in.Body.to(&e)
	e, err := a.db.CreateExpert(ctx, actorOf(ctx), e)
	out, err := a.oneExpert(ctx, e, err)
	if err != nil {
		return nil, err
	}
	return createdIn("experts", e.ID, out.Body, e.Version), nil
}

type changeExpert struct {
	Record
	IfMatch
	Body Merge[ExpertBody]
}

func (a *API) changeExpert(ctx context.Context, in *changeExpert) (*one[Expert], error) {
	e, err := a.db.ChangeExpert(ctx, actorOf(ctx), in.ID, in.version(), func(e *domain.Expert) error {
		body, err := in.Body.onto(expertBodyOf(*e))
		body.to(e)
		return err
	})
	return a.oneExpert(ctx, e, err)
}

func (a *API) stepExpert(ctx context.Context, step string, in *Taken) (*one[Expert], error) {
	e, err := a.db.StepExpert(ctx, actorOf(ctx), in.ID, in.version(), step, in.reason())
	return a.oneExpert(ctx, e, err)
}

// oneExpert answers with e, or with err.
func (a *API) oneExpert(ctx context.Context, e domain.Expert, err error) (*one[Expert], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.expertsOf(ctx, []domain.Expert{e})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], e.Version), nil
}
