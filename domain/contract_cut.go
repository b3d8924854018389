package domain

// ContractCutNames name what statistics of registered contracts are cut by (技术市场统计).
var ContractCutNames = Terms{
	{"kind", Text{"合同类型", "Kind of contract"}},
	{"field", Text{"技术领域", "Field"}},
	{"seller_kind", Text{"卖方类型", "Kind of seller"}},
	{"buyer_kind", Text{"买方类型", "Kind of buyer"}},
	{"ip_kind", Text{"知识产权类型", "Intellectual property"}},
	{"plan_source", Text{"计划来源", "Plan source"}},
	{"area", Text{"统计区域", "Reporting area"}},
	{"seller_area", Text{"卖方区域（输出）", "Area of the seller"}},
	{"buyer_area", Text{"买方区域（吸纳）", "Area of the buyer"}},
	{"month", Text{"登记月份", "Month of registration"}},
	{"year", Text{"登记年份", "Year of registration"}},
}

// CutKeys are the keys of a cut with their names, in the order in which people list
// them; none for months and years, which are their own names.
func CutKeys(by string, areas []Area) Terms {
	switch by {
	case "kind":
		return ContractKinds
	case "field":
		return Fields
	case "ip_kind":
		return IPKinds
	case "plan_source":
		return PlanSources
	case "seller_kind", "buyer_kind":
		return OrganisationKinds
	case "area", "seller_area", "buyer_area":
		keys := Terms{}
		for _, a := range areas {
			keys = append(keys, Term{a.Code, a.Name})
		}
		return append(keys, Term{"", Text{"本市以外或未归属", "Outside the areas"}})
	}
	return nil
}
