package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanku/domain"
)

// contractCuts are the SQL expressions that statistics of registered contracts are cut
// by, as the national survey of the technology market asks. Month and year are those of
// registration; area is the one that a contract is reported under.
var contractCuts = map[string]string{
	"kind":        "kind",
	"field":       "field",
	"ip_kind":     "ip_kind",
	"plan_source": "plan_source",
	"seller_kind": "seller_kind",
	"buyer_kind":  "buyer_kind",
	"area":        "coalesce(buyer_area, seller_area, '')",
	"seller_area": "coalesce(seller_area, '')",
	"buyer_area":  "coalesce(buyer_area, '')",
	"month":       "to_char(registered_on, 'YYYY-MM')",
	"year":        "to_char(registered_on, 'YYYY')",
}

// ContractCuts are the names that ContractStatistics knows.
func ContractCuts() []string { return slices.Sorted(maps.Keys(contractCuts)) }

func contractCut(parameter, by string) (string, error) {
	expression, ok := contractCuts[by]
	if !ok {
		return "", domain.Invalid(parameter, "只能取："+strings.Join(ContractCuts(), "、"), "must be one of "+strings.Join(ContractCuts(), ", "))
	}
	return expression, nil
}

// ContractCut is one line of the statistics: how many registered contracts there are
// of one key, or of a pair of keys, and what they are worth.
type ContractCut struct {
	Key             string     `gorm:"column:key"`   // "" for contracts in no area
	Other           string     `gorm:"column:other"` // the key of the second cut; "" without one
	Count           int64      `gorm:"column:count"`
	Amount          domain.Fen `gorm:"column:amount"`
	TechnicalAmount domain.Fen `gorm:"column:technical_amount"`
}

// Plus is both lines together, under the keys of c.
func (c ContractCut) Plus(o ContractCut) ContractCut {
	c.Count, c.Amount, c.TechnicalAmount = c.Count+o.Count, c.Amount+o.Amount, c.TechnicalAmount+o.TechnicalAmount
	return c
}

const contractSums = `count(*) AS "count", sum(amount)::bigint AS amount, sum(technical_amount)::bigint AS technical_amount`

// ContractStatistics counts and adds up, by the cut named, the registered contracts of
// f that actor may read; the filter's state is not looked at. With a second cut there is
// a line for every pair of keys that there are contracts of.
func (db *DB) ContractStatistics(ctx context.Context, actor domain.Actor, by, and string, f ContractFilter) ([]ContractCut, error) {
	first, err := contractCut("by", by)
	if err != nil {
		return nil, err
	}
	selected, grouped := first+` AS "key", `+contractSums, first
	if and != "" {
		second, err := contractCut("and", and)
		if err != nil {
			return nil, err
		}
		selected, grouped = second+` AS "other", `+selected, first+", "+second
	}
	f.State = string(domain.ContractRegistered)
	q := contractScope.within(db.read(ctx).Table("contracts"), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	var cuts []ContractCut
	err = f.where(q).Select(selected).Group(grouped).Order(grouped).Find(&cuts).Error
	return cuts, translate(err)
}

// ContractTables are the statistics by each of the cuts named, all of one moment, so
// that each adds up to the same.
func (db *DB) ContractTables(ctx context.Context, actor domain.Actor, cuts []string, f ContractFilter) (map[string][]ContractCut, error) {
	f.State = string(domain.ContractRegistered)
	var parts []string
	for _, by := range cuts {
		expression, err := contractCut("by", by)
		if err != nil {
			return nil, err
		}
		parts = append(parts, fmt.Sprintf(`(SELECT '%s' AS cut, %s AS "key", %s FROM c GROUP BY 2)`, by, expression, contractSums))
	}
	q := contractScope.within(db.read(ctx).Table("contracts"), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	var rows []struct {
		Cut string `gorm:"column:cut"`
		ContractCut
	}
	err := db.read(ctx).Raw(`WITH c AS MATERIALIZED (?) `+strings.Join(parts, " UNION ALL ")+` ORDER BY cut, "key"`, f.where(q).Select("*")).Scan(&rows).Error
	tables := map[string][]ContractCut{}
	for _, r := range rows {
		tables[r.Cut] = append(tables[r.Cut], r.ContractCut)
	}
	return tables, translate(err)
}
