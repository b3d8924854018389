package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// OrganisationBody is what callers write of an organisation.
type OrganisationBody struct {
	Name              string      `json:"name" zh:"名称"`
	USCC              string      `json:"uscc,omitempty" zh:"统一社会信用代码"`
	Kind              string      `json:"kind" set:"organisation_kinds" zh:"类型"`
	Area              string      `json:"area,omitempty" zh:"所属区域"`
	Division          string      `json:"division" zh:"行政区划代码"`
	Industry          string      `json:"industry,omitempty" zh:"行业代码"`
	Fields            []string    `json:"fields,omitempty" set:"fields" zh:"技术领域"`
	Founded           string      `json:"founded,omitempty" zh:"成立时间"`
	Staff             *int        `json:"staff,omitempty" zh:"员工人数"`
	RegisteredCapital *domain.Fen `json:"registered_capital_fen,omitempty" zh:"注册资本（分）"`
	Summary           string      `json:"summary,omitempty" zh:"简介"`
}

// Organisation is an organisation as callers read it.
type Organisation struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	OrganisationBody
	CreatedAt time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func organisationOf(o domain.Organisation) Organisation {
	return Organisation{ID: o.ID, Version: o.Version, OrganisationBody: organisationBodyOf(o), CreatedAt: o.CreatedAt.UTC(), UpdatedAt: o.UpdatedAt.UTC()}
}

func organisationBodyOf(o domain.Organisation) OrganisationBody {
	return OrganisationBody{Name: o.Name, USCC: o.USCC, Kind: o.Kind, Area: o.Area, Division: o.Division, Industry: o.Industry,
		Fields: o.Fields, Founded: o.Founded, Staff: o.Staff, RegisteredCapital: o.RegisteredCapital, Summary: o.Summary}
}

// to writes the body onto o.
func (b OrganisationBody) to(o *domain.Organisation) {
	o.Name, o.USCC, o.Kind, o.Area, o.Division, o.Industry = b.Name, b.USCC, b.Kind, b.Area, b.Division, b.Industry
	o.Fields, o.Founded, o.Staff, o.RegisteredCapital, o.Summary = b.Fields, b.Founded, b.Staff, b.RegisteredCapital, b.Summary
}

func (a *API) registerOrganisations() {
	organisations := collection{"organisations", domain.Organisations, domain.Text{ZH: "单位", EN: "organisations"}}
	list(a, organisations, postgres.OrganisationSorts, a.listOrganisations)
	read(a, organisations, a.readOrganisation)
	create(a, organisations, a.createOrganisation)
	change(a, organisations, a.changeOrganisation)
}

type organisationsQuery struct {
	Page
	Kind  string `query:"kind" set:"organisation_kinds" zh:"类型"`
	Area  string `query:"area" maxLength:"40" zh:"所属区域"`
	Field string `query:"field" set:"fields" zh:"技术领域"`
	Q     string `query:"q" maxLength:"120" zh:"名称的一部分"`
}

func (a *API) listOrganisations(ctx context.Context, in *organisationsQuery) (*page[Organisation], error) {
	filter := postgres.OrganisationFilter{Kind: in.Kind, Area: in.Area, Field: in.Field, Name: in.Q}
	found, err := a.db.Organisations(ctx, actorOf(ctx), filter, in.store())
	return pageOf(found, organisationOf), err
}

func (a *API) readOrganisation(ctx context.Context, in *Record) (*one[Organisation], error) {
	o, err := a.db.Organisation(ctx, actorOf(ctx), in.ID)
	return oneOf(organisationOf(o), o.Version), err
}

type createOrganisation struct{ Body OrganisationBody }

func (a *API) createOrganisation(ctx context.Context, in *createOrganisation) (*created[Organisation], error) {
	var o domain.Organisation
	in.Body.to(&o)
	o, err := a.db.CreateOrganisation(ctx, actorOf(ctx), o)
	return createdIn("organisations", o.ID, organisationOf(o), o.Version), err
}

type changeOrganisation struct {
	Record
	IfMatch
	Body Merge[OrganisationBody]
}

func (a *API) changeOrganisation(ctx context.Context, in *changeOrganisation) (*one[Organisation], error) {
	o, err := a.db.ChangeOrganisation(ctx, actorOf(ctx), in.ID, in.version(), func(o *domain.Organisation) error {
		body, err := in.Body.onto(organisationBodyOf(*o))
		body.to(o)
		return err
	})
	return oneOf(organisationOf(o), o.Version), err
}
