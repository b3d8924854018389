package workbench

import (
	"errors"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// standing is a figure with how it went and what it leads to.
type standing struct {
	domain.Figure
	Points     []domain.Point
	Pace, Open *domain.Outlook // nil: nothing to go by, or the period is over
	Prospects  []domain.Prospect
	Light      domain.Light
}

// How many quarters a figure is followed back: enough for a pace with a range, or all of
// a plan.
const (
	recentQuarters = 4
	allQuarters    = 40
)

// stand follows a figure back over the last quarters of its period, at most so many, and
// looks ahead. A figure of a period that is over needs no outlook.
func (v *visit) stand(plan domain.Plan, f domain.Figure, quarters int) (standing, error) {
	s := standing{Figure: f}
	over := !f.AsOf.Before(f.Period.To)
	if f.Value == nil || over && quarters == recentQuarters {
		s.Light = f.LightOf(nil, nil)
		return s, nil
	}
	points, err := v.points(plan, f, quarters)
	if err != nil {
		return s, err
	}
	s.Points = upToReport(f, points)
	if rule := f.Indicator.MeasuredBy.Rule; rule != "" && !over {
		if s.Prospects, err = v.DB.Prospects(v.r.Context(), rule, f.AsOf, f.Period.To); err != nil {
			return s, err
		}
		if o, ok := f.Prospects(s.Prospects); ok {
			s.Open = &o
		}
	}
	recent := upToReport(f, since(points, quarterEnds(f.Period.From, s.AsOf, recentQuarters)))
	if o, ok := domain.Pace(f.Indicator.Accumulates(), f.Period, recent); ok && !over {
		s.Pace = &o
	}
	s.Light = f.LightOf(s.Pace, s.Open)
	return s, nil
}

// points are what a figure was at the ends of quarters of its period, and what it is. Of
// what units report, they are what is known of those days now: on the day itself nothing
// was reported yet.
func (v *visit) points(plan domain.Plan, f domain.Figure, quarters int) ([]domain.Point, error) {
	end := f.AsOf
	if f.Period.To.Before(end) {
		end = f.Period.To
	}
	var points []domain.Point
	for _, day := range quarterEnds(f.Period.From, end, quarters) {
		q := postgres.FigureQuery{Period: f.Period, AsOf: day}
		if reported(f) {
			q = postgres.FigureQuery{Period: domain.Period{From: f.Period.From, To: day}, AsOf: f.AsOf}
		}
		then, err := v.DB.Then(v.r.Context(), plan, f, q)
		if err != nil {
			return nil, err
		}
		if then.Value != nil {
			points = append(points, domain.Point{On: day, Value: *then.Value})
		}
	}
	return append(points, domain.Point{On: end, Value: *f.Value}), nil
}

func reported(f domain.Figure) bool { return f.Basis == "reports" || f.Basis == "share" }

// upToReport leaves out the days of a figure that no report has reached yet.
func upToReport(f domain.Figure, points []domain.Point) []domain.Point {
	for n := len(points); reported(f) && n > 1 && points[n-1].Value == points[n-2].Value; n = len(points) {
		points = points[:n-1]
	}
	return points
}

// since are the points on the first of some days and later: the pace of a figure is that
// of its last quarters, however far back it is shown.
func since(points []domain.Point, days []domain.Date) []domain.Point {
	if len(days) == 0 {
		return points
	}
	at := slices.IndexFunc(points, func(p domain.Point) bool { return !p.On.Before(days[0]) })
	return points[max(at, 0):]
}

// quarterEnds are the last days of quarters from one day on and before another, the last
// so many of them.
func quarterEnds(from, before domain.Date, most int) []domain.Date {
	var ends []domain.Date
	for year := from.Year; year <= before.Year; year++ {
		for quarter := 1; quarter <= 4; quarter++ {
			end := domain.QuarterPeriod(year, quarter).To
			if !end.Before(from) && end.Before(before) {
				ends = append(ends, end)
			}
		}
	}
	return ends[max(len(ends)-most, 0):]
}

// missing reports whether err says that there is no such record.
func missing(err error) bool { return errors.Is(err, domain.ErrNotFound) }
