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
	ProposedSide   string    `json:"proposed_side,omitempty" set:"docking_sides" zh:"提出方" doc:"The caller's own side; a steward or the bureau names the side, enterprise or provider, that it proposes for, or none."`

	Intent map[string]Reply `json:"intent,omitempty" zh:"对接意向表" doc:"Replies by the code of the question; see /questions. The other side reads them after the introduction."`
}

// Docking is a docking as callers read it.
type Docking struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	DockingBody
	Enterprise    Owner     `json:"enterprise,omitzero" zh:"企业" doc:"Absent while the need is blind to the caller."`
	Provider      Owner     `json:"provider,omitzero" zh:"供方" doc:"Absent while the technology is blind to the caller, or when the expert belongs nowhere."`
	Area          string    `json:"area,omitempty" zh:"所属区域"`
	Stage         string    `json:"stage" set:"stages" zh:"阶段"`
	OpenSteps     []string  `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	DeclineReason string    `json:"decline_reason,omitempty" set:"decline_reasons" zh:"终止原因"`
	Turn          []string  `json:"turn" set:"docking_sides" zh:"待办方" doc:"The sides that the next step waits for."`
	StageSince    time.Time `json:"stage_since" zh:"进入本阶段时间"`

	DueOn                domain.Date `json:"due_on,omitzero" zh:"办理期限"`
	EnterpriseAcceptedAt time.Time   `json:"enterprise_accepted_at,omitzero" zh:"需求方同意时间"`
	ProviderAcceptedAt   time.Time   `json:"provider_accepted_at,omitzero" zh:"技术方同意时间"`

	CreatedAt time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func dockingOf(ctx context.Context, d domain.Docking, owners map[domain.ID]Owner) Docking {
	body := DockingBody{NeedID: d.NeedID, TechnologyID: d.TechnologyID, ExpertID: d.ExpertID, EntrepreneurID: d.EntrepreneurID, StewardID: d.StewardID, Note: d.Note, ProposedSide: string(d.ProposedSide), Intent: repliesOf(d.Intent)}
	return Docking{ID: d.ID, Version: d.Version, DockingBody: body, Enterprise: owners[d.EnterpriseID], Provider: owners[d.ProviderID], Area: d.Area,
		Stage: string(d.Stage), OpenSteps: append([]string{}, d.StepsFor(actorOf(ctx))...),
		DeclineReason: d.DeclineReason, Turn: append([]string{}, each(d.Turn(), func(s domain.Side) string { return string(s) })...), StageSince: d.StageSince,
		DueOn: d.DueOn, EnterpriseAcceptedAt: d.EnterpriseAcceptedAt, ProviderAcceptedAt: d.ProviderAcceptedAt, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt}
}

func (a *API) dockingsOf(ctx context.Context, dockings []domain.Docking) ([]Docking, error) {
	sides := append(ids(dockings, func(d domain.Docking) domain.ID { return d.EnterpriseID }), ids(dockings, func(d domain.Docking) domain.ID { return d.ProviderID })...)
	owners, err := a.owners(ctx, sides)
	return each(dockings, func(d domain.Docking) Docking { return dockingOf(ctx, d, owners) }), err
}

// oneDocking answers with d, or with err.
func (a *API) oneDocking(ctx context.Context, d domain.Docking, err error) (*one[Docking], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.dockingsOf(ctx, []domain.Docking{d})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], d.Version), nil
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
	a.registerDockingIntent(dockings)
	a.registerDockingTeam(dockings)
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
	Open         bool      `query:"open" zh:"只看未结束的"`
	Waiting      bool      `query:"waiting" zh:"只看待指派管家的"`
	Due          bool      `query:"due" zh:"只看已到期的"`
}

func (a *API) listDockings(ctx context.Context, in *dockingsQuery) (*page[Docking], error) {
	filter := postgres.DockingFilter{Stage: in.Stage, Area: in.Area, NeedID: in.NeedID, TechnologyID: in.TechnologyID, ExpertID: in.ExpertID, Steward: in.StewardID,
		Open: in.Open, Waiting: in.Waiting, Due: in.Due}
	found, err := a.db.Dockings(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.dockingsOf)
}

func (a *API) readDocking(ctx context.Context, in *Record) (*one[Docking], error) {
	d, err := a.db.Docking(ctx, actorOf(ctx), in.ID)
	return a.oneDocking(ctx, d, err)
}

type createDocking struct{ Body DockingBody }

func (a *API) createDocking(ctx context.Context, in *createDocking) (*created[Docking], error) {
	b := in.Body
	d, err := a.db.CreateDocking(ctx, actorOf(ctx), domain.Docking{NeedID: b.NeedID, TechnologyID: b.TechnologyID, ExpertID: b.ExpertID,
		EntrepreneurID: b.EntrepreneurID, StewardID: b.StewardID, Note: b.Note, ProposedSide: domain.Side(b.ProposedSide), Intent: repliesIn(b.Intent)})
	out, err := a.oneDocking(ctx, d, err)
	if err != nil {
		return nil, err
	}
	return createdIn("dockings", d.ID, out.Body, d.Version), nil
}

type stepDocking struct {
	Record
	IfMatch
	Body *struct {
		Reason string `json:"reason,omitempty" set:"decline_reasons" zh:"终止原因" doc:"Required to decline."`
		Note   string `json:"note,omitempty" maxLength:"2000" zh:"说明"`
		Share  bool   `json:"share,omitempty" zh:"说明告知对方" doc:"To decline: whether the other side reads the note."`
	}
}

func (a *API) stepDocking(ctx context.Context, step string, in *stepDocking) (*one[Docking], error) {
	var reason, note string
	var share bool
	if in.Body != nil {
		reason, note, share = in.Body.Reason, in.Body.Note, in.Body.Share
	}
	if step == "decline" {
		d, err := a.db.DeclineDocking(ctx, actorOf(ctx), in.ID, in.version(), reason, note, share)
		return a.oneDocking(ctx, d, err)
	}
	d, err := a.db.StepDocking(ctx, actorOf(ctx), in.ID, in.version(), step, reason, note)
	return a.oneDocking(ctx, d, err)
}

type handOverDocking struct {
	Record
	IfMatch
	Body struct {
		StewardID domain.ID `json:"steward_id" zh:"接任管家"`
		Reason    string    `json:"reason,omitempty" maxLength:"1000" zh:"移交理由" doc:"Required where the docking has a steward."`
	}
}

func (a *API) handOverDocking(ctx context.Context, in *handOverDocking) (*one[Docking], error) {
	d, err := a.db.HandOver(ctx, actorOf(ctx), in.ID, in.version(), in.Body.StewardID, in.Body.Reason)
	return a.oneDocking(ctx, d, err)
}
