package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// revealLevels are the levels of revealing as a closed set.
var revealLevels = func() domain.Terms {
	var terms domain.Terms
	for _, l := range domain.RevealLevels {
		terms = append(terms, domain.Term{Code: strconv.Itoa(int(l.Level)), Name: l.Name})
	}
	return terms
}()

// RevealBody is what callers write of a request to see more of a blind listing.
type RevealBody struct {
	NeedID         domain.ID `json:"need_id,omitzero" zh:"需求" doc:"This or technology_id."`
	TechnologyID   domain.ID `json:"technology_id,omitzero" zh:"成果"`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"申请单位" doc:"The caller's own when absent."`
	Level          int       `json:"level" minimum:"2" maximum:"5" zh:"申请层级" doc:"2 problem and targets, 3 background and conditions, 4 identity, 5 contact; each with those below it."`
	Purpose        string    `json:"purpose" maxLength:"1000" zh:"申请理由"`
}

// Reveal is a request to see more of a blind listing, and its owner's answer.
type Reveal struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	RevealBody
	Title        string      `json:"title" zh:"需求或成果名称"`
	Organisation Owner       `json:"organisation" zh:"申请方"`
	State        string      `json:"state" set:"reveal_states" zh:"状态"`
	Granted      int         `json:"granted,omitempty" zh:"同意公开的层级"`
	Until        domain.Date `json:"until,omitzero" zh:"公开至"`
	Holds        bool        `json:"holds" zh:"当前有效"`
	Answer       string      `json:"answer,omitempty" zh:"答复"`
	OpenSteps    []string    `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	DecidedAt    *time.Time  `json:"decided_at,omitempty" zh:"答复时间"`
	CreatedAt    time.Time   `json:"created_at" zh:"申请时间"`
	UpdatedAt    time.Time   `json:"updated_at" zh:"更新时间"`
}

// RevealView is one time that what was revealed was looked at, or all the times that it
// was looked at in one office and place on one day.
type RevealView struct {
	NeedID       domain.ID `json:"need_id,omitzero" zh:"需求"`
	TechnologyID domain.ID `json:"technology_id,omitzero" zh:"成果"`
	Title        string    `json:"title" zh:"需求或成果名称"`
	Organisation string    `json:"organisation,omitempty" zh:"查看单位" doc:"Absent for those in office."`
	User         string    `json:"user,omitempty" zh:"查看人" doc:"Absent for those in office."`
	Office       string    `json:"office,omitempty" set:"offices" zh:"依职责查看的部门" doc:"Absent for those who look by consent of the owner."`
	Area         string    `json:"area,omitempty" zh:"管家所在区域"`
	Level        int       `json:"level,omitempty" zh:"看到的层级" doc:"Absent in office, where all of it is shown."`
	Place        string    `json:"place" set:"reveal_places" zh:"查看位置"`
	Persons      int       `json:"persons" zh:"查看人数"`
	Times        int       `json:"times" zh:"查看次数"`
	Since        time.Time `json:"since" zh:"首次查看时间"`
	At           time.Time `json:"at" zh:"最后查看时间"`
}

func revealViewOf(v domain.RevealView) RevealView {
	out := RevealView{Title: v.Title, Organisation: v.Organisation, User: v.User, Office: string(v.Office), Area: v.Area, Level: int(v.Level), Place: v.Place,
		Persons: v.Persons, Times: v.Times, Since: v.Since, At: v.At}
	if v.Kind == domain.Needs {
		out.NeedID = v.Listing
	} else {
		out.TechnologyID = v.Listing
	}
	return out
}

func (a *API) registerReveals() {
	reveals := collection{"reveals", domain.Reveals, domain.Text{ZH: "公开申请", EN: "requests to reveal blind listings"}}
	list(a, reveals, postgres.RevealSorts, a.listReveals)
	read(a, reveals, a.readReveal)
	create(a, reveals, a.askReveal)
	steps(a, reveals, domain.RevealSteps, a.stepReveal, "grant")
	stepRoute(a, reveals, domain.RevealSteps[0], a.grantReveal)
	register(a, route{id: "list-views-of-reveal", method: http.MethodGet, path: "/reveals/{id}/views", resource: domain.Reveals, action: domain.ReadViews, tag: "reveals",
		summary: domain.Text{ZH: "查询公开内容被查看的记录", EN: "List who has looked at what was revealed"}}, a.viewsOfReveal)
	register(a, route{id: "list-views-of-own", method: http.MethodGet, path: "/reveal-views", resource: domain.Reveals, action: domain.Read, tag: "reveals",
		summary: domain.Text{ZH: "查询本单位隐名需求、成果被查看的记录", EN: "List who has looked at one's own blind listings, by consent or in office"}}, a.listViews)
}

