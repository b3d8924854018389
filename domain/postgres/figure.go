package postgres

import (
	"context"
	"slices"
	"time"

	"sanku/domain"
)

// FigureQuery says which figures of a plan are asked for: over a period, as things stood
// at the end of the day AsOf, as far as they were known at the moment KnownAt.
type FigureQuery struct {
	Period  domain.Period // zero: the one that the plan asks the indicator for
	AsOf    domain.Date
	KnownAt time.Time        // zero: now
	By      domain.Dimension // the parts; WholeCity: the whole
	Key     string           // of the part whose records are asked for; with By
	Until   domain.Date      // nothing after this day counts; zero: AsOf

	digests bool   // Figure.Digest is asked for
	board   *board // nil: what is asked for is read for this figure alone
	past    boards // of days before; nil likewise
}

// end is the last day that counts.
func (q FigureQuery) end() domain.Date {
	end := q.Period.To
	for _, d := range []domain.Date{q.AsOf, q.Until} {
		if !d.IsZero() && d.Before(end) {
			end = d
		}
	}
	return end
}

// day is the day that says which year of the plan is asked for.
func (q FigureQuery) day() domain.Date {
	if !q.Until.IsZero() && q.Until.Before(q.AsOf) {
		return q.Until
	}
	return q.AsOf
}

// digest is the expression for the digest of the versions of the records in column.
func (q FigureQuery) digest(column string) string {
	if !q.digests {
		return `''`
	}
	return `encode(sha256(convert_to(coalesce(string_agg(` + column + ` || ':' || version, ',' ORDER BY ` + column + `), ''), 'UTF8')), 'hex')`
}

// asOf is the condition for what was the case on the day @asof as it was known at the
// moment @known, for the tables of versions.
const asOf = `effective_from <= @asof AND effective_to > @asof AND known_from <= @known AND known_to > @known`

// args are the values of the names in conditions.
func (q FigureQuery) args(plan domain.Plan, m domain.Measure) map[string]any {
	known := q.KnownAt
	if known.IsZero() {
		known = farFuture
	}
	return map[string]any{"asof": q.AsOf, "known": known, "from": q.Period.From, "to": q.end(),
		"register": m.Register, "categories": texts(m.Categories), "levels": texts(m.Levels), "key": q.Key}
}

// farFuture is later than whatever is known, and before infinity.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// Scoreboard computes every indicator of a plan as of a day, each over the period and
// beside the target that the plan asks for then, all of them of one moment. What nothing
// is known of has no value.
func (db *DB) Scoreboard(ctx context.Context, plan domain.Plan, asOf domain.Date) (figures []domain.Figure, err error) {
	err = db.snapshot(ctx, func(db *DB) error {
		indicators, targets, err := db.askedOf(ctx, plan)
		if err != nil {
			return err
		}
		q := FigureQuery{AsOf: asOf}
		if q.board, err = db.newBoard(ctx, plan, indicators, q); err != nil {
			return err
		}
		figures = make([]domain.Figure, len(indicators))
		for i, ind := range indicators {
			if figures[i], err = db.figure(ctx, plan, ind, targets, q); err != nil {
				return err
			}
		}
		return nil
	})
	return figures, translate(err)
}

// askedOf are the indicators of a plan and all its targets.
func (db *DB) askedOf(ctx context.Context, plan domain.Plan) ([]domain.Indicator, []domain.Target, error) {
	indicators, err := db.Indicators(ctx, plan.Code)
	if err != nil {
		return nil, nil, err
	}
	targets, err := db.Targets(ctx, plan.Code, "")
	return indicators, targets, err
}

// Figure computes one indicator as Scoreboard does; ErrNotFound for an unknown code.
func (db *DB) Figure(ctx context.Context, plan domain.Plan, code string, asOf domain.Date) (domain.Figure, error) {
	return db.FigureOver(ctx, plan, code, FigureQuery{AsOf: asOf})
}

