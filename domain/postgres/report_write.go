package postgres

import (
	"context"
	"errors"

	"sanku/domain"
)

// CreateReport adds a draft report of the first revision. Its unit is the actor's where
// it names none. Errors: InvalidErrors; ErrForbidden when actor does not report for the
// unit; a ConflictError when there is a report of the same already.
func (db *DB) CreateReport(ctx context.Context, actor domain.Actor, r domain.Report) (domain.Report, error) {
	if r.Unit == "" {
		r.Unit = actor.Unit
	}
	r.Revision, r.Corrects, r.SourceKey = 1, domain.ID{}, ""
	err := db.write(ctx, actor, func(t *tx) error {
		if !domain.Can(actor, domain.Create, domain.Reports, r.Facts()) {
			return domain.ErrForbidden
		}
		if err := t.checkReport(ctx, r); err != nil {
			return err
		}
		return t.insertReport(&r, domain.Create)
	})
	if err != nil {
		return domain.Report{}, err
	}
	return r, nil
}

func (t *tx) checkReport(ctx context.Context, r domain.Report) error {
	g, err := t.reporting(ctx, r.Plan)
	if err != nil {
		return err
	}
	return g.Validate(r, domain.DateOf(t.now))
}

func (t *tx) reporting(ctx context.Context, plan string) (domain.Reporting, error) {
	g, err := t.view().Reporting(ctx, plan)
	if errors.Is(err, domain.ErrNotFound) {
		err = domain.Invalid("plan", "没有该计划", "is not a plan")
	}
	return g, err
}

// insertReport adds r as a draft, made by action: "create" or "correct".
func (t *tx) insertReport(r *domain.Report, action domain.Action) error {
	r.ID, r.Version, r.CreatedAt, r.UpdatedAt = domain.NewID(), 1, t.now, t.now
	r.State, r.AuthorID = domain.ReportDraft, t.actor.UserID
	r.SubmittedAt, r.DecidedBy, r.ApprovedOn, r.ApprovedAt, r.SupersededOn, r.SupersededAt = nil, domain.ID{}, domain.Date{}, nil, domain.Date{}, nil
	row := reportRowOf(*r)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Reports, r.ID, r.Version, action, nil)
	return t.insertReportEvent(domain.ReportEvent{ID: domain.NewID(), ReportID: r.ID, To: r.State, Step: string(action), Actor: t.actor.UserID, Reason: r.Reason, At: t.now})
}

func (t *tx) insertReportEvent(e domain.ReportEvent) error {
	row := reportEventRow{e.ID, e.ReportID, string(e.From), string(e.To), e.Step, e.Actor, e.Reason, e.At}
	return t.Create(&row).Error
}

// ChangeReport applies change to a report at version, as domain.Report.Edit says.
// Errors: ErrNotFound, ErrForbidden, ErrStale, InvalidErrors, a ConflictError when it
// has been handed in.
func (db *DB) ChangeReport(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Report) error) (domain.Report, error) {
	return db.changeReport(ctx, actor, id, version, domain.Change, func(t *tx, r *domain.Report) error {
		g, err := t.reporting(ctx, r.Plan)
		if err != nil {
			return err
		}
		return t.editReport(g, r, change)
	})
}

func (t *tx) editReport(g domain.Reporting, r *domain.Report, change func(*domain.Report) error) error {
	if err := r.Edit(change, t.actor); err != nil {
		return err
	}
	if err := g.Validate(*r, domain.DateOf(t.now)); err != nil {
		return err
	}
	return t.insertReportEvent(domain.ReportEvent{ID: domain.NewID(), ReportID: r.ID, From: r.State, To: r.State, Step: string(domain.Change), Actor: t.actor.UserID, At: t.now})
}

// CorrectReport makes a draft of the next revision of an approved report at version,
// which stays in force until that is approved. Errors: ErrNotFound, ErrForbidden,
// ErrStale, InvalidErrors without a reason, a ConflictError when it is not in force or
// has a correction already.
func (db *DB) CorrectReport(ctx context.Context, actor domain.Actor, id domain.ID, version int64, reason string) (domain.Report, error) {
	var next domain.Report
	err := db.write(ctx, actor, func(t *tx) error {
		r, err := t.permittedReport("correct", id, version)
		if err != nil {
			return err
		}
		if next, err = r.Correction(reason, actor); err != nil {
			return err
		}
		return t.insertReport(&next, "correct")
	})
	if err != nil {
		return domain.Report{}, err
	}
	return next, nil
}

func (db *DB) changeReport(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.Report) error) (domain.Report, error) {
	var r domain.Report
	err := db.write(ctx, actor, func(t *tx) (err error) {
		if r, err = t.permittedReport(action, id, version); err != nil {
			return err
		}
		if err := change(t, &r); err != nil {
			return err
		}
		return t.updateReport(&r, action)
	})
	if err != nil {
		return domain.Report{}, err
	}
	return r, nil
}

// permittedReport locks the report at version, if the actor may do action on it.
func (t *tx) permittedReport(action domain.Action, id domain.ID, version int64) (domain.Report, error) {
	row, err := locked[reportRow](t, "id", id)
	if err != nil {
		return domain.Report{}, err
	}
	r := row.domain()
	return r, permit(t.actor, action, domain.Reports, r.Facts(), r.Version, version)
}

func (t *tx) updateReport(r *domain.Report, action domain.Action) error {
	r.Version, r.UpdatedAt = r.Version+1, t.now
	row := reportRowOf(*r)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", r.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Reports, r.ID, r.Version, action, map[string]any{"state": r.State})
	return nil
}
