package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type webhookRow struct {
	ID             domain.ID  `gorm:"column:id;primaryKey"`
	Version        int64      `gorm:"column:version"`
	OrganisationID domain.ID  `gorm:"column:organisation_id"`
	URL            string     `gorm:"column:url"`
	Kinds          texts      `gorm:"column:kinds"`
	Secret         []byte     `gorm:"column:secret"`
	OldSecret      []byte     `gorm:"column:old_secret"`
	OldUntil       *time.Time `gorm:"column:old_until"`
	State          string     `gorm:"column:state"`
	FailingSince   *time.Time `gorm:"column:failing_since"`
	CreatedBy      domain.ID  `gorm:"column:created_by"`
	CreatedAt      time.Time  `gorm:"column:created_at"`
	UpdatedAt      time.Time  `gorm:"column:updated_at"`
}

func (webhookRow) TableName() string { return "webhooks" }

func (r webhookRow) rowID() domain.ID { return r.ID }

func (r webhookRow) domain() domain.Webhook {
	return domain.Webhook{ID: r.ID, Version: r.Version, OrganisationID: r.OrganisationID, URL: r.URL, Kinds: r.Kinds, State: domain.WebhookState(r.State),
		FailingSince: utc(r.FailingSince), OldUntil: utc(r.OldUntil), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

var webhookScope = scopeColumns{organisations: []string{"webhooks.organisation_id = ?"}}

// WebhookSorts are the sort keys of Webhooks, which lists by the last update unless asked.
var WebhookSorts = []string{"updated_at", "created_at"}

// Webhooks lists the webhooks that actor may read, but for those removed.
func (db *DB) Webhooks(ctx context.Context, actor domain.Actor, p Page) (List[domain.Webhook], error) {
	order, err := sortOf(newestFirst(p.Sort), WebhookSorts, func(r webhookRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.Webhook]{}, err
	}
	q := webhookScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Webhooks))
	return list(q.Where("state <> ?", domain.WebhookRemoved), order, p, webhookRow.domain)
}

// Webhook returns one that actor may read, else ErrNotFound.
func (db *DB) Webhook(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Webhook, error) {
	var row webhookRow
	q := webhookScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Webhooks))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// AllowPrivateWebhooks lets webhooks be added that are on this machine and in private
// networks. It is called before db is used.
func (db *DB) AllowPrivateWebhooks() { db.privateHooks = true }

// checkWebhook reports what is wrong with w, whose address was another before; one that
// it has may stay.
func (db *DB) checkWebhook(w domain.Webhook, before string) error {
	if err := w.Validate(); err != nil || db.privateHooks || w.URL == before {
		return err
	}
	return w.CheckPublic()
}

// CreateWebhook adds a webhook and returns the secret that its messages are signed with,
// which is never told again. Errors: InvalidErrors, ErrForbidden.
func (db *DB) CreateWebhook(ctx context.Context, actor domain.Actor, w domain.Webhook) (domain.Webhook, domain.WebhookSecret, error) {
	secret := domain.NewWebhookSecret()
	err := db.write(ctx, actor, func(t *tx) error {
		if err := db.checkWebhook(w, ""); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Webhooks, w.Facts()) {
			return domain.ErrForbidden
		}
		w.ID, w.Version, w.State, w.FailingSince, w.OldUntil, w.CreatedAt, w.UpdatedAt = domain.NewID(), 1, domain.WebhookActive, nil, nil, t.now, t.now
		row := webhookRow{ID: w.ID, Version: 1, OrganisationID: w.OrganisationID, URL: w.URL, Kinds: w.Kinds, Secret: secret, State: string(w.State), CreatedBy: actor.UserID, CreatedAt: t.now, UpdatedAt: t.now}
		t.audit(domain.Webhooks, w.ID, 1, domain.Create, map[string]any{"url": w.URL, "kinds": w.Kinds})
		return t.Create(&row).Error
	})
	return w, secret, err
}

// ChangeWebhook applies change to the webhook at version: its address, its kinds, and
// whether it is active or paused. One that was switched off starts anew with what waits
// for it. Errors: ErrNotFound, ErrForbidden, ErrStale, InvalidErrors, a ConflictError when
// it has been removed.
func (db *DB) ChangeWebhook(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Webhook) error) (domain.Webhook, error) {
	return db.stepWebhook(ctx, actor, id, version, domain.Change, func(t *tx, row *webhookRow) error {
		w := row.domain()
		if err := change(&w); err != nil {
			return err
		}
		if err := db.checkWebhook(w, row.URL); err != nil {
			return err
		}
		if w.State != domain.WebhookActive && w.State != domain.WebhookPaused && string(w.State) != row.State {
			return domain.Invalid("state", "只能启用或暂停", "must be active or paused")
		}
		if w.State == domain.WebhookActive && row.State != string(w.State) {
			row.FailingSince = nil
			if err := t.Exec(`UPDATE webhook_deliveries SET attempts = 0 WHERE webhook_id = ? AND state = 'waiting'`, id).Error; err != nil {
				return err
			}
		}
		row.URL, row.Kinds, row.State = w.URL, w.Kinds, string(w.State)
		return nil
	})
}

// RemoveWebhook ends a webhook for good; its log stays. Errors as ChangeWebhook.
func (db *DB) RemoveWebhook(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Webhook, error) {
	return db.stepWebhook(ctx, actor, id, 0, "remove", func(t *tx, row *webhookRow) error {
		row.State, row.OldSecret, row.OldUntil = string(domain.WebhookRemoved), nil, nil
		return t.Exec(`UPDATE webhook_deliveries SET state = 'failed', error = '' WHERE webhook_id = ? AND state = 'waiting'`, id).Error
	})
}

// RotateWebhook replaces the secret and returns the new one, which is never told again;
// the one before signs too for domain.WebhookOverlap. Errors as ChangeWebhook.
func (db *DB) RotateWebhook(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Webhook, domain.WebhookSecret, error) {
	secret := domain.NewWebhookSecret()
	w, err := db.stepWebhook(ctx, actor, id, 0, "rotate", func(t *tx, row *webhookRow) error {
		until := t.now.Add(domain.WebhookOverlap)
		row.OldSecret, row.OldUntil, row.Secret = row.Secret, &until, secret
		return nil
	})
	return w, secret, err
}

func (db *DB) stepWebhook(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *webhookRow) error) (domain.Webhook, error) {
	var row webhookRow
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if row, err = locked[webhookRow](t, "id", id); err != nil {
			return err
		}
		if err := permit(actor, action, domain.Webhooks, row.domain().Facts(), row.Version, version); err != nil {
			return err
		}
		if row.State == string(domain.WebhookRemoved) {
			return domain.Conflict("该推送地址已删除", "the webhook has been removed")
		}
		if err := change(t, &row); err != nil {
			return err
		}
		return t.updateWebhook(&row, action)
	})
	return row.domain(), err
}

func (t *tx) updateWebhook(row *webhookRow, action domain.Action) error {
	row.Version, row.UpdatedAt = row.Version+1, t.now
	t.record(domain.Webhooks, row.ID, row.Version, action, map[string]any{"state": row.State})
	return t.Select("*").Omit("id", "created_at", "created_by", "organisation_id").Where("id = ?", row.ID).Updates(row).Error
}
