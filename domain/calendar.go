package domain

import "time"

// CalendarDay is a day on which the working calendar departs from the week: a public
// holiday, or a day at the weekend that is worked instead (调休).
type CalendarDay struct {
	On      Date
	Working bool
	Name    string // of the holiday
}

// Calendar says which days are worked. The State Council gives notice of each year's
// holidays in the year before; of a year without notice only the weekends are known.
type Calendar struct {
	days  map[Date]bool
	years map[int]bool
}

// NewCalendar is the calendar of the days on which the week is departed from.
func NewCalendar(days []CalendarDay) Calendar {
	c := Calendar{days: map[Date]bool{}, years: map[int]bool{}}
	for _, d := range days {
		c.days[d.On], c.years[d.On.Year] = d.Working, true
	}
	return c
}

// Working reports whether d is worked.
func (c Calendar) Working(d Date) bool {
	if working, ok := c.days[d]; ok {
		return working
	}
	week := d.Time().Weekday()
	return week != time.Saturday && week != time.Sunday
}

// Knows reports whether the holidays of every year of p are known.
func (c Calendar) Knows(p Period) bool {
	for year := p.From.Year; year <= p.To.Year; year++ {
		if !c.years[year] {
			return false
		}
	}
	return true
}

// After returns the nth working day after d, which is not counted itself (民法典
// 第二百零一条). N is at least 1.
func (c Calendar) After(d Date, n int) Date {
	for n > 0 {
		if d = d.AddDays(1); c.Working(d) {
			n--
		}
	}
	return d
}

// Between counts the working days after from up to and with to; where to lies before
// from, those in between are counted below zero.
func (c Calendar) Between(from, to Date) int {
	if to.Before(from) {
		return -c.Between(to, from)
	}
	n := 0
	for d := from; d.Before(to); {
		if d = d.AddDays(1); c.Working(d) {
			n++
		}
	}
	return n
}
