package postgres

import (
	"context"
	"maps"
	"slices"
	"strings"

	"sanku/domain"
)

// contractCuts are the SQL expressions that statistics of registered contracts are cut
// by, as the national survey of the technology market asks. The year is that of
// registration.
var contractCuts = map[string]string{
	"kind":        "kind",
	"field":       "field",
	"ip_kind":     "ip_kind",
	"plan_source": "plan_source",
	"seller_kind": "seller_kind",
	"buyer_kind":  "buyer_kind",
	"area":        "coalesce(buyer_area, seller_area, '')",
	"year":        "extract(year from registered_on)::text",
}

// ContractCuts are the names that ContractStatistics knows.
func ContractCuts() []string { return slices.Sorted(maps.Keys(contractCuts)) }

// ContractCut is one line of the statistics: how many registered contracts there are
// of one key, and what they are worth.
type ContractCut struct {
	Key             string     `gorm:"column:key"` // "" for contracts in no area
	Count           int64      `gorm:"column:count"`
	Amount          domain.Fen `gorm:"column:amount"`
	TechnicalAmount domain.Fen `gorm:"column:technical_amount"`
}

// ContractStatistics counts and adds up, by the cut named, the registered contracts of
// f that actor may read; the filter's state is not looked at.
func (db *DB) ContractStatistics(ctx context.Context, actor domain.Actor, by string, f ContractFilter) ([]ContractCut, error) {
	expression, ok := contractCuts[by]
	if !ok {
		return nil, domain.Invalid("by", "只能取："+strings.Join(ContractCuts(), "、"), "must be one of "+strings.Join(ContractCuts(), ", "))
	}
	f.State = string(domain.ContractRegistered)
	q := contractScope.within(db.read(ctx).Table("contracts"), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	q = f.where(q).Select(expression + ` AS "key", count(*) AS "count", sum(amount)::bigint AS amount, sum(technical_amount)::bigint AS technical_amount`)
	var cuts []ContractCut
	err := q.Group(expression).Order(`"key"`).Find(&cuts).Error
	return cuts, translate(err)
}