// FigureOver computes one indicator; ErrNotFound for an unknown code.
func (db *DB) FigureOver(ctx context.Context, plan domain.Plan, code string, q FigureQuery) (f domain.Figure, err error) {
	err = db.snapshot(ctx, func(db *DB) error {
		indicator, targets, err := db.askedFor(ctx, plan, code)
		if err != nil {
			return err
		}
		f, err = db.figure(ctx, plan, indicator, targets, q)
		return err
	})
	return f, translate(err)
}

// askedFor are an indicator of a plan and its targets.
func (db *DB) askedFor(ctx context.Context, plan domain.Plan, code string) (domain.Indicator, []domain.Target, error) {
	indicator, err := db.indicator(ctx, plan, code)
	if err != nil {
		return indicator, nil, err
	}
	targets, err := db.Targets(ctx, plan.Code, code)
	return indicator, targets, err
}

func (db *DB) indicator(ctx context.Context, plan domain.Plan, code string) (domain.Indicator, error) {
	indicators, err := db.Indicators(ctx, plan.Code)
	if err != nil {
		return domain.Indicator{}, err
	}
	at := slices.IndexFunc(indicators, func(i domain.Indicator) bool { return i.Code == code })
	if at < 0 {
		return domain.Indicator{}, domain.ErrNotFound
	}
	return indicators[at], nil
}

// beginning is the figure before anything is counted, with its period and its target,
// and the query with that period.
func beginning(plan domain.Plan, ind domain.Indicator, targets []domain.Target, q FigureQuery) (domain.Figure, FigureQuery) {
	asked, target, year := plan.Asked(ind, targets, q.day())
	if q.Period == (domain.Period{}) {
		q.Period = asked
	} else if q.Period != asked {
		target, year = targetOver(ind, plan, targets, q.Period)
	}
	f := part(ind, q, "")
	f.Dimension, f.Target, f.TargetYear = domain.WholeCity, target, year
	return f, q
}

// targetOver is the city's target for a period: of the year that it is or ends with, or
// of the plan.
func targetOver(ind domain.Indicator, plan domain.Plan, targets []domain.Target, p domain.Period) (*domain.Decimal, int) {
	year := p.To.Year
	if p == plan.Period {
		year = 0
	}
	for _, t := range targets {
		if t.Indicator == ind.Code && t.Dimension == domain.WholeCity && t.Year == year {
			return t.Value, year
		}
	}
	return nil, 0
}

func (db *DB) figure(ctx context.Context, plan domain.Plan, ind domain.Indicator, targets []domain.Target, q FigureQuery) (domain.Figure, error) {
	q.By = domain.WholeCity
	f, q := beginning(plan, ind, targets, q)
	if q.AsOf.Before(q.Period.From) {
		return f, nil
	}
	found, err := db.measured(ctx, plan, ind, q)
	if err != nil || len(found) == 0 {
		return f, err
	}
	m := found[0]
	f.Value, f.Numerator, f.Denominator, f.Variants, f.Records = m.Value, m.Numerator, m.Denominator, m.Variants, m.Records
	f.Digest, f.StatedOn = m.Digest, m.StatedOn
	return f, nil
}

// measured computes an indicator, whole or by parts, in order of key.
func (db *DB) measured(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	switch m := ind.MeasuredBy; m.From {
	case "contracts":
		if m.Rule == "local_transfer" {
			return db.transferRate(ctx, plan, ind, q)
		}
		return db.agreements(ctx, plan, ind, q)
	case "register":
		return db.registered(ctx, plan, ind, q)
	case "reports":
		return db.reported(ctx, plan, ind, q)
	case "share":
		return db.share(ctx, plan, ind, q)
	}
	return nil, nil
}

// part is a figure of ind by q, of one key, that nothing is known of yet.
func part(ind domain.Indicator, q FigureQuery, key string) domain.Figure {
	return domain.Figure{Indicator: ind, Period: q.Period, Dimension: q.By, Key: key, AsOf: q.AsOf, Basis: ind.MeasuredBy.From}
}
