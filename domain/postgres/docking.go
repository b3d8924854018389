package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type dockingRow struct {
	ID             domain.ID `gorm:"column:id;primaryKey"`
	Version        int64     `gorm:"column:version"`
	NeedID         domain.ID `gorm:"column:need_id"`
	TechnologyID   domain.ID `gorm:"column:technology_id"`
	ExpertID       domain.ID `gorm:"column:expert_id"`
	EntrepreneurID domain.ID `gorm:"column:entrepreneur_id"`
	StewardID      domain.ID `gorm:"column:steward_id"`
	EnterpriseID   domain.ID `gorm:"column:enterprise_id"`
	ProviderID     domain.ID `gorm:"column:provider_id"`
	Area           optional  `gorm:"column:area"`
	Stage          string    `gorm:"column:stage"`
	DeclineReason  string    `gorm:"column:decline_reason"`
	Note           string    `gorm:"column:note"`
	ProposedBy     domain.ID `gorm:"column:proposed_by"`
	SourceKey      optional  `gorm:"column:source_key"`
	CreatedAt      time.Time `gorm:"column:created_at"`
	UpdatedAt      time.Time `gorm:"column:updated_at"`
}

func (dockingRow) TableName() string { return "dockings" }

func (r dockingRow) rowID() domain.ID { return r.ID }

func dockingRowOf(d domain.Docking) dockingRow {
	return dockingRow{d.ID, d.Version, d.NeedID, d.TechnologyID, d.ExpertID, d.EntrepreneurID, d.StewardID, d.EnterpriseID, d.ProviderID,
		optional(d.Area), string(d.Stage), d.DeclineReason, d.Note, d.ProposedBy, optional(d.SourceKey), d.CreatedAt, d.UpdatedAt}
}

func (r dockingRow) domain() domain.Docking {
	return domain.Docking{ID: r.ID, Version: r.Version, NeedID: r.NeedID, TechnologyID: r.TechnologyID, ExpertID: r.ExpertID,
		EntrepreneurID: r.EntrepreneurID, StewardID: r.StewardID, EnterpriseID: r.EnterpriseID, ProviderID: r.ProviderID,
		Area: string(r.Area), Stage: domain.Stage(r.Stage), DeclineReason: r.DeclineReason, Note: r.Note, ProposedBy: r.ProposedBy,
		SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

var dockingScope = scopeColumns{
	area:          "dockings.area",
	organisations: []string{"dockings.enterprise_id = ?", "dockings.provider_id = ?"},
	experts:       []string{"dockings.steward_id = ?", "dockings.expert_id = ?", "dockings.entrepreneur_id = ?"},
}

// CreateDocking brings a need and a technology or expert together. The parties and
// the area are read from the records; without a steward, the one of the area with
// the need's field and the most room takes it. Errors: InvalidErrors, ErrForbidden,
// a ConflictError when the pair is being docked already.
func (db *DB) CreateDocking(ctx context.Context, actor domain.Actor, d domain.Docking) (domain.Docking, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		field, err := t.fillDocking(&d)
		if err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Dockings, d.Facts()) {
			return domain.ErrForbidden
		}
		if d.StewardID.IsZero() {
			if d.StewardID, err = t.freeSteward(d.Area, field); err != nil {
				return err
			}
		}
		d.ProposedBy = actor.UserID
		return t.insertDocking(&d)
	})
	return d, err
}

