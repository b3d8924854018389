package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// RelationBody is what callers write of a relation between two organisations.
type RelationBody struct {
	FromID    domain.ID   `json:"from_id" zh:"单位" doc:"The owner, or the organisation whose founder is staff of the other."`
	ToID      domain.ID   `json:"to_id" zh:"另一单位"`
	Kind      string      `json:"kind" set:"relation_kinds" zh:"关系"`
	PercentBP int         `json:"percent_bp,omitempty" minimum:"0" maximum:"10000" zh:"持股比例（万分之一）" doc:"In hundredths of a percent."`
	Source    string      `json:"source" maxLength:"300" zh:"来源"`
	ValidFrom domain.Date `json:"valid_from,omitzero" zh:"起始日期"`
	ValidTo   domain.Date `json:"valid_to,omitzero" zh:"截止日期"`
}

// Relation is a relation between two organisations as callers read it.
type Relation struct {
	ID       domain.ID `json:"id" zh:"编号"`
	Version  int64     `json:"version" zh:"版本"`
	FromName string    `json:"from_name" zh:"单位名称"`
	ToName   string    `json:"to_name" zh:"另一单位名称"`
	RelationBody
	State     string    `json:"state" set:"relation_states" zh:"状态"`
	CreatedAt time.Time `json:"created_at" zh:"记录时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func relationOf(r domain.OrganisationRelation) Relation {
	return Relation{ID: r.ID, Version: r.Version, FromName: r.FromName, ToName: r.ToName, State: string(r.State), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		RelationBody: RelationBody{r.FromID, r.ToID, string(r.Kind), r.PercentBP, r.Source, r.ValidFrom, r.ValidTo}}
}

func (a *API) registerRelations() {
	relations := collection{"organisation-relations", domain.Relations, domain.Text{ZH: "单位关联关系", EN: "relations between organisations"}}
	list(a, relations, postgres.RelationSorts, a.listRelations)
	create(a, relations, a.createRelation)
	steps(a, relations, domain.RelationSteps, a.stepRelation)
}

type relationsQuery struct {
	Page
	OrganisationID domain.ID `query:"organisation_id" zh:"单位"`
}

func (a *API) listRelations(ctx context.Context, in *relationsQuery) (*page[Relation], error) {
	found, err := a.db.Relations(ctx, actorOf(ctx), in.OrganisationID, in.store())
	return pageOf(found, relationOf), err
}

type createRelation struct{ Body RelationBody }

func (a *API) createRelation(ctx context.Context, in *createRelation) (*created[Relation], error) {
	b := in.Body
	r, err := a.db.CreateRelation(ctx, actorOf(ctx), domain.OrganisationRelation{FromID: b.FromID, ToID: b.ToID, Kind: domain.RelationKind(b.Kind),
		PercentBP: b.PercentBP, Source: b.Source, ValidFrom: b.ValidFrom, ValidTo: b.ValidTo})
	if err != nil {
		return nil, err
	}
	return createdIn("organisation-relations", r.ID, relationOf(r), r.Version), nil
}

func (a *API) stepRelation(ctx context.Context, step string, in *Taken) (*one[Relation], error) {
	r, err := a.db.StepRelation(ctx, actorOf(ctx), in.ID, in.version(), step)
	if err != nil {
		return nil, err
	}
	return oneOf(relationOf(r), r.Version), nil
}
