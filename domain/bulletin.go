package domain

import (
	"slices"
	"strings"
	"time"
)

// Bulletin is the periodic report of how the plan goes (通报): what is published, whole,
// and never changes. All of it is told as it was at the end of the day AsOf, as far as it
// was known at the moment KnownAt.
type Bulletin struct {
	Plan     string // code
	PlanName string
	Code     string // "2024-Q4"
	Period   Period
	AsOf     Date
	KnownAt  time.Time
	Lines    []BulletinLine // every indicator, in the plan's order
	Tables   []BulletinTable
	Areas    []Place // best first
	Units    []Place
	Changes  []BulletinChange
	Watch    []BulletinWatch
	Notes    []Text // how figures are counted, and where parts and wholes differ
}

// BulletinLine is one indicator of a bulletin. What is not known is nil.
type BulletinLine struct {
	Indicator  string // code
	Section    string
	Name       Text
	Unit       string
	Lead       string // code of the unit that answers for it
	LeadName   Text
	Period     Period // what the figure is of
	Due        Date   // until when the target is for
	Known      Date   // the last day that the figure tells of
	Value      *Decimal
	LastYear   *Decimal // at the same time a year before
	Target     *Decimal
	TargetYear int // 0: the plan as a whole
	Progress   *Decimal
	Light      Light
	Pace       *Outlook
	Open       *Outlook // by open dockings
	Variants   []Variant
	Source     Text // what it is counted from
	Records    int
}

// BulletinTable is an indicator by area, unit or sector, beside what the plan's annex
// asks of each.
type BulletinTable struct {
	Indicator string
	Name      Text
	Unit      string
	Dimension Dimension
	Source    string // "annex3"
	Year      int    // of the targets
	Rows      []BulletinRow
	Value     *Decimal // of the whole
	Target    *Decimal // of the whole, as the plan sets it
	Sum       *Decimal // of the rows that are known
	SumTarget *Decimal // of the rows that have one
}

// BulletinRow is one area, unit or sector.
type BulletinRow struct {
	Key      string
	Name     Text
	Value    *Decimal
	Target   *Decimal
	Progress *Decimal
}

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

// AddTable adds the parts of one figure by one dimension, with the names of their keys.
func (b *Bulletin) AddTable(parts []Figure, names map[string]Text) {
	i := parts[0].Indicator
	t := BulletinTable{Indicator: i.Code, Name: i.Name, Unit: i.Unit, Dimension: parts[0].Dimension}
	t.Sum, t.SumTarget = SumOfParts(parts)
	for _, f := range parts {
		row := BulletinRow{Key: f.Key, Name: names[f.Key], Value: f.Value, Target: f.Target}
		if f.Key == "" {
			row.Name = Text{"不属任何区域", "None"}
		}
		if p, ok := f.Progress(); ok {
			row.Progress = &p
		}
		if f.TargetYear != 0 {
			t.Year = f.TargetYear
		}
		t.Rows = append(t.Rows, row)
	}
	b.Tables = append(b.Tables, t)
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
