package postgres

import (
	"sanku/domain"
)

// fillContract checks c, keeps its parties as they are now, and takes from its
// docking what that knows. What c refers to must be known to the actor, as far as
// it is not what was referred to before.
func (t *tx) fillContract(c *domain.Contract, before domain.Contract) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := t.fillParties(c); err != nil {
		return err
	}
	if !c.DockingID.IsZero() {
		return t.fillFromDocking(c, before.DockingID)
	}
	if err := t.checkListing(c, domain.Needs, c.NeedID, before.NeedID); err != nil {
		return err
	}
	return t.checkListing(c, domain.Technologies, c.TechnologyID, before.TechnologyID)
}

// fillFromDocking takes need, technology and steward from c's docking. Its enterprise
// and the owner of its technology must be parties; an expert who helps may come from
// elsewhere.
func (t *tx) fillFromDocking(c *domain.Contract, before domain.ID) error {
	var d dockingRow
	q := t.DB
	if c.DockingID != before {
		q = dockingScope.within(q, domain.ScopeOf(t.actor, domain.Read, domain.Dockings))
	}
	if err := refersTo(q.Where("id = ?", c.DockingID).Take(&d).Error, "docking_id"); err != nil {
		return err
	}
	if err := mayBeContracted(domain.Stage(d.Stage)); err != nil {
		return err
	}
	if !c.HasParty(d.EnterpriseID) || !d.TechnologyID.IsZero() && !c.HasParty(d.ProviderID) {
		return domain.Invalid("docking_id", "合同当事人与对接双方不符", "was between others than the parties")
	}
	c.NeedID, c.TechnologyID, c.StewardID = d.NeedID, d.TechnologyID, d.StewardID
	return nil
}

// mayBeContracted requires that both sides have agreed. A docking may be contracted
// anew when its contract was refused or voided.
func mayBeContracted(s domain.Stage) error {
	if s != domain.StageAgreed && s != domain.StageContracted {
		return domain.Conflict("对接尚未达成意向或已终止", "the docking has not been agreed, or was declined")
	}
	return nil
}

// checkListing requires that the need or technology that c names belongs to one of
// its parties, and that the actor knows it, unless it was named before. Who merely
// sees a blind listing does not know whose it is, unless its owner has told.
func (t *tx) checkListing(c *domain.Contract, resource domain.Resource, id, before domain.ID) error {
	if id.IsZero() {
		return nil
	}
	table, reference := libraryTables[resource], string(resource)+"_id"
	q := t.Table(table)
	if id != before {
		today := domain.DateOf(t.now)
		scope, columns := domain.ScopeOf(t.actor, domain.Read, resource), listingScope(table, today)
		q = withoutBlind(columns.within(q, scope), t.DB, columns, scope, revealed{table + ".id = " + reference, t.actor.OrganisationID, domain.RevealIdentity, today})
	}
	listing, err := docked(q, id, reference)
	if err == nil && !c.HasParty(listing.OrganisationID) {
		err = domain.Invalid(reference, "不属于合同当事人", "belongs to none of the parties")
	}
	return err
}
