package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// DockingBody is what callers write of a docking. The parties, the area and, if none
// is named, the steward follow from the records it names.
type DockingBody struct {
	NeedID         domain.ID `json:"need_id" zh:"需求"`
	TechnologyID   domain.ID `json:"technology_id,omitzero" zh:"技术"`
	ExpertID       domain.ID `json:"expert_id,omitzero" zh:"技术专家"`
	EntrepreneurID domain.ID `json:"entrepreneur_id,omitzero" zh:"企业家"`
	StewardID      domain.ID `json:"steward_id,omitzero" zh:"管家"`
	Note           string    `json:"note,omitempty" maxLength:"2000" zh:"说明"`
}

// Docking is a docking as callers read it.
type Docking struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	DockingBody
	EnterpriseID  domain.ID `json:"enterprise_id" zh:"企业"`
	ProviderID    domain.ID `json:"provider_id,omitzero" zh:"供方"`
	Area          string    `json:"area,omitempty" zh:"所属区域"`
	Stage         string    `json:"stage" zh:"阶段"`
	OpenSteps     []string  `json:"open_steps" zh:"可办理的步骤"`
	DeclineReason string    `json:"decline_reason,omitempty" zh:"终止原因"`
	CreatedAt     time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt     time.Time `json:"updated_at" zh:"更新时间"`
}

func dockingOf(d domain.Docking) Docking {
	body := DockingBody{NeedID: d.NeedID, TechnologyID: d.TechnologyID, ExpertID: d.ExpertID, EntrepreneurID: d.EntrepreneurID, StewardID: d.StewardID, Note: d.Note}
	return Docking{ID: d.ID, Version: d.Version, DockingBody: body, EnterpriseID: d.EnterpriseID, ProviderID: d.ProviderID, Area: d.Area,
		Stage: string(d.Stage), OpenSteps: domain.DockingSteps.Open(d.Stage), DeclineReason: d.DeclineReason, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt}
}

// DockingEvent is one step of a docking as it was taken.
type DockingEvent struct {
	Step string    `json:"step" zh:"步骤"`
	From string    `json:"from" zh:"原阶段"`
	To   string    `json:"to" zh:"新阶段"`
	By   domain.ID `json:"by,omitzero" zh:"办理人"`
	Note string    `json:"note,omitempty" zh:"说明"`
	At   time.Time `json:"at" zh:"时间"`
}

func dockingEventOf(e domain.DockingEvent) DockingEvent {
	return DockingEvent{Step: e.Step, From: string(e.From), To: string(e.To), By: e.Actor, Note: e.Note, At: e.At}
}

func (a *API) registerDockings() {
	dockings := collection{"dockings", domain.Dockings, domain.Text{ZH: "对接", EN: "dockings"}}
	list(a, dockings, postgres.DockingSorts, a.listDockings)
	read(a, dockings, a.readDocking)
	create(a, dockings, a.createDocking)
	for _, s := range distinct(domain.DockingSteps, nil) {
		stepRoute(a, dockings, s, func(ctx context.Context, in *stepDocking) (*one[Docking], error) {
			return a.stepDocking(ctx, s.Name, in)
		})
	}
	handOver := dockings.route("POST", "/{id}/hand-over", "hand-over", "hand-over", "移交：", "Hand over one of the")
	handOver.versioned, handOver.status = true, 200
	register(a, handOver, a.handOverDocking)
	register(a, dockings.route("GET", "/{id}/events", "list-events-of", domain.Read, "办理记录：", "The steps taken by one of the"), a.dockingEvents)
}

type dockingsQuery struct {
	Page
	Stage        string    `query:"stage" set:"stages" zh:"阶段"`
	Area         string    `query:"area" maxLength:"40" zh:"所属区域"`
	NeedID       domain.ID `query:"need_id" zh:"需求"`
	TechnologyID domain.ID `query:"technology_id" zh:"技术"`
	ExpertID     domain.ID `query:"expert_id" zh:"技术专家"`
	StewardID    domain.ID `query:"steward_id" zh:"管家"`
}

func (a *API) listDockings(ctx context.Context, in *dockingsQuery) (*page[Docking], error) {
	filter := postgres.DockingFilter{Stage: in.Stage, Area: in.Area, NeedID: in.NeedID, TechnologyID: in.TechnologyID, ExpertID: in.ExpertID, Steward: in.StewardID}
	found, err := a.db.Dockings(ctx, actorOf(ctx), filter, in.store())
	return pageOf(found, dockingOf), err
}

func (a *API) readDocking(ctx context.Context, in *Record) (*one[Docking], error) {
	d, err := a.db.Docking(ctx, actorOf(ctx), in.ID)
	return oneOf(dockingOf(d), d.Version), err
}

type createDocking struct{ Body DockingBody }

func (a *API) createDocking(ctx context.Context, in *createDocking) (*created[Docking], error) {
	b := in.Body
	d, err := a.db.CreateDocking(ctx, actorOf(ctx), domain.Docking{NeedID: b.NeedID, TechnologyID: b.TechnologyID, ExpertID: b.ExpertID,
		EntrepreneurID: b.EntrepreneurID, StewardID: b.StewardID, Note: b.Note})
	return createdIn("dockings", d.ID, dockingOf(d), d.Version), err
}

type stepDocking struct {
	Record
	IfMatch
	Body *struct {
		Reason string `json:"reason,omitempty" set:"decline_reasons" zh:"终止原因" doc:"Required to decline."`
		Note   string `json:"note,omitempty" maxLength:"2000" zh:"说明"`
	}
}

func (a *API) stepDocking(ctx context.Context, step string, in *stepDocking) (*one[Docking], error) {
	var reason, note string
	if in.Body != nil {
		reason, note = in.Body.Reason, in.Body.Note
	}
	d, err := a.db.StepDocking(ctx, actorOf(ctx), in.ID, in.version(), step, reason, note)
	return oneOf(dockingOf(d), d.Version), err
}

type handOverDocking struct {
	Record
	IfMatch
	Body struct {
		StewardID domain.ID `json:"steward_id" zh:"接任管家"`
	}
}

func (a *API) handOverDocking(ctx context.Context, in *handOverDocking) (*one[Docking], error) {
	d, err := a.db.HandOver(ctx, actorOf(ctx), in.ID, in.version(), in.Body.StewardID)
	return oneOf(dockingOf(d), d.Version), err
}

type events[T any] struct{ Body Items[T] }

func eventsOf[D, T any](found []D, toJSON func(D) T) *events[T] {
	out := &events[T]{}
	out.Body.Items = make([]T, len(found))
	for i, e := range found {
		out.Body.Items[i] = toJSON(e)
	}
	return out
}

func (a *API) dockingEvents(ctx context.Context, in *Record) (*events[DockingEvent], error) {
	found, err := a.db.DockingEvents(ctx, actorOf(ctx), in.ID)
	return eventsOf(found, dockingEventOf), err
}
