package postgres

import (
	"fmt"

	"gorm.io/gorm"

	"sanku/domain"
)

type contractPartyRow struct {
	ContractID     domain.ID `gorm:"column:contract_id"`
	Position       int       `gorm:"column:position"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Side           string    `gorm:"column:side"`
}

func (contractPartyRow) TableName() string { return "contract_parties" }

// fillParties keeps seller and buyer as they are now, and requires the further
// parties to exist.
func (t *tx) fillParties(c *domain.Contract) (err error) {
	if c.Seller, err = t.partyNow(c.SellerID, "seller_id"); err != nil {
		return err
	}
	if c.Buyer, err = t.partyNow(c.BuyerID, "buyer_id"); err != nil {
		return err
	}
	for i, p := range c.Parties {
		if _, err := t.partyNow(p.OrganisationID, fmt.Sprintf("parties[%d].organisation_id", i)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) partyNow(id domain.ID, reference string) (domain.PartyAtSigning, error) {
	var o organisationRow
	if err := refersTo(t.Where("id = ?", id).Take(&o).Error, reference); err != nil {
		return domain.PartyAtSigning{}, err
	}
	return domain.PartyAtSigning{Name: o.Name, USCC: string(o.USCC), Kind: o.Kind, Area: string(o.Area), Division: o.Division}, nil
}

// replaceParties stores the further parties of c in the place of those it had.
func (t *tx) replaceParties(c domain.Contract) error {
	if err := t.Where("contract_id = ?", c.ID).Delete(&contractPartyRow{}).Error; err != nil {
		return err
	}
	for i, p := range c.Parties {
		row := contractPartyRow{c.ID, i, p.OrganisationID, p.Side}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

func withParties(g *gorm.DB, c *domain.Contract) error {
	var rows []contractPartyRow
	if err := g.Where("contract_id = ?", c.ID).Order("position").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		c.Parties = append(c.Parties, domain.Party{OrganisationID: r.OrganisationID, Side: r.Side})
	}
	return nil
}
