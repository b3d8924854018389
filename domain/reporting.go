package domain

import (
	"cmp"
	"slices"
)

// Reporting is what reports of a plan are checked against: who reports what, and when.
type Reporting struct {
	Plan       Plan
	Indicators []Indicator
	Targets    []Target
	Areas      []Area
	Units      []Unit
}

// Indicator returns the indicator with the given code.
func (g Reporting) Indicator(code string) (Indicator, bool) {
	at := slices.IndexFunc(g.Indicators, func(i Indicator) bool { return i.Code == code })
	if at < 0 {
		return Indicator{}, false
	}
	return g.Indicators[at], true
}

// Keys are the areas, units or sectors that an indicator is reported for: those that
// the plan's tables name, else all there are.
func (g Reporting) Keys(i Indicator, by Dimension) []string {
	var keys []string
	for _, t := range g.Targets {
		if t.Indicator == i.Code && t.Dimension == by && !slices.Contains(keys, t.Key) {
			keys = append(keys, t.Key)
		}
	}
	if len(keys) > 0 {
		return keys
	}
	switch by {
	case ByArea:
		for _, a := range g.Areas {
			keys = append(keys, a.Code)
		}
	case BySector:
		for _, s := range g.Plan.Sectors {
			keys = append(keys, s.Code)
		}
	case ByUnit:
		keys = append(slices.Clone(i.Lead), i.Responsible...)
	}
	return keys
}

// Reporters are the codes of the units that may report a part of an indicator; the
// first owes it. The whole is of the units that lead, then of those responsible; an
// area's part is of the unit that answers for the fewest areas with it.
func (g Reporting) Reporters(i Indicator, by Dimension, key string) []string {
	whole := append(slices.Clone(i.Lead), i.Responsible...)
	switch by {
	case ByUnit:
		return []string{key}
	case BySector:
		for _, s := range g.Plan.Sectors {
			if s.Code == key {
				return s.Units
			}
		}
	case ByArea:
		if units := g.unitsOf(key); len(units) > 0 {
			return units
		}
	}
	return whole
}

func (g Reporting) unitsOf(area string) []string {
	var units []Unit
	for _, u := range g.Units {
		if slices.Contains(u.Areas, area) {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b Unit) int { return cmp.Compare(len(a.Areas), len(b.Areas)) })
	codes := make([]string, len(units))
	for at, u := range units {
		codes[at] = u.Code
	}
	return codes
}

// Name names what a report is of, for people.
func (g Reporting) Name(s Subject) Text {
	i, _ := g.Indicator(s.Indicator)
	return g.subject(i, s.Dimension, s.Key)
}

// subject names a part of an indicator for people: "全社会研发经费投入（雨湖区）".
func (g Reporting) subject(i Indicator, by Dimension, key string) Text {
	if by == WholeCity {
		return i.Name
	}
	part := g.partName(by, key)
	return Text{i.Name.ZH + "（" + part.ZH + "）", i.Name.EN + " (" + part.EN + ")"}
}

func (g Reporting) partName(by Dimension, key string) Text {
	switch by {
	case ByArea:
		for _, a := range g.Areas {
			if a.Code == key {
				return a.Name
			}
		}
	case BySector:
		for _, s := range g.Plan.Sectors {
			if s.Code == key {
				return s.Name
			}
		}
	case ByUnit:
		for _, u := range g.Units {
			if u.Code == key {
				return u.Name
			}
		}
	}
	return Text{key, key}
}
