package domain

import (
	"cmp"
	"slices"
)

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
