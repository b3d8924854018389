package domain

import "fmt"

// Warning says what is implausible about a report: it may be right all the same.
type Warning struct {
	Field string
	Text  Text
}

// leap is by how many times a figure may differ from the one before it.
const leap = 3

// Warnings lists what is implausible about r, beside the other reports of its
// indicator that hold or wait for approval.
func (g Reporting) Warnings(r Report, others []Report) []Warning {
	i, ok := g.Indicator(r.Indicator)
	value, known := r.figure(i)
	if !ok || !known {
		return nil
	}
	var found []Warning
	warn := func(bad bool, zh, en string) {
		if bad {
			found = append(found, Warning{"value", Text{zh, en}})
		}
	}
	warn(i.Unit == "%" && i.Measure != "growth" && value > Whole(100),
		fmt.Sprintf("比重为 %s%%，超过 100%%", value), fmt.Sprintf("the share is %s %%, more than 100 %%", value))
	if before, ok := before(r, i, others); ok {
		last, _ := before.figure(i)
		when := before.Period.Name()
		warn(i.cumulated() && before.Period.To.Year == r.Period.To.Year && value < last,
			fmt.Sprintf("本年累计 %s 少于%s的 %s", value, when.ZH, last), fmt.Sprintf("the year's sum is %s, less than %s of %s", value, last, when.EN))
		warn(i.Measure != "growth" && leaps(i.pace(last, before.Period), i.pace(value, r.Period)),
			fmt.Sprintf("为 %s，与%s的 %s 相差三倍以上", value, when.ZH, last), fmt.Sprintf("is %s, more than three times off %s of %s", value, last, when.EN))
	}
	for _, by := range Dimensions {
		sum, whole, differ := g.sums(r, i, Dimension(by.Code), others)
		warn(differ, fmt.Sprintf("按%s分项合计 %s，与全市 %s 不一致", by.Name.ZH, sum, whole),
			fmt.Sprintf("the parts by %s add up to %s, the whole is %s", by.Code, sum, whole))
	}
	return found
}

// cumulated reports whether an indicator is reported cumulated from 1 January.
func (i Indicator) cumulated() bool {
	return i.Measure == "flow" || i.Measure == "annual" || i.Measure == "cumulative"
}

// pace makes figures of different periods comparable: of a cumulated one, what it
// comes to in a quarter.
func (i Indicator) pace(v Decimal, p Period) Decimal {
	if i.cumulated() {
		return v / Decimal(p.To.quarter())
	}
	return v
}

// leaps reports whether one of two paces is more than leap times the other.
func leaps(a, b Decimal) bool {
	return a > 0 && b > 0 && (a > leap*b || b > leap*a)
}

// before is the report of the same part for the last period before r's.
func before(r Report, i Indicator, others []Report) (Report, bool) {
	var last Report
	for _, o := range others {
		_, known := o.figure(i)
		same := o.Indicator == r.Indicator && o.Dimension == r.Dimension && o.Key == r.Key
		if known && same && o.Period.To.Before(r.Period.From) && (last.Period == Period{} || last.Period.To.Before(o.Period.To)) {
			last = o
		}
	}
	return last, last.Period != Period{}
}

// sums compares the whole of r's period with the sum of its parts, once all parts that
// have been reported for are there. R stands in the place of what it corrects.
func (g Reporting) sums(r Report, i Indicator, by Dimension, others []Report) (sum, whole Decimal, differ bool) {
	if r.Dimension != WholeCity && r.Dimension != by {
		return 0, 0, false
	}
	parts := map[string]Decimal{}
	var city *Decimal
	for _, o := range append(others[:len(others):len(others)], r) { // r last
		v := o.Value
		if o.Indicator != r.Indicator || o.Period != r.Period || v == nil {
			continue
		}
		switch o.Dimension {
		case WholeCity:
			city = v
		case by:
			parts[o.Key] = *v
		}
	}
	for _, v := range parts {
		sum += v
	}
	if city == nil || len(parts) == 0 {
		return 0, 0, false
	}
	all := len(parts) >= len(g.Keys(i, by))
	return sum, *city, sum > *city || all && sum != *city
}
