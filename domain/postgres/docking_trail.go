package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// DockingTrail is what a docking's dossier tells besides the docking itself, as far as
// its reader may see it.
type DockingTrail struct {
	Contracts []domain.Contract
	Conflicts []domain.Interest // declared over the need, or with one of the two sides
	Reveals   []domain.Reveal   // of the need and the technology, to the other side
	Messages  int               // sent in the docking
	Audit     []TrailEntry      // for the steward, the area and the bureau
}

// TrailEntry is a line of the audit trail with its place in the sealed log.
type TrailEntry struct {
	At      time.Time `gorm:"column:at"`
	Actor   string    `gorm:"column:actor"`
	Action  string    `gorm:"column:action"`
	Kind    string    `gorm:"column:kind"`
	Version int64     `gorm:"column:version"`
	Outcome string    `gorm:"column:outcome"`
	Sealed  *int64    `gorm:"column:sealed"` // nil while it is not sealed yet
}

// trailLimit bounds each part of a trail.
const trailLimit = 500

// DockingTrail returns the trail of a docking that actor may read, else ErrNotFound.
func (db *DB) DockingTrail(ctx context.Context, actor domain.Actor, id domain.ID) (DockingTrail, error) {
	var trail DockingTrail
	d, err := db.Docking(ctx, actor, id)
	if err != nil {
		return trail, err
	}
	var contracts []contractRow
	scope := domain.ScopeOf(actor, domain.Read, domain.Contracts)
	if err := contractScope.within(db.read(ctx), scope).Where("docking_id = ?", id).Order("created_at, id").Omit("terms").Find(&contracts).Error; err != nil {
		return trail, translate(err)
	}
	trail.Contracts = domains(contracts, contractRow.domain)
	var messages int64
	if err := db.read(ctx).Table("messages").Where("docking_id = ?", id).Count(&messages).Error; err != nil {
		return trail, translate(err)
	}
	trail.Messages = int(messages)
	if trail.Conflicts, err = db.conflictsAround(ctx, actor, d); err != nil {
		return trail, err
	}
	if trail.Reveals, err = db.revealsAround(ctx, actor, d); err != nil {
		return trail, err
	}
	if d.RunBy(domain.ScopeOf(actor, domain.Read, domain.Dockings)) {
		trail.Audit, err = db.auditAround(ctx, id)
	}
	return trail, err
}

func (db *DB) conflictsAround(ctx context.Context, actor domain.Actor, d domain.Docking) ([]domain.Interest, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Conflicts)
	var rows []conflictRow
	err := conflictScope.within(db.read(ctx), scope).Where(`(need_id = @need OR with_id IN (@enterprise, @provider)
  AND (organisation_id IN (@enterprise, @provider) OR expert_id IN (SELECT expert_id FROM docking_members WHERE docking_id = @docking UNION SELECT expert_id FROM dockings WHERE id = @docking)))`,
		map[string]any{"need": d.NeedID, "enterprise": d.EnterpriseID, "provider": d.ProviderID, "docking": d.ID}).Order("created_at, id").Limit(trailLimit).Find(&rows).Error
	return domains(rows, conflictRow.domain), translate(err)
}

// revealsAround are the reveals of each side's listing to the other side.
func (db *DB) revealsAround(ctx context.Context, actor domain.Actor, d domain.Docking) ([]domain.Reveal, error) {
	var all []domain.Reveal
	for _, f := range []RevealFilter{{NeedID: d.NeedID, OrganisationID: d.ProviderID}, {TechnologyID: d.TechnologyID, OrganisationID: d.EnterpriseID}} {
		if f.OrganisationID.IsZero() || f.NeedID.IsZero() && f.TechnologyID.IsZero() {
			continue
		}
		found, err := db.Reveals(ctx, actor, f, Page{Limit: MaxLimit, Sort: "created_at"})
		if err != nil {
			return nil, err
		}
		all = append(all, found.Items...)
	}
	return all, nil
}

// auditAround are the audit rows of a docking and of what was done in it, the earliest
// first.
func (db *DB) auditAround(ctx context.Context, docking domain.ID) ([]TrailEntry, error) {
	var found []TrailEntry
	err := db.read(ctx).Raw(`
SELECT a.at, a.actor, a.action, a.kind, a.version, a.outcome, l.n AS sealed
FROM audit a LEFT JOIN audit_leaves l ON l.audit_id = a.id
WHERE a.kind = 'docking' AND a.ref = @docking
   OR a.kind = 'invitation' AND a.ref IN (SELECT id::text FROM docking_members WHERE docking_id = CAST(@docking AS uuid))
   OR a.kind = 'contract' AND a.ref IN (SELECT id::text FROM contracts WHERE docking_id = CAST(@docking AS uuid))
ORDER BY a.id LIMIT @limit`, map[string]any{"docking": docking.String(), "limit": trailLimit}).Scan(&found).Error
	return found, translate(err)
}
