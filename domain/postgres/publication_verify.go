package postgres

import (
	"context"

	"sanku/domain"
)

// dimensions are all that figures are divided by.
var dimensions = []domain.Dimension{domain.ByArea, domain.ByUnit, domain.BySector, domain.ByUniversity}

// everyFigure computes what a publication tells of a plan: every indicator, each over the
// period that the plan asks it for, up to the end of the publication's, whole and by every
// dimension that divides it, with the digests of what each is made of.
func (db *DB) everyFigure(ctx context.Context, plan domain.Plan, p domain.Publication) ([]domain.Figure, error) {
	indicators, targets, err := db.askedOf(ctx, plan)
	if err != nil {
		return nil, err
	}
	var all []domain.Figure
	for _, i := range indicators {
		q := FigureQuery{AsOf: p.AsOf, KnownAt: p.KnownAt, Until: p.Period.To, digests: true}
		whole, err := db.figure(ctx, plan, i, targets, q)
		if err != nil {
			return nil, err
		}
		all = append(all, whole)
		for _, by := range dimensions {
			if q.By = by; !i.MeasuredBy.Divides(by) {
				continue
			}
			parts, err := db.parts(ctx, plan, i, targets, q)
			if err != nil {
				return nil, err
			}
			all = append(all, parts...)
		}
	}
	return all, nil
}

// Verification is what recomputing all that was published has shown.
type Verification struct {
	Publications int
	Figures      int
	Restated     []domain.Restated    // figures that differ from what was published
	Altered      []domain.Publication // whose content is not what its digest says
}

// Holds reports whether everything is as it was published.
func (v Verification) Holds() bool { return len(v.Restated)+len(v.Altered) == 0 }

// VerifyPublications recomputes every figure of every publication from the records, as
// they stood and were known then.
func (db *DB) VerifyPublications(ctx context.Context) (Verification, error) {
	var v Verification
	plans, err := db.Plans(ctx)
	if err != nil {
		return v, err
	}
	for _, plan := range plans {
		published, err := db.Publications(ctx, plan.Code)
		if err != nil {
			return v, err
		}
		for _, p := range published {
			if err := db.verify(ctx, plan, p, &v); err != nil {
				return v, err
			}
		}
	}
	var altered []publicationRow
	err = db.read(ctx).Where("digest <> " + contentDigest("content")).Order("id").Find(&altered).Error
	v.Altered = domains(altered, publicationRow.domain)
	return v, translate(err)
}

func (db *DB) verify(ctx context.Context, plan domain.Plan, p domain.Publication, v *Verification) error {
	published, err := db.PublishedFigures(ctx, p.ID)
	if err != nil {
		return err
	}
	figures, err := db.everyFigure(ctx, plan, p)
	if err != nil {
		return err
	}
	type place struct {
		indicator, variant string
		by                 domain.Dimension
		key                string
	}
	now := map[place]domain.PublishedFigure{}
	for _, f := range figures {
		for _, x := range f.Published() {
			now[place{x.Indicator, x.Variant, x.Dimension, x.Key}] = x
		}
	}
	v.Publications++
	v.Figures += len(published)
	for _, was := range published {
		is, ok := now[place{was.Indicator, was.Variant, was.Dimension, was.Key}]
		switch {
		case !ok:
			v.Restated = append(v.Restated, domain.Restated{Publication: p, Published: was})
		case was.Restates(is):
			v.Restated = append(v.Restated, domain.Restated{Publication: p, Published: was, Now: &is})
		}
	}
	return nil
}
