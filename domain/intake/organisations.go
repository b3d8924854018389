package intake

import (
	"strings"

	"sanku/domain"
)

type (
	org    = domain.Organisation
	need   = domain.Need
	tech   = domain.Technology
	policy = domain.Policy
	expert = domain.Expert
)

func libraryOf(kind string) (library, error) {
	switch kind {
	case "organisations":
		return organisationTable(), nil
	case "needs":
		return needTable(), nil
	case "technologies":
		return technologyTable(), nil
	case "policies":
		return policyTable(), nil
	case "experts":
		return expertTable(), nil
	}
	return nil, domain.Invalid("kind", "只能取："+strings.Join(domain.ImportKinds.Codes(), "、"), "must be one of "+strings.Join(domain.ImportKinds.Codes(), ", "))
}

// Columns returns the columns of a kind, in the order of its template.
func Columns(kind string) ([]Column, error) {
	lib, err := libraryOf(kind)
	if err != nil {
		return nil, err
	}
	return lib.list(), nil
}

// keyColumn is the row's own key, by which importing it again finds it.
func keyColumn[R any]() column[R] {
	return column[R]{"key", "编号", []string{"id", "序号", "唯一编号"}, exampleMark,
		domain.Text{ZH: "来源系统中的编号，文件内不可重复；再次导入时按它更新。可不填，不填则按名称和单位识别。", EN: "The row's key in its source, unique in the file; importing it again updates by it. Without one, rows are known by title and organisation."},
		func(e *entry[R], v value) error {
			if len([]rune(v.text)) > 200 {
				return bad("不超过 200 个字", "has more than 200 characters")
			}
			e.key = v.text
			return nil
		}}
}

func organisationColumn[R any](heading, example string, also ...string) column[R] {
	return column[R]{"organisation", heading, append(also, "org", "单位", "所属单位"), example,
		domain.Text{ZH: "单位的全称、编号或统一社会信用代码。", EN: "Full name, key or unified social credit code of the organisation."},
		func(e *entry[R], v value) error {
			e.organisation = v.text
			return nil
		}}
}

// codeColumn tells the organisation where its name does not.
func codeColumn[R any]() column[R] {
	return column[R]{"uscc", "统一社会信用代码", []string{"信用代码"}, "",
		domain.Text{ZH: "未填单位名称时按此查找单位。", EN: "Finds the organisation where no name is given."},
		func(e *entry[R], v value) error {
			e.uscc = v.text
			return nil
		}}
}

func oneOf(set domain.Terms) domain.Text {
	var zh, en []string
	for _, t := range set {
		zh, en = append(zh, t.Name.ZH), append(en, t.Code)
	}
	return domain.Text{ZH: "取值：" + strings.Join(zh, "、"), EN: "One of " + strings.Join(en, ", ")}
}

func severalOf(set domain.Terms) domain.Text {
	one := oneOf(set)
	return domain.Text{ZH: "可多项，用；或、隔开。" + one.ZH, EN: "Several, divided by ; . " + one.EN}
}

var (
	dateNote     = domain.Text{ZH: "如 2024-05-06、2024/5/6 或 2024年5月6日。", EN: "Such as 2024-05-06 or 2024/5/6."}
	severalNote  = domain.Text{ZH: "可多项，用；或、隔开。", EN: "Several, divided by ；or 、."}
	yuanNote     = domain.Text{ZH: "单位：元，最多两位小数。", EN: "In yuan, at most two decimals."}
	wanNote      = domain.Text{ZH: "单位：万元。", EN: "In units of ten thousand yuan."}
	industryNote = domain.Text{ZH: "GB/T 4754-2017 门类或大类代码，如 C35，或其名称。", EN: "GB/T 4754-2017 code such as C35, or its name."}
	areaNote     = domain.Text{ZH: "规划的县市区、园区，代码或名称；市外不填。", EN: "Area of the plan, by code or name; empty outside them."}
)

// area reads an area by its code or, where the reader was told of the areas, its name.
func area[R any](at func(*R) *string) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		*at(&e.record) = v.text
		for _, a := range e.options.Areas {
			if v.text == a.Code || v.text == a.Name.ZH || strings.EqualFold(v.text, a.Name.EN) {
				*at(&e.record) = a.Code
				return nil
			}
		}
		if len(e.options.Areas) > 0 {
			return bad("不是规划的县市区、园区", "is not an area of the plan")
		}
		return nil
	}
}

// industry reads "C35", "C35 专用设备制造业" or, where the reader was told of the
// industries, "专用设备制造业".
func industry(s string, known []domain.Industry) string {
	for _, i := range known {
		if s == i.Name.ZH || strings.EqualFold(s, i.Name.EN) {
			return i.Code
		}
	}
	if code, _, ok := strings.Cut(s, " "); ok {
		return code
	}
	return s
}

func oneIndustry[R any](at func(*R) *string) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		*at(&e.record) = industry(v.text, e.options.Industries)
		return nil
	}
}

func industries[R any](at func(*R) *[]string) func(*entry[R], value) error {
	return func(e *entry[R], v value) error {
		for _, item := range v.items(betweenWords) {
			*at(&e.record) = append(*at(&e.record), industry(item, e.options.Industries))
		}
		return nil
	}
}

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
		column[org]{"staff", "职工人数", []string{"人数", "员工人数"}, "120", domain.Text{}, whole([]string{"人"}, func(o *org, n int) { o.Staff = &n })},
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
	case o.Division != "":
	case o.Area != "":
		o.Division = domain.CityDivision + "00"
	default:
		o.Division = domain.DivisionUnrecorded
	}
}

// Heading returns the Chinese header of the column that a fault's field is about, or ""
// when it is about none.
func Heading(kind, field string) string {
	columns, err := Columns(kind)
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(field, "[")
	for _, c := range columns {
		if c.Name == name || c.Name+"_id" == name {
			return c.Heading
		}
	}
	return ""
}
