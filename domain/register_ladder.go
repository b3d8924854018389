package domain

import (
	"bytes"
	"cmp"
	"slices"
)

// The ladder of enterprises (企业梯度培育) has the rungs that the categories of a register
// name: 科技型中小企业, 高新技术企业, 专精特新, 领军企业. Of the categories on one rung any will
// do.

// ExpiringMonths is how long before its last day a qualification is said to run out soon.
const ExpiringMonths = 6

// Standing is where an enterprise stands on the ladder on a day.
type Standing struct {
	On      Date
	Rung    int        // the highest rung that it holds; 0 for none
	Next    []Category // the categories of the next rung; empty at the top
	Held    []Held     // what is valid, by rung, then the rest
	Lapsed  []Held     // of what it held before, the latest of each category that is not valid now
	Missing []Missed   // what the next rung and the rungs below it lack
}

// Held is a qualification that is or was held.
type Held struct {
	Category Category
	Entry    RegisterEntry
	Expiring bool // its last day is less than ExpiringMonths away
}

// Missed is a rung that is not held, of which one of the categories is to be obtained.
type Missed struct {
	Rung       int
	Categories []Category
	Lapsed     Date // the last day of what was held on it; zero when nothing was
}

// Standing judges the entries of one enterprise in r on a day.
func (r Register) Standing(entries []RegisterEntry, on Date) Standing {
	s := Standing{On: on}
	soon := Within{Number: ExpiringMonths, Unit: "months"}.from(on)
	for _, c := range r.Categories {
		of := slices.DeleteFunc(slices.Clone(entries), func(e RegisterEntry) bool { return e.Category != c.Code || on.Before(e.StartsOn) })
		if len(of) == 0 {
			continue
		}
		slices.SortFunc(of, func(a, b RegisterEntry) int { return longest(on, a, b) })
		h := Held{Category: c, Entry: of[0]}
		if !h.Entry.ValidOn(on) {
			s.Lapsed = append(s.Lapsed, h)
			continue
		}
		last := h.Entry.LastDay()
		h.Expiring = !last.IsZero() && last.Before(soon) && !renewed(entries, h.Entry)
		s.Held, s.Rung = append(s.Held, h), max(s.Rung, c.Rung)
	}
	slices.SortStableFunc(s.Held, func(a, b Held) int { return cmp.Compare(place(a), place(b)) })
	s.lack(r)
	return s
}

// longest puts what is valid on a day before what is not, and what lasts longer before
// what ends sooner.
func longest(on Date, a, b RegisterEntry) int {
	rank := func(e RegisterEntry) int {
		if e.ValidOn(on) {
			return 0
		}
		return 1
	}
	last := func(e RegisterEntry) int64 { return -orLast(e.LastDay()).Time().Unix() }
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(last(a), last(b)), bytes.Compare(b.ID[:], a.ID[:]))
}

// renewed reports whether another entry goes on where e ends.
func renewed(entries []RegisterEntry, e RegisterEntry) bool {
	after := e.LastDay().AddDays(1)
	return slices.ContainsFunc(entries, func(o RegisterEntry) bool { return o.Category == e.Category && o.ValidOn(after) })
}

// place is where a qualification is listed: what is on no rung comes last.
func place(h Held) int {
	if h.Category.Rung == 0 {
		return 1 << 10
	}
	return h.Category.Rung
}

// lack finds what is missing up to the rung above the highest that is held.
func (s *Standing) lack(r Register) {
	s.Next = r.rung(s.Rung + 1)
	for rung := 1; rung <= s.Rung+1; rung++ {
		has := slices.ContainsFunc(s.Held, func(h Held) bool { return h.Category.Rung == rung })
		categories := r.rung(rung)
		if has || len(categories) == 0 {
			continue
		}
		m := Missed{Rung: rung, Categories: categories}
		for _, h := range s.Lapsed {
			if h.Category.Rung == rung && m.Lapsed.Before(h.Entry.LastDay()) {
				m.Lapsed = h.Entry.LastDay()
			}
		}
		s.Missing = append(s.Missing, m)
	}
}

// rung are the categories on a rung.
func (r Register) rung(n int) []Category {
	var on []Category
	for _, c := range r.Categories {
		if c.Rung == n {
			on = append(on, c)
		}
	}
	return on
}
