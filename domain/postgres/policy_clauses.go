package postgres

import (
	"fmt"
	"slices"

	"gorm.io/gorm"

	"sanku/domain"
)

// withClauses gives each policy its clauses, and those their incentives.
func withClauses(g *gorm.DB, policies []domain.Policy) error {
	at := make(map[domain.ID]*domain.Policy, len(policies))
	for i := range policies {
		at[policies[i].ID] = &policies[i]
	}
	for batch := range slices.Chunk(distinct(policies, func(p domain.Policy) domain.ID { return p.ID }), readBatch) {
		incentives, err := incentivesOf(g, batch)
		if err != nil {
			return err
		}
		var rows []clauseRow
		if err := g.Where("policy_id IN ?", batch).Order("policy_id, position").Find(&rows).Error; err != nil {
			return translate(err)
		}
		for _, r := range rows {
			c := r.domain()
			c.Incentives = incentives[r.ID]
			at[r.PolicyID].Clauses = append(at[r.PolicyID].Clauses, c)
		}
	}
	return nil
}

// incentivesOf returns the incentives of the policies, by clause.
func incentivesOf(g *gorm.DB, policies []domain.ID) (map[domain.ID][]domain.Incentive, error) {
	var rows []incentiveRow
	q := g.Where("clause_id IN (SELECT c.id FROM clauses c WHERE c.policy_id IN ?)", policies)
	if err := q.Order("clause_id, position").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	out := map[domain.ID][]domain.Incentive{}
	for _, r := range rows {
		out[r.ClauseID] = append(out[r.ClauseID], r.domain())
	}
	return out, nil
}

// replaceClauses makes the policy's stored clauses and incentives those of p. An ID
// that p gives must be one that the policy has; the others are new.
func (t *tx) replaceClauses(p *domain.Policy) error {
	stored := []domain.Policy{{ID: p.ID}}
	if err := withClauses(t.DB, stored); err != nil {
		return err
	}
	if err := identify(p, stored[0]); err != nil {
		return err
	}
	if err := t.Where("policy_id = ?", p.ID).Delete(&clauseRow{}).Error; err != nil {
		return err
	}
	return t.insertClauses(*p)
}

func (t *tx) insertClauses(p domain.Policy) error {
	var clauses []clauseRow
	var incentives []incentiveRow
	for i, c := range p.Clauses {
		clauses = append(clauses, clauseRowOf(p.ID, i, c))
		for j, inc := range c.Incentives {
			incentives = append(incentives, incentiveRowOf(c.ID, j, inc))
		}
	}
	if len(clauses) > 0 {
		if err := t.CreateInBatches(clauses, 200).Error; err != nil {
			return err
		}
	}
	if len(incentives) > 0 {
		return t.CreateInBatches(incentives, 200).Error
	}
	return nil
}

// identify gives new IDs to the clauses and incentives of p that have none, and
// checks that the others are those of stored, each used once.
func identify(p *domain.Policy, stored domain.Policy) error {
	clauses, incentives := map[domain.ID]bool{}, map[domain.ID]bool{}
	for _, c := range stored.Clauses {
		clauses[c.ID] = true
		for _, i := range c.Incentives {
			incentives[i.ID] = true
		}
	}
	p.Clauses = slices.Clone(p.Clauses)
	for i := range p.Clauses {
		c := &p.Clauses[i]
		at := fmt.Sprintf("clauses[%d].", i)
		if err := take(clauses, &c.ID, at); err != nil {
			return err
		}
		c.Incentives = slices.Clone(c.Incentives)
		for j := range c.Incentives {
			if err := take(incentives, &c.Incentives[j].ID, fmt.Sprintf("%sincentives[%d].", at, j)); err != nil {
				return err
			}
		}
	}
	return nil
}

func take(known map[domain.ID]bool, id *domain.ID, at string) error {
	if id.IsZero() {
		*id = domain.NewID()
		return nil
	}
	if !known[*id] {
		return domain.Invalid(at+"id", "不属于本政策，或重复", "is not one of this policy's, or is repeated")
	}
	delete(known, *id)
	return nil
}