// fillDocking reads the parties and the area from the records that d names and
// returns the need's field.
func (t *tx) fillDocking(d *domain.Docking) (field string, err error) {
	var need struct {
		OrganisationID domain.ID
		Field, Area    string
	}
	err = t.Raw(`SELECT n.organisation_id, n.field, coalesce(o.area, '') AS area FROM needs n JOIN organisations o ON o.id = n.organisation_id
		WHERE n.id = ? AND n.state IN ('published', 'closed')`, d.NeedID).Take(&need).Error
	if err != nil {
		return "", refersTo(err, "need_id")
	}
	d.EnterpriseID, d.Area = need.OrganisationID, need.Area
	switch {
	case !d.TechnologyID.IsZero():
		err = t.Raw(`SELECT organisation_id FROM technologies WHERE id = ? AND state IN ('published', 'closed')`, d.TechnologyID).Take(&d.ProviderID).Error
		err = refersTo(err, "technology_id")
	case !d.ExpertID.IsZero():
		var provider struct{ OrganisationID domain.ID }
		err = t.Raw(`SELECT organisation_id FROM experts WHERE id = ? AND state = 'published'`, d.ExpertID).Take(&provider).Error
		d.ProviderID, err = provider.OrganisationID, refersTo(err, "expert_id")
	default:
		err = domain.Invalid("technology_id", "须指明技术或专家", "or expert_id is required")
	}
	if err == nil && d.EnterpriseID == d.ProviderID {
		err = domain.Conflict("供需双方是同一单位", "both sides are the same organisation")
	}
	return need.Field, err
}

// refersTo names the field when the record it refers to is absent.
func refersTo(err error, field string) error {
	if translate(err) == domain.ErrNotFound {
		return domain.Invalid(field, "所指的记录不存在", "refers to a record that does not exist")
	}
	return err
}

// freeSteward picks the steward of an area: knows the field first, then the
// smallest share of capacity in use. None is the zero ID, not an error.
func (t *tx) freeSteward(area, field string) (domain.ID, error) {
	var picked []domain.ID
	err := t.Raw(`
SELECT e.id FROM experts e
LEFT JOIN dockings d ON d.steward_id = e.id AND d.stage NOT IN ('contracted', 'declined')
WHERE e.kind = 'steward' AND e.state = 'published' AND e.area = ?
GROUP BY e.id
ORDER BY (? = ANY(e.fields)) DESC, count(d.id)::float / e.capacity, e.id
LIMIT 1`, area, field).Scan(&picked).Error
	if err != nil || len(picked) == 0 {
		return domain.ID{}, err
	}
	return picked[0], nil
}

func (t *tx) insertDocking(d *domain.Docking) error {
	d.ID, d.Version, d.Stage, d.CreatedAt, d.UpdatedAt = domain.NewID(), 1, domain.StageProposed, t.now, t.now
	row := dockingRowOf(*d)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Dockings, d.ID, d.Version, domain.Create, map[string]any{"need": d.NeedID.String()})
	return nil
}

// Docking returns one docking that actor may read, else ErrNotFound.
func (db *DB) Docking(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Docking, error) {
	var row dockingRow
	q := dockingScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Dockings))
	err := q.Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// DockingFilter selects dockings; zero fields select all.
type DockingFilter struct {
	Stage, Area                             string
	NeedID, TechnologyID, ExpertID, Steward domain.ID
}

// DockingSorts are the sort keys of Dockings; the first is its own.
var DockingSorts = []string{"updated_at", "created_at"}

// Dockings lists the dockings that actor may read.
func (db *DB) Dockings(ctx context.Context, actor domain.Actor, f DockingFilter, p Page) (List[domain.Docking], error) {
	order, err := sortOf(p.Sort, DockingSorts, dockingSortKey)
	if err != nil {
		return List[domain.Docking]{}, err
	}
	q := dockingScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Dockings))
	q = equal(equal(q, "stage", f.Stage), "area", f.Area)
	q = equalID(equalID(q, "need_id", f.NeedID), "technology_id", f.TechnologyID)
	q = equalID(equalID(q, "expert_id", f.ExpertID), "steward_id", f.Steward)
	return list(q, order, p, dockingRow.domain)
}

func dockingSortKey(r dockingRow, column string) string {
	if column == "created_at" {
		return r.CreatedAt.Format(time.RFC3339Nano)
	}
	return r.UpdatedAt.Format(time.RFC3339Nano)
}

func equalID(q *gorm.DB, column string, id domain.ID) *gorm.DB {
	if id.IsZero() {
		return q
	}
	return q.Where(column+" = ?", id)
}

