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
	Signature   string                 `gorm:"column:signature"`
	PublishedBy domain.ID              `gorm:"column:published_by"`
	PublishedAt time.Time              `gorm:"column:published_at"`
}

func (publicationRow) TableName() string { return "publications" }

func publicationRowOf(p domain.Publication) publicationRow {
	return publicationRow{p.ID, p.Plan, p.Code, p.Revision, p.Corrects, p.Reason, p.Title, p.Number, p.Period.From, p.Period.To, p.AsOf, p.KnownAt,
		jsonb[json.RawMessage]{p.Content}, p.Digest, p.Signature, p.PublishedBy, p.PublishedAt}
}

func (r publicationRow) domain() domain.Publication {
	return domain.Publication{ID: r.ID, Plan: r.Plan, Code: r.Code, Revision: r.Revision, Corrects: r.Corrects, Reason: r.Reason, Title: r.Title, Number: r.Number,
		Period: domain.Period{From: r.PeriodFrom, To: r.PeriodTo}, AsOf: r.AsOf, KnownAt: r.KnownAt.UTC(), Content: r.Content.V, Digest: r.Digest,
		Signature: r.Signature, PublishedBy: r.PublishedBy, PublishedAt: r.PublishedAt.UTC()}
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

// Publication returns one publication; ErrNotFound.
func (db *DB) Publication(ctx context.Context, id domain.ID) (domain.Publication, error) {
	var row publicationRow
	err := db.read(ctx).Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// PublishedFigures lists the figures of a publication.
func (db *DB) PublishedFigures(ctx context.Context, publication domain.ID) ([]domain.PublishedFigure, error) {
	var rows []publishedFigureRow
	err := db.read(ctx).Where("publication_id = ?", publication).Order("indicator, variant, dimension, key").Find(&rows).Error
	return domains(rows, publishedFigureRow.domain), translate(err)
}
