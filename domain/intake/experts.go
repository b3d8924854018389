package intake

import "sanku/domain"

// usualCapacity is how many dockings an expert takes at once when the row does not say.
const usualCapacity = 3

func expertTable() *table[expert] {
	return newTable(func(e *entry[expert]) string { return e.record.Kind + " " + e.record.Name }, finishExpert,
		keyColumn[expert](),
		column[expert]{"kind", "专家类别", []string{"类别", "类型"}, "技术专家", oneOf(domain.ExpertKinds), term(domain.ExpertKinds, func(e *expert) *string { return &e.Kind })},
		column[expert]{"name", "姓名", nil, "样例陈工", domain.Text{ZH: "必填。", EN: "Required."}, text(func(e *expert) *string { return &e.Name })},
		organisationColumn[expert]("工作单位", "湘潭示例理工大学", "单位名称"),
		codeColumn[expert](),
		column[expert]{"area", "所属区域", []string{"负责区域", "县市区"}, "雨湖区", domain.Text{ZH: "管家必填。" + areaNote.ZH, EN: "Required for stewards. " + areaNote.EN}, area(func(e *expert) *string { return &e.Area })},
		column[expert]{"title", "职称职务", []string{"职称", "职务", "职称/职务"}, "教授", domain.Text{}, text(func(e *expert) *string { return &e.Title })},
		column[expert]{"fields", "技术领域", []string{"领域", "field"}, "先进制造；新材料", domain.Text{ZH: "入库前至少一项。" + severalOf(domain.Fields).ZH, EN: "At least one to publish. " + severalOf(domain.Fields).EN}, terms(domain.Fields, func(e *expert) *[]string { return &e.Fields })},
		column[expert]{"industries", "熟悉行业", []string{"行业", "行业代码"}, "C34；C35", industryNote, industries(func(e *expert) *[]string { return &e.Industries })},
		column[expert]{"expertise", "专长", []string{"研究方向"}, "精密机床热误差建模与补偿", domain.Text{}, text(func(e *expert) *string { return &e.Expertise })},
		column[expert]{"experience", "经历", []string{"工作经历", "简历"}, "从事机床误差研究15年（示例）", domain.Text{}, text(func(e *expert) *string { return &e.Experience })},
		column[expert]{"achievements", "主要成果", []string{"代表成果"}, "主持省级项目2项（示例）", domain.Text{ZH: "可多项，用；或换行隔开。", EN: "Several, divided by ；or line breaks."}, words(betweenSentences, func(e *expert) *[]string { return &e.Achievements })},
		column[expert]{"capacity", "同时对接数", nil, "3", domain.Text{ZH: "同时承担的对接数，1 至 20；不填为 3。", EN: "How many dockings at once, 1 to 20; 3 when empty."}, whole([]string{"项", "个"}, func(e *expert) *int { return &e.Capacity })},
		column[expert]{"status", "状态", nil, "", oneOf(domain.ExpertStates), term(domain.ExpertStates, func(e *expert) *string { return (*string)(&e.State) })},
	)
}

func finishExpert(e *entry[expert], o Options) {
	if e.record.Capacity == 0 {
		e.record.Capacity = usualCapacity
	}
	if len(e.record.Fields) == 0 && o.Field != "" {
		e.record.Fields = []string{o.Field}
	}
}
