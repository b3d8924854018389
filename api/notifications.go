package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Notification tells the caller of something.
type Notification struct {
	ID        domain.ID  `json:"id" zh:"编号"`
	Kind      string     `json:"kind" set:"notification_kinds" zh:"类别"`
	Event     string     `json:"event,omitempty" zh:"事件"`
	Ref       string     `json:"ref,omitempty" zh:"所涉记录"`
	Text      string     `json:"text" zh:"内容"`
	Link      string     `json:"link" zh:"页面" doc:"A path of the pages."`
	CreatedAt time.Time  `json:"created_at" zh:"通知时间"`
	ReadAt    *time.Time `json:"read_at,omitempty" zh:"阅读时间"`
}

func notificationIn(lang string) func(domain.Notification) Notification {
	return func(n domain.Notification) Notification {
		return Notification{n.ID, n.Kind, n.Event, n.Ref, n.Text().In(lang), n.Link(), n.CreatedAt, n.ReadAt}
	}
}

func (a *API) registerNotifications() {
	notifications := collection{"notifications", domain.Notifications, domain.Text{ZH: "通知", EN: "notifications"}}
	list(a, notifications, postgres.NotificationSorts, a.listNotifications)
	act(a, notifications, domain.MarkRead, domain.Text{ZH: "标为已读", EN: "Mark as read"}, a.markNotification)
	of := func(id, method, path string, action domain.Action, zh, en string) route {
		return route{id: id, method: method, path: path, resource: domain.Notifications, action: action, tag: "notifications", status: http.StatusOK, summary: domain.Text{ZH: zh, EN: en}}
	}
	register(a, of("read-unread", http.MethodGet, "/notifications/unread", domain.Read, "未读条数", "How many notifications are unread"), a.unread)
	register(a, of("mark-all-read", http.MethodPost, "/notifications/mark-read", domain.MarkRead, "全部标为已读", "Mark all notifications as read"), a.markNotifications)
	register(a, of("list-notification-preferences", http.MethodGet, "/notification-preferences", domain.Read, "查询通知方式", "How the caller hears of each kind"), a.preferences)
	register(a, of("set-notification-preferences", http.MethodPost, "/notification-preferences", domain.Configure, "设定通知方式", "Set how the caller hears of kinds"), a.setPreferences)
	register(a, of("read-mail-address", http.MethodGet, "/mail-address", domain.Read, "查看接收邮箱", "Where the caller gets mail"), a.mailAddress)
	register(a, of("set-mail-address", http.MethodPost, "/mail-address", domain.Configure, "设定接收邮箱", "Set where the caller gets mail"), a.setMailAddress)
}

type notificationsQuery struct {
	Page
	Kind   string `query:"kind" set:"notification_kinds" zh:"类别"`
	Unread bool   `query:"unread" zh:"只看未读"`
}

func (a *API) listNotifications(ctx context.Context, in *notificationsQuery) (*page[Notification], error) {
	found, err := a.db.Notifications(ctx, actorOf(ctx), postgres.NotificationFilter{Kind: in.Kind, Unread: in.Unread}, in.store())
	return pageOf(found, notificationIn(requestOf(ctx).lang)), err
}

func (a *API) markNotification(ctx context.Context, in *Record) (*one[Notification], error) {
	n, err := a.db.MarkNotification(ctx, actorOf(ctx), in.ID)
	return &one[Notification]{Body: notificationIn(requestOf(ctx).lang)(n)}, err
}

// Unread is how much is unread.
type Unread struct {
	Unread int `json:"unread" zh:"未读条数"`
}

func (a *API) unread(ctx context.Context, _ *none) (*body[Unread], error) {
	n, err := a.db.Unread(ctx, actorOf(ctx))
	return &body[Unread]{Unread{n}}, err
}

// ReadUntil is up to when everything is read.
type ReadUntil struct {
	Until time.Time `json:"until" zh:"截至时间" doc:"What was told later stays unread."`
}

type markAll struct{ Body ReadUntil }

// Marked is how much was marked as read.
type Marked struct {
	Read int `json:"read" zh:"标为已读的条数"`
}

func (a *API) markNotifications(ctx context.Context, in *markAll) (*body[Marked], error) {
	n, err := a.db.MarkNotifications(ctx, actorOf(ctx), in.Body.Until)
	return &body[Marked]{Marked{n}}, err
}

// NotificationPreference is how the caller hears of a kind.
type NotificationPreference struct {
	Kind     string `json:"kind" set:"notification_kinds" zh:"类别"`
	Delivery string `json:"delivery" set:"deliveries" zh:"通知方式"`
}

func preferenceOf(p domain.NotificationPreference) NotificationPreference {
	return NotificationPreference{p.Kind, p.Delivery}
}

func (a *API) preferences(ctx context.Context, _ *none) (*directory[NotificationPreference], error) {
	found, err := a.db.NotificationPreferences(ctx, actorOf(ctx))
	return directoryOf(found, preferenceOf), err
}

type setPreferences struct {
	Body struct {
		Preferences []NotificationPreference `json:"preferences" minItems:"1" maxItems:"50" zh:"通知方式" doc:"Kinds that are left out stay as they are."`
	}
}

func (a *API) setPreferences(ctx context.Context, in *setPreferences) (*directory[NotificationPreference], error) {
	set := each(in.Body.Preferences, func(p NotificationPreference) domain.NotificationPreference {
		return domain.NotificationPreference{Kind: p.Kind, Delivery: p.Delivery}
	})
	if err := a.db.SetNotificationPreferences(ctx, actorOf(ctx), set); err != nil {
		return nil, err
	}
	return a.preferences(ctx, nil)
}

// MailAddress is where the caller gets mail.
type MailAddress struct {
	Address     string     `json:"address" maxLength:"254" zh:"邮箱" doc:"Empty for nowhere."`
	ConfirmedAt *time.Time `json:"confirmed_at,omitempty" readOnly:"true" zh:"确认时间" doc:"Absent until it is confirmed by the link in a mail to it."`
}

func (a *API) mailAddress(ctx context.Context, _ *none) (*body[MailAddress], error) {
	at, err := a.db.UserAddress(ctx, actorOf(ctx))
	return &body[MailAddress]{MailAddress{at.Address, at.ConfirmedAt}}, err
}

type newMailAddress struct {
	Body struct {
		Address string `json:"address" maxLength:"254" zh:"邮箱" doc:"Empty for nowhere."`
	}
}

func (a *API) setMailAddress(ctx context.Context, in *newMailAddress) (*body[MailAddress], error) {
	at, err := a.db.SetUserAddress(ctx, actorOf(ctx), in.Body.Address)
	return &body[MailAddress]{MailAddress{at.Address, at.ConfirmedAt}}, err
}
