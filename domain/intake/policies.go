package intake

import (
	"strings"

	"sanku/domain"
)

func policyTable() *table[policy] {
	return newTable(func(e *entry[policy]) string { return e.record.Title + " " + e.record.Number }, finishPolicy,
		keyColumn[policy](),
		column[policy]{"title", "政策名称", []string{"名称", "标题"}, "湘潭市示例成果转化若干措施", domain.Text{ZH: "必填。", EN: "Required."}, text(func(p *policy) *string { return &p.Title })},
		column[policy]{"number", "文号", nil, "潭示〔2024〕1号", domain.Text{}, text(func(p *policy) *string { return &p.Number })},
		column[policy]{"issuer", "发布机关", []string{"发文机关", "发布单位"}, "示例市科技主管部门", domain.Text{}, text(func(p *policy) *string { return &p.Issuer })},
		column[policy]{"level", "政策层级", []string{"层级", "级别"}, "市", domain.Text{ZH: oneOf(domain.PolicyLevels).ZH + "；也可写法规类别（行政法规、地方性法规等）。", EN: oneOf(domain.PolicyLevels).EN + ", or the kind of regulation."}, field(func(p *policy) *string { return &p.Level }, level)},
		column[policy]{"region", "适用地区", []string{"地区", "区域"}, "430300", domain.Text{ZH: "GB/T 2260 六位代码或省级名称；全国适用的不填。", EN: "Six digits of GB/T 2260, or a province; empty for the country."}, reader[policy]{region, takeRegion}},
		column[policy]{"issued_on", "发布日期", []string{"date", "印发日期"}, "2024-05-06", dateNote, day(false, func(p *policy) *domain.Date { return &p.IssuedOn })},
		column[policy]{"effective_from", "施行日期", []string{"生效日期"}, "2024-06-01", dateNote, day(false, func(p *policy) *domain.Date { return &p.EffectiveFrom })},
		column[policy]{"valid_until", "有效期至", []string{"失效日期"}, "2027-05-31", dateNote, day(true, func(p *policy) *domain.Date { return &p.ValidUntil })},
		column[policy]{"source_url", "原文链接", []string{"网址", "url"}, "", domain.Text{}, text(func(p *policy) *string { return &p.SourceURL })},
		column[policy]{"summary", "摘要", []string{"内容摘要"}, "鼓励科技成果在本市转化（示例）", domain.Text{ZH: "不填则取正文第一条之前的文字。", EN: "Empty: what stands before the first clause of the text."}, text(func(p *policy) *string { return &p.Summary })},
		column[policy]{"text", "正文", []string{"全文", "政策正文"}, "第一条 为促进科技成果转化……\n第二条 对在本市转化的成果给予奖补……", domain.Text{ZH: "按“第…条”分条。", EN: "Divided into clauses at 第…条."}, reader[policy]{fullText, takeText}},
		column[policy]{"clauses", "条款", nil, "", domain.Text{ZH: "仅 JSONL：条款及奖补的列表。", EN: "JSON lines only: the clauses with their incentives."}, field(func(p *policy) *[]domain.Clause { return &p.Clauses }, clauseObjects)},
		column[policy]{"status", "状态", nil, "", oneOf(domain.PolicyStates), term(domain.PolicyStates, func(p *policy) *string { return (*string)(&p.State) })},
	)
}

// finishPolicy tells the level from the region where no level is given: nothing for
// the country, a code that ends in 0000 for a province, in 00 for a city.
func finishPolicy(e *entry[policy], _ Options) {
	p := &e.record
	if p.Level != "" {
		return
	}
	switch {
	case p.Region == "":
		p.Level = "national"
	case strings.HasSuffix(p.Region, "0000"):
		p.Level = "province"
	case strings.HasSuffix(p.Region, "00"):
		p.Level = "city"
	default:
		p.Level = "area"
	}
}

// level reads a level, or a kind of regulation: laws and the regulations of the State
// Council and its ministries are national; for local ones the region tells.
func level(e *entry[policy], v value) (err error) {
	switch v.text {
	case "地方性法规", "地方政府规章", "地方规范性文件":
		return nil
	case "法律", "行政法规", "行政法", "经济法", "民法商法", "社会法", "刑法", "部门规章", "国务院规范性文件", "司法解释":
		e.record.Level = "national"
		return nil
	}
	e.record.Level, err = codeOf(domain.PolicyLevels, v.text)
	return err
}

// takeRegion forgets the level that followed from another region.
func takeRegion(to *policy, from policy) {
	if to.Region != from.Region {
		to.Region, to.Level = from.Region, from.Level
	}
}

func region(e *entry[policy], v value) error {
	switch v.text {
	case "国家", "全国", "中国", "100000":
		e.record.Region = ""
		return nil
	case "湘潭", "湘潭市":
		e.record.Region = domain.CityDivision + "00"
		return nil
	}
	for _, p := range domain.Provinces {
		if rest, ok := strings.CutPrefix(v.text, p.Short); ok && (rest == "" || rest == "省" || rest == "市" || strings.HasSuffix(rest, "自治区") || strings.HasSuffix(rest, "特别行政区")) {
			e.record.Region = p.Code
			return nil
		}
	}
	e.record.Region = v.text // a code, or Validate says that it is none
	return nil
}
