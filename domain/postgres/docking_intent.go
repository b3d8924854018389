package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type dockingIntentRow struct {
	DockingID domain.ID                     `gorm:"column:docking_id"`
	Version   int64                         `gorm:"column:version"`
	Intent    jsonb[map[string]storedReply] `gorm:"column:intent"`
	Until     time.Time                     `gorm:"column:until"`
}

func (dockingIntentRow) TableName() string { return "docking_intents" }

func (r dockingIntentRow) domain() domain.EarlierIntent {
	return domain.EarlierIntent{Intent: repliesOf(r.Intent), Until: r.Until.UTC()}
}

// RewordDocking replaces the interest form of the docking at version; what it said before
// is kept. Errors: ErrNotFound, ErrForbidden for whoever did not send it, ErrStale,
// InvalidErrors, a ConflictError once the other side has answered.
func (db *DB) RewordDocking(ctx context.Context, actor domain.Actor, id domain.ID, version int64, intent domain.Replies) (domain.Docking, error) {
	return db.changeDocking(ctx, actor, id, version, domain.Reword, func(t *tx, d *domain.Docking) error {
		before := dockingIntentRow{id, d.Version, storedReplies(d.Intent), t.now}
		event, err := d.Reword(intent, actor, t.now)
		if err != nil {
			return err
		}
		if err := t.Create(&before).Error; err != nil {
			return err
		}
		return t.insertDockingEvents(event)
	})
}

// EarlierIntents are what the interest form of a docking that actor may read said before
// it was changed, the last first; none for a reader who is not shown the form.
func (db *DB) EarlierIntents(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.EarlierIntent, error) {
	d, err := db.Docking(ctx, actor, id)
	if err != nil || len(d.Intent) == 0 {
		return nil, err
	}
	var rows []dockingIntentRow
	err = db.read(ctx).Where("docking_id = ?", id).Order("version DESC").Find(&rows).Error
	return domains(rows, dockingIntentRow.domain), translate(err)
}
