package domain

import (
	"slices"
	"strings"
)

// Line is the line of a whole figure; names are those of units.
func (s Course) Line(names map[string]Text) BulletinLine {
	f, i := s.Figure, s.Indicator
	l := BulletinLine{Indicator: i.Code, Section: i.Section, Name: i.Name, Unit: i.Unit, Period: f.Period, Value: f.Value, Target: f.Target, TargetYear: f.TargetYear,
		Due: s.Due, Known: s.Known, Light: s.Light, Pace: s.Pace, Open: s.Open, Variants: f.Variants, Source: MeasureSources.Name(i.MeasuredBy.From), Records: f.Records}
	if len(i.Lead) > 0 {
		l.Lead, l.LeadName = i.Lead[0], names[i.Lead[0]]
	}
	if p, ok := f.Progress(); ok {
		l.Progress = &p
	}
	return l
}

// AddPart adds a part of a figure to its table.
func (b *Bulletin) AddPart(f Figure, name Text) {
	if f.Key == "" {
		name = Text{"不属任何区域", "None"}
	}
	at := slices.IndexFunc(b.Tables, func(t BulletinTable) bool { return t.Indicator == f.Indicator.Code && t.Dimension == f.Dimension })
	if at < 0 {
		b.Tables = append(b.Tables, BulletinTable{Indicator: f.Indicator.Code, Name: f.Indicator.Name, Unit: f.Indicator.Unit, Dimension: f.Dimension})
		at = len(b.Tables) - 1
	}
	t, row := &b.Tables[at], BulletinRow{Key: f.Key, Name: name, Value: f.Value, Target: f.Target}
	if p, ok := f.Progress(); ok {
		row.Progress = &p
	}
	if f.TargetYear != 0 {
		t.Year = f.TargetYear
	}
	t.Rows = append(t.Rows, row)
	if f.Denominator == nil && f.Value != nil {
		t.Sum = added(t.Sum, *f.Value)
	}
	if f.Denominator == nil && f.Target != nil {
		t.SumTarget = added(t.SumTarget, *f.Target)
	}
}

func added(sum *Decimal, d Decimal) *Decimal {
	if sum != nil {
		d += *sum
	}
	return &d
}

// Finish ranks areas and units, says what to attend to, and notes where parts and whole
// differ.
func (b *Bulletin) Finish() {
	for i := range b.Tables {
		t := &b.Tables[i]
		at := slices.IndexFunc(b.Lines, func(l BulletinLine) bool { return l.Indicator == t.Indicator })
		if at < 0 {
			continue
		}
		l := b.Lines[at]
		t.Value, t.Target = l.Value, l.Target
		by := Dimensions.Name(string(t.Dimension))
		if t.SumTarget != nil && t.Target != nil && *t.SumTarget != *t.Target && t.Year == l.TargetYear {
			b.Notes = append(b.Notes, Text{t.Name.ZH + "：按" + by.ZH + "分解的目标合计 " + t.SumTarget.String() + t.Unit + "，全市目标 " + t.Target.String() + t.Unit,
				t.Name.EN + ": the targets by " + strings.ToLower(by.EN) + " add up to " + t.SumTarget.String() + ", that of the city is " + t.Target.String()})
		}
		if t.Sum != nil && t.Value != nil && *t.Sum != *t.Value {
			b.Notes = append(b.Notes, Text{t.Name.ZH + "：按" + by.ZH + "合计 " + t.Sum.String() + t.Unit + "，全市 " + t.Value.String() + t.Unit,
				t.Name.EN + ": the parts by " + strings.ToLower(by.EN) + " add up to " + t.Sum.String() + ", the whole is " + t.Value.String()})
		}
	}
	b.Areas, b.Units = AreaPlaces(b.Tables), UnitPlaces(b.Lines, b.Tables)
	b.Watch = b.Attention()
}

// BulletinTitle is how the bulletin of a period is called.
func BulletinTitle(plan Plan, p Period) string {
	return "关于《" + plan.Title + "》" + p.name().ZH + "进展情况的通报"
}
