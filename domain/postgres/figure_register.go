package postgres

import (
	"context"
	"fmt"

	"sanku/domain"
)

// registerKeys are the SQL expressions that figures of registers are divided by.
var registerKeys = map[domain.Dimension]string{
	domain.WholeCity: `''`,
	domain.ByArea:    `coalesce(area, '')`,
	domain.ByUnit:    `coalesce(unit, '')`,
}

// takes are the conditions for the entries that are taken of a register, by
// domain.RegisterTakes.
var takes = map[string]string{
	"valid":   validAtEnd,
	"areas":   validAtEnd + ` AND area IS NOT NULL`,
	"started": startedWithin,
	"amount":  startedWithin,
}

const (
	validAtEnd    = `starts_on <= @to AND (ends_on IS NULL OR ends_on >= @to) AND (withdrawn_on IS NULL OR withdrawn_on > @to)`
	startedWithin = `starts_on BETWEEN @from AND @to AND (withdrawn_on IS NULL OR withdrawn_on > starts_on)`
)

// entriesOf are the versions of entries that make a figure.
func entriesOf(m domain.Measure) string {
	sql := ` FROM register_versions WHERE register = @register AND ` + takes[m.Take] + ` AND ` + asOf
	if len(m.Categories) > 0 {
		sql += ` AND category = ANY (@categories)`
	}
	if len(m.Levels) > 0 {
		sql += ` AND level = ANY (@levels)`
	}
	return sql
}

// entrySums are what entries of a register come to, of one key.
type entrySums struct {
	Key    string
	N      int64
	Areas  int64
	Amount domain.Fen
	Digest string
}

// registered computes an indicator from a register. No entry of the kind is none, unless
// nothing at all has been entered into the register: then nothing is known.
func (db *DB) registered(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	isKept := db.isKept
	if q.board != nil {
		isKept = func(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) (bool, error) {
			return q.board.isKept(ctx, db, plan, ind, q)
		}
	}
	if kept, err := isKept(ctx, plan, ind, q); err != nil || !kept {
		return nil, err
	}
	rows, err := db.entrySums(ctx, plan, ind, q)
	if err != nil {
		return nil, err
	}
	var areas int64
	if ind.MeasuredBy.Take == "areas" {
		if err := db.read(ctx).Table("areas").Count(&areas).Error; err != nil {
			return nil, translate(err)
		}
	}
	figures := make([]domain.Figure, len(rows))
	for i, r := range rows {
		f := part(ind, q, r.Key)
		f.Records, f.Digest = int(r.N), r.Digest
		value := domain.Whole(r.N)
		switch ind.MeasuredBy.Take {
		case "amount":
			value = ind.InUnit(r.Amount)
		case "areas":
			n, d := domain.Whole(r.Areas), domain.Whole(areas)
			f.Numerator, f.Denominator = &n, &d
			share, ok := domain.Ratio(n, d)
			if !ok {
				continue
			}
			value = share
		}
		f.Value = &value
		figures[i] = f
	}
	return figures, nil
}

func (db *DB) entrySums(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) (rows []entrySums, err error) {
	if q.board != nil && q.By == domain.WholeCity && ind.MeasuredBy.Take != "areas" {
		var r entrySums
		r.N, r.Amount, err = q.board.counted(ctx, db, plan, ind.MeasuredBy, q)
		return []entrySums{r}, err
	}
	sql := fmt.Sprintf(`SELECT %s AS key, count(*) AS n, count(DISTINCT area) AS areas, coalesce(sum(amount), 0)::bigint AS amount, %s AS digest`, registerKeys[q.By], q.digest("entry_id")) + entriesOf(ind.MeasuredBy)
	if q.By != domain.WholeCity {
		sql += ` GROUP BY 1 ORDER BY 1`
	}
	err = db.read(ctx).Raw(sql, q.args(plan, ind.MeasuredBy)).Scan(&rows).Error
	return rows, translate(err)
}

// isKept reports whether the register of an indicator had any entry by the day asked for.
// The order makes it look in the index, where EXISTS reads the table while it hopes.
func (db *DB) isKept(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) (kept bool, err error) {
	err = db.read(ctx).Raw(`SELECT count(*) > 0 FROM (SELECT FROM register_versions WHERE register = @register AND starts_on <= @to AND `+asOf+` ORDER BY starts_on LIMIT 1) AS first`, q.args(plan, ind.MeasuredBy)).Row().Scan(&kept)
	return kept, translate(err)
}
