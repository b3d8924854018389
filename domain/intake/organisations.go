package intake

import (
	"strings"

	"sanku/domain"
)

func organisationTable() *table[org] {
	return newTable(func(e *entry[org]) string { return e.record.Name }, finishOrganisation,
		keyColumn[org](),
		column[org]{"name", "单位名称", []string{"名称", "企业名称", "单位全称"}, "湘潭示例精工机械有限公司", domain.Text{ZH: "必填，全称。", EN: "Required, in full."}, text(func(o *org) *string { return &o.Name })},
		column[org]{"uscc", "统一社会信用代码", []string{"信用代码"}, "91430321MA0TEXT01J", domain.Text{ZH: "18 位，校验码须正确。", EN: "18 characters with the right check character."}, text(func(o *org) *string { return &o.USCC })},
		column[org]{"kind", "单位类型", []string{"类型"}, "企业", oneOf(domain.OrganisationKinds), term(domain.OrganisationKinds, func(o *org) *string { return &o.Kind })},
		column[org]{"area", "所属区域", []string{"县市区", "园区"}, "雨湖区", areaNote, area(func(o *org) *string { return &o.Area })},
		column[org]{"division", "行政区划代码", []string{"行政区划"}, "430302", domain.Text{ZH: "GB/T 2260 六位代码；不填按所属区域取湘潭市，否则记为未登记（000000）。", EN: "Six digits of GB/T 2260; empty is the city when an area is given, else 000000, not recorded."}, text(func(o *org) *string { return &o.Division })},
		column[org]{"industry", "行业代码", []string{"行业", "国民经济行业"}, "C34", industryNote, oneIndustry(func(o *org) *string { return &o.Industry })},
		column[org]{"fields", "技术领域", []string{"领域"}, "先进制造；新材料", severalOf(domain.Fields), terms(domain.Fields, func(o *org) *[]string { return &o.Fields })},
		column[org]{"founded", "成立年月", []string{"成立日期", "成立时间"}, "2011-05", domain.Text{ZH: "如 2011-05。", EN: "Such as 2011-05."}, month(func(o *org) *string { return &o.Founded })},
		column[org]{"staff", "职工人数", []string{"人数", "员工人数"}, "120", domain.Text{}, count([]string{"人"}, func(o *org) **int { return &o.Staff })},
		column[org]{"registered_capital_wan", "注册资本（万元）", []string{"注册资金（万元）"}, "3000", wanNote, money(wan, func(o *org) **domain.Fen { return &o.RegisteredCapital })},
		column[org]{"registered_capital_yuan", "注册资本（元）", nil, "", yuanNote, money(yuan, func(o *org) **domain.Fen { return &o.RegisteredCapital })},
		column[org]{"summary", "单位简介", []string{"简介"}, "主营……（示例）", domain.Text{ZH: "不超过 4000 字。", EN: "At most 4,000 characters."}, text(func(o *org) *string { return &o.Summary })},
	)
}

func finishOrganisation(e *entry[org], _ Options) {
	o := &e.record
	o.Name = strings.TrimSpace(o.Name)
	if o.Kind == "" && o.Name != "" {
		o.Kind = domain.OrganisationKindOf(o.Name)
	}
	switch {
	case o.Division != "" && o.Division != domain.DivisionUnrecorded:
	case o.Area != "":
		o.Division = domain.CityDivision + "00"
	default:
		o.Division = domain.DivisionUnrecorded
	}
}
