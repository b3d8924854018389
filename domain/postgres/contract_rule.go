package postgres

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"sanku/domain"
)

type contractRuleRow struct {
	Code      string                   `gorm:"column:code;primaryKey"`
	ValidFrom domain.Date              `gorm:"column:valid_from;primaryKey"`
	ValidTo   domain.Date              `gorm:"column:valid_to"`
	Effect    string                   `gorm:"column:effect"`
	Clause    jsonb[domain.Text]       `gorm:"column:clause"`
	Params    jsonb[domain.RuleParams] `gorm:"column:params"`
}

func (contractRuleRow) TableName() string { return "contract_rules" }

func (r contractRuleRow) domain() domain.ContractRule {
	return domain.ContractRule{Code: r.Code, Effect: domain.Effect(r.Effect), Clause: r.Clause.V, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Params: r.Params.V}
}

// ContractRules returns all rules by which contracts are checked, past and present.
func (db *DB) ContractRules(ctx context.Context) (domain.Rulebook, error) {
	rules, err := contractRules(db.read(ctx))
	return rules, translate(err)
}

func contractRules(g *gorm.DB) (domain.Rulebook, error) {
	var rows []contractRuleRow
	err := g.Order("code, valid_from").Find(&rows).Error
	return domains(rows, contractRuleRow.domain), err
}

// registration is what governs registration on a day.
func registration(g *gorm.DB, on domain.Date) (domain.RegistrationRule, error) {
	rules, err := contractRules(g)
	rule, _ := rules.Registration(on)
	return rule, err
}

// ReplaceContractRules makes rules all that contracts are checked by, computes anew when
// the clocks that run will run out, and reports whether that changed anything. Who may is
// for the caller to decide: it is done from the command line only. Errors: InvalidErrors.
func (db *DB) ReplaceContractRules(ctx context.Context, actor domain.Actor, rules domain.Rulebook) (changed bool, err error) {
	if err := rules.Validate(); err != nil {
		return false, err
	}
	kept, err := db.ContractRules(ctx)
	if err != nil {
		return false, err
	}
	same := make(map[string]bool, len(kept))
	for _, r := range kept {
		same[fmt.Sprintf("%+v", r)] = true
	}
	for _, r := range rules {
		changed = changed || !same[fmt.Sprintf("%+v", r)]
	}
	if !changed && len(kept) == len(rules) {
		return false, nil
	}
	err = db.write(ctx, actor, func(t *tx) error {
		if err := t.Where("true").Delete(&contractRuleRow{}).Error; err != nil {
			return err
		}
		for _, r := range rules {
			row := contractRuleRow{Code: r.Code, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Effect: string(r.Effect)}
			row.Clause.V, row.Params.V = r.Clause, r.Params
			if err := t.Create(&row).Error; err != nil {
				return err
			}
		}
		t.audit(domain.Contracts, domain.ID{}, 0, "replace-rules", map[string]any{"rules": len(rules)})
		return nil
	})
	if err != nil {
		return false, err
	}
	return true, db.rewindClocks(ctx, actor)
}
