package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// unmetUseFirst lists the unmet conditions of use first, pay later that stand in the way
// of what is to be done with c.
func (t *tx) unmetUseFirst(c domain.Contract, action string) ([]domain.Missing, error) {
	if action != "precheck" && action != "register" && action != string(domain.Amend) {
		return nil, nil
	}
	return unmetUseFirst(t.DB, c)
}

// UnmetUseFirst lists the conditions of use first, pay later that c, which the caller may
// read, does not meet though it is called that; by the rule in force when it was signed.
func (db *DB) UnmetUseFirst(ctx context.Context, c domain.Contract) ([]domain.Missing, error) {
	unmet, err := unmetUseFirst(db.read(ctx), c)
	return unmet, translate(err)
}

func unmetUseFirst(g *gorm.DB, c domain.Contract) ([]domain.Missing, error) {
	if !c.UseFirst {
		return nil, nil
	}
	rule, err := registration(g, c.SignedOn)
	if err != nil {
		return nil, err
	}
	var trl int
	if !c.TechnologyID.IsZero() {
		if err := g.Table("technologies").Where("id = ?", c.TechnologyID).Select("coalesce(trl, 0)").Row().Scan(&trl); err != nil {
			return nil, err
		}
	}
	return c.UseFirstGrounds(rule.UseFirst, trl), nil
}
