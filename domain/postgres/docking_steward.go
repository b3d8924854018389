package postgres

import (
	"context"

	"sanku/domain"
)

// staffDocking checks the steward that d names, or finds one.
func (t *tx) staffDocking(d *domain.Docking, field string) (err error) {
	if !d.StewardID.IsZero() {
		return t.checkSteward(d.StewardID, d.Area)
	}
	d.StewardID, err = t.freeSteward(d.Area, field)
	return err
}

// checkSteward requires a steward of the area, or any where there is no area.
func (t *tx) checkSteward(id domain.ID, area string) error {
	steward, err := t.expertAs(id, domain.StewardExpert, "steward_id")
	if err != nil {
		return err
	}
	if area != "" && string(steward.Area) != area {
		return domain.Invalid("steward_id", "不是本区域的管家", "is not a steward of the docking's area")
	}
	return nil
}

// freeSteward picks the steward of an area: one with room first, then one who knows
// the field, then the smallest share of capacity in use. None is the zero ID, not an
// error: the bureau hands the docking to one later.
func (t *tx) freeSteward(area, field string) (domain.ID, error) {
	var picked []struct {
		ID domain.ID `gorm:"column:id"`
	}
	err := t.Raw(`
SELECT e.id FROM experts e
LEFT JOIN dockings d ON d.steward_id = e.id AND d.stage NOT IN ('contracted', 'declined')
WHERE e.kind = 'steward' AND e.state = 'published' AND e.area = ?
GROUP BY e.id
ORDER BY count(d.id) < e.capacity DESC, ? = ANY(e.fields) DESC, count(d.id)::float / e.capacity, e.id
LIMIT 1`, area, field).Scan(&picked).Error
	if err != nil || len(picked) == 0 {
		return domain.ID{}, err
	}
	return picked[0].ID, nil
}

// HandOver gives the docking at version to another steward of its area. Errors:
// ErrNotFound, ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the docking
// has ended or is that steward's already.
func (db *DB) HandOver(ctx context.Context, actor domain.Actor, id domain.ID, version int64, steward domain.ID) (domain.Docking, error) {
	return db.changeDocking(ctx, actor, id, version, "hand-over", func(t *tx, d *domain.Docking) error {
		if !d.Open() {
			return domain.Conflict("对接已结束", "the docking has ended")
		}
		if d.StewardID == steward {
			return domain.Conflict("已由该管家负责", "the docking is this steward's already")
		}
		if err := t.checkSteward(steward, d.Area); err != nil {
			return err
		}
		d.StewardID = steward
		return t.insertDockingEvent(domain.DockingEvent{ID: domain.NewID(), DockingID: d.ID, From: d.Stage, To: d.Stage, Step: "hand-over", Actor: actor.UserID, At: t.now})
	})
}
