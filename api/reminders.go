package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Reminder tells a unit, an organisation, an expert, the stewards of an area, or the bureau
// of what is due.
type Reminder struct {
	ID    domain.ID `json:"id" zh:"编号"`
	Kind  string    `json:"kind" set:"reminder_kinds" zh:"类别"`
	Ref   string    `json:"ref" zh:"事项" doc:"The id of a contract, docking, need or technology; id/milestone/number@day or id/payment/number@day of a contract; or plan/indicator/dimension/key/period of a report."`
	Stage string    `json:"stage" set:"reminder_stages" zh:"阶段"`
	Unit  string    `json:"unit,omitempty" zh:"收件单位" doc:"To whom: this, the stewards of area, an organisation, an expert, or the bureau. Of a report of an area, only who reports that."`
	Area  string    `json:"area,omitempty" zh:"收件区域"`

	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"收件企业或高校"`
	ExpertID       domain.ID `json:"expert_id,omitzero" zh:"收件专家"`

	Title     string      `json:"title" zh:"标题"`
	DueOn     domain.Date `json:"due_on" zh:"截止日期"`
	CreatedAt time.Time   `json:"created_at" zh:"提醒时间"`
	ReadAt    *time.Time  `json:"read_at,omitempty" zh:"阅读时间"`
}

func reminderIn(lang string) func(domain.Reminder) Reminder {
	return func(r domain.Reminder) Reminder {
		return Reminder{ID: r.ID, Kind: r.Kind, Ref: r.Ref, Stage: string(r.Stage), Unit: r.Unit, Area: r.Area,
			OrganisationID: r.OrganisationID, ExpertID: r.ExpertID, Title: r.Title.In(lang), DueOn: r.DueOn, CreatedAt: r.CreatedAt, ReadAt: r.ReadAt}
	}
}

func (a *API) registerReminders() {
	reminders := collection{"reminders", domain.Reminders, domain.Text{ZH: "到期提醒", EN: "reminders of what is due"}}
	list(a, reminders, postgres.ReminderSorts, a.listReminders)
	act(a, reminders, domain.MarkRead, domain.Text{ZH: "标为已读", EN: "Mark as read"}, a.markReminder)
}

type remindersQuery struct {
	Page
	Kind     string `query:"kind" set:"reminder_kinds" zh:"类别"`
	Stage    string `query:"stage" set:"reminder_stages" zh:"阶段"`
	Unit     string `query:"unit" maxLength:"40" zh:"收件单位"`
	Area     string `query:"area" maxLength:"40" zh:"收件区域"`
	Unread   bool   `query:"unread" zh:"只看未读"`
	OfBureau bool   `query:"of_bureau" zh:"只看给科技局的"`
}

func (a *API) listReminders(ctx context.Context, in *remindersQuery) (*page[Reminder], error) {
	f := postgres.ReminderFilter{Kind: in.Kind, Stage: in.Stage, Unit: in.Unit, Area: in.Area, Unread: in.Unread, OfBureau: in.OfBureau}
	found, err := a.db.Reminders(ctx, actorOf(ctx), f, in.store())
	return pageOf(found, reminderIn(requestOf(ctx).lang)), err
}

func (a *API) markReminder(ctx context.Context, in *Record) (*one[Reminder], error) {
	r, err := a.db.MarkReminder(ctx, actorOf(ctx), in.ID)
	return &one[Reminder]{Body: reminderIn(requestOf(ctx).lang)(r)}, err
}
