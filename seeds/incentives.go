package seeds

import (
	"slices"

	"sanku/domain"
)

// readIncentives reads the incentives by the clause that grants them. One with
// several beneficiaries becomes one incentive for each.
func (r *planReader) readIncentives() (map[string][]domain.Incentive, error) {
	lines, err := table(r.data, "incentives.csv")
	if err != nil {
		return nil, err
	}
	byClause := map[string][]domain.Incentive{}
	for _, l := range lines {
		section, granted := l.text("section"), r.incentive(l)
		for _, beneficiary := range l.codes("beneficiary") {
			granted.Beneficiary = beneficiary
			byClause[section] = append(byClause[section], granted)
		}
		if *l.err != nil {
			return nil, *l.err
		}
	}
	return byClause, nil
}

// incentive reads one line, but for the beneficiary. The payer is a unit by its code.
func (r *planReader) incentive(l line) domain.Incentive {
	yuan, err := domain.ParseYuan(l.text("amount_yuan"))
	if err != nil {
		l.fail("amount_yuan", err)
	}
	return domain.Incentive{Code: l.text("code"), Kind: l.text("kind"), Occasion: l.text("occasion"), Condition: l.text("condition"), Rule: l.text("rule"),
		Amount: &yuan, Payer: r.unitName(l.text("payer")), ValidFrom: l.date("valid_from"), ValidTo: l.date("valid_to"),
		Requires: domain.Requirements{Qualifications: l.codes("qualifications"), PlatformLevels: l.codes("platform_levels"),
			Selected: l.yes("selected"), Complete: l.yes("complete")}}
}

// unitName is the name of a unit of the plan, or the code when it is none.
func (r *planReader) unitName(code string) string {
	i := slices.IndexFunc(r.plan.Units, func(u domain.Unit) bool { return u.Code == code })
	if i < 0 {
		return code
	}
	return r.plan.Units[i].Name.ZH
}
