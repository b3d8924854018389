package postgres

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

type reminderRow struct {
	ID    domain.ID `gorm:"column:id;primaryKey"`
	Kind  string    `gorm:"column:kind"`
	Ref   string    `gorm:"column:ref"`
	Stage string    `gorm:"column:stage"`
	Unit  optional  `gorm:"column:unit"`
	Area  optional  `gorm:"column:area"`

	OrganisationID domain.ID `gorm:"column:organisation_id"`
	ExpertID       domain.ID `gorm:"column:expert_id"`

	Title     jsonb[textJSON] `gorm:"column:title"`
	DueOn     domain.Date     `gorm:"column:due_on"`
	CreatedAt time.Time       `gorm:"column:created_at"`
	ReadAt    *time.Time      `gorm:"column:read_at"`
	ReadBy    domain.ID       `gorm:"column:read_by"`
}

// textJSON is a domain.Text in a jsonb column.
type textJSON struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

func (reminderRow) TableName() string { return "reminders" }

func (r reminderRow) rowID() domain.ID { return r.ID }

func (r reminderRow) domain() domain.Reminder {
	return domain.Reminder{ID: r.ID, Kind: r.Kind, Ref: r.Ref, Stage: domain.DutyState(r.Stage), Unit: string(r.Unit), Area: string(r.Area),
		OrganisationID: r.OrganisationID, ExpertID: r.ExpertID, Title: domain.Text(r.Title.V), DueOn: r.DueOn, CreatedAt: r.CreatedAt.UTC(), ReadAt: utc(r.ReadAt), ReadBy: r.ReadBy}
}

// A reminding finds what is due soon or overdue on a day; whether it has been told is
// not its business.
type reminding func(ctx context.Context, db *DB, today domain.Date) ([]domain.Reminder, error)

// remindings are all that is reminded of.
var remindings = []reminding{remindOfReports, remindOfContracts, remindOfPerformance, remindOfDockings, remindOfListings, remindOfActivities}

// Remind tells what has come due, each once a stage, and returns how many reminders
// that were. Several copies at once tell no more than one.
func (db *DB) Remind(ctx context.Context) (told int, err error) {
	var rows []reminderRow
	for _, find := range remindings {
		found, err := find(ctx, db, db.today())
		if err != nil {
			return 0, err
		}
		for _, r := range found {
			rows = append(rows, reminderRow{ID: domain.NewID(), Kind: r.Kind, Ref: r.Ref, Stage: string(r.Stage), Unit: optional(r.Unit), Area: optional(r.Area),
				OrganisationID: r.OrganisationID, ExpertID: r.ExpertID, Title: jsonb[textJSON]{textJSON(r.Title)}, DueOn: r.DueOn, CreatedAt: db.Now()})
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	err = db.write(ctx, domain.System("reminders"), func(t *tx) error {
		if err := t.alone("reminders"); err != nil {
			return err
		}
		done := t.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, 500)
		if told = int(done.RowsAffected); done.Error != nil || told == 0 {
			return errors.Join(done.Error, errLoaded)
		}
		t.record(domain.Reminders, domain.NewID(), 0, domain.Create, map[string]any{"told": told})
		return nil
	})
	if told == 0 && errors.Is(err, errLoaded) {
		return 0, nil
	}
	return told, err
}

// remindOfReports finds the reports that units owe, of every plan.
func remindOfReports(ctx context.Context, db *DB, today domain.Date) ([]domain.Reminder, error) {
	plans, err := db.Plans(ctx)
	var found []domain.Reminder
	for _, p := range plans {
		duties, err := db.duties(ctx, p.Code, today)
		if err != nil {
			return nil, err
		}
		found = append(found, domain.RemindersOf(duties)...)
	}
	return found, err
}

var reminderScope = scopeColumns{area: "reminders.area", units: []string{"reminders.unit = ?"},
	unitArea: "CASE split_part(reminders.ref, '/', 3) WHEN 'area' THEN split_part(reminders.ref, '/', 4) END", bureau: reminderOfBureau,
	organisations: []string{"reminders.organisation_id = ?"}, experts: []string{"reminders.expert_id = ?"}}

const reminderOfBureau = "num_nonnulls(reminders.unit, reminders.area, reminders.organisation_id, reminders.expert_id) = 0"

// ReminderSorts are the sort keys of Reminders, which lists the newest first unless asked.
var ReminderSorts = []string{"created_at", "due_on"}

// ReminderFilter selects reminders; zero fields select all.
type ReminderFilter struct {
	Kind, Stage, Unit, Area string
	Unread, OfBureau        bool // not read yet; told to the bureau itself
}

// Reminders lists what actor has been reminded of, as a unit's liaison, a steward of an
// area, one of an organisation, an expert, or one of the bureau, who sees what others have
// been told too.
func (db *DB) Reminders(ctx context.Context, actor domain.Actor, f ReminderFilter, p Page) (List[domain.Reminder], error) {
	if p.Sort == "" {
		p.Sort = "-created_at"
	}
	order, err := sortOf(p.Sort, ReminderSorts, func(r reminderRow, column string) string {
		if column == "due_on" {
			return r.DueOn.String()
		}
		return stamp(r.CreatedAt)
	})
	if err != nil {
		return List[domain.Reminder]{}, err
	}
	q := reminderScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Reminders))
	q = equal(equal(equal(equal(q, "kind", f.Kind), "stage", f.Stage), "unit", f.Unit), "area", f.Area)
	if f.Unread {
		q = q.Where("read_at IS NULL")
	}
	if f.OfBureau {
		q = q.Where(reminderOfBureau)
	}
	return list(q, order, p, reminderRow.domain)
}

// MarkReminder notes that actor has read a reminder; to have read it twice changes
// nothing. Errors: ErrNotFound when actor may not even read it, ErrForbidden.
func (db *DB) MarkReminder(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Reminder, error) {
	var read domain.Reminder
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[reminderRow](t, "id", id)
		if err != nil {
			return err
		}
		if err := permit(actor, domain.MarkRead, domain.Reminders, row.domain().Facts(), 0, 0); err != nil {
			return err
		}
		if row.ReadAt == nil {
			row.ReadAt, row.ReadBy = &t.now, actor.UserID
			if err := t.Select("read_at", "read_by").Where("id = ?", id).Updates(&row).Error; err != nil {
				return err
			}
		}
		t.audit(domain.Reminders, id, 0, domain.MarkRead, nil)
		read = row.domain()
		return nil
	})
	return read, err
}
