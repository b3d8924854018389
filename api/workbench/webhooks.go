package workbench

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addWebhooks() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Webhooks, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "数据推送", EN: "Webhooks"}, of("/webhooks", domain.Read, w.webhooks))
	w.addForm(of("/webhooks/new", domain.Create, w.newWebhook))
	w.add(domain.Text{}, of("/webhooks/{id}", domain.Read, w.webhook))
	w.addForm(of("/webhooks/{id}/edit", domain.Change, w.editWebhook))
	w.addForm(of("/webhooks/{id}/pause", domain.Change, w.switchWebhook(domain.WebhookPaused)))
	w.addForm(of("/webhooks/{id}/resume", domain.Change, w.switchWebhook(domain.WebhookActive)))
	w.addForm(of("/webhooks/{id}/rotate", "rotate", w.rotateWebhook))
	w.addForm(of("/webhooks/{id}/remove", "remove", w.removeWebhook))
	w.addForm(of("/webhooks/{id}/redeliver", "redeliver", w.redeliver))
}

type webhooksPage struct {
	Rows      []webhookRow
	New, Next string
}

type webhookRow struct{ URL, Href, Of, Kinds, State, Class string }

// webhooks lists the addresses that programs of the caller's organisation are told at;
// the bureau and the administrator see all.
func (w *Workbench) webhooks(v *visit) error {
	found, err := w.DB.Webhooks(v.r.Context(), v.actor, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page := webhooksPage{New: v.href("/webhooks/new")}
	if page.Rows, err = v.webhookRows(found.Items); err != nil {
		return err
	}
	if found.Next != "" {
		page.Next = v.href("/webhooks?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "webhooks", v.say("数据推送", "Webhooks"), page)
	return nil
}

var webhookClasses = map[domain.WebhookState]string{domain.WebhookActive: "on_track", domain.WebhookPaused: "at_risk", domain.WebhookFailed: "missed", domain.WebhookRemoved: "plain"}

func (v *visit) webhookRows(all []domain.Webhook) (rows []webhookRow, err error) {
	owners, err := v.owners(v.r.Context(), idsOf(all, func(h domain.Webhook) domain.ID { return h.OrganisationID }))
	for _, h := range all {
		of := owners[h.OrganisationID].Name
		if h.OrganisationID.IsZero() {
			of = v.say("科技主管部门（全部单位的消息）", "The bureau, of all organisations")
		}
		rows = append(rows, webhookRow{h.URL, v.href("/webhooks/" + h.ID.String()), of, v.names(domain.NotificationKindTerms(), h.Kinds), domain.WebhookStates.Name(string(h.State)).In(v.lang), webhookClasses[h.State]})
	}
	return rows, err
}

type webhookPage struct {
	webhookRow
	Back       string
	Facts      []fact
	Actions    []reference
	Deliveries []deliveryRow
	Next       string
}

type deliveryRow struct {
	At, Text, State, Class string
	Tries, Last            string
	Again                  *form // nil where it cannot be sent again
}

// webhook shows an address, what it was told and how that went.
func (w *Workbench) webhook(v *visit) error {
	h, err := v.webhookOf()
	if err != nil {
		return err
	}
	rows, err := v.webhookRows([]domain.Webhook{h})
	if err != nil {
		return err
	}
	page := webhookPage{webhookRow: rows[0], Back: v.href("/webhooks")}
	page.Facts = v.factsOf([3]string{"所属", "Of", page.Of}, [3]string{"推送内容", "What it is told", page.Kinds}, [3]string{"登记时间", "Added", minute(h.CreatedAt)},
		[3]string{"开始无法送达的时间", "Not reached since", v.moment(h.FailingSince)}, [3]string{"旧密钥有效至", "The old secret signs until", v.moment(h.OldUntil)})
	v.webhookActions(&page, h)
	found, err := w.DB.WebhookDeliveries(v.r.Context(), v.actor, h.ID, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	for _, d := range found.Items {
		page.Deliveries = append(page.Deliveries, v.deliveryRow(h, d))
	}
	if found.Next != "" {
		page.Next = v.href("/webhooks/" + h.ID.String() + "?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "webhook", v.say("数据推送", "Webhook"), page)
	return nil
}

func (v *visit) webhookActions(page *webhookPage, h domain.Webhook) {
	if h.State == domain.WebhookRemoved {
		return
	}
	add := func(action domain.Action, zh, en, path string) {
		if domain.Can(v.actor, action, domain.Webhooks, h.Facts()) {
			page.Actions = append(page.Actions, reference{v.say(zh, en), v.href("/webhooks/" + h.ID.String() + path)})
		}
	}
	add(domain.Change, "修改", "Change", "/edit")
	if h.State == domain.WebhookActive {
		add(domain.Change, "暂停", "Pause", "/pause")
	} else {
		add(domain.Change, "恢复推送", "Resume", "/resume")
	}
	add("rotate", "更换密钥", "Replace the secret", "/rotate")
	add("remove", "删除", "Remove", "/remove")
}

var deliveryClasses = map[string]string{domain.DeliveryWaiting: "at_risk", domain.DeliveryDone: "on_track", domain.DeliveryFailed: "missed"}

func (v *visit) deliveryRow(h domain.Webhook, d domain.WebhookDelivery) deliveryRow {
	row := deliveryRow{At: minute(d.CreatedAt), Text: d.News.Text().In(v.lang), State: domain.WebhookDeliveryStates.Name(d.State).In(v.lang), Class: deliveryClasses[d.State], Tries: strconv.Itoa(d.Attempts)}
	switch {
	case d.DeliveredAt != nil:
		row.Last = minute(*d.DeliveredAt)
	case d.TriedAt == nil:
	case d.Status != 0:
		row.Last = minute(*d.TriedAt) + v.say(" 对方未接收，返回 ", " refused: ") + strconv.Itoa(d.Status)
	default:
		row.Last = minute(*d.TriedAt) + v.say(" 连接不上对方", " not reached")
	}
	if h.State == domain.WebhookActive && d.State != domain.DeliveryWaiting && domain.Can(v.actor, "redeliver", domain.Webhooks, h.Facts()) {
		id := d.ID.String()
		row.Again = v.form(0, "重新推送", "Send again")
		row.Again.Action = v.href("/webhooks/" + h.ID.String() + "/redeliver")
		row.Again.hidden(&id, "delivery")
		row.Again.finish()
	}
	return row
}

// redeliver sends one message again.
func (w *Workbench) redeliver(v *visit) error {
	h, err := v.webhookOf()
	if err != nil {
		return err
	}
	id := ""
	f := v.form(0, "重新推送", "Send again")
	f.Submit, f.cancel, f.done = f.Title, "/webhooks/"+h.ID.String(), v.say("已安排重新推送。", "It is sent again.")
	f.hidden(&id, "delivery")
	return f.serve(func() (string, error) {
		delivery, err := domain.ParseID(id)
		if err == nil {
			err = w.DB.Redeliver(v.r.Context(), v.actor, h.ID, delivery)
		}
		if errors.Is(err, domain.ErrNotFound) || delivery.IsZero() {
			return "", domain.Conflict("请在推送记录中选择要重新推送的消息", "choose a message from the list")
		}
		return f.cancel, err
	})
}

// moment is a time as people read it; "" for none.
func (v *visit) moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return minute(*t)
}
