package postgres

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type publicationRow struct {
	ID          domain.ID              `gorm:"column:id;primaryKey"`
	Plan        string                 `gorm:"column:plan"`
	Code        string                 `gorm:"column:code"`
	Revision    int                    `gorm:"column:revision"`
	Corrects    domain.ID              `gorm:"column:corrects"`
	Reason      string                 `gorm:"column:reason"`
	Title       string                 `gorm:"column:title"`
	Number      string                 `gorm:"column:number"`
	PeriodFrom  domain.Date            `gorm:"column:period_from"`
	PeriodTo    domain.Date            `gorm:"column:period_to"`
	AsOf        domain.Date            `gorm:"column:as_of"`
	KnownAt     time.Time              `gorm:"column:known_at"`
	Content     jsonb[json.RawMessage] `gorm:"column:content"`
	Digest      string                 `gorm:"column:digest"`
	PublishedBy domain.ID              `gorm:"column:published_by"`
	PublishedAt time.Time              `gorm:"column:published_at"`
}

func (publicationRow) TableName() string { return "publications" }

func publicationRowOf(p domain.Publication) publicationRow {
	return publicationRow{p.ID, p.Plan, p.Code, p.Revision, p.Corrects, p.Reason, p.Title, p.Number, p.Period.From, p.Period.To, p.AsOf, p.KnownAt,
		jsonb[json.RawMessage]{p.Content}, p.Digest, p.PublishedBy, p.PublishedAt}
}

func (r publicationRow) domain() domain.Publication {
	return domain.Publication{ID: r.ID, Plan: r.Plan, Code: r.Code, Revision: r.Revision, Corrects: r.Corrects, Reason: r.Reason, Title: r.Title, Number: r.Number,
		Period: domain.Period{From: r.PeriodFrom, To: r.PeriodTo}, AsOf: r.AsOf, KnownAt: r.KnownAt.UTC(), Content: r.Content.V, Digest: r.Digest,
		PublishedBy: r.PublishedBy, PublishedAt: r.PublishedAt.UTC()}
}

type publishedFigureRow struct {
	PublicationID domain.ID       `gorm:"column:publication_id"`
	Indicator     string          `gorm:"column:indicator"`
	Variant       string          `gorm:"column:variant"`
	Dimension     string          `gorm:"column:dimension"`
	Key           string          `gorm:"column:key"`
	Value         *domain.Decimal `gorm:"column:value"`
	Numerator     *domain.Decimal `gorm:"column:numerator"`
	Denominator   *domain.Decimal `gorm:"column:denominator"`
	Target        *domain.Decimal `gorm:"column:target"`
	Records       int             `gorm:"column:records"`
	Digest        string          `gorm:"column:digest"`
}

func (publishedFigureRow) TableName() string { return "published_figures" }

func publishedFigureRowOf(id domain.ID, f domain.PublishedFigure) publishedFigureRow {
	return publishedFigureRow{id, f.Indicator, f.Variant, string(f.Dimension), f.Key, f.Value, f.Numerator, f.Denominator, f.Target, f.Records, f.Digest}
}

func (r publishedFigureRow) domain() domain.PublishedFigure {
	return domain.PublishedFigure{Indicator: r.Indicator, Variant: r.Variant, Dimension: domain.Dimension(r.Dimension), Key: r.Key,
		Value: r.Value, Numerator: r.Numerator, Denominator: r.Denominator, Target: r.Target, Records: r.Records, Digest: r.Digest}
}

// Draw makes what is to be published of the figures of a plan: its content as JSON. What
// it reads, it reads from view.
type Draw func(view *DB, p domain.Publication, figures []domain.Figure) (json.RawMessage, error)

