package api

import "sanku/domain"

// Figure is one line of the scoreboard. What is not known is null.
type Figure struct {
	Code        string          `json:"code" zh:"指标代码"`
	Name        string          `json:"name" zh:"指标"`
	Section     string          `json:"section" zh:"计划章节"`
	Unit        string          `json:"unit" zh:"计量单位"`
	Value       *domain.Decimal `json:"value" zh:"当前值"`
	Numerator   *domain.Decimal `json:"numerator" zh:"分子"`
	Denominator *domain.Decimal `json:"denominator" zh:"分母"`
	Target      *domain.Decimal `json:"target" zh:"目标值"`
	TargetYear  int             `json:"target_year,omitempty" zh:"目标年度" doc:"Absent: the plan period as a whole."`
	Progress    *domain.Decimal `json:"progress_pct" zh:"完成率（%）"`
	Basis       string          `json:"basis,omitempty" zh:"数据来源" doc:"contracts, register, reports, or share of another indicator."`
	Records     int             `json:"records" zh:"记录数" doc:"How many it is made of; they are listed under it."`
	From        domain.Date     `json:"from" zh:"统计期自"`
	To          domain.Date     `json:"to" zh:"统计期至"`
	AsOf        domain.Date     `json:"as_of" zh:"截至"`
	StatedOn    domain.Date     `json:"stated_on,omitzero" zh:"数据日期" doc:"Of a level that units report: the last day of the period that the report is of. It stands until a newer one, and may lie before the period."`
	Outlook
}

// IndicatorFigure is one indicator in full: its figure, other readings of it, its
// targets, and what the plan says.
type IndicatorFigure struct {
	Figure
	Measure     string    `json:"measure" zh:"指标性质"`
	PeriodRule  string    `json:"period_rule" zh:"期间规则"`
	Source      string    `json:"source" zh:"口径"`
	Quote       string    `json:"quote" zh:"计划原文"`
	Lead        []string  `json:"lead_units" zh:"牵头单位"`
	Responsible []string  `json:"responsible_units" zh:"责任单位"`
	Variants    []Variant `json:"variants,omitempty" zh:"其他口径"`
	Targets     []Target  `json:"targets" zh:"目标分解"`
	Parts       []Part    `json:"parts,omitempty" zh:"分项" doc:"By what was asked for."`

	Prospects []Prospect `json:"prospects,omitempty" zh:"最可能带来变化的在谈对接" doc:"For those who may read all dockings."`

	SumOfParts   *domain.Decimal `json:"sum_of_parts,omitempty" zh:"分项合计" doc:"Of those that are known; absent for what does not add up."`
	SumOfTargets *domain.Decimal `json:"sum_of_targets,omitempty" zh:"分项目标合计"`

	GrowthDiscrepancies []Growth `json:"growth_discrepancies,omitempty" zh:"年均增速不一致之处" doc:"Where the plan prints another yearly growth than its targets have."`
}

// Part is the figure of one area, unit, sector or university.
type Part struct {
	Key         string          `json:"key" zh:"分项代码"`
	Value       *domain.Decimal `json:"value" zh:"当前值"`
	Numerator   *domain.Decimal `json:"numerator" zh:"分子"`
	Denominator *domain.Decimal `json:"denominator" zh:"分母"`
	Target      *domain.Decimal `json:"target" zh:"目标值"`
	TargetYear  int             `json:"target_year,omitempty" zh:"目标年度"`
	Progress    *domain.Decimal `json:"progress_pct" zh:"完成率（%）"`
	Records     int             `json:"records" zh:"记录数"`
	StatedOn    domain.Date     `json:"stated_on,omitzero" zh:"数据日期"`
}

// Growth is where the plan prints another yearly growth than its targets have.
type Growth struct {
	Dimension string         `json:"dimension,omitempty" zh:"分解维度" doc:"sector; absent: the whole city."`
	Key       string         `json:"key,omitempty" zh:"分解对象"`
	Printed   domain.Decimal `json:"printed_pct" zh:"计划所印年均增速（%）"`
	Targets   domain.Decimal `json:"of_targets_pct" zh:"按目标推算年均增速（%）"`
	From      int            `json:"from_year" zh:"起始年度"`
	To        int            `json:"to_year" zh:"终止年度"`
}

