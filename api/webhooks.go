package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// WebhookBody is what callers write of a webhook.
type WebhookBody struct {
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"所属单位" doc:"Absent: of the bureau. It cannot be changed."`
	URL            string    `json:"url" maxLength:"500" zh:"推送地址" doc:"https."`
	Kinds          []string  `json:"kinds" set:"notification_kinds" zh:"通知类别"`
	State          string    `json:"state,omitempty" set:"webhook_states" zh:"状态" doc:"active or paused."`
}

// Webhook is a webhook as callers read it, without its secret.
type Webhook struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	WebhookBody
	FailingSince *time.Time `json:"failing_since,omitempty" zh:"开始无法送达的时间"`
	OldUntil     *time.Time `json:"old_secret_until,omitempty" zh:"旧密钥有效至"`
	CreatedAt    time.Time  `json:"created_at" zh:"登记时间"`
	UpdatedAt    time.Time  `json:"updated_at" zh:"更新时间"`
}

// MadeWebhook is a webhook with its secret, shown this once.
type MadeWebhook struct {
	Webhook
	Secret string `json:"secret" zh:"签名密钥" doc:"Shown this once."`
}

func webhookOf(w domain.Webhook) Webhook {
	return Webhook{w.ID, w.Version, WebhookBody{w.OrganisationID, w.URL, w.Kinds, string(w.State)}, w.FailingSince, w.OldUntil, w.CreatedAt, w.UpdatedAt}
}

// WebhookDelivery is one message to a webhook, and how it went.
type WebhookDelivery struct {
	ID          domain.ID  `json:"id" zh:"编号" doc:"The message's webhook-id."`
	Kind        string     `json:"kind" set:"notification_kinds" zh:"类别"`
	Event       string     `json:"event,omitempty" zh:"事件"`
	Ref         string     `json:"ref,omitempty" zh:"所涉记录"`
	State       string     `json:"state" set:"delivery_states" zh:"状态"`
	Attempts    int        `json:"attempts" zh:"尝试次数"`
	Status      int        `json:"status,omitempty" zh:"对方应答" doc:"HTTP status of the last answer; absent for none."`
	Error       string     `json:"error,omitempty" zh:"最近的错误"`
	CreatedAt   time.Time  `json:"created_at" zh:"产生时间"`
	TriedAt     *time.Time `json:"tried_at,omitempty" zh:"最近尝试时间"`
	DeliveredAt *time.Time `json:"delivered_at,omitempty" zh:"送达时间"`
}

func deliveryOf(d domain.WebhookDelivery) WebhookDelivery {
	return WebhookDelivery{d.ID, d.News.Kind, d.News.Event, d.News.Ref, d.State, d.Attempts, d.Status, d.Error, d.CreatedAt, d.TriedAt, d.DeliveredAt}
}

func (a *API) registerWebhooks() {
	hooks := collection{"webhooks", domain.Webhooks, domain.Text{ZH: "推送地址", EN: "webhooks"}}
	list(a, hooks, postgres.WebhookSorts, a.listWebhooks)
	read(a, hooks, a.readWebhook)
	made := hooks.route(http.MethodPost, "", "create", domain.Create, "新建", "Add to the")
	made.status, made.secret = http.StatusCreated, true
	register(a, made, a.createWebhook)
	change(a, hooks, a.changeWebhook)
	act(a, hooks, "remove", domain.Text{ZH: "删除", EN: "Remove"}, a.removeWebhook)
	act(a, hooks, "rotate", domain.Text{ZH: "更换密钥", EN: "Replace the secret"}, a.rotateWebhook)
	register(a, hooks.route(http.MethodGet, "/{id}/deliveries", "list-deliveries-of", domain.Read, "推送记录：", "The messages to one of the"), a.deliveries)
	again := hooks.route(http.MethodPost, "/{id}/redeliver", "redeliver", "redeliver", "重新推送：", "Send again a message to one of the")
	again.status = http.StatusNoContent
	register(a, again, a.redeliver)
}

type webhooksQuery struct{ Page }

func (a *API) listWebhooks(ctx context.Context, in *webhooksQuery) (*page[Webhook], error) {
	found, err := a.db.Webhooks(ctx, actorOf(ctx), in.store())
	return pageOf(found, webhookOf), err
}

func (a *API) readWebhook(ctx context.Context, in *Record) (*one[Webhook], error) {
	w, err := a.db.Webhook(ctx, actorOf(ctx), in.ID)
	return oneOf(webhookOf(w), w.Version), err
}

type newWebhook struct{ Body WebhookBody }

func (a *API) createWebhook(ctx context.Context, in *newWebhook) (*created[MadeWebhook], error) {
	b := in.Body
	w, secret, err := a.db.CreateWebhook(ctx, actorOf(ctx), domain.Webhook{OrganisationID: b.OrganisationID, URL: b.URL, Kinds: b.Kinds})
	return createdIn("webhooks", w.ID, MadeWebhook{webhookOf(w), secret.Text()}, w.Version), err
}

type changedWebhook struct {
	Record
	IfMatch
	Body Merge[WebhookBody]
}

func (a *API) changeWebhook(ctx context.Context, in *changedWebhook) (*one[Webhook], error) {
	w, err := a.db.ChangeWebhook(ctx, actorOf(ctx), in.ID, in.version(), func(w *domain.Webhook) error {
		b, err := in.Body.onto(webhookOf(*w).WebhookBody)
		w.URL, w.Kinds, w.State = b.URL, b.Kinds, domain.WebhookState(b.State)
		return err
	})
	return oneOf(webhookOf(w), w.Version), err
}

func (a *API) removeWebhook(ctx context.Context, in *Record) (*one[Webhook], error) {
	w, err := a.db.RemoveWebhook(ctx, actorOf(ctx), in.ID)
	return oneOf(webhookOf(w), w.Version), err
}

func (a *API) rotateWebhook(ctx context.Context, in *Record) (*one[MadeWebhook], error) {
	w, secret, err := a.db.RotateWebhook(ctx, actorOf(ctx), in.ID)
	return oneOf(MadeWebhook{webhookOf(w), secret.Text()}, w.Version), err
}

func (a *API) deliveries(ctx context.Context, in *rowsOfRecord) (*page[WebhookDelivery], error) {
	found, err := a.db.WebhookDeliveries(ctx, actorOf(ctx), in.ID, in.store())
	return pageOf(found, deliveryOf), err
}

type redelivery struct {
	Record
	Body struct {
		Delivery domain.ID `json:"delivery" zh:"推送编号"`
	}
}

func (a *API) redeliver(ctx context.Context, in *redelivery) (*none, error) {
	return nil, a.db.Redeliver(ctx, actorOf(ctx), in.ID, in.Body.Delivery)
}
