package intake

import "sanku/domain"

func needTable() *table[need] {
	return newTable(func(e *entry[need]) string { return e.record.Title }, finishNeed,
		keyColumn[need](),
		organisationColumn[need]("需求单位", "湘潭示例精工机械有限公司", "企业名称", "需求企业", "单位名称"),
		codeColumn[need](),
		column[need]{"title", "需求名称", []string{"题目", "需求题目", "名称", "标题"}, "主轴高速轴承温升控制", domain.Text{ZH: "必填，2 至 200 字。", EN: "Required, 2 to 200 characters."}, text(func(n *need) *string { return &n.Title })},
		column[need]{"background", "需求背景", []string{"背景"}, "现有主轴在 18000 转时温升超限……", domain.Text{}, text(func(n *need) *string { return &n.Background })},
		column[need]{"problem", "技术问题", []string{"text", "需求内容", "技术难题", "需求描述", "主要技术问题"}, "在不改变外形尺寸的前提下降低轴承温升……", domain.Text{ZH: "发布前必填。", EN: "Required to publish."}, text(func(n *need) *string { return &n.Problem })},
		column[need]{"targets", "技术指标", []string{"指标", "量化指标"}, "导热系数>=1200W/(m·K)；厚度<=0.1mm；工作温度-40~85℃；具备在线监测", quantityNote, quantities(func(n *need) *[]domain.Quantity { return &n.Targets })},
		column[need]{"field", "技术领域", []string{"领域"}, "先进制造", oneOf(domain.Fields), term(domain.Fields, func(n *need) *string { return &n.Field })},
		column[need]{"industry", "行业代码", []string{"行业"}, "C34", industryNote, oneIndustry(func(n *need) *string { return &n.Industry })},
		column[need]{"modes", "合作方式", []string{"合作模式"}, "合作开发；技术许可", severalOf(domain.Modes), terms(domain.Modes, func(n *need) *[]string { return &n.Modes })},
		column[need]{"budget_min_wan", "预算下限（万元）", nil, "50", wanNote, money(wan, func(n *need) **domain.Fen { return &n.BudgetMin })},
		column[need]{"budget_max_wan", "预算上限（万元）", nil, "80", wanNote, money(wan, func(n *need) **domain.Fen { return &n.BudgetMax })},
		column[need]{"budget_wan", "预算（万元）", []string{"预算", "投入预算（万元）"}, "", domain.Text{ZH: "单位：万元，如 80 或 50-80。", EN: "In units of ten thousand yuan, such as 80 or 50-80."}, moneyRange(wan, func(n *need) **domain.Fen { return &n.BudgetMin }, func(n *need) **domain.Fen { return &n.BudgetMax })},
		column[need]{"budget_min_yuan", "预算下限（元）", nil, "", yuanNote, money(yuan, func(n *need) **domain.Fen { return &n.BudgetMin })},
		column[need]{"budget_max_yuan", "预算上限（元）", nil, "", yuanNote, money(yuan, func(n *need) **domain.Fen { return &n.BudgetMax })},
		column[need]{"deadline", "期望完成日期", []string{"截止日期", "期望解决时间"}, "2027-12-31", dateNote, day(true, func(n *need) *domain.Date { return &n.Deadline })},
		column[need]{"ip_ownership", "知识产权归属", nil, "双方共有", oneOf(domain.Ownerships), term(domain.Ownerships, func(n *need) *string { return &n.IPOwnership })},
		column[need]{"trl_min", "最低技术成熟度", []string{"conditions.trl_min", "成熟度要求"}, "6", domain.Text{ZH: "GB/T 22900-2022 等级，1 至 9。", EN: "Level of GB/T 22900-2022, 1 to 9."}, whole([]string{"TRL", "级"}, func(n *need) *int { return &n.Conditions.TRLMin })},
		column[need]{"territory", "地域要求", []string{"conditions.territory"}, "国内", oneOf(domain.Territories), term(domain.Territories, func(n *need) *string { return &n.Conditions.Territory })},
		column[need]{"secret", "是否涉密", []string{"conditions.secret"}, "否", domain.Text{ZH: "是或否。", EN: "Yes or no."}, yes(func(n *need) *bool { return &n.Conditions.Secret })},
		column[need]{"condition_text", "其他条件", []string{"conditions.text"}, "需到厂试验", domain.Text{}, text(func(n *need) *string { return &n.Conditions.Text })},
		column[need]{"confidentiality", "公开范围", []string{"保密方式"}, "公开", oneOf(domain.Confidentialities), confidentiality(func(n *need) *string { return &n.Confidentiality })},
		column[need]{"contact_name", "联系人", nil, "示例王工", domain.Text{}, text(func(n *need) *string { return &n.ContactName })},
		column[need]{"contact_phone", "联系电话", []string{"电话"}, "0731-00000000", domain.Text{}, text(func(n *need) *string { return &n.ContactPhone })},
		column[need]{"valid_until", "有效期至", nil, "2027-12-31", dateNote, day(true, func(n *need) *domain.Date { return &n.ValidUntil })},
		column[need]{"keywords", "关键词", nil, "主轴；热误差；轴承温升", severalNote, words(betweenWords, func(n *need) *[]string { return &n.Keywords })},
		column[need]{"status", "状态", nil, "", oneOf(domain.ListingStates), term(domain.ListingStates, func(n *need) *string { return (*string)(&n.State) })},
	)
}

var quantityNote = domain.Text{
	ZH: "各项用；隔开，每项写作“名称>=数值单位”“名称<=数值单位”“名称 下限~上限单位”，没有数值的只写名称。",
	EN: "Divided by ；, each written as name>=value unit, name<=value unit or name low~high unit, or a name alone.",
}

func finishNeed(e *entry[need], o Options) {
	n := &e.record
	if n.Confidentiality == "" {
		n.Confidentiality = "public"
		if o.Owner != nil {
			n.Confidentiality = "members" // as the form of a need has it
		}
	}
	if n.Field == "" {
		n.Field = o.Field
	}
}
