package domain

import (
	"cmp"
	"slices"
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

// Place is where an area or a unit stands among all. Score is the mean of its
// progress over the figures that it has a target and a value for, in percent; none counts
// for more than 100, so that one figure does not hide another. Equal scores share a rank.
type Place struct {
	Rank  int
	Key   string
	Name  Text
	Score Decimal
	Of    []PlacePart
	Open  int // figures with a target and no value: they are left out
}

// PlacePart is one figure of a standing.
type PlacePart struct {
	Indicator string
	Name      Text
	Progress  Decimal
}

// BulletinChange is a figure that differs from what the bulletin before said.
type BulletinChange struct {
	Indicator string
	Name      Text
	Unit      string
	Before    *Decimal
	Now       *Decimal
	WasLight  Light
	Light     Light
}

// BulletinWatch is something to attend to.
type BulletinWatch struct {
	Indicator string
	Lead      string // unit
	What      Text
}

// AreaPlaces ranks the areas by the tables that divide figures by area.
func AreaPlaces(tables []BulletinTable) []Place {
	places := map[string]*Place{}
	for _, t := range tables {
		if t.Dimension != ByArea {
			continue
		}
		for _, r := range t.Rows {
			placeOf(places, r.Key, r.Name).count(t.Indicator, t.Name, r.Target, r.Progress)
		}
	}
	return ranked(places)
}

// UnitPlaces ranks units by the figures that they answer for, and by their parts of
// figures that are divided by unit.
func UnitPlaces(lines []BulletinLine, tables []BulletinTable) []Place {
	places := map[string]*Place{}
	for _, l := range lines {
		if l.Lead != "" {
			placeOf(places, l.Lead, l.LeadName).count(l.Indicator, l.Name, l.Target, l.Progress)
		}
	}
	for _, t := range tables {
		if t.Dimension != ByUnit {
			continue
		}
		for _, r := range t.Rows {
			placeOf(places, r.Key, r.Name).count(t.Indicator, t.Name, r.Target, r.Progress)
		}
	}
	return ranked(places)
}

func placeOf(places map[string]*Place, key string, name Text) *Place {
	if places[key] == nil {
		places[key] = &Place{Key: key, Name: name}
	}
	return places[key]
}

// full is what no figure counts for more than, in percent.
const full = Decimal(100 * 10000)

func (s *Place) count(indicator string, name Text, target, progress *Decimal) {
	switch {
	case target == nil:
	case progress == nil:
		s.Open++
	default:
		s.Of = append(s.Of, PlacePart{indicator, name, *progress})
	}
}

// ranked orders those of whom something is known; the others have no rank, and come last.
func ranked(places map[string]*Place) []Place {
	var all []Place
	for _, s := range places {
		for _, p := range s.Of {
			s.Score += min(p.Progress, full)
		}
		if n := Decimal(len(s.Of)); n > 0 {
			s.Score = (s.Score + n/2) / n
		}
		if len(s.Of) > 0 || s.Open > 0 {
			all = append(all, *s)
		}
	}
	slices.SortFunc(all, func(a, b Place) int {
		return cmp.Or(cmp.Compare(min(len(b.Of), 1), min(len(a.Of), 1)), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Key, b.Key))
	})
	for i := range all {
		switch {
		case len(all[i].Of) == 0:
		case i > 0 && all[i].Score == all[i-1].Score:
			all[i].Rank = all[i-1].Rank
		default:
			all[i].Rank = i + 1
		}
	}
	return all
}

// ChangesSince lists the figures that differ from those of the bulletin before, in order.
func (b Bulletin) ChangesSince(before Bulletin) []BulletinChange {
	was := map[string]BulletinLine{}
	for _, l := range before.Lines {
		was[l.Indicator] = l
	}
	var changes []BulletinChange
	for _, l := range b.Lines {
		w, ok := was[l.Indicator]
		if !ok || same(w.Value, l.Value) && w.Light == l.Light {
			continue
		}
		changes = append(changes, BulletinChange{l.Indicator, l.Name, l.Unit, w.Value, l.Value, w.Light, l.Light})
	}
	return changes
}

func same(a, b *Decimal) bool { return a == b || a != nil && b != nil && *a == *b }

// Attention lists the figures to attend to: those that are missed, or at risk of it, the
// worst first, and those that have a target for a time that has come and no value.
func (b Bulletin) Attention() []BulletinWatch {
	order := []Light{LightMissed, LightRed, LightYellow}
	var watch []BulletinWatch
	for _, light := range order {
		for _, l := range b.Lines {
			if l.Light == light {
				watch = append(watch, BulletinWatch{l.Indicator, l.Lead, l.attention()})
			}
		}
	}
	for _, l := range b.Lines {
		if l.Value == nil && l.Target != nil && !b.AsOf.Before(l.Period.From) {
			watch = append(watch, BulletinWatch{l.Indicator, l.Lead, Text{"尚无填报或登记数据", "nothing is reported or registered yet"}})
		}
	}
	return watch
}

// attention says how far a figure is from its target and what it is heading for.
func (l BulletinLine) attention() Text {
	t := Text{Lights.Name(string(l.Light)).ZH + "：当前 " + l.Value.String() + l.Unit + "，目标 " + l.Target.String() + l.Unit,
		lower(Lights.Name(string(l.Light)).EN) + ": now " + l.Value.String() + ", target " + l.Target.String()}
	if l.Pace != nil && l.Light != LightMissed {
		t = Text{t.ZH + "，按当前进度期末预计 " + l.Pace.Value.Round(1).String() + l.Unit, t.EN + ", expected at the present pace " + l.Pace.Value.Round(1).String()}
	}
	return t
}

// Round returns d with the given number of decimals, up to four, halves away from zero.
func (d Decimal) Round(decimals int) Decimal {
	unit := Decimal(1)
	for range 4 - decimals {
		unit *= 10
	}
	half := unit / 2
	if d < 0 {
		half = -half
	}
	return (d + half) / unit * unit
}
