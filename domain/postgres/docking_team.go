package postgres

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// Invitation returns one invitation that actor may read, else ErrNotFound.
func (db *DB) Invitation(ctx context.Context, actor domain.Actor, id domain.ID) (domain.DockingMember, error) {
	return db.InvitationFor(ctx, actor, id, domain.Read)
}

// InvitationFor returns one invitation with which actor may do action. One that they may
// only read is ErrForbidden, another ErrNotFound.
func (db *DB) InvitationFor(ctx context.Context, actor domain.Actor, id domain.ID, action domain.Action) (domain.DockingMember, error) {
	var row memberRow
	err := translate(invitations(db.read(ctx), actor, action).Where("docking_members.id = ?", id).Take(&row).Error)
	if action == domain.Read || !errors.Is(err, domain.ErrNotFound) {
		return row.domain(), err
	}
	if _, err := db.Invitation(ctx, actor, id); err != nil {
		return domain.DockingMember{}, err
	}
	return domain.DockingMember{}, domain.ErrForbidden
}

// invitations are those with which actor may do action.
func invitations(q *gorm.DB, actor domain.Actor, action domain.Action) *gorm.DB {
	q = q.Model(&memberRow{}).Select("docking_members.*").Joins("JOIN dockings ON dockings.id = docking_members.docking_id")
	return invitationScope.within(q, domain.ScopeOf(actor, action, domain.Invitations))
}

// InvitationFilter selects invitations; zero fields select all.
type InvitationFilter struct {
	State               string
	DockingID, ExpertID domain.ID
}

// InvitationSorts are the sort keys of Invitations, which lists by the last update unless
// asked.
var InvitationSorts = []string{"updated_at", "created_at"}

// Invitations lists the invitations that actor may read: an expert's own, those to the
// dockings of a steward or their area, all for the bureau.
func (db *DB) Invitations(ctx context.Context, actor domain.Actor, f InvitationFilter, p Page) (List[domain.DockingMember], error) {
	order, err := sortOf(newestFirst(p.Sort), InvitationSorts, func(r memberRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.DockingMember]{}, err
	}
	q := db.read(ctx).Table("(?) AS docking_members", invitations(db.read(ctx), actor, domain.Read))
	return list(belonging(belonging(equal(q, "state", f.State), "docking_id", f.DockingID), "expert_id", f.ExpertID), order, p, memberRow.domain)
}

// DockingTeam lists all who were ever invited to the team of a docking that actor may
// read, in the order of their invitation.
func (db *DB) DockingTeam(ctx context.Context, actor domain.Actor, docking domain.ID) ([]domain.DockingMember, error) {
	if _, err := db.Docking(ctx, actor, docking); err != nil {
		return nil, err
	}
	var rows []memberRow
	err := db.read(ctx).Where("docking_id = ?", docking).Order("created_at, id").Find(&rows).Error
	return domains(rows, memberRow.domain), translate(err)
}

type opinionRow struct {
	ID          domain.ID                     `gorm:"column:id;primaryKey"`
	DockingID   domain.ID                     `gorm:"column:docking_id"`
	MemberID    domain.ID                     `gorm:"column:member_id"`
	Replies     jsonb[map[string]storedReply] `gorm:"column:replies"`
	StewardOnly bool                          `gorm:"column:steward_only"`
	At          time.Time                     `gorm:"column:at"`
}

func (opinionRow) TableName() string { return "docking_opinions" }

func (r opinionRow) domain() domain.Opinion {
	return domain.Opinion{ID: r.ID, DockingID: r.DockingID, MemberID: r.MemberID, Replies: repliesOf(r.Replies), StewardOnly: r.StewardOnly, At: r.At.UTC()}
}

// GiveOpinion adds an opinion of the member with the invitation at version: the newest
// holds, the earlier ones stay. Errors: ErrNotFound, ErrForbidden, ErrStale,
// InvalidErrors, a ConflictError when the member has not accepted or the docking has ended.
func (db *DB) GiveOpinion(ctx context.Context, actor domain.Actor, invitation domain.ID, version int64, replies domain.Replies, stewardOnly bool) (domain.Opinion, error) {
	var o domain.Opinion
	_, err := db.changeMember(ctx, actor, invitation, version, domain.Opine, func(t *tx, m *domain.DockingMember, d *domain.Docking) (err error) {
		if o, err = m.Opine(*d, replies, stewardOnly, actor, t.now); err != nil {
			return err
		}
		return t.insertOpinion(*m, o)
	})
	return o, err
}

func (t *tx) insertOpinion(m domain.DockingMember, o domain.Opinion) error {
	row := opinionRow{o.ID, o.DockingID, o.MemberID, storedReplies(o.Replies), o.StewardOnly, o.At}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Invitations, m.ID, m.Version, domain.Opine, map[string]any{"docking": o.DockingID.String(), "opinion": o.ID.String()})
	return nil
}

// DockingOpinions lists the opinions on a docking that actor may see by
// domain.Opinion.Shown, the earliest first.
func (db *DB) DockingOpinions(ctx context.Context, actor domain.Actor, docking domain.ID) ([]domain.Opinion, error) {
	d, err := db.Docking(ctx, actor, docking)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Opinion  opinionRow `gorm:"embedded"`
		ExpertID domain.ID  `gorm:"column:expert_id"`
		Kind     string     `gorm:"column:kind"`
	}
	err = db.read(ctx).Table("docking_opinions o").Joins("JOIN docking_members m ON m.id = o.member_id").Select("o.*", "m.expert_id", "m.kind").
		Where("o.docking_id = ?", docking).Order("o.seq").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	scope := domain.ScopeOf(actor, domain.Read, domain.Dockings)
	var shown []domain.Opinion
	for _, r := range rows {
		o := r.Opinion.domain()
		o.ExpertID, o.Kind = r.ExpertID, r.Kind
		if o.Shown(d, scope) {
			shown = append(shown, o)
		}
	}
	return shown, nil
}

// InvitationTitle returns the title of the need that an invitation is about: it may be
// read after the docking may not.
func (db *DB) InvitationTitle(ctx context.Context, actor domain.Actor, id domain.ID) (string, error) {
	var found struct {
		Title string `gorm:"column:title"`
	}
	err := invitations(db.read(ctx), actor, domain.Read).Joins("JOIN needs ON needs.id = dockings.need_id").Select("needs.title").Where("docking_members.id = ?", id).Take(&found).Error
	return found.Title, translate(err)
}