// StepDocking takes the step named name with the docking at version. Errors:
// ErrNotFound, ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the
// step is not open.
func (db *DB) StepDocking(ctx context.Context, actor domain.Actor, id domain.ID, version int64, name, reason, note string) (domain.Docking, error) {
	return db.changeDocking(ctx, actor, id, version, domain.Action(name), func(t *tx, d *domain.Docking) error {
		event, err := d.Take(name, reason, note, actor, t.now)
		if err != nil {
			return err
		}
		return t.insertDockingEvent(event)
	})
}

// HandOver gives the docking to another steward of its area.
func (db *DB) HandOver(ctx context.Context, actor domain.Actor, id domain.ID, version int64, steward domain.ID) (domain.Docking, error) {
	return db.changeDocking(ctx, actor, id, version, "hand-over", func(t *tx, d *domain.Docking) error {
		if !d.Open() {
			return domain.Conflict("对接已结束", "the docking has ended")
		}
		var area string
		err := t.Raw(`SELECT area FROM experts WHERE id = ? AND kind = 'steward' AND state = 'published'`, steward).Take(&area).Error
		if err := refersTo(err, "steward_id"); err != nil {
			return err
		}
		if area != d.Area {
			return domain.Invalid("steward_id", "不是本区域的管家", "is not a steward of the docking's area")
		}
		d.StewardID = steward
		return t.insertDockingEvent(domain.DockingEvent{ID: domain.NewID(), DockingID: d.ID, From: d.Stage, To: d.Stage, Step: "hand-over", Actor: actor.UserID, At: t.now})
	})
}

func (db *DB) changeDocking(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.Docking) error) (domain.Docking, error) {
	var d domain.Docking
	err := db.write(ctx, actor, func(t *tx) error {
		var row dockingRow
		if err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		d = row.domain()
		if err := permit(actor, action, domain.Dockings, d.Facts(), d.Version, version); err != nil {
			return err
		}
		if err := change(t, &d); err != nil {
			return err
		}
		return t.updateDocking(&d, action)
	})
	return d, err
}

func (t *tx) updateDocking(d *domain.Docking, action domain.Action) error {
	d.Version, d.UpdatedAt = d.Version+1, t.now
	row := dockingRowOf(*d)
	if err := t.Select("version", "steward_id", "stage", "decline_reason", "note", "updated_at").Where("id = ?", d.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Dockings, d.ID, d.Version, action, map[string]any{"stage": d.Stage})
	return nil
}

type dockingEventRow struct {
	ID        domain.ID `gorm:"column:id;primaryKey"`
	DockingID domain.ID `gorm:"column:docking_id"`
	FromStage string    `gorm:"column:from_stage"`
	ToStage   string    `gorm:"column:to_stage"`
	Step      string    `gorm:"column:step"`
	ActorID   domain.ID `gorm:"column:actor_id"`
	Note      string    `gorm:"column:note"`
	At        time.Time `gorm:"column:at"`
}

func (dockingEventRow) TableName() string { return "docking_events" }

func (t *tx) insertDockingEvent(e domain.DockingEvent) error {
	row := dockingEventRow{e.ID, e.DockingID, string(e.From), string(e.To), e.Step, e.Actor, e.Note, e.At}
	return t.Create(&row).Error
}

// DockingEvents lists the steps of a docking that actor may read, oldest first.
func (db *DB) DockingEvents(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.DockingEvent, error) {
	if _, err := db.Docking(ctx, actor, id); err != nil {
		return nil, err
	}
	var rows []dockingEventRow
	if err := db.read(ctx).Where("docking_id = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	events := make([]domain.DockingEvent, len(rows))
	for i, r := range rows {
		events[i] = domain.DockingEvent{ID: r.ID, DockingID: r.DockingID, From: domain.Stage(r.FromStage), To: domain.Stage(r.ToStage), Step: r.Step, Actor: r.ActorID, Note: r.Note, At: r.At}
	}
	return events, nil
}
