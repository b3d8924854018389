package workbench

import (
	"cmp"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
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
		q := postgres.FigureQuery{AsOf: s.AsOf, By: domain.Dimension(by.Code)}
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
		page.Parts = append(page.Parts, v.division(by.Name.In(v.lang), s.Figure, parts, names))
	}
	return nil
}

func (v *visit) division(name string, whole domain.Figure, parts []domain.Figure, names map[string]domain.Text) division {
	unit := whole.Indicator.Unit
	d := division{Name: name, Whole: withUnit(whole.Value, unit), Asked: withUnit(whole.Target, unit)}
	var bars []bar
	for _, p := range parts {
		row := partRow{Name: cmp.Or(names[p.Key].In(v.lang), v.say("未归属", "None")), Value: withUnit(p.Value, unit), Target: withUnit(p.Target, unit), Records: p.Records}
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
		d.Chart = newBars(v.say("按", "By ")+name, bars)
	}
	v.compare(&d, whole, parts)
	return d
}

// compare holds the sums of the parts beside the whole, and says where they differ.
func (v *visit) compare(d *division, whole domain.Figure, parts []domain.Figure) {
	sum, targets := domain.SumOfParts(parts)
	unit := whole.Indicator.Unit
	d.Sum, d.Targets = withUnit(sum, unit), withUnit(targets, unit)
	if sum != nil && whole.Value != nil && *sum != *whole.Value {
		d.Notes = append(d.Notes, v.say("各部分合计 ", "The parts add up to ")+d.Sum+v.say("，全市为 ", "; the whole city has ")+d.Whole+v.say("，两者不一致。", "."))
	}
	if targets != nil && whole.Target != nil && *targets != *whole.Target {
		d.Notes = append(d.Notes, v.say("附件目标合计 ", "The annexes' targets add up to ")+d.Targets+v.say("，正文要求 ", "; the plan asks for ")+d.Asked+v.say("以上。", " or more."))
	}
}
