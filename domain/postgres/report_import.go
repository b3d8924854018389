package postgres

import (
	"context"
	"errors"
	"fmt"

	"sanku/domain"
)

// ReportsTaken counts the rows of a table of figures by what became of them.
type ReportsTaken struct {
	Created, Changed, Unchanged int // drafts
	Blank                       int // rows without a figure, which are left alone
}

// errNothingKept ends the transaction of a table of which a row is wrong, or that changes
// nothing.
var errNothingKept = errors.New("nothing is kept")

// ImportReports makes or changes a draft of each row of a table of figures that actor's
// unit owes of a plan, all of them or, when anything is wrong, none: then it tells what,
// row by row. Errors: InvalidErrors for an unknown plan.
func (db *DB) ImportReports(ctx context.Context, actor domain.Actor, plan string, rows []domain.ReportedRow) (ReportsTaken, []domain.ImportFault, error) {
	in := reportsIn{seen: map[string]int{}, owed: map[string]domain.Duty{}}
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if in.g, err = t.reporting(ctx, plan); err != nil {
			return err
		}
		duties, err := t.view().duties(ctx, plan, domain.DateOf(t.now))
		if err != nil {
			return err
		}
		for _, d := range duties {
			if domain.Can(actor, domain.Create, domain.Reports, d.Facts()) {
				in.owed[d.Subject.String()] = d
			}
		}
		for _, row := range rows {
			if err := in.take(t, row); err != nil {
				return err
			}
		}
		if len(in.faults) > 0 || in.taken.Created+in.taken.Changed == 0 {
			return errNothingKept
		}
		return nil
	})
	switch {
	case len(in.faults) > 0 && errors.Is(err, errNothingKept):
		return ReportsTaken{}, in.faults, nil
	case errors.Is(err, errNothingKept):
		return in.taken, nil, nil
	}
	return in.taken, nil, err
}

// Owed are the reports of a plan that a user still has to hand in.
type Owed struct {
	Reporting domain.Reporting
	Duties    []domain.Duty
	Drafts    map[domain.ID]domain.Report // those of the duties that have one
}

// Owed lists what actor is to report of a plan; ErrNotFound for an unknown one.
func (db *DB) Owed(ctx context.Context, actor domain.Actor, plan string) (Owed, error) {
	o := Owed{Drafts: map[domain.ID]domain.Report{}}
	var err error
	if o.Reporting, err = db.Reporting(ctx, plan); err != nil {
		return o, err
	}
	all, err := db.duties(ctx, plan, db.today())
	if err != nil {
		return o, err
	}
	ids := []domain.ID{}
	for _, d := range all {
		if d.State == domain.DutyDone || !domain.Can(actor, domain.Create, domain.Reports, d.Facts()) {
			continue
		}
		o.Duties = append(o.Duties, d)
		if !d.ReportID.IsZero() {
			ids = append(ids, d.ReportID)
		}
	}
	var rows []reportRow
	err = db.read(ctx).Where("id IN ?", ids).Find(&rows).Error
	for _, r := range rows {
		o.Drafts[r.ID] = r.domain()
	}
	return o, translate(err)
}

// reportsIn is a table of figures on its way in.
type reportsIn struct {
	g      domain.Reporting
	owed   map[string]domain.Duty
	seen   map[string]int // rows by their subject
	taken  ReportsTaken
	faults []domain.ImportFault
}

func (in *reportsIn) fault(row domain.ReportedRow, field, zh, en string) error {
	in.faults = append(in.faults, domain.ImportFault{Row: row.Number, Field: field, Reason: domain.Text{ZH: zh, EN: en}})
	return nil
}

// take takes one row; what is wrong with it is no error.
func (in *reportsIn) take(t *tx, row domain.ReportedRow) error {
	if row.Blank() {
		in.taken.Blank++
		return nil
	}
	in.faults = append(in.faults, row.Faults...)
	first := in.seen[row.Subject]
	if first == 0 {
		in.seen[row.Subject] = row.Number
	}
	duty, owed := in.owed[row.Subject]
	switch {
	case row.Subject == "":
		return in.fault(row, "subject", "没有事项编号，请用下载的模板填写", "has no item: fill in the table that is to be downloaded")
	case first != 0:
		return in.fault(row, "subject", fmt.Sprintf("与第 %d 行是同一事项", first), fmt.Sprintf("is the item of row %d", first))
	case !owed:
		return in.fault(row, "subject", "不在您应报的事项中", "is nothing that you are to report")
	case duty.State == domain.DutyDone:
		return in.fault(row, "subject", "该事项已提交，不能再改", "has been handed in")
	case len(row.Faults) > 0:
		return nil
	}
	err := in.draft(t, duty, row)
	var invalid domain.InvalidErrors
	if !errors.As(err, &invalid) {
		return err
	}
	for _, e := range invalid {
		_ = in.fault(row, e.Field, e.Reason.ZH, e.Reason.EN)
	}
	return nil
}

// draft makes or changes the draft of a duty as a row says.
func (in *reportsIn) draft(t *tx, d domain.Duty, row domain.ReportedRow) error {
	if d.ReportID.IsZero() {
		r := domain.Report{Plan: d.Plan, Indicator: d.Indicator, Dimension: d.Dimension, Key: d.Key, Period: d.Period, Unit: d.Unit, Revision: 1}
		row.To(&r)
		if err := in.g.Validate(r, domain.DateOf(t.now)); err != nil {
			return err
		}
		in.taken.Created++
		return t.insertReport(&r, domain.Create)
	}
	r, err := t.permittedReport(domain.Change, d.ReportID, 0)
	if err != nil {
		return err
	}
	if says := r; !row.To(&says) {
		in.taken.Unchanged++
		return nil
	}
	if err := t.editReport(in.g, &r, func(r *domain.Report) error { row.To(r); return nil }); err != nil {
		return err
	}
	in.taken.Changed++
	return t.updateReport(&r, domain.Change)
}
