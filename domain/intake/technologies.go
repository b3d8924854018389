package intake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"sanku/domain"
)

func technologyTable() *table[tech] {
	return newTable(func(e *entry[tech]) string { return e.record.Title }, finishTechnology,
		keyColumn[tech](),
		organisationColumn[tech]("成果单位", "湘潭示例理工大学", "完成单位", "高校院所", "单位名称"),
		codeColumn[tech](),
		column[tech]{"title", "成果名称", []string{"技术名称", "名称", "标题"}, "数控机床主轴热误差实时补偿技术", domain.Text{ZH: "必填，2 至 300 字。", EN: "Required, 2 to 300 characters."}, text(func(t *tech) *string { return &t.Title })},
		column[tech]{"abstract", "成果简介", []string{"text", "摘要", "技术简介"}, "面向加工中心长时间运行后的热漂移……", domain.Text{ZH: "发布前必填。", EN: "Required to publish."}, text(func(t *tech) *string { return &t.Abstract })},
		column[tech]{"description", "详细说明", []string{"技术说明"}, "模型分为结构固有参数与环境自适应参数两层……", domain.Text{}, text(func(t *tech) *string { return &t.Description })},
		column[tech]{"keywords", "关键词", nil, "热误差补偿；数控机床", severalNote, words(betweenWords, func(t *tech) *[]string { return &t.Keywords })},
		column[tech]{"field", "技术领域", []string{"领域"}, "先进制造", oneOf(domain.Fields), term(domain.Fields, func(t *tech) *string { return &t.Field })},
		column[tech]{"clc", "中图分类号", nil, "TG659", domain.Text{ZH: "未填技术领域时据此推定。", EN: "Chinese Library Classification; tells the field where none is given."}, saying(func(t *tech) *string { return &t.Field }, fieldOfClass)},
		column[tech]{"industries", "应用行业", []string{"行业", "行业代码"}, "C34；C35", industryNote, industries(func(t *tech) *[]string { return &t.Industries })},
		column[tech]{"trl", "技术成熟度", []string{"成熟度"}, "7", domain.Text{ZH: "GB/T 22900-2022 等级，1 至 9。", EN: "Level of GB/T 22900-2022, 1 to 9."}, whole([]string{"TRL", "级"}, func(t *tech) *int { return &t.TRL })},
		column[tech]{"registration", "成果登记号", nil, "", domain.Text{ZH: "如 9432022Y0001。", EN: "Such as 9432022Y0001."}, text(func(t *tech) *string { return &t.Registration })},
		column[tech]{"attribute", "成果属性", nil, "原始创新", oneOf(domain.ResultAttributes), term(domain.ResultAttributes, func(t *tech) *string { return &t.Attribute })},
		column[tech]{"form", "体现形式", []string{"成果体现形式"}, "方法", domain.Text{ZH: "如新产品、新工艺、新材料、新装备、软件、方法。", EN: "New product, process, material, equipment, software, method …"}, text(func(t *tech) *string { return &t.Form })},
		column[tech]{"level", "成果水平", nil, "国内先进", domain.Text{ZH: "未评价的不填。", EN: "Empty when not evaluated."}, text(func(t *tech) *string { return &t.Level })},
		column[tech]{"stage", "应用阶段", nil, "中期", oneOf(domain.ResultStages), term(domain.ResultStages, func(t *tech) *string { return &t.Stage })},
		column[tech]{"ip", "知识产权", nil, "发明专利：一种主轴热误差补偿方法（ZL000000000000.0，已授权）", domain.Text{
			ZH: "各项用；隔开，每项写作“类型：名称（号码，状态）”，号码、状态可不写。类型取值同技术合同登记。",
			EN: "Divided by ；, each written as kind: title (number, status); number and status may be left out."}, field(func(t *tech) *[]domain.IPRight { return &t.IP }, rights)},
		column[tech]{"modes", "合作方式", nil, "技术许可；作价入股", severalOf(domain.Modes), terms(domain.Modes, func(t *tech) *[]string { return &t.Modes })},
		column[tech]{"price_min_wan", "价格下限（万元）", nil, "40", wanNote, money(wan, func(t *tech) **domain.Fen { return &t.PriceMin })},
		column[tech]{"price_max_wan", "价格上限（万元）", nil, "60", wanNote, money(wan, func(t *tech) **domain.Fen { return &t.PriceMax })},
		column[tech]{"price_wan", "价格（万元）", []string{"价格"}, "", wanNote, moneyRange(wan, func(t *tech) **domain.Fen { return &t.PriceMin }, func(t *tech) **domain.Fen { return &t.PriceMax })},
		column[tech]{"price_min_yuan", "价格下限（元）", nil, "", yuanNote, money(yuan, func(t *tech) **domain.Fen { return &t.PriceMin })},
		column[tech]{"price_max_yuan", "价格上限（元）", nil, "", yuanNote, money(yuan, func(t *tech) **domain.Fen { return &t.PriceMax })},
		column[tech]{"metrics", "技术指标", []string{"指标"}, "残余热误差<=5μm；响应时间<=10ms", quantityNote, quantities(func(t *tech) *[]domain.Quantity { return &t.Metrics })},
		column[tech]{"inventors", "完成人", []string{"发明人"}, "样例李；样例张", severalNote, words(betweenWords, func(t *tech) *[]string { return &t.Inventors })},
		column[tech]{"territory", "使用地域", nil, "国内", oneOf(domain.Territories), term(domain.Territories, func(t *tech) *string { return &t.Territory })},
		column[tech]{"confidentiality", "公开范围", []string{"secrecy"}, "公开", oneOf(domain.Confidentialities), confidentiality(func(t *tech) *string { return &t.Confidentiality })},
		column[tech]{"start_month", "起始年月", nil, "2019-03", domain.Text{ZH: "如 2019-03。", EN: "Such as 2019-03."}, month(func(t *tech) *string { return &t.StartMonth })},
		column[tech]{"end_month", "终止年月", []string{"year", "完成年份", "完成年月"}, "2022-10", domain.Text{ZH: "如 2022-10；只知年份的写年份。", EN: "Such as 2022-10, or a year alone."}, month(func(t *tech) *string { return &t.EndMonth })},
		column[tech]{"valid_until", "有效期至", nil, "2028-12-31", dateNote, day(true, func(t *tech) *domain.Date { return &t.ValidUntil })},
		column[tech]{"status", "状态", nil, "", oneOf(domain.ListingStates), term(domain.ListingStates, func(t *tech) *string { return (*string)(&t.State) })},
	)
}