type revealsQuery struct {
	Page
	State          string    `query:"state" set:"reveal_states" zh:"状态"`
	NeedID         domain.ID `query:"need_id" zh:"需求"`
	TechnologyID   domain.ID `query:"technology_id" zh:"成果"`
	OrganisationID domain.ID `query:"organisation_id" zh:"申请单位"`
}

func (a *API) listReveals(ctx context.Context, in *revealsQuery) (*page[Reveal], error) {
	filter := postgres.RevealFilter{State: in.State, NeedID: in.NeedID, TechnologyID: in.TechnologyID, OrganisationID: in.OrganisationID}
	found, err := a.db.Reveals(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.revealsOf)
}

func (a *API) revealsOf(ctx context.Context, reveals []domain.Reveal) ([]Reveal, error) {
	owners, err := a.owners(ctx, ids(reveals, func(r domain.Reveal) domain.ID { return r.OrganisationID }))
	return each(reveals, func(r domain.Reveal) Reveal {
		return Reveal{ID: r.ID, Version: r.Version, RevealBody: RevealBody{r.NeedID, r.TechnologyID, r.OrganisationID, int(r.Level), r.Purpose}, Title: r.Title,
			Organisation: owners[r.OrganisationID], State: string(r.State), Granted: int(r.Granted), Until: r.Until, Holds: r.Holds(domain.DateOf(a.db.Now())), Answer: r.Answer,
			OpenSteps: openTo(actorOf(ctx), domain.Reveals, domain.RevealSteps.Open(r.State), r.Facts()), DecidedAt: r.DecidedAt, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	}), err
}

func (a *API) readReveal(ctx context.Context, in *Record) (*one[Reveal], error) {
	r, err := a.db.Reveal(ctx, actorOf(ctx), in.ID)
	return a.oneReveal(ctx, r, err)
}

type askReveal struct{ Body RevealBody }

func (a *API) askReveal(ctx context.Context, in *askReveal) (*created[Reveal], error) {
	b, actor := in.Body, actorOf(ctx)
	if b.OrganisationID.IsZero() {
		b.OrganisationID = actor.OrganisationID
	}
	r, err := a.db.AskReveal(ctx, actor, domain.Reveal{NeedID: b.NeedID, TechnologyID: b.TechnologyID, OrganisationID: b.OrganisationID, Level: domain.RevealLevel(b.Level), Purpose: b.Purpose})
	out, err := a.oneReveal(ctx, r, err)
	if err != nil {
		return nil, err
	}
	return createdIn("reveals", r.ID, out.Body, r.Version), nil
}

func (a *API) stepReveal(ctx context.Context, step string, in *Taken) (*one[Reveal], error) {
	r, err := a.db.StepReveal(ctx, actorOf(ctx), in.ID, in.version(), step, domain.RevealAnswer{Words: in.reason()})
	return a.oneReveal(ctx, r, err)
}

type grantReveal struct {
	Record
	IfMatch
	Body *struct {
		Level int         `json:"level,omitempty" minimum:"2" maximum:"5" zh:"同意公开的层级" doc:"What was asked for when absent; never more."`
		Until domain.Date `json:"until,omitzero" zh:"公开至" doc:"The last day; until it is withdrawn when absent."`
		Words string      `json:"reason,omitempty" maxLength:"1000" zh:"答复"`
	}
}

func (a *API) grantReveal(ctx context.Context, in *grantReveal) (*one[Reveal], error) {
	var answer domain.RevealAnswer
	if in.Body != nil {
		answer = domain.RevealAnswer{Level: domain.RevealLevel(in.Body.Level), Until: in.Body.Until, Words: in.Body.Words}
	}
	r, err := a.db.StepReveal(ctx, actorOf(ctx), in.ID, in.version(), "grant", answer)
	return a.oneReveal(ctx, r, err)
}

func (a *API) oneReveal(ctx context.Context, r domain.Reveal, err error) (*one[Reveal], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.revealsOf(ctx, []domain.Reveal{r})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], r.Version), nil
}

func (a *API) viewsOfReveal(ctx context.Context, in *Record) (*directory[RevealView], error) {
	found, err := a.db.RevealViews(ctx, actorOf(ctx), in.ID)
	return directoryOf(found, revealViewOf), err
}

type viewsQuery struct {
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"200" zh:"条数"`
}

func (a *API) listViews(ctx context.Context, in *viewsQuery) (*directory[RevealView], error) {
	found, err := a.db.Views(ctx, actorOf(ctx), in.Limit)
	return directoryOf(found, revealViewOf), err
}