func growthOf(g domain.GrowthDiscrepancy) Growth {
	return Growth{Dimension: string(g.Dimension), Key: g.Key, Printed: g.Printed, Targets: g.Targets, From: g.From.Year, To: g.To.Year}
}

func partOf(f domain.Figure) Part {
	p := Part{Key: f.Key, Value: f.Value, Numerator: f.Numerator, Denominator: f.Denominator, Target: f.Target, TargetYear: f.TargetYear, Records: f.Records, StatedOn: f.StatedOn}
	if progress, ok := f.Progress(); ok {
		p.Progress = &progress
	}
	return p
}

// Variant is another reading of an indicator.
type Variant struct {
	Code        string          `json:"code" zh:"代码"`
	Name        string          `json:"name" zh:"口径"`
	Headline    bool            `json:"headline" zh:"主口径"`
	Unit        string          `json:"unit" zh:"计量单位"`
	Value       *domain.Decimal `json:"value" zh:"值"`
	Numerator   domain.Decimal  `json:"numerator" zh:"分子"`
	Denominator domain.Decimal  `json:"denominator" zh:"分母"`
}

// Target is what the plan asks. A null value is "not set", which is not zero.
type Target struct {
	Dimension string          `json:"dimension,omitempty" zh:"分解维度" doc:"area, unit or sector; absent: the whole city."`
	Key       string          `json:"key,omitempty" zh:"分解对象"`
	Year      int             `json:"year,omitempty" zh:"年度" doc:"Absent: the plan period as a whole."`
	Value     *domain.Decimal `json:"value" zh:"目标值"`
	Source    string          `json:"source" zh:"出处"`
}

// Plan is a plan as callers read it.
type Plan struct {
	Code     string      `json:"code" zh:"代码"`
	Title    string      `json:"title" zh:"名称"`
	Number   string      `json:"number" zh:"文号"`
	IssuedOn domain.Date `json:"issued_on,omitzero" zh:"发布日期"`
	From     domain.Date `json:"from" zh:"起"`
	To       domain.Date `json:"to" zh:"止"`
}

func figureOf(c domain.Course, lang string) Figure {
	f := c.Figure
	out := Figure{Code: f.Indicator.Code, Name: f.Indicator.Name.In(lang), Section: f.Indicator.Section, Unit: f.Indicator.Unit,
		Value: f.Value, Numerator: f.Numerator, Denominator: f.Denominator, Target: f.Target, TargetYear: f.TargetYear,
		Basis: f.Basis, Records: f.Records, From: f.Period.From, To: f.Period.To, AsOf: f.AsOf, StatedOn: f.StatedOn, Outlook: outlookOf(c.Due, c.Known, c.Light, c.Pace, c.Open)}
	if progress, ok := f.Progress(); ok {
		out.Progress = &progress
	}
	return out
}

func indicatorFigureOf(c domain.Course, targets []domain.Target, lang string) IndicatorFigure {
	f, i := c.Figure, c.Indicator
	out := IndicatorFigure{Figure: figureOf(c, lang), Prospects: prospectsOf(c.Prospects), Measure: i.Measure, PeriodRule: i.PeriodRule, Source: i.Source, Quote: i.Quote, Lead: i.Lead, Responsible: i.Responsible}
	for _, v := range f.Variants {
		out.Variants = append(out.Variants, Variant{Code: v.Code, Name: v.Name.In(lang), Headline: v.Headline, Unit: v.Unit, Value: v.Value, Numerator: v.Numerator, Denominator: v.Denominator})
	}
	for _, t := range targets {
		out.Targets = append(out.Targets, Target{Dimension: string(t.Dimension), Key: t.Key, Year: t.Year, Value: t.Value, Source: t.Source})
	}
	return out
}
