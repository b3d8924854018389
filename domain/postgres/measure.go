package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// measure computes an indicator from contracts. Where is the SQL condition for the
// contracts that it is made of, within the period by the day of signing; compute
// is the rule itself, over those contracts.
type measure struct {
	where   string
	compute func(*domain.Figure, []domain.Contract)
}

// measures are the indicators that follow from contracts. The others come from
// registers and reports, and are not known until those are kept.
var measures = map[string]measure{
	"iur_agreements": {
		where:   "iur AND counted_in IS NULL AND state NOT IN ('draft', 'refused', 'voided')",
		compute: countAgreements,
	},
	"local_transfer_rate": {
		where: `result_based AND counted_in IS NULL AND state = 'registered' AND (kind IN ('transfer', 'licence', 'development') OR equity)
			AND seller_kind IN ('university', 'institute') AND seller_division LIKE '4303%'`,
		compute: transferRate,
	},
}

func countAgreements(f *domain.Figure, contracts []domain.Contract) {
	n := int64(0)
	for _, c := range contracts {
		if c.IsIURAgreement() {
			n++
		}
	}
	value := domain.Whole(n)
	f.Value, f.Numerator = &value, &value
}

func transferRate(f *domain.Figure, contracts []domain.Contract) {
	f.Variants = domain.LocalTransfer(contracts)
	headline := f.Variants[0]
	f.Value, f.Numerator, f.Denominator = headline.Value, &headline.Numerator, &headline.Denominator
}

// over limits q to the contracts that m is made of, signed within p.
func (m measure) over(q *gorm.DB, p domain.Period) *gorm.DB {
	return q.Where(m.where).Where("signed_on BETWEEN ? AND ?", p.From, p.To)
}

func (db *DB) measured(ctx context.Context, m measure, p domain.Period) ([]domain.Contract, error) {
	var rows []contractRow
	err := m.over(db.read(ctx), p).Order("id").Find(&rows).Error
	return domains(rows, contractRow.domain), translate(err)
}
