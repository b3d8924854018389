package intake

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestTextIsDividedIntoClauses(t *testing.T) {
	const text = `{"id":"p:0","title":"示例促进条例","date":"2022年3月29日","region":"湖南","level":"地方性法规","text":"示例促进条例\n（2022年通过）\n目 录\n第一章 总 则\n第一章 总 则\n第一条　为了促进转化，\n根据第三条制定。\n第二条 适用于本省。\n第二章 保 障\n第十条之一 提供资金。\n附 则\n第十一条 自公布之日起施行。"}`
	rows := opened(t, "policies", "p.jsonl", text, Options{})
	require.Empty(t, rows[0].Faults)
	p := rows[0].Record.(domain.Policy)
	require.Equal(t, "province", p.Level)
	require.Equal(t, "430000", p.Region)
	require.Equal(t, domain.Date{Year: 2022, Month: 3, Day: 29}, p.IssuedOn)
	require.Equal(t, "示例促进条例\n（2022年通过）\n目 录", p.Summary)
	require.Equal(t, []domain.Clause{
		{Ref: "第一条", Heading: "第一章 总 则", Text: "为了促进转化，\n根据第三条制定。"},
		{Ref: "第二条", Heading: "第一章 总 则", Text: "适用于本省。"},
		{Ref: "第十条之一", Heading: "第二章 保 障", Text: "提供资金。"},
		{Ref: "第十一条", Heading: "附 则", Text: "自公布之日起施行。"},
	}, p.Clauses)
}

func TestTextWithoutClauses(t *testing.T) {
	rows := opened(t, "policies", "p.csv", "政策名称,正文,适用地区\n示例通知,各单位：请照办。,国家\n示例区办法,\"第一条 甲。\n第二条\",430302\n", Options{})
	require.Equal(t, []domain.Clause{{Ref: "全文", Text: "各单位：请照办。"}}, rows[0].Record.(domain.Policy).Clauses)
	require.Equal(t, "national", rows[0].Record.(domain.Policy).Level)
	require.Equal(t, []domain.Clause{{Ref: "第一条", Text: "甲。"}, {Ref: "第二条", Text: "第二条"}}, rows[1].Record.(domain.Policy).Clauses)
	require.Equal(t, "area", rows[1].Record.(domain.Policy).Level)
}

func TestIncentives(t *testing.T) {
	const text = `{"key":"pol-1","title":"示例措施","level":"city","clauses":[{"ref":"第一条","text":"给予补助。","incentive":{"code":"a","kind":"subsidy","beneficiary":"enterprise","condition":"已登记","rule":"percent","percent":7.5,"cap_yuan":500000,"base":"technical_amount","payer":"示例局","apply_by":"2025-12-31","valid_from":"2024-01-01","valid_to":"2026-12-31","requires":{"party_areas":["yuhu"],"kinds":["licence"],"min_amount_yuan":100000,"fields":["materials"],"iur":true}}}]}
{"key":"pol-2","title":"示例措施二","level":"city","clauses":[{"ref":"第一条","text":"给予补助。","incentive":{"kind":"subsidy","beneficiary":"enterprise","rule":"percent","percent":750}}]}
{"key":"pol-3","title":"示例措施三","level":"city","clauses":"第一条"}
{"key":"pol-4","title":"示例措施四","level":"city","clauses":[{"ref":7}]}
{"key":"pol-5","title":"示例措施五","level":"city","clauses":[{"ref":"第一条","text":"给予奖励。","incentive":{"kind":"award","beneficiary":"enterprise","rule":"fixed"}}]}`
	rows := opened(t, "policies", "p.jsonl", text, Options{})
	require.Empty(t, rows[0].Faults)
	bp, limit, least := 750, domain.Yuan(500_000), domain.Yuan(100_000)
	require.Equal(t, domain.Incentive{Code: "a", Kind: "subsidy", Beneficiary: "enterprise", Condition: "已登记", Rule: "percent", PercentBP: &bp, Cap: &limit,
		Base: "technical_amount", Payer: "示例局", ApplyBy: domain.Date{Year: 2025, Month: 12, Day: 31}, ValidFrom: domain.Date{Year: 2024, Month: 1, Day: 1},
		ValidTo:  domain.Date{Year: 2026, Month: 12, Day: 31},
		Requires: domain.Requirements{Areas: []string{"yuhu"}, ContractKinds: []string{"licence"}, Fields: []string{"materials"}, MinAmount: &least, IUR: true}},
		rows[0].Record.(domain.Policy).Clauses[0].Incentives[0])
	require.Equal(t, "clauses[0].incentives[0].percent", rows[1].Faults[0].Field)
	require.Equal(t, "clauses", rows[2].Faults[0].Field)
	require.Equal(t, "clauses", rows[3].Faults[0].Field)
	require.Equal(t, "clauses[0].incentives[0].amount", rows[4].Faults[0].Field)
}

func TestRegions(t *testing.T) {
	for written, code := range map[string]string{"河南": "410000", "河南省": "410000", "北京市": "110000", "内蒙古自治区": "150000", "广西壮族自治区": "450000",
		"香港特别行政区": "810000", "全国": "", "湘潭市": "430300", "430302": "430302"} {
		var e entry[policy]
		require.NoError(t, region(&e, value{text: written}))
		require.Equal(t, code, e.record.Region, written)
	}
	rows := opened(t, "policies", "p.csv", "政策名称,适用地区\n示例通知,某地\n", Options{})
	require.Equal(t, "region", rows[0].Faults[0].Field)
}

func TestFieldOfClass(t *testing.T) {
	for class, field := range map[string]string{"TP391.1": "electronics", "TP242": "manufacturing", "V221": "aerospace", "P35": "environment", "P173.1": "aerospace",
		"S852.6": "agriculture", "Q948": "agriculture", "Q5": "biomedicine", "R4": "biomedicine", "TU5": "urban", "TB34": "materials", "O1": "", "K9;TM91": "energy", "": ""} {
		require.Equal(t, field, FieldOfClass(class), class)
	}
	for class, field := range classes {
		require.True(t, domain.Fields.Has(field), class)
	}
}