func finishTechnology(e *entry[tech], o Options) {
	t := &e.record
	if t.Confidentiality == "" {
		t.Confidentiality = "public"
	}
	if t.Field == "" {
		t.Field = o.Field
	}
}

// fieldOfClass reads a class of the Chinese Library Classification. It never overrides
// a field that the row states, on whichever side of it the column stands: it is kept
// only when nothing better is there, and a later field column replaces it.
func fieldOfClass(e *entry[tech], v value) error {
	if e.record.Field == "" {
		e.record.Field = FieldOfClass(v.text)
	}
	return nil
}

var writtenRight = regexp.MustCompile(`^([^:：]+)[:：]\s*(.*?)\s*(?:[（(]([^（()）]*)[)）])?$`)

// rights reads intellectual property: a list of objects {kind, title, number, status},
// or text as the column's note says.
func rights(e *entry[tech], v value) error {
	if v.raw != nil {
		var objects []struct{ Kind, Title, Number, Status string }
		if err := json.Unmarshal(v.raw, &objects); err != nil {
			return bad("应为 {kind, title, number, status} 的列表", "must be a list of {kind, title, number, status}")
		}
		for _, o := range objects {
			e.record.IP = append(e.record.IP, domain.IPRight{Kind: o.Kind, Title: plain(o.Title), Number: plain(o.Number), Status: o.Status})
		}
		return nil
	}
	for i, item := range v.items(betweenSentences) {
		right, err := parseRight(item)
		if err != nil {
			return within(fmt.Sprintf("[%d]", i), err)
		}
		e.record.IP = append(e.record.IP, right)
	}
	return nil
}

func parseRight(s string) (domain.IPRight, error) {
	m := writtenRight.FindStringSubmatch(s)
	if m == nil {
		return domain.IPRight{}, bad("应写作“类型：名称（号码，状态）”", "must be written as kind: title (number, status)")
	}
	kind, err := codeOf(domain.IPKinds, m[1])
	if err != nil {
		return domain.IPRight{}, within(".kind", err)
	}
	right := domain.IPRight{Kind: kind, Title: m[2]}
	for _, part := range strings.FieldsFunc(m[3], func(r rune) bool { return r == '，' || r == ',' }) {
		if status, err := codeOf(domain.IPStatuses, part); err == nil {
			right.Status = status
		} else {
			right.Number = strings.TrimSpace(part)
		}
	}
	return right, nil
}
