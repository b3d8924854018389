package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// VisitBody is what a steward writes of a visit that is planned.
type VisitBody struct {
	OrganisationID domain.ID   `json:"organisation_id" zh:"走访单位"`
	PlannedOn      domain.Date `json:"planned_on" zh:"计划日期"`
	Purpose        string      `json:"purpose" maxLength:"500" zh:"走访事由"`
}

// Visit is a steward's visit to an enterprise.
type Visit struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	VisitBody
	StewardID domain.ID `json:"steward_id" zh:"管家"`
	State     string    `json:"state" set:"visit_states" zh:"状态"`
	Notes     string    `json:"notes,omitempty" zh:"走访记录"`
	CreatedAt time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func visitOf(v domain.Visit) Visit {
	return Visit{v.ID, v.Version, VisitBody{v.OrganisationID, v.PlannedOn, v.Purpose}, v.StewardID, string(v.State), v.Notes, v.CreatedAt, v.UpdatedAt}
}

func (a *API) registerVisits() {
	visits := collection{"visits", domain.Visits, domain.Text{ZH: "企业走访", EN: "visits to enterprises"}}
	list(a, visits, postgres.VisitSorts, a.listVisits)
	create(a, visits, a.planVisit)
	steps(a, visits, domain.VisitSteps, func(ctx context.Context, step string, in *Taken) (*one[Visit], error) {
		v, err := a.db.StepVisit(ctx, actorOf(ctx), in.ID, in.version(), step, in.reason())
		if err != nil {
			return nil, err
		}
		return oneOf(visitOf(v), v.Version), nil
	})
}

type visitsQuery struct {
	Page
	State          string    `query:"state" set:"visit_states" zh:"状态"`
	StewardID      domain.ID `query:"steward_id" zh:"管家"`
	OrganisationID domain.ID `query:"organisation_id" zh:"走访单位"`
}

func (a *API) listVisits(ctx context.Context, in *visitsQuery) (*page[Visit], error) {
	found, err := a.db.Visits(ctx, actorOf(ctx), postgres.VisitFilter{State: in.State, Steward: in.StewardID, OrganisationID: in.OrganisationID}, in.store())
	return pageOf(found, visitOf), err
}

type planVisit struct{ Body VisitBody }

func (a *API) planVisit(ctx context.Context, in *planVisit) (*created[Visit], error) {
	b := in.Body
	v, err := a.db.PlanVisit(ctx, actorOf(ctx), domain.Visit{OrganisationID: b.OrganisationID, PlannedOn: b.PlannedOn, Purpose: b.Purpose})
	if err != nil {
		return nil, err
	}
	return createdIn("visits", v.ID, visitOf(v), v.Version), nil
}

// AbsenceBody is what is written of when an expert is away.
type AbsenceBody struct {
	ExpertID domain.ID   `json:"expert_id,omitzero" zh:"专家" doc:"The caller when none is named."`
	From     domain.Date `json:"from" zh:"开始日期"`
	To       domain.Date `json:"to" zh:"结束日期"`
	Reason   string      `json:"reason,omitempty" maxLength:"500" zh:"事由"`
}

// Absence is when an expert is away.
type Absence struct {
	ID domain.ID `json:"id" zh:"编号"`
	AbsenceBody
	CreatedAt time.Time `json:"created_at" zh:"登记时间"`
}

func absenceOf(a domain.Absence) Absence {
	return Absence{a.ID, AbsenceBody{a.ExpertID, a.From, a.To, a.Reason}, a.CreatedAt}
}

func (a *API) registerAbsences() {
	absences := collection{"absences", domain.Absences, domain.Text{ZH: "请假", EN: "absences of experts"}}
	list(a, absences, postgres.AbsenceSorts, a.listAbsences)
	create(a, absences, a.addAbsence)
	act(a, absences, "cancel", domain.Text{ZH: "销假", EN: "Cancel"}, a.cancelAbsence)
}

type absencesQuery struct {
	Page
	ExpertID domain.ID   `query:"expert_id" zh:"专家"`
	Since    domain.Date `query:"since" zh:"此日及以后"`
}

func (a *API) listAbsences(ctx context.Context, in *absencesQuery) (*page[Absence], error) {
	found, err := a.db.Absences(ctx, actorOf(ctx), postgres.AbsenceFilter{ExpertID: in.ExpertID, Since: in.Since}, in.store())
	return pageOf(found, absenceOf), err
}

type addAbsence struct{ Body AbsenceBody }

func (a *API) addAbsence(ctx context.Context, in *addAbsence) (*created[Absence], error) {
	b := in.Body
	made, err := a.db.AddAbsence(ctx, actorOf(ctx), domain.Absence{ExpertID: b.ExpertID, From: b.From, To: b.To, Reason: b.Reason})
	if err != nil {
		return nil, err
	}
	return createdIn("absences", made.ID, absenceOf(made), 1), nil
}

func (a *API) cancelAbsence(ctx context.Context, in *Record) (*one[Absence], error) {
	gone, err := a.db.CancelAbsence(ctx, actorOf(ctx), in.ID)
	return &one[Absence]{Body: absenceOf(gone)}, err
}
