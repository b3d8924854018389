package postgres

import (
	"context"
	"encoding/json"
	"slices"

	"sanku/domain"
)

// PublishBulletin publishes the bulletin of a plan for the period of p, as things stood on
// p.AsOf, and returns it as stored. Errors are those of Publish.
func (db *DB) PublishBulletin(ctx context.Context, actor domain.Actor, plan domain.Plan, p domain.Publication) (domain.Publication, error) {
	return db.Publish(ctx, actor, plan, p, drawBulletin(ctx, plan))
}

// PreviewBulletin is what PublishBulletin would publish now; nothing is kept.
func (db *DB) PreviewBulletin(ctx context.Context, actor domain.Actor, plan domain.Plan, p domain.Publication) (domain.Publication, error) {
	return db.Preview(ctx, actor, plan, p, drawBulletin(ctx, plan))
}

func drawBulletin(ctx context.Context, plan domain.Plan) Draw {
	return func(view *DB, p domain.Publication, figures []domain.Figure) (json.RawMessage, error) {
		b, err := view.bulletin(ctx, plan, p, figures)
		if err != nil {
			return nil, err
		}
		return json.Marshal(b)
	}
}

// ReadBulletin reads the content of a publication.
func ReadBulletin(p domain.Publication) (b domain.Bulletin, err error) {
	return b, json.Unmarshal(p.Content, &b)
}

// bulletin draws the bulletin of the figures of a publication.
func (db *DB) bulletin(ctx context.Context, plan domain.Plan, p domain.Publication, figures []domain.Figure) (domain.Bulletin, error) {
	b := domain.Bulletin{Plan: plan.Code, PlanName: plan.Title, Code: p.Code, Period: p.Period, AsOf: p.AsOf, KnownAt: p.KnownAt}
	names := map[domain.Dimension]map[string]domain.Text{}
	for _, by := range dimensions {
		var err error
		if names[by], err = db.PartNames(ctx, plan, by, figures); err != nil {
			return b, err
		}
	}
	for len(figures) > 0 {
		f := figures[0]
		n := slices.IndexFunc(figures, func(x domain.Figure) bool { return x.Indicator.Code != f.Indicator.Code || x.Dimension != f.Dimension })
		if n < 0 {
			n = len(figures)
		}
		parts := figures[:n]
		if figures = figures[n:]; f.Dimension != domain.WholeCity {
			b.AddTable(parts, names[f.Dimension])
			continue
		}
		line, err := db.lineOf(ctx, plan, p, f, names[domain.ByUnit])
		if err != nil {
			return b, err
		}
		b.Lines = append(b.Lines, line)
	}
	b.Finish()
	before, err := db.bulletinBefore(ctx, plan, p)
	if err != nil {
		return b, err
	}
	b.Changes = b.ChangesSince(before)
	return b, nil
}

// lineOf is the line of a whole figure: how it stands, and what it was a year ago.
func (db *DB) lineOf(ctx context.Context, plan domain.Plan, p domain.Publication, f domain.Figure, units map[string]domain.Text) (domain.BulletinLine, error) {
	q := FigureQuery{AsOf: p.AsOf, KnownAt: p.KnownAt, Until: p.Period.To}
	s, err := db.course(ctx, plan, f, q, false)
	if err != nil {
		return domain.BulletinLine{}, err
	}
	line := s.Line(units)
	if yearAgo := domain.DateOf(p.Period.To.Time().AddDate(-1, 0, 0)); plan.Period.Has(yearAgo) {
		line.LastYear, err = db.then(ctx, plan, f.Indicator, q, yearAgo)
	}
	return line, err
}

// bulletinBefore is the last bulletin of the plan before p: of an earlier period, or the
// revision before.
func (db *DB) bulletinBefore(ctx context.Context, plan domain.Plan, p domain.Publication) (domain.Bulletin, error) {
	all, err := db.Publications(ctx, plan.Code)
	if err != nil {
		return domain.Bulletin{}, err
	}
	for _, before := range all {
		if before.Period.To.Before(p.Period.To) || before.Code == p.Code && before.Revision < p.Revision {
			return ReadBulletin(before)
		}
	}
	return domain.Bulletin{}, nil
}

// PartNames name the parts of figures that are divided by a dimension, by their keys.
func (db *DB) PartNames(ctx context.Context, plan domain.Plan, by domain.Dimension, figures []domain.Figure) (map[string]domain.Text, error) {
	names := map[string]domain.Text{}
	switch by {
	case domain.ByArea:
		return db.AreaNames(ctx)
	case domain.ByUnit:
		units, err := db.Units(ctx)
		for _, u := range units {
			names[u.Code] = u.Name
		}
		return names, err
	case domain.BySector:
		for _, s := range plan.Sectors {
			names[s.Code] = s.Name
		}
	case domain.ByUniversity:
		var ids []domain.ID
		for _, f := range figures {
			if id, err := domain.ParseID(f.Key); err == nil && f.Dimension == by {
				ids = append(ids, id)
			}
		}
		found, err := db.OrganisationsByIDs(ctx, ids)
		for _, o := range found {
			names[o.ID.String()] = domain.Text{ZH: o.Name, EN: o.Name}
		}
		return names, err
	}
	return names, nil
}
