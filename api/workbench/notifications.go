package workbench

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addNotifications() {
	of := func(method, path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: method, Path: path, Resource: domain.Notifications, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "全部通知", EN: "All notifications"}, of(http.MethodGet, "/notifications", domain.Read, w.notifications))
	w.add(domain.Text{}, of(http.MethodGet, "/notifications/{id}", domain.MarkRead, w.openNotification))
	w.add(domain.Text{}, of(http.MethodPost, "/notifications/{id}/read", domain.MarkRead, w.readNotification))
	w.add(domain.Text{}, of(http.MethodPost, "/notifications/read", domain.MarkRead, w.readNotifications))
	settings := of("", "/notifications/settings", domain.Configure, w.notificationSettings)
	w.addForm(settings)
	w.nav = append(w.nav, link{domain.Text{ZH: "通知方式与邮箱", EN: "How you are told"}, settings})
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/mail-address/confirm", Open: true, serve: w.confirmAddress})
	w.add(domain.Text{}, Route{Method: http.MethodPost, Path: "/mail-address/confirm", Open: true, serve: w.confirmAddress})
	w.unread = func(v *visit) (int, string, error) {
		n, err := w.DB.Unread(v.r.Context(), v.actor)
		return n, "/notifications", err
	}
}

type notificationsPage struct {
	Kinds    []navLink
	Rows     []notificationRow
	Unread   int
	ReadAll  string // address to mark all as read
	Until    string // what is told later stays unread
	Settings string
	Next     string
}

type notificationRow struct {
	Kind, Text, At string
	Open           string // address of what it is about; "" when the caller may open none
	Read           string // address to mark it as read; "" once it is
}

// notifications lists what the caller has been told, of all kinds or one, the unread first.
func (w *Workbench) notifications(v *visit) error {
	ctx, q := v.r.Context(), v.r.URL.Query()
	kind := q.Get("kind")
	if _, ok := domain.NotificationKindOf(kind); !ok {
		kind = ""
	}
	found, err := w.DB.Notifications(ctx, v.actor, postgres.NotificationFilter{Kind: kind}, postgres.Page{After: q.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page := notificationsPage{ReadAll: v.href("/notifications/read"), Until: w.DB.Now().Format(time.RFC3339Nano), Settings: v.href("/notifications/settings")}
	if page.Unread, err = w.DB.Unread(ctx, v.actor); err != nil {
		return err
	}
	page.Kinds = append(page.Kinds, navLink{v.say("全部", "All"), v.href("/notifications"), kind == ""})
	for _, k := range domain.NotificationKinds {
		page.Kinds = append(page.Kinds, navLink{k.Name.In(v.lang), v.href("/notifications?kind=" + k.Code), kind == k.Code})
	}
	for _, n := range found.Items {
		page.Rows = append(page.Rows, v.notification(n))
	}
	if found.Next != "" {
		page.Next = v.href("/notifications?" + url.Values{"kind": {kind}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "notifications", v.say("通知", "Notifications"), page)
	return nil
}

func (v *visit) notification(n domain.Notification) notificationRow {
	kind, _ := domain.NotificationKindOf(n.Kind)
	row := notificationRow{Kind: kind.Name.In(v.lang), Text: n.Text().In(v.lang), At: minute(n.CreatedAt)}
	if v.reach(n.Link()) != "" {
		row.Open = v.href("/notifications/" + n.ID.String())
	}
	if n.ReadAt == nil {
		row.Read = v.href("/notifications/" + n.ID.String() + "/read")
	}
	return row
}

// openNotification leads to what a notification is about, which is then read.
func (w *Workbench) openNotification(v *visit) error {
	n, err := v.markNotification()
	if err != nil {
		return err
	}
	http.Redirect(v.w, v.r, cmp.Or(v.reach(n.Link()), v.href("/notifications")), http.StatusSeeOther)
	return nil
}

func (w *Workbench) readNotification(v *visit) error {
	if _, err := v.markNotification(); err != nil {
		return err
	}
	v.redirect("/notifications")
	return nil
}

func (v *visit) markNotification() (domain.Notification, error) {
	id, err := v.record()
	if err != nil {
		return domain.Notification{}, err
	}
	return v.DB.MarkNotification(v.r.Context(), v.actor, id)
}

func (w *Workbench) readNotifications(v *visit) error {
	if err := v.readForm(); err != nil {
		return err
	}
	until, err := time.Parse(time.RFC3339Nano, v.r.PostForm.Get("until"))
	if err != nil {
		return domain.Invalid("until", "请刷新页面后再试", "open the page again")
	}
	if _, err := w.DB.MarkNotifications(v.r.Context(), v.actor, until); err != nil {
		return err
	}
	v.redirect("/notifications")
	return nil
}
