package postgres

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// CreateDocking brings a need and a technology or expert together, which actor must
// be able to see in the library: a side proposes for itself, a steward of either side's
// area or the bureau for the side that d names. The parties and the area are read from the
// records; without a steward, one of the need's area takes it. Errors: InvalidErrors, ErrForbidden, a
// ConflictError when the pair is being docked already.
func (db *DB) CreateDocking(ctx context.Context, actor domain.Actor, d domain.Docking) (domain.Docking, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		field, err := t.fillDocking(&d, t.offered)
		if err != nil {
			return err
		}
		if err := t.mayPropose(d); err != nil {
			return err
		}
		if err := d.ProposeAs(actor); err != nil {
			return err
		}
		if err := t.staffDocking(&d, field); err != nil {
			return err
		}
		d.SourceKey = ""
		if err := t.insertDocking(&d, t.now); err != nil {
			return err
		}
		if err := t.seatTeam(d); err != nil {
			return err
		}
		return t.keepMatches(d, false)
	})
	if err != nil {
		return domain.Docking{}, err
	}
	return d.ShownTo(domain.ScopeOf(actor, domain.Read, domain.Dockings)), nil
}

// mayPropose requires d to be one that the actor may propose. For the provider a steward
// of the provider's area may, though the docking is of the need's.
func (t *tx) mayPropose(d domain.Docking) error {
	facts := d.Facts()
	if domain.Can(t.actor, domain.Create, domain.Dockings, facts) {
		return nil
	}
	if d.ProposedSide != domain.SideProvider || d.ProviderID.IsZero() {
		return domain.ErrForbidden
	}
	var err error
	if facts.Area, err = areaOf(t.DB, d.ProviderID); err == nil && !domain.Can(t.actor, domain.Create, domain.Dockings, facts) {
		err = domain.ErrForbidden
	}
	return err
}

// listings are the records of a table that may be docked.
type listings func(table string, resource domain.Resource) *gorm.DB

// offered are those in the library, valid today, that the actor may read.
func (t *tx) offered(table string, resource domain.Resource) *gorm.DB {
	today := domain.DateOf(t.now)
	return published(listingScope(table, today).within(t.DB, domain.ScopeOf(t.actor, domain.Read, resource)).Table(table), today)
}

// everOffered are those that are or were in the library.
func (t *tx) everOffered(table string, _ domain.Resource) *gorm.DB {
	return t.Table(table).Where("state IN ('published', 'closed')")
}

// dockedListing is what a docking takes from a need or technology.
type dockedListing struct {
	OrganisationID  domain.ID `gorm:"column:organisation_id"`
	Field           string    `gorm:"column:field"`
	Confidentiality string    `gorm:"column:confidentiality"`
}

func (l dockedListing) blind() bool { return l.Confidentiality == "blind" }

func docked(q *gorm.DB, id domain.ID, reference string) (dockedListing, error) {
	var l dockedListing
	err := q.Select("organisation_id", "field", "confidentiality").Where("id = ?", id).Take(&l).Error
	return l, refersTo(err, reference)
}

// fillDocking reads the parties and the area from the records that d names, out of
// those given, and returns the need's field.
func (t *tx) fillDocking(d *domain.Docking, from listings) (field string, err error) {
	if err := d.Validate(); err != nil {
		return "", err
	}
	need, err := docked(from("needs", domain.Needs), d.NeedID, "need_id")
	if err != nil {
		return "", err
	}
	d.EnterpriseID, d.EnterpriseVeiled = need.OrganisationID, need.blind()
	if d.Area, err = areaOf(t.DB, d.EnterpriseID); err != nil {
		return "", err
	}
	if err := t.fillProvider(d, from); err != nil {
		return "", err
	}
	if d.EnterpriseID == d.ProviderID {
		return "", domain.Conflict("供需双方是同一单位", "both sides are the same organisation")
	}
	return need.Field, nil
}

// fillProvider takes the provider from the technology, else from the expert.
func (t *tx) fillProvider(d *domain.Docking, from listings) error {
	d.ProviderID, d.ProviderVeiled = domain.ID{}, false
	if !d.ExpertID.IsZero() {
		expert, err := t.expertAs(d.ExpertID, domain.TechnicalExpert, "expert_id")
		if err != nil {
			return err
		}
		d.ProviderID = expert.OrganisationID
	}
	if !d.EntrepreneurID.IsZero() {
		if _, err := t.expertAs(d.EntrepreneurID, domain.Entrepreneur, "entrepreneur_id"); err != nil {
			return err
		}
	}
	if d.TechnologyID.IsZero() {
		return nil
	}
	technology, err := docked(from("technologies", domain.Technologies), d.TechnologyID, "technology_id")
	d.ProviderID, d.ProviderVeiled = technology.OrganisationID, technology.blind()
	return err
}

// dockedExpert is what a docking takes from an expert's record.
type dockedExpert struct {
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Area           optional  `gorm:"column:area"`
}

// expertAs reads an expert of the library who is of the given kind.
func (t *tx) expertAs(id domain.ID, kind, reference string) (dockedExpert, error) {
	var e dockedExpert
	err := t.Table("experts").Select("organisation_id", "area").Where("id = ? AND kind = ? AND state = 'published'", id, kind).Take(&e).Error
	return e, refersTo(err, reference)
}

// refersTo names the field when the record it refers to is absent.
func refersTo(err error, field string) error {
	if errors.Is(translate(err), domain.ErrNotFound) {
		return domain.Invalid(field, "所指的记录不存在", "refers to a record that does not exist")
	}
	return err
}

// insertDocking adds a docking that was proposed at a time.
func (t *tx) insertDocking(d *domain.Docking, at time.Time) error {
	d.ID, d.Version, d.CreatedAt, d.UpdatedAt = domain.NewID(), 1, at, t.now
	d.Stage, d.DeclineReason, d.StageSince = domain.StageProposed, "", at
	d.IntroducedAt, d.EnterpriseAcceptedAt, d.ProviderAcceptedAt = time.Time{}, time.Time{}, time.Time{}
	if err := t.windDocking(d); err != nil {
		return err
	}
	row := dockingRowOf(*d)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Dockings, d.ID, d.Version, domain.Create, map[string]any{"need": d.NeedID.String()})
	return nil
}
