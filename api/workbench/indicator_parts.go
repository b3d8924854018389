package workbench

import (
	"cmp"
	"fmt"
	"slices"

	"sanku/domain"
)

// division is a figure by its parts.
type division struct {
	Name         string
	Chart        *barChart
	Rows         []partRow
	Whole, Asked string   // of the whole city, and
	Sum, Targets string   // of the parts together; "" for what does not add up
	Notes        []string // where both differ
}

type partRow struct {
	Name, Value, Target, Percent string
	Records                      int
}

// divisions show the figure by whatever its source divides it by.
func (v *visit) divisions(page *indicatorPage, s domain.Course) error {
	for _, by := range domain.FigureDimensions {
		q := page.query
		q.By = domain.Dimension(by.Code)
		if !s.Indicator.MeasuredBy.Divides(q.By) {
			continue
		}
		parts, err := v.DB.FigureParts(v.r.Context(), page.Plan, s.Indicator.Code, q)
		if err != nil {
			return err
		}
		if len(parts) == 0 {
			continue
		}
		names, err := v.DB.PartNames(v.r.Context(), page.Plan, q.By, parts)
		if err != nil {
			return err
		}
		d := v.division(by.Name.In(v.lang), s.Figure, parts, names)
		if q.By == domain.BySector {
			if err := v.growth(&d, page.Plan, s.Indicator, names); err != nil {
				return err
			}
		}
		page.Parts = append(page.Parts, d)
	}
	return nil
}

func (v *visit) division(name string, whole domain.Figure, parts []domain.Figure, names map[string]domain.Text) division {
	unit := whole.Indicator.Unit
	d := division{Name: name, Whole: v.withUnit(whole.Value, unit), Asked: v.withUnit(whole.Target, unit)}
	var bars []bar
	for _, p := range parts {
		row := partRow{Name: cmp.Or(names[p.Key].In(v.lang), v.say("未归属", "None")), Value: v.withUnit(p.Value, unit), Target: v.withUnit(p.Target, unit), Records: p.Records}
		row.Percent, _ = progress(p)
		d.Rows = append(d.Rows, row)
		b := bar{Label: row.Name, Value: cmp.Or(row.Value, v.say("未知", "not known")), Target: row.Target}
		if p.Value != nil {
			b.at = p.Value.Float()
		}
		if p.Target != nil {
			t := p.Target.Float()
			b.target = &t
		}
		bars = append(bars, b)
	}
	if slices.ContainsFunc(parts, func(p domain.Figure) bool { return p.Value != nil }) {
		d.Chart, _ = v.targetBars(v.say("按", "By ")+name, bars)
	}
	v.compare(&d, whole, parts)
	return d
}

// compare holds the sums of the parts beside the whole, and says where they differ.
func (v *visit) compare(d *division, whole domain.Figure, parts []domain.Figure) {
	sum, targets := domain.SumOfParts(parts)
	unit := whole.Indicator.Unit
	d.Sum, d.Targets = v.withUnit(sum, unit), v.withUnit(targets, unit)
	if sum != nil && whole.Value != nil && *sum != *whole.Value {
		d.Notes = append(d.Notes, v.say("各部分合计 ", "The parts add up to ")+d.Sum+v.say("，全市为 ", "; the whole city has ")+d.Whole+v.say("，两者不一致。", "."))
	}
	if targets != nil && whole.Target != nil && *targets != *whole.Target {
		d.Notes = append(d.Notes, v.say("附件目标合计 ", "The annexes' targets add up to ")+d.Targets+v.say("，正文要求 ", "; the plan asks for ")+d.Asked+v.say("以上。", " or more."))
	}
}

// growth says where the plan prints another yearly growth than its targets have.
func (v *visit) growth(d *division, plan domain.Plan, ind domain.Indicator, names map[string]domain.Text) error {
	targets, err := v.DB.Targets(v.r.Context(), plan.Code, ind.Code)
	for _, g := range plan.GrowthDiscrepancies(ind.Code, targets) {
		of := v.say("全市", "the whole city")
		if g.Dimension == domain.BySector {
			of = cmp.Or(names[g.Key].In(v.lang), g.Key)
		}
		d.Notes = append(d.Notes, of+v.say(fmt.Sprintf("：计划印的年均增速为 %s%%，按 %d 年目标 %s、%d 年目标 %s 推算为 %s%%，两者不一致。", rounded(g.Printed), g.From.Year, rounded(*g.From.Value), g.To.Year, rounded(*g.To.Value), rounded(g.Targets)),
			fmt.Sprintf(": the plan prints a growth of %s%% a year; its targets, %s in %d and %s in %d, have %s%%.", rounded(g.Printed), rounded(*g.From.Value), g.From.Year, rounded(*g.To.Value), g.To.Year, rounded(g.Targets))))
	}
	return err
}
