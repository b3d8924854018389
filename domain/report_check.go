package domain

import "slices"

// maxReported bounds a reported number, so that quotients of two stay exact enough.
var maxReported = Whole(100_000_000_000)

// Validate reports everything that is wrong with r as it stands, draft or not, on the
// day today. A period may be reported once it has begun.
func (g Reporting) Validate(r Report, today Date) error {
	i, ok := g.Indicator(r.Indicator)
	if !ok || r.Plan != g.Plan.Code {
		return Invalid("indicator", "计划中没有该指标", "is not an indicator of the plan")
	}
	if i.MeasuredBy.From != "reports" {
		return Invalid("indicator", "该指标由台账计算，不需填报", "is computed from records and not reported")
	}
	var k checks
	k.reportSubject(g, i, r)
	k.reportPeriod(g, i, r, today)
	k.reportFigure(i, r)
	k.text("note", r.Note, 0, 2000)
	k.text("source", r.Source, 0, 500)
	return k.err()
}

func (k *checks) reportSubject(g Reporting, i Indicator, r Report) {
	if r.Dimension == WholeCity {
		k.that(r.Key == "", "key", "全市数据不填分项", "is given for the whole city")
	} else if !slices.Contains(i.MeasuredBy.By, r.Dimension) {
		k.fail("dimension", "该指标不按此分解", "is not what the indicator is divided by")
		return
	} else if !slices.Contains(g.Keys(i, r.Dimension), r.Key) {
		k.fail("key", "计划中没有该分项", "is not a part that the plan names")
		return
	}
	k.that(slices.Contains(g.Reporters(i, r.Dimension, r.Key), r.Unit), "unit", "该单位不是此项数据的牵头或责任单位", "neither leads nor answers for this figure")
}

func (k *checks) reportPeriod(g Reporting, i Indicator, r Report, today Date) {
	if !slices.Contains(g.Plan.Period.each(i.MeasuredBy.Every), r.Period) {
		if i.MeasuredBy.Every == "year" {
			k.fail("period", "应为计划期内的一年", "must be a year of the plan")
		} else {
			k.fail("period", "应为计划期内的一个季度", "must be a quarter of the plan")
		}
		return
	}
	k.that(!today.Before(r.Period.From), "period", "报告期尚未开始", "has not begun yet")
}

func (k *checks) reportFigure(i Indicator, r Report) {
	if i.MeasuredBy.Form == "ratio" {
		k.that(r.Value == nil, "value", "由分子和分母计算，不需填写", "follows from numerator and denominator")
		k.that((r.Numerator == nil) == (r.Denominator == nil), "denominator", "分子和分母须同时填写", "and numerator are given together")
		k.that(r.Denominator == nil || *r.Denominator > 0, "denominator", "须大于零", "must be more than zero")
	} else {
		k.that(r.Numerator == nil && r.Denominator == nil, "numerator", "该指标只填数值", "is given for an indicator that is a value")
	}
	for _, f := range []struct {
		field string
		v     *Decimal
	}{{"value", r.Value}, {"numerator", r.Numerator}, {"denominator", r.Denominator}} {
		k.that(f.v == nil || -maxReported <= *f.v && *f.v <= maxReported, f.field, "超出范围", "is out of range")
		k.that(f.v == nil || *f.v >= 0 || i.Measure == "growth", f.field, "不能小于零", "must not be less than zero")
	}
}
