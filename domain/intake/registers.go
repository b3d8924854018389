package intake

import (
	"strings"

	"sanku/domain"
)

// registerNote says how columns that depend on the register are read.
var registerNote = domain.Text{ZH: "取值见所填登记册的定义，代码或名称。", EN: "As the register defines, by code or name."}

func registerTable() *table[listed] {
	t := newTable(registerLineTitle, finishRegisterLine,
		keyColumn[listed](),
		column[listed]{"register", "登记册", []string{"登记册代码"}, "qualification", domain.Text{ZH: "代码或名称；导入时已指定登记册的可不填。", EN: "By code or name; may be empty where the import names one."}, text(func(e *listed) *string { return &e.Register })},
		column[listed]{"category", "类别", []string{"类型", "资质类型"}, "high_tech", registerNote, reader[listed]{text(func(e *listed) *string { return &e.Category }).read, takeCategory}},
		column[listed]{"level", "级别", nil, "", oneOf(domain.PolicyLevels), term(domain.PolicyLevels, func(e *listed) *string { return &e.Level })},
		column[listed]{"title", "名称", []string{"项目名称", "平台名称", "标题"}, "高新技术企业", domain.Text{ZH: "不填则用类别名称。", EN: "The category's name when empty."}, text(func(e *listed) *string { return &e.Title })},
		column[listed]{"number", "证书编号", []string{"文号", "登记编号"}, "示例GR202443000001", domain.Text{ZH: "证书或文件的编号。", EN: "Of the certificate or document."}, text(func(e *listed) *string { return &e.Number })},
		organisationColumn[listed]("持有单位", "湘潭示例精工机械有限公司", "企业名称", "依托单位", "单位名称"),
		codeColumn[listed](),
		column[listed]{"unit", "责任部门", []string{"主管部门", "部门"}, "市科技局", domain.Text{ZH: "规划的责任单位，代码或名称。", EN: "Unit of the plan, by code or name."}, unit(func(e *listed) *string { return &e.Unit })},
		column[listed]{"area", "所属区域", []string{"县市区", "园区"}, "雨湖区", domain.Text{ZH: areaNote.ZH + "不填则取持有单位的区域。", EN: areaNote.EN + " The holder's when empty."}, area(func(e *listed) *string { return &e.Area })},
		column[listed]{"amount_wan", "金额（万元）", []string{"金额"}, "", wanNote, money(wan, func(e *listed) **domain.Fen { return &e.Amount })},
		column[listed]{"amount_yuan", "金额（元）", nil, "", yuanNote, money(yuan, func(e *listed) **domain.Fen { return &e.Amount })},
		column[listed]{"starts_on", "起始日期", []string{"认定日期", "入库日期", "获批日期", "发放日期", "兑付日期"}, "2024-11-01", domain.Text{ZH: "必填。" + dateNote.ZH, EN: "Required. " + dateNote.EN}, reader[listed]{day(false, func(e *listed) *domain.Date { return &e.StartsOn }).read, takeStart}},
		column[listed]{"ends_on", "有效期至", []string{"到期日期"}, "2027-10-31", domain.Text{ZH: "最后一天；不填则按类别的有效期推算。", EN: "The last day; by the category's life when empty."}, day(true, func(e *listed) *domain.Date { return &e.EndsOn })},
		column[listed]{"withdrawn_on", "取消日期", []string{"撤销日期", "退库日期"}, "", domain.Text{ZH: "自这一天起不再有效，须填取消理由。", EN: "No longer valid from this day on; needs a reason."}, day(false, func(e *listed) *domain.Date { return &e.WithdrawnOn })},
		column[listed]{"reason", "取消理由", []string{"撤销理由"}, "", domain.Text{}, text(func(e *listed) *string { return &e.Reason })},
		column[listed]{"source", "认定文件", []string{"依据", "来源文件"}, "示例认定公告〔2024〕1号", domain.Text{ZH: "认定、入库、兑付所依据的文件。", EN: "The document that recognises it."}, text(func(e *listed) *string { return &e.Source })},
		column[listed]{"source_url", "文件网址", []string{"网址"}, "", domain.Text{}, text(func(e *listed) *string { return &e.SourceURL })},
		column[listed]{"incentive", "奖补代码", nil, "", domain.Text{ZH: "奖补兑付对应的奖补，如 high_tech_first。", EN: "Of an incentive paid, such as high_tech_first."}, text(func(e *listed) *string { return &e.Incentive })},
		column[listed]{"note", "备注", nil, "", domain.Text{}, text(func(e *listed) *string { return &e.Note })},
	)
	t.name = func(e *entry[listed], o Options) { registerOf(e, o) }
	return t
}

// registerLineTitle is what tells an entry without a key from others of its holder.
func registerLineTitle(e *entry[listed]) string {
	r := e.record
	return strings.Join([]string{r.Register, r.Category, r.Level, r.Title, r.StartsOn.String()}, " ")
}

// registerOf finds the codes of the register and the category that are named.
func registerOf(e *entry[listed], o Options) (domain.Register, bool) {
	r := &e.record
	if r.Register == "" {
		r.Register = o.Register
	}
	for _, known := range o.Registers {
		if r.Register != known.Code && r.Register != known.Name.ZH && !strings.EqualFold(r.Register, known.Name.EN) {
			continue
		}
		r.Register = known.Code
		if code, err := codeOf(known.Terms(), r.Category); err == nil {
			r.Category = code
		}
		return known, true
	}
	return domain.Register{}, false
}

// finishRegisterLine finds the codes of what is named, and fills in the title. Keys count
// within their register.
func finishRegisterLine(e *entry[listed], o Options) {
	if known, ok := registerOf(e, o); ok {
		known.Complete(&e.record, domain.Organisation{})
	}
	if e.key != "" {
		e.key = e.record.Register + "/" + e.key
	}
}

// takeCategory forgets the title and the end that followed from another category.
func takeCategory(to *listed, from listed) {
	if to.Category != from.Category {
		to.Category, to.Title, to.EndsOn = from.Category, from.Title, from.EndsOn
	}
}

// takeStart forgets the end that followed from another start.
func takeStart(to *listed, from listed) {
	if to.StartsOn != from.StartsOn {
		to.StartsOn, to.EndsOn = from.StartsOn, from.EndsOn
	}
}

// unit reads a unit by its code or, where the reader was told of the units, its name.
func unit[R any](at func(*R) *string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		*at(&e.record) = v.text
		for _, u := range e.options.Units {
			if v.text == u.Code || v.text == u.Name.ZH || strings.EqualFold(v.text, u.Name.EN) {
				*at(&e.record) = u.Code
				return nil
			}
		}
		if len(e.options.Units) > 0 {
			return bad("不是规划的责任单位", "is not a unit of the plan")
		}
		return nil
	})
}
