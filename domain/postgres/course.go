package postgres

import (
	"context"

	"sanku/domain"
)

// Courses say how every indicator of a plan stood at the end of the day asOf: its figure
// as Scoreboard has it, where it leads, and its light. How it went is told no further back
// than that takes.
func (db *DB) Courses(ctx context.Context, plan domain.Plan, asOf domain.Date) ([]domain.Course, error) {
	figures, err := db.Scoreboard(ctx, plan, asOf)
	if err != nil {
		return nil, err
	}
	all, q := make([]domain.Course, len(figures)), FigureQuery{AsOf: asOf, past: boards{}}
	for i, f := range figures {
		if all[i], err = db.course(ctx, plan, f, q, false); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Course says how one indicator stands, as q asks for its figure, and how it went over
// its whole period; ErrNotFound for an unknown code.
func (db *DB) Course(ctx context.Context, plan domain.Plan, code string, q FigureQuery) (domain.Course, error) {
	f, err := db.FigureOver(ctx, plan, code, q)
	if err != nil {
		return domain.Course{}, err
	}
	return db.course(ctx, plan, f, q, true)
}

// course is that of a figure of the query q; all: with all of how it went.
func (db *DB) course(ctx context.Context, plan domain.Plan, f domain.Figure, q FigureQuery, all bool) (domain.Course, error) {
	if f.Value == nil {
		return f.Course(nil, nil), nil
	}
	q.Period, q.By = f.Period, domain.WholeCity
	points, err := db.pointsOf(ctx, plan, f, q, all)
	if err != nil {
		return domain.Course{}, err
	}
	var open []domain.Prospect
	if end := q.end(); end.Before(f.Due()) {
		if open, err = db.Prospects(ctx, f.Indicator.MeasuredBy.Rule, end, f.Due()); err != nil {
			return domain.Course{}, err
		}
	}
	return f.Course(points, open), nil
}

// pointsOf are what a figure was and, last, is. Of contracts and registers they are what
// their records said at the ends of quarters. Units report months after, so of reports
// they are what is known now of the days that were reported of.
func (db *DB) pointsOf(ctx context.Context, plan domain.Plan, f domain.Figure, q FigureQuery, all bool) ([]domain.Point, error) {
	switch f.Basis {
	case "reports":
		by, err := db.reportsOf(ctx, plan, f.Indicator, q)
		return f.Indicator.ReportedPoints(f.Period, q.end(), by[""]), err
	case "share":
		return db.sharePoints(ctx, plan, f.Indicator, q)
	}
	days := f.Period.QuarterEnds(q.end())
	switch {
	case all:
	case q.end().Before(f.Due()):
		days = days[max(len(days)-paceQuarters, 0):]
	default:
		days = nil
	}
	var points []domain.Point
	for _, on := range days {
		v, err := db.then(ctx, plan, f.Indicator, q, on)
		if err != nil {
			return nil, err
		}
		if v != nil {
			points = append(points, domain.Point{On: on, Value: *v})
		}
	}
	return append(points, domain.Point{On: q.end(), Value: *f.Value}), nil
}

// paceQuarters are as many as a pace is taken from.
const paceQuarters = 4

func (db *DB) sharePoints(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Point, error) {
	of, err := db.indicator(ctx, plan, ind.MeasuredBy.Of)
	if err != nil {
		return nil, err
	}
	by, err := db.reportsOf(ctx, plan, of, q)
	if err != nil {
		return nil, err
	}
	var points []domain.Point
	for _, r := range by[""] {
		q.Until = r.Period.To
		then, err := db.figure(ctx, plan, ind, nil, q)
		if err != nil {
			return nil, err
		}
		if then.Value != nil {
			points = append(points, domain.Point{On: q.Until, Value: *then.Value})
		}
	}
	return points, nil
}

// then is what an indicator was at the end of a day before, as q knows it: what units
// report of a day, they do after it.
func (db *DB) then(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery, on domain.Date) (*domain.Decimal, error) {
	if q.Until = on; ind.MeasuredBy.From != "reports" && ind.MeasuredBy.From != "share" {
		q.AsOf, q.board = on, q.past.on(on)
	}
	f, err := db.figure(ctx, plan, ind, nil, q)
	return f.Value, err
}
