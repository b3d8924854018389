package postgres

import (
	"time"

	"sanku/domain"
)

type technologyRow struct {
	ID              domain.ID         `gorm:"column:id;primaryKey"`
	Version         int64             `gorm:"column:version"`
	OrganisationID  domain.ID         `gorm:"column:organisation_id"`
	Title           string            `gorm:"column:title"`
	Abstract        string            `gorm:"column:abstract"`
	Description     string            `gorm:"column:description"`
	Keywords        texts             `gorm:"column:keywords"`
	Field           string            `gorm:"column:field"`
	Industries      texts             `gorm:"column:industries"`
	TRL             int               `gorm:"column:trl"`
	Registration    optional          `gorm:"column:registration"`
	Attribute       string            `gorm:"column:attribute"`
	Form            string            `gorm:"column:form"`
	Level           string            `gorm:"column:level"`
	Stage           string            `gorm:"column:stage"`
	IP              jsonb[[]right]    `gorm:"column:ip"`
	Modes           texts             `gorm:"column:modes"`
	PriceMin        *domain.Fen       `gorm:"column:price_min"`
	PriceMax        *domain.Fen       `gorm:"column:price_max"`
	Metrics         jsonb[[]quantity] `gorm:"column:metrics"`
	Inventors       texts             `gorm:"column:inventors"`
	Territory       string            `gorm:"column:territory"`
	Confidentiality string            `gorm:"column:confidentiality"`
	StartMonth      string            `gorm:"column:start_month"`
	EndMonth        string            `gorm:"column:end_month"`
	ValidUntil      domain.Date       `gorm:"column:valid_until"`
	State           string            `gorm:"column:state"`
	Reason          string            `gorm:"column:reason"`
	SourceKey       optional          `gorm:"column:source_key"`
	PublishedAt     *time.Time        `gorm:"column:published_at"`
	CreatedAt       time.Time         `gorm:"column:created_at"`
	UpdatedAt       time.Time         `gorm:"column:updated_at"`
}

func (technologyRow) TableName() string { return "technologies" }

func (r technologyRow) rowID() domain.ID { return r.ID }

func technologyRowOf(t domain.Technology) technologyRow {
	return technologyRow{t.ID, t.Version, t.OrganisationID, t.Title, t.Abstract, t.Description, t.Keywords, t.Field, t.Industries, t.TRL, optional(t.Registration),
		t.Attribute, t.Form, t.Level, t.Stage, rightsOf(t.IP), t.Modes, t.PriceMin, t.PriceMax, quantitiesOf(t.Metrics), t.Inventors, t.Territory,
		t.Confidentiality, t.StartMonth, t.EndMonth, t.ValidUntil, string(t.State), t.Reason, optional(t.SourceKey), t.PublishedAt, t.CreatedAt,
		t.UpdatedAt}
}

func (r technologyRow) domain() domain.Technology {
	return domain.Technology{ID: r.ID, Version: r.Version, OrganisationID: r.OrganisationID, Title: r.Title, Abstract: r.Abstract, Description: r.Description,
		Keywords: r.Keywords, Field: r.Field, Industries: r.Industries, TRL: r.TRL, Registration: string(r.Registration), Attribute: r.Attribute,
		Form: r.Form, Level: r.Level, Stage: r.Stage, IP: rights(r.IP), Modes: r.Modes, PriceMin: r.PriceMin, PriceMax: r.PriceMax,
		Metrics: quantities(r.Metrics), Inventors: r.Inventors, Territory: r.Territory, Confidentiality: r.Confidentiality,
		StartMonth: r.StartMonth, EndMonth: r.EndMonth, ValidUntil: r.ValidUntil, State: domain.ListingState(r.State), Reason: r.Reason,
		SourceKey: string(r.SourceKey), PublishedAt: utc(r.PublishedAt), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

// right is how an IP right is kept in a jsonb column.
type right struct {
	Kind   string `json:"kind"`
	Title  string `json:"title,omitempty"`
	Number string `json:"number,omitempty"`
	Status string `json:"status,omitempty"`
}

func rightsOf(rs []domain.IPRight) jsonb[[]right] {
	out := make([]right, len(rs))
	for i, r := range rs {
		out[i] = right(r)
	}
	return jsonb[[]right]{out}
}

func rights(j jsonb[[]right]) []domain.IPRight {
	var out []domain.IPRight
	for _, r := range j.V {
		out = append(out, domain.IPRight(r))
	}
	return out
}

func technologySortKey(r technologyRow, column string) string {
	switch column {
	case "title":
		return r.Title
	case "created_at":
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}
