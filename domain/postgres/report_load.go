package postgres

import (
	"context"

	"sanku/domain"
)

// PastReport is a report that was made elsewhere, with the steps it took, to be loaded
// with the days on which they happened.
type PastReport struct {
	Report   domain.Report // its SourceKey makes loading it again a no-op
	Corrects string        // source key of the approved report that it corrects; empty for none
	Reason   string        // of the correction
	Steps    []ReportStep
}

// LoadReport adds a report with its past, by the same rules as if each step were taken
// now, and reports whether it did: one that is there by its source key is left as it
// is. What is loaded is known from the moment of loading.
func (db *DB) LoadReport(ctx context.Context, actor domain.Actor, p PastReport) (loaded bool, err error) {
	return db.once(ctx, actor, "reports", p.Report.SourceKey, func(t *tx) error { return t.loadReport(ctx, p) })
}

func (t *tx) loadReport(ctx context.Context, p PastReport) error {
	r, action := p.Report, domain.Create
	r.Revision, r.Corrects = 1, domain.ID{}
	if p.Corrects != "" {
		var before reportRow
		if err := refersTo(t.Where("source_key = ?", p.Corrects).Take(&before).Error, "corrects"); err != nil {
			return err
		}
		next, err := before.domain().Correction(p.Reason, t.actor)
		if err != nil {
			return err
		}
		next.Value, next.Numerator, next.Denominator, next.Note, next.Source, next.SourceKey = r.Value, r.Numerator, r.Denominator, r.Note, r.Source, r.SourceKey
		r, action = next, "correct"
	}
	if err := t.checkReport(ctx, r); err != nil {
		return err
	}
	if err := t.insertReport(&r, action); err != nil {
		return err
	}
	for _, s := range p.Steps {
		if err := t.stepReport(&r, s); err != nil {
			return err
		}
	}
	return t.updateReport(&r, "load")
}
