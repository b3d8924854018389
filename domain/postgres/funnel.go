package postgres

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"sanku/domain"
)

// FunnelFilter selects the needs of a funnel; zero fields select all.
type FunnelFilter struct {
	Entered     domain.Period // days, in Shanghai, on which needs were entered
	Area, Field string
}

// FunnelCut is one line of a funnel: how many needs of one key have come how far.
type FunnelCut struct {
	Key     string
	Reached []int // needs that have reached each of domain.FunnelStages, never growing
}

// funnelCuts are the SQL expressions that a funnel is cut by.
var funnelCuts = map[string]string{
	"":        "''",
	"quarter": `to_char(created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-"Q"Q')`,
	"area":    "area",
	"field":   "field",
}

// FunnelCuts name what a funnel is cut by.
var FunnelCuts = domain.Terms{
	{Code: "quarter", Name: domain.Text{ZH: "按季度", EN: "By quarter"}},
	{Code: "area", Name: domain.Text{ZH: "按县市区、园区", EN: "By area"}},
	{Code: "field", Name: domain.Text{ZH: "按技术领域", EN: "By field"}},
}

// funnelLevels has each need that was ever published with how far it has come, as an
// index from 1 into domain.FunnelStages. A docking that was declined counts as far as it
// had come; a contract counts once it has been handed in, and as registered unless it is
// void. They are joined as wholes: each is read once, however many needs there are.
const funnelLevels = `(SELECT n.*, coalesce(o.area, '') AS area, greatest(
  CASE WHEN EXISTS (SELECT 1 FROM matches m WHERE m.need_id = n.id AND m.kind = 'technology' AND NOT m.near_miss) THEN 2 ELSE 1 END,
  dk.level, ct.level) AS level
FROM needs n JOIN organisations o ON o.id = n.organisation_id
LEFT JOIN (SELECT s.need_id, max(coalesce(array_position(ARRAY['proposed', 'introduced', 'negotiating', 'agreed', 'contracted'], s.stage), 1)) + 2 AS level
  FROM (SELECT need_id, stage FROM dockings UNION ALL SELECT d.need_id, e.to_stage FROM docking_events e JOIN dockings d ON d.id = e.docking_id) s
  GROUP BY s.need_id) dk ON dk.need_id = n.id
LEFT JOIN (SELECT coalesce(c.need_id, d.need_id) AS need_id, max(CASE WHEN c.registered_on IS NOT NULL AND c.state <> 'voided' THEN 8 ELSE 7 END) AS level
  FROM contracts c LEFT JOIN dockings d ON d.id = c.docking_id WHERE c.state NOT IN ('draft', 'refused')
  GROUP BY 1) ct ON ct.need_id = n.id
WHERE n.state IN ('published', 'closed')) AS needs`

// funnelScope admits the needs of an area to its steward, and all to the bureau.
var funnelScope = scopeColumns{area: "needs.area"}

func (db *DB) funnel(ctx context.Context, actor domain.Actor, f FunnelFilter) *gorm.DB {
	q := funnelScope.within(db.read(ctx).Table(funnelLevels), domain.ScopeOf(actor, domain.Read, domain.UnmetNeeds))
	q = equal(equal(q, "area", f.Area), "field", f.Field)
	if f.Entered != (domain.Period{}) {
		q = q.Where("created_at >= ? AND created_at < ?", f.Entered.From.Time(), f.Entered.To.AddDays(1).Time())
	}
	return q
}

// Funnel says how many of the needs of f that actor may read have come how far, by a cut
// of FunnelCuts, or all together by "".
func (db *DB) Funnel(ctx context.Context, actor domain.Actor, f FunnelFilter, by string) ([]FunnelCut, error) {
	expression, ok := funnelCuts[by]
	if !ok {
		return nil, domain.Invalid("by", "只能按季度、区域或领域", "must be quarter, area or field")
	}
	var rows []struct {
		Key   string `gorm:"column:key"`
		Level int    `gorm:"column:level"`
		N     int    `gorm:"column:n"`
	}
	err := db.funnel(ctx, actor, f).Select(expression + ` AS "key", level, count(*) AS n`).Group(`1, 2`).Order(`1, 2`).Find(&rows).Error
	var cuts []FunnelCut
	for _, r := range rows {
		if last := len(cuts) - 1; last < 0 || cuts[last].Key != r.Key {
			cuts = append(cuts, FunnelCut{r.Key, make([]int, len(domain.FunnelStages))})
		}
		reached := cuts[len(cuts)-1].Reached
		for i := range min(r.Level, len(reached)) {
			reached[i] += r.N
		}
	}
	return cuts, translate(err)
}

// FunnelNeeds lists the needs of f that have reached a stage of domain.FunnelStages, or
// with only, have not come further; the last entered first.
func (db *DB) FunnelNeeds(ctx context.Context, actor domain.Actor, f FunnelFilter, reached string, only bool, p Page) (List[domain.Need], error) {
	level := slices.Index(domain.FunnelStages.Codes(), reached) + 1
	if level == 0 {
		return List[domain.Need]{}, domain.Invalid("reached", "没有这个环节", "is not a stage of the funnel")
	}
	if p.Sort == "" {
		p.Sort = "-created_at"
	}
	order, err := sortOf(p.Sort, NeedSorts, needSortKey)
	if err != nil {
		return List[domain.Need]{}, err
	}
	page, err := list(db.funnel(ctx, actor, f).Where(fmt.Sprintf("level %s ?", map[bool]string{true: "=", false: ">="}[only]), level), order, p, needRow.domain)
	if err != nil {
		return page, err
	}
	return page, db.seen(ctx, actor, domain.Needs, "list", domains(page.Items, func(n domain.Need) domain.ID { return n.ID })...)
}
