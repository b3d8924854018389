package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type deliveryRow struct {
	ID          domain.ID                `gorm:"column:id;primaryKey"`
	WebhookID   domain.ID                `gorm:"column:webhook_id"`
	Kind        string                   `gorm:"column:kind"`
	Event       string                   `gorm:"column:event"`
	Ref         string                   `gorm:"column:ref"`
	Args        jsonb[map[string]string] `gorm:"column:args"`
	State       string                   `gorm:"column:state"`
	Attempts    int                      `gorm:"column:attempts"`
	Status      int                      `gorm:"column:status"`
	Error       string                   `gorm:"column:error"`
	ClaimedTo   *time.Time               `gorm:"column:claimed_to"`
	CreatedAt   time.Time                `gorm:"column:created_at"`
	TriedAt     *time.Time               `gorm:"column:tried_at"`
	DeliveredAt *time.Time               `gorm:"column:delivered_at"`
}

func (deliveryRow) TableName() string { return "webhook_deliveries" }

func (r deliveryRow) rowID() domain.ID { return r.ID }

func (r deliveryRow) domain() domain.WebhookDelivery {
	news := domain.Notification{ID: r.ID, Kind: r.Kind, Event: r.Event, Ref: r.Ref, Args: r.Args.V, CreatedAt: r.CreatedAt.UTC()}
	return domain.WebhookDelivery{ID: r.ID, WebhookID: r.WebhookID, News: news, State: r.State, Attempts: r.Attempts, Status: r.Status, Error: r.Error,
		CreatedAt: r.CreatedAt.UTC(), TriedAt: utc(r.TriedAt), DeliveredAt: utc(r.DeliveredAt)}
}

// WebhookDeliveries lists the messages to a webhook that actor may read, the newest first.
func (db *DB) WebhookDeliveries(ctx context.Context, actor domain.Actor, webhook domain.ID, p Page) (List[domain.WebhookDelivery], error) {
	if _, err := db.Webhook(ctx, actor, webhook); err != nil {
		return List[domain.WebhookDelivery]{}, err
	}
	order, err := sortOf("-created_at", []string{"created_at"}, func(r deliveryRow, _ string) string { return stamp(r.CreatedAt) })
	if err != nil {
		return List[domain.WebhookDelivery]{}, err
	}
	return list(db.read(ctx).Where("webhook_id = ?", webhook), order, p, deliveryRow.domain)
}

// Redeliver has a message to a webhook sent again, whatever became of it. Errors:
// ErrNotFound, ErrForbidden, a ConflictError when the webhook is not active.
func (db *DB) Redeliver(ctx context.Context, actor domain.Actor, webhook, delivery domain.ID) error {
	return db.write(ctx, actor, func(t *tx) error {
		row, err := locked[webhookRow](t, "id", webhook)
		if err != nil {
			return err
		}
		if err := permit(actor, "redeliver", domain.Webhooks, row.domain().Facts(), 0, 0); err != nil {
			return err
		}
		if row.State != string(domain.WebhookActive) {
			return domain.Conflict("推送地址未启用", "the webhook is not active")
		}
		done := t.Exec(`UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, delivered_at = NULL, claimed_to = NULL WHERE id = ? AND webhook_id = ?`, delivery, webhook)
		if done.Error == nil && done.RowsAffected == 0 {
			return domain.ErrNotFound
		}
		t.record(domain.Webhooks, webhook, row.Version, "redeliver", map[string]any{"delivery": delivery.String()})
		return done.Error
	})
}

// ToDeliver are messages that nobody has begun to send, of active webhooks, the oldest first.
func (db *DB) ToDeliver(ctx context.Context) ([]domain.ID, error) {
	return db.ids(ctx, `SELECT d.id::text FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.state = 'active'
WHERE d.state = 'waiting' AND d.attempts = 0 ORDER BY d.id LIMIT 1000`)
}

// Outgoing is a message that is to be sent now, to whom, and what it is signed with.
type Outgoing struct {
	domain.WebhookDelivery
	URL     string
	Secrets []domain.WebhookSecret
}

// deliveryClaim is how long whoever sends a message is left alone.
const deliveryClaim = time.Minute

// TakeDelivery claims a message for the caller to send. ErrNotFound says that it is not
// to be sent: it has been, another is at it, or its webhook is not active.
func (db *DB) TakeDelivery(ctx context.Context, id domain.ID) (Outgoing, error) {
	var out Outgoing
	now := db.Now()
	err := db.read(ctx).Transaction(func(g *gorm.DB) error {
		var row deliveryRow
		if err := g.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ? AND state = ? AND (claimed_to IS NULL OR claimed_to <= ?)", id, domain.DeliveryWaiting, now).Take(&row).Error; err != nil {
			return err
		}
		var to webhookRow
		if err := g.Where("id = ? AND state = ?", row.WebhookID, domain.WebhookActive).Take(&to).Error; err != nil {
			return err
		}
		row.Attempts++
		out = Outgoing{row.domain(), to.URL, []domain.WebhookSecret{to.Secret}}
		if to.OldUntil != nil && to.OldUntil.After(now) {
			out.Secrets = append(out.Secrets, to.OldSecret)
		}
		return g.Exec(`UPDATE webhook_deliveries SET attempts = ?, tried_at = ?, claimed_to = ? WHERE id = ?`, row.Attempts, now, now.Add(deliveryClaim), id).Error
	})
	return out, translate(err)
}

// Delivered notes that a webhook has taken a message.
func (db *DB) Delivered(ctx context.Context, d domain.WebhookDelivery, status int) error {
	return translate(db.read(ctx).Transaction(func(g *gorm.DB) error {
		if err := g.Exec(`UPDATE webhook_deliveries SET state = 'delivered', status = ?, error = '', delivered_at = ?, claimed_to = NULL WHERE id = ?`, status, db.Now(), d.ID).Error; err != nil {
			return err
		}
		return g.Exec(`UPDATE webhooks SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL`, d.WebhookID).Error
	}))
}

// NotDelivered notes why a webhook has not taken a message, and whether it is to be tried
// again. A webhook that is gone, or has taken nothing for domain.WebhookPatience, is
// switched off, and its people are told.
func (db *DB) NotDelivered(ctx context.Context, d domain.WebhookDelivery, status int, reason string, gone bool) (again bool, err error) {
	again = !gone && d.Attempts < domain.MaxDeliveries
	state := domain.DeliveryWaiting
	if !again {
		state = domain.DeliveryFailed
	}
	if r := []rune(reason); len(r) > 300 {
		reason = string(r[:300])
	}
	now := db.Now()
	var hook webhookRow
	err = db.read(ctx).Transaction(func(g *gorm.DB) error {
		if err := g.Exec(`UPDATE webhook_deliveries SET state = ?, status = ?, error = ?, claimed_to = NULL WHERE id = ?`, state, status, reason, d.ID).Error; err != nil {
			return err
		}
		return g.Raw(`UPDATE webhooks SET failing_since = coalesce(failing_since, ?) WHERE id = ? RETURNING *`, now, d.WebhookID).Scan(&hook).Error
	})
	if err != nil || hook.State != string(domain.WebhookActive) || !gone && now.Sub(*hook.FailingSince) < domain.WebhookPatience {
		return again, translate(err)
	}
	return false, db.write(ctx, domain.System("webhooks"), func(t *tx) error {
		row, err := locked[webhookRow](t, "id", d.WebhookID)
		if err != nil {
			return err
		}
		row.State = string(domain.WebhookFailed)
		return t.updateWebhook(&row, "fail")
	})
}
