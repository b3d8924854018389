package postgres

import (
	"context"

	"sanku/domain"
)

// ReportStep is what a step of a report needs besides its name.
type ReportStep struct {
	Name   string
	Reason string
	On     domain.Date // from when an approved report counts; zero: today
}

// StepReport takes a step with the report at version. To approve a correction ends what
// it corrects, from the same day and moment on. Errors: ErrNotFound, ErrForbidden,
// ErrStale, InvalidErrors, a ConflictError when the step is not open, or the actor wrote
// what it decides on.
func (db *DB) StepReport(ctx context.Context, actor domain.Actor, id domain.ID, version int64, s ReportStep) (domain.Report, error) {
	return db.changeReport(ctx, actor, id, version, domain.Action(s.Name), func(t *tx, r *domain.Report) error {
		return t.stepReport(r, s)
	})
}

func (t *tx) stepReport(r *domain.Report, s ReportStep) error {
	if s.On.IsZero() {
		s.On = domain.DateOf(t.now)
	}
	events, err := reportEvents(t.DB, r.ID)
	if err != nil {
		return err
	}
	moment, err := t.moment("reports")
	if err != nil {
		return err
	}
	event, err := r.Take(s.Name, s.Reason, domain.HistoryOf(events), t.actor, s.On, moment)
	if err != nil {
		return err
	}
	if err := t.insertReportEvent(event); err != nil {
		return err
	}
	if event.To == domain.ReportApproved && !r.Corrects.IsZero() {
		return t.supersede(*r)
	}
	return nil
}

// supersede ends the report that next corrects.
func (t *tx) supersede(next domain.Report) error {
	row, err := locked[reportRow](t, "id", next.Corrects)
	if err != nil {
		return err
	}
	r := row.domain()
	if err := r.SupersededBy(next); err != nil {
		return err
	}
	return t.updateReport(&r, "supersede")
}
