package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// AgendaItem is one thing on an activity's agenda. Callers are told of those needs and
// technologies only that they may read.
type AgendaItem struct {
	At           string    `json:"at,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" zh:"时间" doc:"In China, as 09:30."`
	NeedID       domain.ID `json:"need_id,omitzero" zh:"需求" doc:"This,"`
	TechnologyID domain.ID `json:"technology_id,omitzero" zh:"成果" doc:"this,"`
	Words        string    `json:"words,omitempty" zh:"内容" doc:"or words."`
	Title        string    `json:"title,omitempty" zh:"需求或成果名称" doc:"Told, not written."`
	Field        string    `json:"field,omitempty" zh:"技术领域" doc:"Told, not written."`
}

func agendaItemOf(i domain.AgendaItem) AgendaItem {
	return AgendaItem{At: i.At, NeedID: i.NeedID, TechnologyID: i.TechnologyID, Words: i.Words}
}

func (i AgendaItem) domain() domain.AgendaItem {
	return domain.AgendaItem{At: i.At, NeedID: i.NeedID, TechnologyID: i.TechnologyID, Words: i.Words}
}

func shownItemOf(i postgres.ShownItem) AgendaItem {
	out := agendaItemOf(i.AgendaItem)
	if i.Listed() {
		out.Title, out.Field = i.Title, i.Field
	}
	return out
}

// ActivityBody is what callers write of an activity.
type ActivityBody struct {
	Kind        string       `json:"kind" set:"activity_kinds" zh:"活动类型" doc:"Universities host result_release only."`
	Title       string       `json:"title" zh:"活动名称"`
	Fields      []string     `json:"fields,omitempty" set:"fields" zh:"技术领域"`
	Area        string       `json:"area,omitempty" zh:"所属区域" doc:"Absent: of the whole city."`
	Place       string       `json:"place,omitempty" zh:"地点" doc:"Required to announce."`
	StartsAt    time.Time    `json:"starts_at" zh:"开始时间"`
	EndsAt      time.Time    `json:"ends_at" zh:"结束时间"`
	HostID      domain.ID    `json:"host_id,omitzero" zh:"主办单位" doc:"The caller's own when absent from a new activity without a unit."`
	Unit        string       `json:"unit,omitempty" zh:"主办责任单位"`
	Capacity    int          `json:"capacity" minimum:"1" maximum:"100000" zh:"容纳人数"`
	Description string       `json:"description,omitempty" zh:"说明"`
	Agenda      []AgendaItem `json:"agenda,omitempty" zh:"议程" doc:"Of one activity; lists leave it out."`
	Notes       string       `json:"notes,omitempty" zh:"活动成效"`
}

// Activity is an activity as callers read it.
type Activity struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	ActivityBody
	Host        Owner      `json:"host,omitzero" zh:"主办单位名称"`
	State       string     `json:"state" set:"activity_states" zh:"状态"`
	Open        bool       `json:"open" zh:"可报名"`
	OpenSteps   []string   `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	Reason      string     `json:"reason,omitempty" zh:"取消原因"`
	AnnouncedAt *time.Time `json:"announced_at,omitempty" zh:"发布时间"`
	CreatedAt   time.Time  `json:"created_at" zh:"创建时间"`
	UpdatedAt   time.Time  `json:"updated_at" zh:"更新时间"`
}

func activityBodyOf(a domain.Activity) ActivityBody {
	return ActivityBody{a.Kind, a.Title, a.Fields, a.Area, a.Place, a.StartsAt, a.EndsAt, a.HostID, a.Unit, a.Capacity, a.Description, each(a.Agenda, agendaItemOf), a.Notes}
}

func (b ActivityBody) to(a *domain.Activity) {
	a.Kind, a.Title, a.Fields, a.Area, a.Place, a.StartsAt, a.EndsAt = b.Kind, b.Title, b.Fields, b.Area, b.Place, b.StartsAt.UTC(), b.EndsAt.UTC()
	a.HostID, a.Unit, a.Capacity, a.Description, a.Agenda, a.Notes = b.HostID, b.Unit, b.Capacity, b.Description, each(b.Agenda, AgendaItem.domain), b.Notes
}

func (a *API) activityOf(ctx context.Context, of domain.Activity, owners map[domain.ID]Owner, agenda []AgendaItem) Activity {
	body := activityBodyOf(of)
	body.Agenda = agenda
	return Activity{ID: of.ID, Version: of.Version, ActivityBody: body, Host: owners[of.HostID], State: string(of.State), Open: of.Open(a.db.Now()),
		OpenSteps: openTo(actorOf(ctx), domain.Activities, domain.ActivitySteps.Open(of.State), of.Facts()), Reason: of.Reason,
		AnnouncedAt: of.AnnouncedAt, CreatedAt: of.CreatedAt, UpdatedAt: of.UpdatedAt}
}

func (a *API) activitiesOf(ctx context.Context, activities []domain.Activity) ([]Activity, error) {
	owners, err := a.owners(ctx, ids(activities, func(of domain.Activity) domain.ID { return of.HostID }))
	return each(activities, func(of domain.Activity) Activity { return a.activityOf(ctx, of, owners, nil) }), err
}

// oneActivity answers with of and what the caller may see of its agenda, or with err.
func (a *API) oneActivity(ctx context.Context, of domain.Activity, err error) (*one[Activity], error) {
	if err != nil {
		return nil, err
	}
	owners, err := a.owners(ctx, []domain.ID{of.HostID})
	if err != nil {
		return nil, err
	}
	agenda, err := a.db.Agenda(ctx, actorOf(ctx), of)
	if err != nil {
		return nil, err
	}
	return oneOf(a.activityOf(ctx, of, owners, each(agenda, shownItemOf)), of.Version), nil
}

// Invitee is an organisation that might be invited to an activity.
type Invitee struct {
	Organisation Owner   `json:"organisation" zh:"单位"`
	Score        float64 `json:"score" zh:"匹配度" doc:"With the agenda; 0 when only the field fits."`
	Matched      string  `json:"matched,omitempty" zh:"匹配的议程内容"`
	Title        string  `json:"title" zh:"其需求或成果"`
	Field        string  `json:"field,omitempty" zh:"技术领域"`
	Invited      bool    `json:"invited" zh:"已邀请"`
}

// ActivityInvitation is an organisation that has been invited.
type ActivityInvitation struct {
	Organisation Owner     `json:"organisation" zh:"单位"`
	InvitedAt    time.Time `json:"invited_at" zh:"邀请时间"`
}

// ActivityFigures are what an activity brought.
type ActivityFigures struct {
	Invited           int        `json:"invited" zh:"邀请单位数"`
	Registered        int        `json:"registered" zh:"报名单位数"`
	RegisteredPersons int        `json:"registered_persons" zh:"报名人数"`
	Waiting           int        `json:"waiting" zh:"候补单位数"`
	WaitingPersons    int        `json:"waiting_persons" zh:"候补人数"`
	Came              int        `json:"came" zh:"到会单位数"`
	CamePersons       int        `json:"came_persons" zh:"到会人数"`
	Dockings          int        `json:"dockings" zh:"促成对接数"`
	Contracts         int        `json:"contracts" zh:"登记合同数" doc:"Registered, from those dockings."`
	Amount            domain.Fen `json:"amount_fen" zh:"成交额（分）"`
	TechnicalAmount   domain.Fen `json:"technical_amount_fen" zh:"技术交易额（分）"`
	Ratings           int        `json:"ratings" zh:"评价份数"`
	Satisfaction      *float64   `json:"satisfaction,omitempty" zh:"平均满意度" doc:"1 to 5; absent without any."`
}
