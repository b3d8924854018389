package postgres

import (
	"context"
	"fmt"
	"slices"

	"sanku/domain"
)

type taxRuleRow struct {
	Code      string                `gorm:"column:code;primaryKey"`
	Position  int                   `gorm:"column:position"`
	ValidFrom domain.Date           `gorm:"column:valid_from"`
	ValidTo   domain.Date           `gorm:"column:valid_to"`
	Rule      jsonb[domain.TaxRule] `gorm:"column:rule"`
}

func (taxRuleRow) TableName() string { return "tax_rules" }

// TaxRules are the rules of tax law that contracts are reckoned by, past and present.
func (db *DB) TaxRules(ctx context.Context) ([]domain.TaxRule, error) {
	var rows []taxRuleRow
	err := db.read(ctx).Order("position").Find(&rows).Error
	return domains(rows, func(r taxRuleRow) domain.TaxRule { return r.Rule.V }), translate(err)
}

// ReplaceTaxRules makes rules all that contracts are reckoned by, and reports whether that
// changed anything. Errors: InvalidErrors of the first rule that is wrong.
func (db *DB) ReplaceTaxRules(ctx context.Context, actor domain.Actor, rules []domain.TaxRule) (changed bool, err error) {
	for _, r := range rules {
		if err := r.Validate(); err != nil {
			return false, fmt.Errorf("tax rule %s: %w", r.Code, err)
		}
	}
	kept, err := db.TaxRules(ctx)
	if err != nil || slices.EqualFunc(kept, rules, domain.TaxRule.Equal) {
		return false, err
	}
	return true, db.write(ctx, actor, func(t *tx) error {
		if err := t.Where("true").Delete(&taxRuleRow{}).Error; err != nil {
			return err
		}
		for i, r := range rules {
			row := taxRuleRow{Code: r.Code, Position: i, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Rule: jsonb[domain.TaxRule]{r}}
			if err := t.Create(&row).Error; err != nil {
				return err
			}
		}
		t.audit(domain.Contracts, domain.ID{}, 0, "replace-tax-rules", map[string]any{"rules": len(rules)})
		return nil
	})
}

// ContractEstimate is what tax law and policies come to for one contract.
type ContractEstimate struct {
	Contract domain.Contract
	Taxes    []domain.TaxLine
	Deal     domain.Deal
	Policies domain.Estimate // without tax reliefs, which Taxes has
}

// ContractEstimate estimates for a contract that actor may read. The seller's other
// contracts of the year count as far as actor may read those too: a buyer is not told
// what the seller sold to others. Facts are what actor knows of the buyer besides.
func (db *DB) ContractEstimate(ctx context.Context, actor domain.Actor, id domain.ID, facts func(*domain.DealParty)) (e ContractEstimate, err error) {
	if e.Contract, err = db.Contract(ctx, actor, id); err != nil {
		return e, err
	}
	rules, err := db.TaxRules(ctx)
	if err != nil {
		return e, err
	}
	others, err := db.soldIn(ctx, actor, e.Contract.SellerID, e.Contract.TaxYear(db.today()))
	if err != nil {
		return e, err
	}
	e.Taxes = e.Contract.Taxes(rules, others, db.today())
	if e.Deal, err = db.DealOfContract(ctx, actor, id); err != nil {
		return e, err
	}
	offers, err := db.Offers(ctx)
	if err != nil {
		return e, err
	}
	if facts != nil {
		facts(&e.Deal.Buyer)
	}
	e.Policies = e.Deal.Estimate(slices.DeleteFunc(offers, func(o domain.Offer) bool { return o.Kind == "tax" }))
	return e, nil
}

// soldIn are the contracts that a seller registered in a year, as far as actor may read them.
func (db *DB) soldIn(ctx context.Context, actor domain.Actor, seller domain.ID, year int) ([]domain.Contract, error) {
	var rows []contractRow
	q := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	q = q.Where("seller_id = ? AND state = ?", seller, string(domain.ContractRegistered))
	q = q.Where("registered_on BETWEEN ? AND ?", domain.Date{Year: year, Month: 1, Day: 1}, domain.Date{Year: year, Month: 12, Day: 31})
	err := q.Order("registered_on, id").Find(&rows).Error
	return domains(rows, contractRow.domain), translate(err)
}
