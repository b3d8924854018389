package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"sanku/domain"
)

// contractCuts are what statistics of registered contracts are cut by, as the national
// survey of the technology market asks. Month and year are those of registration; area is
// the one that a contract is reported under.
var contractCuts = map[string]contractKey{
	"kind":        {[]string{"kind"}, "kind"},
	"field":       {[]string{"field"}, "field"},
	"ip_kind":     {[]string{"ip_kind"}, "ip_kind"},
	"plan_source": {[]string{"plan_source"}, "plan_source"},
	"seller_kind": {[]string{"seller_kind"}, "seller_kind"},
	"buyer_kind":  {[]string{"buyer_kind"}, "buyer_kind"},
	"area":        {[]string{"buyer_area", "seller_area"}, "coalesce(buyer_area, seller_area, '')"},
	"seller_area": {[]string{"seller_area"}, "coalesce(seller_area, '')"},
	"buyer_area":  {[]string{"buyer_area"}, "coalesce(buyer_area, '')"},
	"month":       {[]string{"registered_on"}, "to_char(registered_on, 'YYYY-MM')"},
	"year":        {[]string{"registered_on"}, "to_char(registered_on, 'YYYY')"},
}

// contractKey is the expression of a cut's key, and the columns that it is made of, which
// the index contracts_statistics holds.
type contractKey struct {
	columns    []string
	expression string
}

// ContractCuts are the names that ContractStatistics knows.
func ContractCuts() []string { return slices.Sorted(maps.Keys(contractCuts)) }

func contractCut(parameter, by string) (contractKey, error) {
	key, ok := contractCuts[by]
	if !ok {
		return key, domain.Invalid(parameter, "只能取："+strings.Join(ContractCuts(), "、"), "must be one of "+strings.Join(ContractCuts(), ", "))
	}
	return key, nil
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

// contractSums adds up groups of contracts, which groupedContracts makes.
const contractSums = `sum("count")::bigint AS "count", sum(amount)::bigint AS amount, sum(technical_amount)::bigint AS technical_amount`

// groupedContracts counts and adds up, by columns, the registered contracts of f that
// actor may read. Keys that are expressions are then computed of a group, not of each
// contract.
func (db *DB) groupedContracts(ctx context.Context, actor domain.Actor, f ContractFilter, columns ...string) *gorm.DB {
	by := strings.Join(slices.Compact(slices.Sorted(slices.Values(columns))), ", ")
	f.State = string(domain.ContractRegistered)
	q := contractScope.within(db.read(ctx).Table("contracts"), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	return f.where(q).Select(by + `, count(*) AS "count", sum(amount)::bigint AS amount, sum(technical_amount)::bigint AS technical_amount`).Group(by)
}

// ContractStatistics counts and adds up, by the cut named, the registered contracts of
// f that actor may read; the filter's state is not looked at. With a second cut there is
// a line for every pair of keys that there are contracts of.
func (db *DB) ContractStatistics(ctx context.Context, actor domain.Actor, by, and string, f ContractFilter) ([]ContractCut, error) {
	first, err := contractCut("by", by)
	if err != nil {
		return nil, err
	}
	columns, keys, grouped := first.columns, first.expression+` AS "key"`, first.expression
	if and != "" {
		second, err := contractCut("and", and)
		if err != nil {
			return nil, err
		}
		columns, keys, grouped = append(slices.Clone(columns), second.columns...), keys+", "+second.expression+` AS "other"`, grouped+", "+second.expression
	}
	groups := db.groupedContracts(ctx, actor, f, columns...)
	var cuts []ContractCut
	err = db.read(ctx).Raw(`SELECT `+keys+`, `+contractSums+` FROM (?) AS c GROUP BY `+grouped+` ORDER BY `+grouped, groups).Scan(&cuts).Error
	return cuts, translate(err)
}

// ContractTables are the statistics by each of the cuts named, all of one moment, so
// that each adds up to the same.
func (db *DB) ContractTables(ctx context.Context, actor domain.Actor, cuts []string, f ContractFilter) (map[string][]ContractCut, error) {
	var parts []string
	for _, by := range cuts {
		key, err := contractCut("by", by)
		if err != nil {
			return nil, err
		}
		from := "kinds"
		if key.columns[0] == "registered_on" {
			from = "days"
		}
		parts = append(parts, fmt.Sprintf(`(SELECT '%s' AS cut, %s AS "key", %s FROM %s GROUP BY 2)`, by, key.expression, contractSums, from))
	}
	kinds := db.groupedContracts(ctx, actor, f, "kind", "field", "ip_kind", "plan_source", "seller_kind", "buyer_kind", "seller_area", "buyer_area")
	days := db.groupedContracts(ctx, actor, f, "registered_on")
	var rows []struct {
		Cut string `gorm:"column:cut"`
		ContractCut
	}
	err := db.read(ctx).Raw(`WITH kinds AS MATERIALIZED (?), days AS MATERIALIZED (?) `+strings.Join(parts, " UNION ALL ")+` ORDER BY cut, "key"`, kinds, days).Scan(&rows).Error
	tables := map[string][]ContractCut{}
	for _, r := range rows {
		tables[r.Cut] = append(tables[r.Cut], r.ContractCut)
	}
	return tables, translate(err)
}
