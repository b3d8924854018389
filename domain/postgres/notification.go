package postgres

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

type notificationRow struct {
	ID        domain.ID                `gorm:"column:id;primaryKey"`
	UserID    domain.ID                `gorm:"column:user_id"`
	Kind      string                   `gorm:"column:kind"`
	Event     string                   `gorm:"column:event"`
	Ref       string                   `gorm:"column:ref"`
	Args      jsonb[map[string]string] `gorm:"column:args"`
	CreatedAt time.Time                `gorm:"column:created_at"`
	ReadAt    *time.Time               `gorm:"column:read_at"`
	Unread    string                   `gorm:"column:unread;->"`
}

func (notificationRow) TableName() string { return "notifications" }

func (r notificationRow) rowID() domain.ID { return r.ID }

func (r notificationRow) domain() domain.Notification {
	return domain.Notification{ID: r.ID, UserID: r.UserID, Kind: r.Kind, Event: r.Event, Ref: r.Ref, Args: r.Args.V, CreatedAt: r.CreatedAt.UTC(), ReadAt: utc(r.ReadAt)}
}

var notificationScope = scopeColumns{users: []string{"notifications.user_id = ?"}}

// NotificationSorts is the one order of Notifications: the unread first, the newest first
// in each.
var NotificationSorts = []string{"unread"}

// NotificationFilter selects notifications; zero fields select all.
type NotificationFilter struct {
	Kind   string
	Unread bool
}

// Notifications lists what actor has been told.
func (db *DB) Notifications(ctx context.Context, actor domain.Actor, f NotificationFilter, p Page) (List[domain.Notification], error) {
	if p.Sort == "" {
		p.Sort = "-unread"
	}
	order, err := sortOf(p.Sort, NotificationSorts, func(r notificationRow, _ string) string { return r.Unread })
	if err != nil {
		return List[domain.Notification]{}, err
	}
	q := equal(notificationScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Notifications)), "kind", f.Kind)
	if f.Unread {
		q = q.Where("read_at IS NULL")
	}
	return list(q, order, p, notificationRow.domain)
}

// Unread says how much of what actor has been told is unread; of the public, nothing.
func (db *DB) Unread(ctx context.Context, actor domain.Actor) (int, error) {
	if actor.UserID.IsZero() {
		return 0, nil
	}
	var n int64
	q := notificationScope.within(db.read(ctx).Model(&notificationRow{}), domain.ScopeOf(actor, domain.Read, domain.Notifications))
	err := q.Where("read_at IS NULL").Count(&n).Error
	return int(n), translate(err)
}

// MarkNotification notes that actor has read a notification; to have read it twice
// changes nothing. Errors: ErrNotFound, ErrForbidden.
func (db *DB) MarkNotification(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Notification, error) {
	var read domain.Notification
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[notificationRow](t, "id", id)
		if err != nil {
			return err
		}
		if err := permit(actor, domain.MarkRead, domain.Notifications, row.domain().Facts(), 0, 0); err != nil {
			return err
		}
		if row.ReadAt == nil {
			row.ReadAt = &t.now
			if err := t.Select("read_at").Where("id = ?", id).Updates(&row).Error; err != nil {
				return err
			}
		}
		t.audit(domain.Notifications, id, 0, domain.MarkRead, nil)
		read = row.domain()
		return nil
	})
	return read, err
}

// MarkNotifications notes that actor has read everything told up to a moment, and returns
// how much that was. Errors: ErrForbidden.
func (db *DB) MarkNotifications(ctx context.Context, actor domain.Actor, until time.Time) (read int, err error) {
	if !domain.Can(actor, domain.MarkRead, domain.Notifications, domain.Facts{Users: []domain.ID{actor.UserID}}) {
		return 0, domain.ErrForbidden
	}
	err = db.write(ctx, actor, func(t *tx) error {
		done := t.Exec(`UPDATE notifications SET read_at = ? WHERE user_id = ? AND read_at IS NULL AND created_at <= ?`, t.now, actor.UserID, until)
		read = int(done.RowsAffected)
		t.audit(domain.Notifications, actor.UserID, 0, domain.MarkRead, map[string]any{"read": read})
		return done.Error
	})
	return read, err
}

type preferenceRow struct {
	UserID   domain.ID `gorm:"column:user_id"`
	Kind     string    `gorm:"column:kind"`
	Delivery string    `gorm:"column:delivery"`
}

func (preferenceRow) TableName() string { return "notification_preferences" }

// NotificationPreferences are how actor hears of every kind, in the order of the kinds.
func (db *DB) NotificationPreferences(ctx context.Context, actor domain.Actor) ([]domain.NotificationPreference, error) {
	var rows []preferenceRow
	err := db.read(ctx).Where("user_id = ?", actor.UserID).Find(&rows).Error
	var all []domain.NotificationPreference
	for _, k := range domain.NotificationKinds {
		p := domain.NotificationPreference{Kind: k.Code, Delivery: k.Usual}
		for _, r := range rows {
			if r.Kind == k.Code {
				p.Delivery = r.Delivery
			}
		}
		all = append(all, p)
	}
	return all, translate(err)
}

// SetNotificationPreferences sets how actor hears of the kinds given; others stay.
// Errors: InvalidErrors, ErrForbidden.
func (db *DB) SetNotificationPreferences(ctx context.Context, actor domain.Actor, set []domain.NotificationPreference) error {
	if !domain.Can(actor, domain.Configure, domain.Notifications, domain.Facts{Users: []domain.ID{actor.UserID}}) {
		return domain.ErrForbidden
	}
	return db.write(ctx, actor, func(t *tx) error {
		detail := map[string]any{}
		for _, p := range set {
			if err := p.Validate(); err != nil {
				return err
			}
			row := preferenceRow{actor.UserID, p.Kind, p.Delivery}
			if err := t.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}, {Name: "kind"}}, DoUpdates: clause.AssignmentColumns([]string{"delivery"})}).Create(&row).Error; err != nil {
				return err
			}
			detail[p.Kind] = p.Delivery
		}
		t.audit(domain.Notifications, actor.UserID, 0, domain.Configure, detail)
		return nil
	})
}
