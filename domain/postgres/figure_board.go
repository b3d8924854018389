package postgres

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"sanku/domain"
)

// snapshot runs fn on the store as it is at one moment, whatever is written meanwhile.
func (db *DB) snapshot(ctx context.Context, fn func(*DB) error) error {
	return db.read(ctx).Transaction(func(g *gorm.DB) error { return fn(&DB{gorm: g, now: db.now}) },
		&sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// board is what several figures of a plan are made of, as of one day and as known at one
// moment: read once for all of them, within one snapshot.
type board struct {
	indicators []domain.Indicator
	reports    map[string][]domain.Report // of the whole city, by indicator
	groups     map[groupsKey][]entryGroup
	kept       map[groupsKey]bool
}

// groupsKey says which entries of a register are counted in groups.
type groupsKey struct {
	register, take string
	from, to       domain.Date
}

// entryGroup are the entries of one category and level.
type entryGroup struct {
	Category, Level string
	N               int64
	Amount          domain.Fen
}

// boards are those of several days, of what is no report.
type boards map[domain.Date]*board

// on is the board of a day, nil where none are kept.
func (b boards) on(day domain.Date) *board {
	if b != nil && b[day] == nil {
		b[day] = &board{groups: map[groupsKey][]entryGroup{}, kept: map[groupsKey]bool{}}
	}
	return b[day]
}

// newBoard reads the reports of a plan's indicators, those of the whole city.
func (db *DB) newBoard(ctx context.Context, plan domain.Plan, indicators []domain.Indicator, q FigureQuery) (*board, error) {
	b := &board{indicators: indicators, reports: map[string][]domain.Report{}, groups: map[groupsKey][]entryGroup{}, kept: map[groupsKey]bool{}}
	q.Period = plan.Period
	var rows []reportRow
	err := db.inForce(ctx, plan, q).Order("indicator, period_to").Find(&rows).Error
	for _, r := range rows {
		b.reports[r.Indicator] = append(b.reports[r.Indicator], r.domain())
	}
	return b, translate(err)
}

// counted is what a measure takes of its register: how many entries, and their amounts.
func (b *board) counted(ctx context.Context, db *DB, plan domain.Plan, m domain.Measure, q FigureQuery) (n int64, amount domain.Fen, err error) {
	at := groupsKey{m.Register, m.Take, q.Period.From, q.end()}
	groups, ok := b.groups[at]
	if !ok {
		every := m
		every.Categories, every.Levels = nil, nil
		err = db.read(ctx).Raw(`SELECT category, level, count(*) AS n, coalesce(sum(amount), 0)::bigint AS amount`+entriesOf(every)+` GROUP BY 1, 2`, q.args(plan, every)).Scan(&groups).Error
		if err != nil {
			return 0, 0, translate(err)
		}
		b.groups[at] = groups
	}
	for _, g := range groups {
		if m.Counts(g.Category, g.Level) {
			n, amount = n+g.N, amount+g.Amount
		}
	}
	return n, amount, nil
}

// isKept is DB.isKept, asked once.
func (b *board) isKept(ctx context.Context, db *DB, plan domain.Plan, ind domain.Indicator, q FigureQuery) (bool, error) {
	at := groupsKey{register: ind.MeasuredBy.Register, to: q.end()}
	kept, ok := b.kept[at]
	if ok {
		return kept, nil
	}
	kept, err := db.isKept(ctx, plan, ind, q)
	if err != nil {
		return false, err
	}
	b.kept[at] = kept
	return kept, nil
}

// indicator is DB.indicator.
func (b *board) indicator(code string) (domain.Indicator, error) {
	for _, i := range b.indicators {
		if i.Code == code {
			return i, nil
		}
	}
	return domain.Indicator{}, fmt.Errorf("indicator %s: %w", code, domain.ErrNotFound)
}
