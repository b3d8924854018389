package postgres

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type calendarRow struct {
	Code    string      `gorm:"column:code;primaryKey"`
	Day     domain.Date `gorm:"column:day"`
	Working bool        `gorm:"column:working"`
	Name    string      `gorm:"column:name"`
}

func (calendarRow) TableName() string { return "calendar_days" }

func (r calendarRow) entryCode() string { return r.Code }

// Clocks are the rules and the calendar that clocks run by.
type Clocks struct {
	Rules    domain.Rulebook
	Calendar domain.Calendar
}

// Of returns how the clock of a contract stands on a day; nil when it has none.
func (k Clocks) Of(c domain.Contract, today domain.Date) *domain.Clock {
	return c.Clock(k.Rules, k.Calendar, today)
}

// Clocks reads what clocks run by.
func (db *DB) Clocks(ctx context.Context) (Clocks, error) {
	k, err := clocks(db.read(ctx))
	return k, translate(err)
}

func clocks(g *gorm.DB) (Clocks, error) {
	rules, err := contractRules(g)
	if err != nil {
		return Clocks{}, err
	}
	var days []calendarRow
	err = g.Order("day").Find(&days).Error
	return Clocks{rules, domain.NewCalendar(domains(days, func(r calendarRow) domain.CalendarDay {
		return domain.CalendarDay{On: r.Day, Working: r.Working, Name: r.Name}
	}))}, err
}

// ReplaceCalendar makes these the days on which work departs from the week, computes anew
// when the clocks that run will run out, and reports whether anything differed. Who may
// is for the caller to decide: it is done from the command line only.
func (db *DB) ReplaceCalendar(ctx context.Context, actor domain.Actor, days []domain.CalendarDay) (changed bool, err error) {
	changed, err = replaceDirectory(ctx, db, actor, "calendar-day", domains(days, func(d domain.CalendarDay) calendarRow {
		return calendarRow{d.On.String(), d.On, d.Working, d.Name}
	}))
	if err != nil || !changed {
		return false, err
	}
	return true, db.rewindClocks(ctx, actor)
}

// rewindClocks computes anew when the clocks that run will run out.
func (db *DB) rewindClocks(ctx context.Context, actor domain.Actor) error {
	return db.write(ctx, actor, func(t *tx) error {
		var rows []contractRow
		if err := t.Where("submitted_on IS NOT NULL").Order("id").Clauses(clause.Locking{Strength: "UPDATE"}).Find(&rows).Error; err != nil {
			return err
		}
		k, err := clocks(t.DB)
		if err != nil {
			return err
		}
		for _, r := range rows {
			c := r.domain()
			due := c.Due(k.Rules, k.Calendar)
			if due == c.DueOn {
				continue
			}
			if err := t.Model(&contractRow{}).Where("id = ?", c.ID).UpdateColumn("due_on", due).Error; err != nil {
				return err
			}
			if err := t.forgetReminders(c.ID); err != nil {
				return err
			}
		}
		t.audit("calendar-day", domain.ID{}, 0, "rewind", map[string]any{"contracts": len(rows)})
		return nil
	})
}

// windClock notes when the clock of c runs out. What was told of it before is told no
// more.
func (t *tx) windClock(c *domain.Contract) error {
	before := c.DueOn
	c.DueOn = domain.Date{}
	if !c.SubmittedOn.IsZero() {
		k, err := clocks(t.DB)
		if err != nil {
			return err
		}
		c.DueOn = c.Due(k.Rules, k.Calendar)
	}
	if c.DueOn == before && !c.DueOn.IsZero() {
		return nil
	}
	return t.forgetReminders(c.ID)
}

// FlagContract notes whether a contract at version is disputed and whether experts
// review it, with the reason; its clock then runs by that. Errors: ErrNotFound,
// ErrForbidden, ErrStale, InvalidErrors, a ConflictError when no registration is under way.
func (db *DB) FlagContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, disputed, review bool, reason string) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.FlagContract, func(t *tx, c *domain.Contract) (domain.Date, error) {
		today := domain.DateOf(t.now)
		rule, err := registration(t.DB, c.SubmittedOn)
		if err != nil {
			return today, err
		}
		if err := c.Flag(rule, disputed, review, reason); err != nil {
			return today, err
		}
		return today, t.windClock(c)
	})
}
