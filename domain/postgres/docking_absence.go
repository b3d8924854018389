package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type absenceRow struct {
	ID        domain.ID   `gorm:"column:id;primaryKey"`
	ExpertID  domain.ID   `gorm:"column:expert_id"`
	FromOn    domain.Date `gorm:"column:from_on"`
	ToOn      domain.Date `gorm:"column:to_on"`
	Reason    string      `gorm:"column:reason"`
	CreatedAt time.Time   `gorm:"column:created_at"`
}

func (absenceRow) TableName() string { return "docking_absences" }

func (r absenceRow) rowID() domain.ID { return r.ID }

func (r absenceRow) domain() domain.Absence {
	return domain.Absence{ID: r.ID, ExpertID: r.ExpertID, From: r.FromOn, To: r.ToOn, Reason: r.Reason, CreatedAt: r.CreatedAt.UTC()}
}

var absenceScope = scopeColumns{experts: []string{"docking_absences.expert_id = ?"}}

// AddAbsence notes when an expert is away; none named is the one who acts. Errors:
// InvalidErrors, ErrForbidden.
func (db *DB) AddAbsence(ctx context.Context, actor domain.Actor, a domain.Absence) (domain.Absence, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if a.ExpertID.IsZero() {
			a.ExpertID = actor.ExpertID
		}
		if err := a.Validate(); err != nil {
			return err
		}
		if a.ExpertID.IsZero() {
			return domain.Invalid("expert_id", "必填", "is required")
		}
		if !domain.Can(actor, domain.Create, domain.Absences, a.Facts()) {
			return domain.ErrForbidden
		}
		a.ID, a.CreatedAt = domain.NewID(), t.now
		if err := t.Create(&absenceRow{a.ID, a.ExpertID, a.From, a.To, a.Reason, a.CreatedAt}).Error; err != nil {
			return err
		}
		t.audit(domain.Absences, a.ID, 1, domain.Create, map[string]any{"expert": a.ExpertID.String()})
		return nil
	})
	return a, err
}

// CancelAbsence takes back that an expert is away. Errors: ErrNotFound, ErrForbidden.
func (db *DB) CancelAbsence(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Absence, error) {
	var a domain.Absence
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[absenceRow](t, "id", id)
		if err != nil {
			return err
		}
		a = row.domain()
		if err := permit(actor, "cancel", domain.Absences, a.Facts(), 0, 0); err != nil {
			return err
		}
		t.audit(domain.Absences, id, 1, "cancel", map[string]any{"expert": a.ExpertID.String(), "from": a.From.String(), "to": a.To.String()})
		return t.Where("id = ?", id).Delete(&absenceRow{}).Error
	})
	return a, err
}

// AbsenceFilter selects absences; zero fields select all.
type AbsenceFilter struct {
	ExpertID domain.ID
	Since    domain.Date // not over before this day
}

// AbsenceSorts are the sort keys of Absences.
var AbsenceSorts = []string{"from_on", "to_on"}

// Absences lists the absences that actor may read, the earliest first unless asked.
func (db *DB) Absences(ctx context.Context, actor domain.Actor, f AbsenceFilter, p Page) (List[domain.Absence], error) {
	order, err := sortOf(p.Sort, AbsenceSorts, func(r absenceRow, column string) string {
		if column == "to_on" {
			return r.ToOn.String()
		}
		return r.FromOn.String()
	})
	if err != nil {
		return List[domain.Absence]{}, err
	}
	q := belonging(absenceScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Absences)), "expert_id", f.ExpertID)
	if !f.Since.IsZero() {
		q = q.Where("to_on >= ?", f.Since)
	}
	return list(q, order, p, absenceRow.domain)
}
