package postgres

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type stageLimitRow struct {
	Code         string `gorm:"column:code;primaryKey"`
	Days         int    `gorm:"column:days"`
	SoonDays     int    `gorm:"column:soon_days"`
	EscalateDays int    `gorm:"column:escalate_days"`
}

func (stageLimitRow) TableName() string { return "docking_limits" }

func (r stageLimitRow) entryCode() string { return r.Code }

func (r stageLimitRow) domain() domain.StageLimit {
	return domain.StageLimit{Stage: domain.Stage(r.Code), Days: r.Days, SoonDays: r.SoonDays, EscalateDays: r.EscalateDays}
}

// DockingClocks are the limits and the calendar that dockings go by.
type DockingClocks struct {
	Limits   domain.StageLimits
	Calendar domain.Calendar
}

// Of returns how the next step of d stands on a day; nil when nothing is due.
func (k DockingClocks) Of(d domain.Docking, today domain.Date) *domain.DockingClock {
	return d.Clock(k.Limits, k.Calendar, today)
}

// DockingClocks reads what dockings go by.
func (db *DB) DockingClocks(ctx context.Context) (DockingClocks, error) {
	k, err := dockingClocks(db.read(ctx))
	return k, translate(err)
}

func dockingClocks(g *gorm.DB) (DockingClocks, error) {
	var rows []stageLimitRow
	if err := g.Order("code").Find(&rows).Error; err != nil || len(rows) == 0 {
		return DockingClocks{}, err
	}
	k, err := clocks(g)
	return DockingClocks{domains(rows, stageLimitRow.domain), k.Calendar}, err
}

// windDocking notes by when the next step of d is due.
func (t *tx) windDocking(d *domain.Docking) error {
	k, err := dockingClocks(t.DB)
	if err != nil {
		return err
	}
	due := d.Due(k.Limits, k.Calendar)
	if due == d.DueOn {
		return nil
	}
	d.DueOn = due
	return t.forgetDue(d.ID)
}

// forgetDue forgets what was told of a docking: of its next step it is told anew.
func (t *tx) forgetDue(docking domain.ID) error {
	return t.Exec(`DELETE FROM reminders WHERE kind = 'docking' AND ref = ?`, docking.String()).Error
}

// ReplaceStageLimits makes these the limits of the stages of dockings, computes anew when
// the next steps of those that are open are due, and reports whether anything differed.
// Who may is for the caller to decide: it is done from the command line only.
func (db *DB) ReplaceStageLimits(ctx context.Context, actor domain.Actor, limits domain.StageLimits) (changed bool, err error) {
	if err := limits.Validate(); err != nil {
		return false, err
	}
	changed, err = replaceDirectory(ctx, db, actor, "docking-limit", domains(limits, func(l domain.StageLimit) stageLimitRow {
		return stageLimitRow{string(l.Stage), l.Days, l.SoonDays, l.EscalateDays}
	}))
	if err != nil || !changed {
		return changed, err
	}
	return true, db.write(ctx, actor, func(t *tx) error {
		var rows []dockingRow
		if err := stillOpen(t.DB).Order("id").Clauses(clause.Locking{Strength: "UPDATE"}).Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			d := r.domain()
			if err := t.windDocking(&d); err != nil {
				return err
			}
			if err := t.Model(&dockingRow{}).Where("id = ?", d.ID).UpdateColumn("due_on", d.DueOn).Error; err != nil {
				return err
			}
		}
		t.audit("docking-limit", domain.ID{}, 0, "rewind", map[string]any{"dockings": len(rows)})
		return nil
	})
}

// stillOpen are those that can still lead to a contract.
func stillOpen(q *gorm.DB) *gorm.DB {
	return q.Where("stage NOT IN ('contracted', 'declined')")
}

// remindOfDockings tells whoever's turn it is of the next steps of dockings.
func remindOfDockings(ctx context.Context, db *DB, today domain.Date) ([]domain.Reminder, error) {
	k, err := db.DockingClocks(ctx)
	if err != nil || len(k.Limits) == 0 {
		return nil, err
	}
	var rows []struct {
		Docking dockingRow `gorm:"embedded"`
		Need    string     `gorm:"column:need"`
	}
	err = stillOpen(db.read(ctx).Table("dockings")).Joins("JOIN needs n ON n.id = dockings.need_id").Select("dockings.*", "n.title AS need").
		Where("due_on <= ?", k.soonUntil(today)).Order("due_on, dockings.id").Find(&rows).Error
	var found []domain.Reminder
	for _, r := range rows {
		d := r.Docking.domain()
		found = append(found, d.Reminders(r.Need, k.Of(d, today))...)
	}
	return found, translate(err)
}

// soonUntil is the last day on which a next step may be due that is told of on a day.
func (k DockingClocks) soonUntil(today domain.Date) domain.Date {
	last := today
	for _, l := range k.Limits {
		if l.SoonDays > 0 {
			last = domain.Later(last, k.Calendar.After(today, l.SoonDays))
		}
	}
	return last
}
