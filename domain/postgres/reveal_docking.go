package postgres

import (
	"context"

	"sanku/domain"
)

// shownDockings reduces dockings to what actor, who reads within scope, sees of them. A
// veil is lifted for whom the owner of the listing has told who it is, and that is noted.
func (db *DB) shownDockings(ctx context.Context, actor domain.Actor, scope domain.Scope, dockings []domain.Docking) ([]domain.Docking, error) {
	var veiled []domain.ID
	for _, d := range dockings {
		if shown := d.ShownTo(scope); d.EnterpriseVeiled && shown.EnterpriseID != d.EnterpriseID {
			veiled = append(veiled, d.NeedID)
		} else if d.ProviderVeiled && shown.ProviderID != d.ProviderID && !d.TechnologyID.IsZero() {
			veiled = append(veiled, d.TechnologyID)
		}
	}
	granted, err := grantedLevels(db.read(ctx), actor.OrganisationID, veiled, db.today())
	if err != nil {
		return nil, err
	}
	var looked []grant
	lifted := func(listing domain.ID) bool {
		g := granted[listing]
		if g.level < domain.RevealIdentity {
			return false
		}
		looked = append(looked, g)
		return true
	}
	for i, d := range dockings {
		if d.EnterpriseVeiled && lifted(d.NeedID) {
			d.EnterpriseVeiled = false
		}
		if d.ProviderVeiled && lifted(d.TechnologyID) {
			d.ProviderVeiled = false
		}
		dockings[i] = d.ShownTo(scope)
	}
	if err := db.looked(ctx, actor, "docking", looked); err != nil {
		return nil, err
	}
	return dockings, db.seenDocked(ctx, actor, dockings)
}

// seenDocked notes whose listings actor sees in office in dockings as they are shown.
func (db *DB) seenDocked(ctx context.Context, actor domain.Actor, shown []domain.Docking) error {
	var needs, technologies []domain.ID
	for _, d := range shown {
		if !d.EnterpriseID.IsZero() {
			needs = append(needs, d.NeedID)
		}
		if !d.ProviderID.IsZero() {
			technologies = append(technologies, d.TechnologyID)
		}
	}
	if err := db.seen(ctx, actor, domain.Needs, "docking", needs...); err != nil {
		return err
	}
	return db.seen(ctx, actor, domain.Technologies, "docking", technologies...)
}
