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

// freeSteward picks a steward of an area who has room and is not away: one who knows the
// field first, then the smallest share of capacity in use. None is the zero ID, not an
// error: the docking waits in the bureau's list. Those who assign at once wait for one
// another, so that no place is given twice.
func (t *tx) freeSteward(area, field string) (domain.ID, error) {
	if area == "" {
		return domain.ID{}, nil
	}
	var picked []struct {
		ID domain.ID `gorm:"column:id"`
	}
	if err := t.alone("stewards of " + area); err != nil {
		return domain.ID{}, err
	}
	err := t.Raw(`
SELECT e.id FROM experts e
LEFT JOIN dockings d ON d.steward_id = e.id AND d.stage NOT IN ('contracted', 'declined')
WHERE e.kind = 'steward' AND e.state = 'published' AND e.area = ? AND `+notAway+`
GROUP BY e.id
HAVING count(d.id) < e.capacity
ORDER BY ? = ANY(e.fields) DESC, count(d.id)::float / e.capacity, e.id
LIMIT 1`, area, domain.DateOf(t.now), field).Scan(&picked).Error
	if err != nil || len(picked) == 0 {
		return domain.ID{}, err
	}
	return picked[0].ID, nil
}

// notAway holds for an expert e who is not away on a day.
const notAway = `NOT EXISTS (SELECT FROM docking_absences a WHERE a.expert_id = e.id AND ? BETWEEN a.from_on AND a.to_on)`

// requireFree requires that a steward has room and is not away.
func (t *tx) requireFree(steward domain.ID) error {
	var free []struct{ Away, Full bool }
	err := t.Raw(`SELECT NOT `+notAway+` AS away, (SELECT count(*) FROM dockings d WHERE d.steward_id = e.id AND d.stage NOT IN ('contracted', 'declined')) >= e.capacity AS full
FROM experts e WHERE e.id = ?`, domain.DateOf(t.now), steward).Scan(&free).Error
	switch {
	case err != nil || len(free) == 0:
		return err
	case free[0].Away:
		return domain.Invalid("steward_id", "该管家正在请假", "is away")
	case free[0].Full:
		return domain.Invalid("steward_id", "该管家承接已满", "has no room for another docking")
	}
	return nil
}

// HandOver gives the docking at version to another steward of its area, for a reason,
// which a docking that waits for its first steward needs not. A steward hands over only
// to one who has room and is not away; the bureau may name any. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the docking has ended or is
// that steward's already.
func (db *DB) HandOver(ctx context.Context, actor domain.Actor, id domain.ID, version int64, steward domain.ID, reason string) (domain.Docking, error) {
	return db.changeDocking(ctx, actor, id, version, "hand-over", func(t *tx, d *domain.Docking) error {
		event, err := d.HandOver(steward, reason, actor, t.now)
		if err != nil {
			return err
		}
		if err := t.alone("stewards of " + d.Area); err != nil {
			return err
		}
		if err := t.checkSteward(steward, d.Area); err != nil {
			return err
		}
		if !actor.Has(domain.RoleBureau) {
			if err := t.requireFree(steward); err != nil {
				return err
			}
		}
		return t.insertDockingEvents(event)
	})
}
