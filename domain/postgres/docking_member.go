package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type memberRow struct {
	ID        domain.ID  `gorm:"column:id;primaryKey"`
	Version   int64      `gorm:"column:version"`
	DockingID domain.ID  `gorm:"column:docking_id"`
	ExpertID  domain.ID  `gorm:"column:expert_id"`
	Kind      string     `gorm:"column:kind"`
	State     string     `gorm:"column:state"`
	Note      string     `gorm:"column:note"`
	Reason    string     `gorm:"column:reason"`
	Words     string     `gorm:"column:words"`
	ClearedAt *time.Time `gorm:"column:cleared_at"`
	InvitedBy domain.ID  `gorm:"column:invited_by"`
	CreatedAt time.Time  `gorm:"column:created_at"`
	UpdatedAt time.Time  `gorm:"column:updated_at"`
}

func (memberRow) TableName() string { return "docking_members" }

func (r memberRow) rowID() domain.ID { return r.ID }

func memberRowOf(m domain.DockingMember) memberRow {
	return memberRow{m.ID, m.Version, m.DockingID, m.ExpertID, m.Kind, string(m.State), m.Note, m.Reason, m.Words, momentOf(m.ClearedAt), m.InvitedBy, m.CreatedAt, m.UpdatedAt}
}

func (r memberRow) domain() domain.DockingMember {
	return domain.DockingMember{ID: r.ID, Version: r.Version, DockingID: r.DockingID, ExpertID: r.ExpertID, Kind: r.Kind, State: domain.MemberState(r.State),
		Note: r.Note, Reason: r.Reason, Words: r.Words, ClearedAt: timeOf(r.ClearedAt), InvitedBy: r.InvitedBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

// invitationScope is over docking_members joined with their dockings.
var invitationScope = scopeColumns{
	area:    "dockings.area",
	experts: []string{"docking_members.expert_id = ?", "dockings.steward_id = ?"},
}

// seatTeam invites the experts that a docking was proposed with.
func (t *tx) seatTeam(d domain.Docking) error {
	seats := map[string]domain.ID{domain.Entrepreneur: d.EntrepreneurID}
	if !d.TechnologyID.IsZero() {
		seats[domain.TechnicalExpert] = d.ExpertID
	}
	for _, kind := range domain.MemberKinds.Codes() {
		if seats[kind].IsZero() {
			continue
		}
		if err := t.requireClear(d, seats[kind]); err != nil {
			return err
		}
		m := domain.DockingMember{ID: domain.NewID(), Version: 1, DockingID: d.ID, ExpertID: seats[kind], Kind: kind, State: domain.MemberInvited, InvitedBy: t.actor.UserID, CreatedAt: t.now, UpdatedAt: t.now}
		if err := t.insertMember(m); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) insertMember(m domain.DockingMember) error {
	row := memberRowOf(m)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Invitations, m.ID, m.Version, domain.Create, map[string]any{"docking": m.DockingID.String(), "expert": m.ExpertID.String()})
	return nil
}

// requireClear requires that no conflict is declared between an expert, or their
// organisation, and the sides of d or its need.
func (t *tx) requireClear(d domain.Docking, expert domain.ID) error {
	var e dockedExpert
	if err := t.Table("experts").Select("organisation_id", "area").Where("id = ?", expert).Take(&e).Error; err != nil {
		return err
	}
	declared, err := t.view().DeclaredConflicts(t.Statement.Context)
	if err != nil {
		return err
	}
	by := domain.Declarer{Expert: expert, Organisation: e.OrganisationID}
	_, over := declared.Over(domain.Need{ID: d.NeedID, OrganisationID: d.EnterpriseID}, by)
	_, with := declared.Between(by, domain.Declarer{Organisation: d.ProviderID})
	if over || with && !d.ProviderID.IsZero() {
		return domain.Conflict("该专家与本次对接已声明利益冲突", "a conflict of interest is declared between this expert and the docking")
	}
	return nil
}

// InviteToDocking invites an expert of the library to the team of the docking at version.
// Errors: ErrNotFound, ErrForbidden, ErrStale, InvalidErrors, a ConflictError when the
// docking has ended, a side is veiled, the seat is taken, or the expert is in a declared
// conflict with it.
func (db *DB) InviteToDocking(ctx context.Context, actor domain.Actor, docking domain.ID, version int64, kind string, expert domain.ID, note string) (domain.DockingMember, error) {
	var m domain.DockingMember
	_, err := db.changeDocking(ctx, actor, docking, version, domain.Invite, func(t *tx, d *domain.Docking) (err error) {
		if m, err = t.invite(d, kind, expert, note, actor, t.now); err != nil {
			return err
		}
		return t.insertMember(m)
	})
	return m, err
}

// invite seats an expert of the library, who is in no declared conflict, on the team of d.
func (t *tx) invite(d *domain.Docking, kind string, expert domain.ID, note string, by domain.Actor, at time.Time) (domain.DockingMember, error) {
	m, err := d.Invite(kind, expert, note, by, at)
	if err != nil {
		return m, err
	}
	if _, err := t.expertAs(expert, kind, "expert_id"); err != nil {
		return m, err
	}
	return m, t.requireClear(*d, expert)
}

// MemberAnswer is what an invitation is answered with, or released for.
type MemberAnswer struct {
	Step    string // domain.MemberSteps
	Reason  string
	Words   string
	Clear   bool        // accepting: in no conflict with anybody here
	Against domain.Side // declining for a conflict: with this side, which is then declared
}

// AnswerInvitation takes a step with the invitation at version. Declining for a conflict
// declares it with the side named. Errors: ErrNotFound, ErrForbidden, ErrStale,
// InvalidErrors, a ConflictError when the step is not open, or the expert who accepts is
// in a declared conflict with the docking.
func (db *DB) AnswerInvitation(ctx context.Context, actor domain.Actor, id domain.ID, version int64, a MemberAnswer) (domain.DockingMember, error) {
	return db.changeMember(ctx, actor, id, version, domain.Action(a.Step), func(t *tx, m *domain.DockingMember, d *domain.Docking) error {
		if err := m.Take(d, a.Step, a.Reason, a.Words, a.Clear, actor, t.now); err != nil {
			return err
		}
		if m.State == domain.MemberAccepted {
			if err := t.requireClear(*d, m.ExpertID); err != nil {
				return err
			}
		}
		if m.State == domain.MemberDeclined && m.Reason == "conflict" {
			if err := t.declareAgainst(*m, *d, a.Against); err != nil {
				return err
			}
		}
		m.Version++
		row := memberRowOf(*m)
		if err := t.Select("version", "state", "reason", "words", "cleared_at", "updated_at").Where("id = ?", m.ID).Updates(&row).Error; err != nil {
			return err
		}
		t.record(domain.Invitations, m.ID, m.Version, domain.Action(a.Step), map[string]any{"docking": d.ID.String(), "expert": m.ExpertID.String()})
		return t.updateDocking(d, domain.Change)
	})
}

// declareAgainst declares a conflict between a member and a side of a docking.
func (t *tx) declareAgainst(m domain.DockingMember, d domain.Docking, side domain.Side) error {
	with := map[domain.Side]domain.ID{domain.SideEnterprise: d.EnterpriseID, domain.SideProvider: d.ProviderID}[side]
	if with.IsZero() {
		return domain.Invalid("against", "须指明与哪一方有利益冲突", "must say with which side")
	}
	reason := m.Words
	if reason == "" {
		reason = "谢绝对接邀请时声明"
	}
	c := domain.Interest{ID: domain.NewID(), Version: 1, ExpertID: m.ExpertID, WithID: with, Reason: reason, State: domain.ConflictDeclared, DeclaredBy: t.actor.UserID, CreatedAt: t.now, UpdatedAt: t.now}
	if err := c.Validate(); err != nil {
		return err
	}
	row := conflictRowOf(c)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Conflicts, c.ID, c.Version, domain.Create, nil)
	return nil
}

// changeMember locks the docking, then its member, as every write of a team does.
func (db *DB) changeMember(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.DockingMember, *domain.Docking) error) (domain.DockingMember, error) {
	var m domain.DockingMember
	err := db.write(ctx, actor, func(t *tx) error {
		var found memberRow
		if err := t.Where("id = ?", id).Take(&found).Error; err != nil {
			return err
		}
		of, err := locked[dockingRow](t, "id", found.DockingID)
		if err != nil {
			return err
		}
		row, err := locked[memberRow](t, "id", id)
		if err != nil {
			return err
		}
		d := of.domain()
		m = row.domain()
		if err := permit(actor, action, domain.Invitations, m.Facts(d), m.Version, version); err != nil {
			return err
		}
		return change(t, &m, &d)
	})
	return m, err
}
