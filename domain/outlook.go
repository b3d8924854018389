package domain

import (
	"math"
	"slices"
)

// Point is what a figure was on one day.
type Point struct {
	On    Date
	Value Decimal
}

// Outlook is what a figure will come to on the last day of its period, as one way of
// looking ahead sees it. In nine cases of ten it lies from Low to High, as far as the
// past tells; both are nil when too little of it is known.
type Outlook struct {
	Value     Decimal
	Low, High *Decimal
}

// Accumulates reports whether the indicator begins every period at nothing and adds up
// until its end; otherwise it is a level, which a period begins with.
func (i Indicator) Accumulates() bool {
	return slices.Contains([]string{"flow", "cumulative", "annual"}, i.Measure)
}

func days(from, to Date) float64 { return math.Round(to.Time().Sub(from.Time()).Hours() / 24) }

// Pace carries a figure on to the end of p at the pace it has had so far: points are
// what it was on days before and, last, what it is now, oldest first. What accumulates
// has begun with nothing the day before p; a level moves as it has between the points,
// and stays what it is if there is but one. The range takes the steps between points for
// a walk with a constant drift. It is false when there is nothing to go by.
func Pace(accumulates bool, p Period, points []Point) (Outlook, bool) {
	if len(points) == 0 {
		return Outlook{}, false
	}
	if accumulates {
		points = slices.DeleteFunc(slices.Clone(points), func(x Point) bool { return x.On.Before(p.From) })
		points = slices.Insert(points, 0, Point{On: p.From.AddDays(-1)})
	}
	first, last := points[0], points[len(points)-1]
	left, span := days(last.On, p.To), days(first.On, last.On)
	if left <= 0 {
		return Outlook{last.Value, &last.Value, &last.Value}, true
	}
	if span <= 0 {
		return Outlook{Value: last.Value}, !accumulates
	}
	drift := (last.Value - first.Value).Float() / span
	least := floor(accumulates, points)
	o := Outlook{Value: max(decimalOf(last.Value.Float()+drift*left), least)}
	if spread, ok := spread(points, drift, left, span); ok {
		o.within(spread, least, math.MaxInt64)
	}
	return o, true
}

// floor is what a figure will not fall below: what has accumulated stays, and a level
// that has never been negative will not be.
func floor(accumulates bool, points []Point) Decimal {
	switch {
	case accumulates:
		return points[len(points)-1].Value
	case slices.ContainsFunc(points, func(x Point) bool { return x.Value < 0 }):
		return math.MinInt64
	}
	return 0
}

// spread is half the width of the range, after the steps between points; false when they
// are fewer than three.
func spread(points []Point, drift, left, span float64) (float64, bool) {
	var squares float64
	steps := 0
	for i := range points[1:] {
		if d := days(points[i].On, points[i+1].On); d > 0 {
			off := (points[i+1].Value - points[i].Value).Float() - drift*d
			squares += off * off / d
			steps++
		}
	}
	if steps < 3 {
		return 0, false
	}
	perDay := squares / float64(steps-1)
	return student(steps-1) * math.Sqrt(perDay*left*(1+left/span)), true
}

// within sets the range to spread about the value, between least and most.
func (o *Outlook) within(spread float64, least, most Decimal) {
	low, high := o.Value-decimalOf(spread), o.Value+decimalOf(spread)
	low, high = min(max(low, least), o.Value), max(min(high, most), o.Value)
	o.Low, o.High = &low, &high
}

// student is the point that Student's t with the given degrees of freedom exceeds in one
// case of twenty.
func student(freedom int) float64 {
	table := [...]float64{6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812}
	if freedom <= len(table) {
		return table[freedom-1]
	}
	return normal + 1.67/float64(freedom)
}

// normal is the point that the standard normal distribution exceeds in one case of twenty.
const normal = 1.645

// decimalOf rounds to four decimals.
func decimalOf(x float64) Decimal { return Decimal(math.Round(x * 10000)) }

// Light says at one glance how a figure stands.
type Light string

// The lights.
const (
	LightUnknown Light = ""
	LightReached Light = "reached"   // what accumulates has reached its target, or the period is over with it
	LightGreen   Light = "on_track"  // it will, at the present pace
	LightYellow  Light = "at_risk"   // it may
	LightRed     Light = "off_track" // it hardly will
	LightMissed  Light = "missed"    // the period is over
)

// Lights name the lights.
var Lights = Terms{
	{string(LightReached), Text{"已完成", "Reached"}},
	{string(LightGreen), Text{"进度正常", "On track"}},
	{string(LightYellow), Text{"存在风险", "At risk"}},
	{string(LightRed), Text{"进度滞后", "Off track"}},
	{string(LightMissed), Text{"未完成", "Missed"}},
}

// nearEnough is the part of its target that a figure without a range must come to for its
// light not to be red.
const nearEnough = 0.9
