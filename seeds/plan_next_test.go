package seeds

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The next plan is data alone: an invented one of other years, with an area, a register
// and indicators that the present one does not have, is loaded and its figures computed.
func TestNextPlan(t *testing.T) {
	db, ctx := open(t), t.Context()
	present, err := ReadPlan(PlanFiles())
	require.NoError(t, err)
	require.NoError(t, LoadPlan(ctx, db, present))

	data := copyOf(t, PlanFiles())
	put := func(name, content string) { data[name].Data = []byte(content) }
	more := func(name, content string) { put(name, string(data[name].Data)+content+"\n") }
	put("plan.json", `{"code": "next", "title": "示例下一方案", "number": "示例〔2026〕1号", "issuer": "示例市人民政府办公室", "issued_on": "2026-01-05",
		"starts_on": "2026-01-01", "ends_on": "2030-12-31", "headline": "示例", "region": "430300", "source": "示例"}`)
	more("areas.jsonl", `{"code": "example-park", "name_zh": "示例新区", "name_en": "Example park", "division": "430300", "kind": "park", "order": 99}`)
	more("registers.jsonl", `{"code": "pilot_line", "name_zh": "中试基地登记册", "name_en": "Pilot lines", "area": "must", "levels": ["national", "province"]}`)
	put("indicators.csv", `code,order,headline,section,name_zh,name_en,unit,measure,comparator,target_2026,target_2027,target_2028,target_2029,target_2030,target_plan,period_rule,source,breakdown,lead_units,responsible_units,quote
pilot_lines,1,true,一,示例中试基地,Pilot lines,家,stock,>=,2,4,6,8,10,,year end,register,by area,kjj,,示例一
pilot_coverage,2,false,一,示例覆盖率,Coverage,%,coverage,>=,,,,,100,,year end,register,,kjj,,示例二
`)
	put("measures.jsonl", `{"indicator": "pilot_lines", "from": "register", "register": "pilot_line", "take": "valid"}
{"indicator": "pilot_coverage", "from": "register", "register": "pilot_line", "take": "areas"}`)
	put("annexes.csv", "annex,dimension,key,indicator,prefix\nannex2,area,area,pilot_lines,\n")
	put("annex2.csv", "row,area,name_zh,2026,2027,2028,2029,2030\npart,example-park,示例新区,1,1,2,2,3\npart,yuhu,雨湖区,1,3,4,6,7\ntotal,total,合计,2,4,6,8,10\n")
	put("incentives.csv", strings.SplitAfter(string(data["incentives.csv"].Data), "\n")[0])
	next, err := ReadPlan(data)
	require.NoError(t, err)
	require.NoError(t, LoadPlan(ctx, db, next))

	bureau := domain.System("test")
	for i, area := range []string{"example-park", "yuhu", "yuhu"} {
		_, err := db.CreateRegisterEntry(ctx, bureau, domain.RegisterEntry{Register: "pilot_line", Level: "province", Title: "示例中试基地" + area + string(rune('A'+i)), Area: area,
			StartsOn: domain.Date{Year: 2026, Month: 3, Day: 1 + i}})
		require.NoError(t, err)
	}
	requireFigureAt(t, db, next.Plan, "pilot_lines", "3")
	requireFigureAt(t, db, next.Plan, "pilot_coverage", "20") // two of ten areas
}

func requireFigureAt(t *testing.T, db *postgres.DB, plan domain.Plan, indicator, want string) {
	t.Helper()
	f, err := db.Figure(t.Context(), plan, indicator, domain.Date{Year: 2026, Month: 12, Day: 31})
	require.NoError(t, err)
	require.NotNil(t, f.Value, indicator)
	require.Equal(t, want, f.Value.String(), indicator)
	require.NotNil(t, f.Target, indicator)
	q := postgres.FigureQuery{AsOf: f.AsOf, By: domain.ByArea}
	parts, err := db.FigureParts(t.Context(), plan, indicator, q)
	require.NoError(t, err)
	for _, p := range parts {
		if p.Key == "yuhu" {
			require.Equal(t, "2", p.Value.String())
			require.Equal(t, "1", p.Target.String())
		}
	}
}
