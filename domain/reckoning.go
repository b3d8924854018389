package domain

import (
	"math"
	"slices"
)

// Reckon computes the figure of i over p from the approved reports of one thing, whole or
// part, that count: those whose period ends within the plan and not after the day end.
// What flows or adds up within a year is reported cumulated from 1 January; a year's
// value is that of its last report, and what came before p begins is taken off. Levels
// are those of the last report. Growth over several years is their geometric mean. Nil is
// not known.
func (i Indicator) Reckon(p Period, end Date, reports []Report) (value, numerator, denominator *Decimal) {
	if reports = inOrder(end, reports); len(reports) == 0 {
		return nil, nil, nil
	}
	switch {
	case i.Accumulates():
		return i.flow(p, end, reports), nil, nil
	case i.Measure == "growth":
		return i.growth(p, reports), nil, nil
	}
	last := reports[len(reports)-1]
	if v, ok := last.figure(i); ok {
		return &v, last.Numerator, last.Denominator
	}
	return nil, last.Numerator, last.Denominator
}

// MadeOf returns the reports that the figure of i over p, up to the day end, is made of,
// in the order of their periods: those whose period ends within p, of growth within its
// years. Of what came before p it is made of what is taken off what has added up since
// 1 January, and of a level without a report within p of the last one before: a level
// stands until a newer one.
func (i Indicator) MadeOf(p Period, end Date, reports []Report) []Report {
	var before *Report
	var made []Report
	from := p.From
	if i.Measure == "growth" {
		from = YearPeriod(p.From.Year).From
	}
	for _, r := range inOrder(end, reports) {
		if r.Period.To.Before(from) {
			before = &r
		} else {
			made = append(made, r)
		}
	}
	switch {
	case before == nil || i.Measure == "growth":
	case i.Accumulates() && len(made) > 0 && before.Period.To == p.From.AddDays(-1) && before.Period.To.Year == p.From.Year,
		!i.Accumulates() && len(made) == 0:
		made = append([]Report{*before}, made...)
	}
	return made
}

// StatedOn is the day that a level is of, as the last of the reports that it is made of
// tells it: it may lie before the period asked for. Zero for what adds up, and growth.
func (i Indicator) StatedOn(made []Report) Date {
	if len(made) == 0 || i.Accumulates() || i.Measure == "growth" {
		return Date{}
	}
	return made[len(made)-1].Period.To
}

// inOrder are the reports whose period ends not after the day end, in order of it.
func inOrder(end Date, reports []Report) []Report {
	reports = slices.DeleteFunc(slices.Clone(reports), func(r Report) bool { return end.Before(r.Period.To) })
	slices.SortFunc(reports, func(a, b Report) int { return a.Period.To.Time().Compare(b.Period.To.Time()) })
	return reports
}

// lastOf returns the figure of the last of the reports that ends in a year, not after the
// day end.
func (i Indicator) lastOf(year int, end Date, reports []Report) (Decimal, bool) {
	for _, r := range slices.Backward(reports) {
		if r.Period.To.Year == year && !end.Before(r.Period.To) {
			return r.figure(i)
		}
	}
	return 0, false
}

// flow adds up the years of p. A period that begins within a year is known only where
// the year is reported both up to the day before and up to some day of the period.
func (i Indicator) flow(p Period, end Date, reports []Report) *Decimal {
	var sum Decimal
	if before := p.From.AddDays(-1); before.Year == p.From.Year {
		at := slices.IndexFunc(reports, func(r Report) bool { return r.Period.To == before })
		within := slices.ContainsFunc(reports, func(r Report) bool { return r.Period.To.Year == before.Year && before.Before(r.Period.To) })
		if at < 0 || !within {
			return nil
		}
		v, ok := reports[at].figure(i)
		if !ok {
			return nil
		}
		sum = -v
	}
	last := min(p.To.Year, end.Year)
	for year := p.From.Year; year <= last; year++ {
		v, ok := i.lastOf(year, end, reports)
		if !ok {
			if year == last && year > p.From.Year {
				break // it has not been reported yet
			}
			return nil
		}
		sum += v
	}
	return &sum
}

func (i Indicator) growth(p Period, reports []Report) *Decimal {
	product, years := 1.0, 0
	for year := p.From.Year; year <= p.To.Year; year++ {
		if v, ok := i.lastOf(year, p.To, reports); ok {
			product *= 1 + v.Float()/100
			years++
		}
	}
	if years == 0 || product <= 0 {
		return nil
	}
	mean := decimalOf(100 * (math.Pow(product, 1/float64(years)) - 1))
	return &mean
}

// ShareOf computes what some parts of i are of the whole of it, in percent: of the last
// period up to the day end of which the whole and all parts are reported. It returns the
// reports that it is made of, the whole first; none while nothing of that kind is known.
func (i Indicator) ShareOf(end Date, whole []Report, parts [][]Report) (value, numerator, denominator *Decimal, made []Report) {
	for _, w := range slices.Backward(inOrder(end, whole)) {
		of, ok := w.figure(i)
		sum, made, all := i.sumOver(w.Period, parts)
		if !ok || !all {
			continue
		}
		if r, ok := Ratio(sum, of); ok {
			value = &r
		}
		return value, &sum, &of, append([]Report{w}, made...)
	}
	return nil, nil, nil, nil
}

// sumOver adds up what each of some parts reports of a period; false unless all do.
func (i Indicator) sumOver(p Period, parts [][]Report) (sum Decimal, made []Report, all bool) {
	for _, reports := range parts {
		at := slices.IndexFunc(reports, func(r Report) bool { return r.Period == p })
		if at < 0 {
			return 0, nil, false
		}
		v, ok := reports[at].figure(i)
		if !ok {
			return 0, nil, false
		}
		sum, made = sum+v, append(made, reports[at])
	}
	return sum, made, true
}

// InUnit turns fen into the unit of the indicator: 亿元, 万元 or 元.
func (i Indicator) InUnit(f Fen) Decimal {
	per := map[string]int64{"亿元": 1e10, "万元": 1e6, "元": 100}[i.Unit]
	if per == 0 {
		per = 100
	}
	whole, rest := int64(f)/per, int64(f)%per
	return Whole(whole) + Decimal((rest*10000+per/2)/per)
}

// Asked is the period over which the plan asks for i as of a day, with the target of
// that period: what begins anew every year, the year; what adds up over the plan, the
// plan; of a level, the target is that of the year, else of the plan, else of its last
// year. The period begins with the plan for levels, and ends not after it.
func (p Plan) Asked(i Indicator, targets []Target, asOf Date) (Period, *Decimal, int) {
	year := min(max(asOf.Year, p.Period.From.Year), p.Period.To.Year)
	find := func(of int) *Decimal {
		for _, t := range targets {
			if t.Indicator == i.Code && t.Dimension == WholeCity && t.Year == of && t.Value != nil {
				return t.Value
			}
		}
		return nil
	}
	if i.Measure == "flow" || i.Measure == "annual" {
		of := YearPeriod(year)
		return Period{later(of.From, p.Period.From), earlier(of.To, p.Period.To)}, find(year), year
	}
	whole := find(0)
	if i.Measure == "cumulative" && whole != nil {
		return p.Period, whole, 0
	}
	if v := find(year); v != nil {
		if i.Measure == "cumulative" {
			return YearPeriod(year), v, year
		}
		return p.Period, v, year
	}
	if whole != nil {
		return p.Period, whole, 0
	}
	for last := p.Period.To.Year; last >= p.Period.From.Year; last-- {
		if v := find(last); v != nil {
			return p.Period, v, last
		}
	}
	return p.Period, nil, 0
}

func later(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}
