package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ConflictBody is what callers write of a declared conflict of interest.
type ConflictBody struct {
	ExpertID       domain.ID `json:"expert_id,omitzero" zh:"声明人（专家）" doc:"This or organisation_id."`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"声明单位"`
	WithID         domain.ID `json:"with_id,omitzero" zh:"与其有冲突的单位" doc:"This or need_id."`
	NeedID         domain.ID `json:"need_id,omitzero" zh:"与其有冲突的需求"`
	Reason         string    `json:"reason" maxLength:"1000" zh:"理由"`
}

// DeclaredConflict is a declared conflict of interest as callers read it.
type DeclaredConflict struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	ConflictBody
	State     string    `json:"state" set:"conflict_states" zh:"状态"`
	CreatedAt time.Time `json:"created_at" zh:"声明时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func conflictOf(c domain.Interest) DeclaredConflict {
	return DeclaredConflict{ID: c.ID, Version: c.Version, ConflictBody: ConflictBody{c.ExpertID, c.OrganisationID, c.WithID, c.NeedID, c.Reason},
		State: string(c.State), CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
}

func (a *API) registerConflicts() {
	conflicts := collection{"conflicts", domain.Conflicts, domain.Text{ZH: "利益冲突声明", EN: "declared conflicts of interest"}}
	list(a, conflicts, postgres.ConflictSorts, a.listConflicts)
	create(a, conflicts, a.declareConflict)
	steps(a, conflicts, domain.ConflictSteps, a.stepConflict)
	register(a, route{id: "list-exclusions-of-need", method: http.MethodGet, path: "/needs/{id}/exclusions", resource: domain.Conflicts, action: domain.Read, tag: "conflicts",
		summary: domain.Text{ZH: "查询因利益冲突被排除的匹配", EN: "List the matches of a need that declared conflicts exclude"}}, a.exclusionsOf)
}

type conflictsQuery struct {
	Page
	State          string    `query:"state" set:"conflict_states" zh:"状态"`
	ExpertID       domain.ID `query:"expert_id" zh:"声明人（专家）"`
	OrganisationID domain.ID `query:"organisation_id" zh:"声明单位"`
	WithID         domain.ID `query:"with_id" zh:"与其有冲突的单位"`
	NeedID         domain.ID `query:"need_id" zh:"与其有冲突的需求"`
}

func (a *API) listConflicts(ctx context.Context, in *conflictsQuery) (*page[DeclaredConflict], error) {
	found, err := a.db.ConflictsOf(ctx, actorOf(ctx), postgres.ConflictFilter{State: in.State, ExpertID: in.ExpertID, OrganisationID: in.OrganisationID,
		WithID: in.WithID, NeedID: in.NeedID}, in.store())
	return pageOf(found, conflictOf), err
}

type declareConflict struct{ Body ConflictBody }

func (a *API) declareConflict(ctx context.Context, in *declareConflict) (*created[DeclaredConflict], error) {
	b := in.Body
	c, err := a.db.DeclareConflict(ctx, actorOf(ctx), domain.Interest{ExpertID: b.ExpertID, OrganisationID: b.OrganisationID, WithID: b.WithID, NeedID: b.NeedID, Reason: b.Reason})
	if err != nil {
		return nil, err
	}
	return createdIn("conflicts", c.ID, conflictOf(c), c.Version), nil
}

func (a *API) stepConflict(ctx context.Context, _ string, in *Taken) (*one[DeclaredConflict], error) {
	c, err := a.db.WithdrawConflict(ctx, actorOf(ctx), in.ID, in.version())
	if err != nil {
		return nil, err
	}
	return oneOf(conflictOf(c), c.Version), nil
}

// Exclusion is a candidate that a declared conflict keeps off a need's list.
type Exclusion struct {
	Kind        string      `json:"kind" set:"match_kinds" zh:"类别"`
	CandidateID domain.ID   `json:"candidate_id" zh:"成果或专家"`
	Title       string      `json:"title" zh:"名称"`
	Score       float64     `json:"score" zh:"匹配度" doc:"What it would have scored."`
	Gates       []MatchGate `json:"gates" zh:"原因"`
}

func (a *API) exclusionsOf(ctx context.Context, in *Record) (*directory[Exclusion], error) {
	found, err := a.db.Exclusions(ctx, actorOf(ctx), in.ID)
	lang := requestOf(ctx).lang
	return directoryOf(found, func(x postgres.Exclusion) Exclusion {
		return Exclusion{x.Kind, x.CandidateID, x.Title, x.Score, each(x.Gates, gateIn(lang))}
	}), err
}
