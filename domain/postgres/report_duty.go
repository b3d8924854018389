package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// ReportDuties lists what units owe of a plan today, the earliest due first: all that
// actor may read reports of. ErrNotFound for an unknown plan.
func (db *DB) ReportDuties(ctx context.Context, actor domain.Actor, plan string) ([]domain.Duty, error) {
	duties, err := db.duties(ctx, plan, db.today())
	scope := domain.ScopeOf(actor, domain.Read, domain.Reports)
	return slices.DeleteFunc(duties, func(d domain.Duty) bool {
		return !scope.Admits(d.Facts())
	}), err
}

func (db *DB) duties(ctx context.Context, plan string, today domain.Date) ([]domain.Duty, error) {
	g, err := db.Reporting(ctx, plan)
	if err != nil {
		return nil, err
	}
	var rows []reportRow
	err = db.read(ctx).Where("plan = ? AND state <> 'withdrawn'", plan).Find(&rows).Error
	return g.Duties(domains(rows, reportRow.domain), today), translate(err)
}