// Publish publishes the figures of plan up to the end of p's period as they stand on
// p.AsOf, with the content that draw makes of them, and returns it as stored. The first publication of a
// code is revision 1; another needs a reason and is the next revision. Nothing that is
// entered afterwards is known at its moment. Errors: InvalidErrors; ErrForbidden.
func (db *DB) Publish(ctx context.Context, actor domain.Actor, plan domain.Plan, p domain.Publication, draw Draw) (domain.Publication, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if !domain.Can(actor, domain.Create, domain.Publications, domain.Facts{}) {
			return domain.ErrForbidden
		}
		if err := t.follow(&p, plan); err != nil {
			return err
		}
		view := t.view()
		figures, err := view.everyFigure(ctx, plan, p)
		if err != nil {
			return err
		}
		if p.Content, err = draw(view, p, figures); err != nil {
			return err
		}
		if err := p.Validate(domain.DateOf(t.now)); err != nil {
			return err
		}
		return t.insertPublication(&p, figures)
	})
	if err != nil {
		return domain.Publication{}, err
	}
	return p, nil
}

// follow puts p after the publications before it, and its moment after all that is known:
// whoever writes what figures are made of waits until it has been published.
func (t *tx) follow(p *domain.Publication, plan domain.Plan) error {
	if err := t.alone("publications"); err != nil {
		return err
	}
	if err := t.Exec("LOCK TABLE contract_versions, register_versions, reports IN SHARE MODE").Error; err != nil {
		return err
	}
	p.ID, p.Plan, p.Revision, p.Corrects, p.PublishedBy, p.PublishedAt = domain.NewID(), plan.Code, 1, domain.ID{}, t.actor.UserID, t.now
	var before publicationRow
	err := t.Where("plan = ? AND code = ?", plan.Code, p.Code).Order("revision DESC").Limit(1).Find(&before).Error
	if err != nil {
		return err
	}
	if before.Revision > 0 {
		p.Revision, p.Corrects = before.Revision+1, before.ID
	}
	moment, err := t.moment("reports")
	if err != nil {
		return err
	}
	err = t.Raw(`SELECT greatest(?::timestamptz, (SELECT max(known_from) FROM contract_versions), (SELECT max(known_from) FROM register_versions),
		(SELECT max(approved_at) FROM reports))`, moment).Row().Scan(&p.KnownAt)
	p.KnownAt = p.KnownAt.UTC()
	return err
}

func (t *tx) insertPublication(p *domain.Publication, figures []domain.Figure) error {
	row := publicationRowOf(*p)
	if err := t.Raw("SELECT "+contentDigest("?::jsonb"), string(p.Content)).Row().Scan(&row.Digest); err != nil {
		return err
	}
	p.Digest = row.Digest
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	var rows []publishedFigureRow
	for _, f := range figures {
		rows = append(rows, domains(f.Published(), func(f domain.PublishedFigure) publishedFigureRow { return publishedFigureRowOf(p.ID, f) })...)
	}
	t.record(domain.Publications, p.ID, int64(p.Revision), domain.Create, map[string]any{"plan": p.Plan, "code": p.Code, "revision": p.Revision, "reason": p.Reason, "digest": p.Digest})
	if len(rows) == 0 {
		return nil
	}
	return t.CreateInBatches(rows, 500).Error
}

// contentDigest is an expression for the SHA-256 of a jsonb as the database writes it.
func contentDigest(column string) string {
	return "encode(sha256(convert_to((" + column + ")::text, 'UTF8')), 'hex')"
}

// Publications lists what was published of a plan, the latest first, the last revision of
// each before those before it.
func (db *DB) Publications(ctx context.Context, plan string) ([]domain.Publication, error) {
	return publications(db.read(ctx).Where("plan = ?", plan))
}

func publications(q *gorm.DB) ([]domain.Publication, error) {
	var rows []publicationRow
	err := q.Order("period_to DESC, code, revision DESC").Find(&rows).Error
	return domains(rows, publicationRow.domain), translate(err)
}

// PublishedFigures lists the figures of a publication.
func (db *DB) PublishedFigures(ctx context.Context, publication domain.ID) ([]domain.PublishedFigure, error) {
	var rows []publishedFigureRow
	err := db.read(ctx).Where("publication_id = ?", publication).Order("indicator, variant, dimension, key").Find(&rows).Error
	return domains(rows, publishedFigureRow.domain), translate(err)
}
