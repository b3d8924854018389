package domain

// Course is a figure with how it went and where it leads: the same for a page, a
// bulletin and the API.
type Course struct {
	Figure
	Due       Date       // the last day of the time that the target is for
	Known     Date       // the last day that the figure tells of; zero when it has no value
	Points    []Point    // what it was before and, last, is
	Pace      *Outlook   // on Due, at the pace of the last points; nil: nothing to go by, or Due has come
	Open      *Outlook   // on Due, with the open dockings alone; nil likewise
	Prospects []Prospect // those dockings, which are likely to move it most first
	Light     Light
}

// recentPoints are those that a pace is taken from: the last, and the ends of four quarters
// before or, of what is reported, four reports. The range needs three steps.
const recentPoints = 5

// Due is the last day of the time that f's target is for: of the target's year, or of the
// period. A level is asked for over the plan, with targets by year.
func (f Figure) Due() Date {
	if end := YearPeriod(f.TargetYear).To; f.TargetYear != 0 && end.Before(f.Period.To) && f.Period.From.Before(end) {
		return end
	}
	return f.Period.To
}

// Course is the course of f, given what it was before and, last, is, and the dockings that
// may still move it. Without points nothing is known of it.
func (f Figure) Course(points []Point, open []Prospect) Course {
	s := Course{Figure: f, Due: f.Due(), Points: points}
	if f.Value == nil || len(points) == 0 {
		return s
	}
	s.Known = points[len(points)-1].On
	if s.Known.Before(s.Due) {
		recent := points[max(len(points)-recentPoints, 0):]
		if o, ok := Pace(f.Indicator.Accumulates(), Period{f.Period.From, s.Due}, recent); ok {
			s.Pace = &o
		}
		if o, ok := f.Prospects(open); ok {
			s.Open, s.Prospects = &o, open
		}
	}
	s.Light = s.light()
	return s
}

// Over reports whether the figure is that of the whole time that its target is for.
func (c Course) Over() bool { return !c.Known.IsZero() && !c.Known.Before(c.Due) }

// light is that of a figure with a value. Dockings that are open now are only a part of
// what is to come: they can turn the light from red to yellow, and no further.
func (c Course) light() Light {
	if c.Target == nil {
		return LightUnknown
	}
	atMost := c.Indicator.Comparator == "<="
	meets := func(v Decimal) bool {
		if atMost {
			return v <= *c.Target
		}
		return v >= *c.Target
	}
	switch {
	case meets(*c.Value) && (c.Over() || c.Indicator.Accumulates() && !atMost):
		return LightReached
	case c.Over():
		return LightMissed
	case c.Pace != nil && meets(c.Pace.Value):
		return LightGreen
	case c.may(c.Pace, meets), c.may(c.Open, meets):
		return LightYellow
	}
	return LightRed
}

// may reports whether the better end of an outlook meets the target, or nearly does so
// where no range is known.
func (f Figure) may(o *Outlook, meets func(Decimal) bool) bool {
	switch {
	case o == nil:
		return false
	case f.Indicator.Comparator == "<=" && o.Low != nil:
		return meets(*o.Low)
	case f.Indicator.Comparator == "<=":
		return o.Value.Float()*nearEnough <= f.Target.Float()
	case o.High != nil:
		return meets(*o.High)
	}
	return o.Value.Float() >= f.Target.Float()*nearEnough
}

// QuarterEnds are the last days of the whole quarters of p that end before a day.
func (p Period) QuarterEnds(before Date) []Date {
	var ends []Date
	for _, q := range p.each("quarter") {
		if q.To.Before(before) {
			ends = append(ends, q.To)
		}
	}
	return ends
}

// ReportedPoints are what a figure over p came to with each of the reports that make it,
// up to the day end: on the last days of what they tell of.
func (i Indicator) ReportedPoints(p Period, end Date, reports []Report) []Point {
	var points []Point
	for _, r := range reports { // in order of their periods
		on := r.Period.To
		if end.Before(on) || on.Before(p.From) && i.Accumulates() {
			continue
		}
		if v, _, _ := i.Reckon(p, on, reports); v != nil {
			points = append(points, Point{on, *v})
		}
	}
	return points
}
