package postgres

import (
	"time"

	"sanku/domain"
)

type needRow struct {
	ID              domain.ID         `gorm:"column:id;primaryKey"`
	Version         int64             `gorm:"column:version"`
	OrganisationID  domain.ID         `gorm:"column:organisation_id"`
	Title           string            `gorm:"column:title"`
	Background      string            `gorm:"column:background"`
	Problem         string            `gorm:"column:problem"`
	Targets         jsonb[[]quantity] `gorm:"column:targets"`
	Field           string            `gorm:"column:field"`
	Industry        optional          `gorm:"column:industry"`
	Modes           texts             `gorm:"column:modes"`
	BudgetMin       *domain.Fen       `gorm:"column:budget_min"`
	BudgetMax       *domain.Fen       `gorm:"column:budget_max"`
	Deadline        domain.Date       `gorm:"column:deadline"`
	IPOwnership     string            `gorm:"column:ip_ownership"`
	TRLMin          int               `gorm:"column:trl_min"`
	Territory       string            `gorm:"column:territory"`
	Secret          bool              `gorm:"column:secret"`
	ConditionText   string            `gorm:"column:condition_text"`
	Confidentiality string            `gorm:"column:confidentiality"`
	ContactName     string            `gorm:"column:contact_name"`
	ContactPhone    string            `gorm:"column:contact_phone"`
	Keywords        texts             `gorm:"column:keywords"`
	ValidUntil      domain.Date       `gorm:"column:valid_until"`
	State           string            `gorm:"column:state"`
	Reason          string            `gorm:"column:reason"`
	SourceKey       optional          `gorm:"column:source_key"`
	PublishedAt     *time.Time        `gorm:"column:published_at"`
	CreatedAt       time.Time         `gorm:"column:created_at"`
	UpdatedAt       time.Time         `gorm:"column:updated_at"`
}

func (needRow) TableName() string { return "needs" }

func (r needRow) rowID() domain.ID { return r.ID }

func needRowOf(n domain.Need) needRow {
	c := n.Conditions
	return needRow{n.ID, n.Version, n.OrganisationID, n.Title, n.Background, n.Problem, quantitiesOf(n.Targets), n.Field, optional(n.Industry),
		n.Modes, n.BudgetMin, n.BudgetMax, n.Deadline, n.IPOwnership, c.TRLMin, c.Territory, c.Secret, c.Text, n.Confidentiality,
		n.ContactName, n.ContactPhone, n.Keywords, n.ValidUntil, string(n.State), n.Reason, optional(n.SourceKey), n.PublishedAt, n.CreatedAt, n.UpdatedAt}
}

func (r needRow) domain() domain.Need {
	return domain.Need{ID: r.ID, Version: r.Version, OrganisationID: r.OrganisationID, Title: r.Title, Background: r.Background, Problem: r.Problem,
		Targets: quantities(r.Targets), Field: r.Field, Industry: string(r.Industry), Modes: r.Modes, BudgetMin: r.BudgetMin, BudgetMax: r.BudgetMax,
		Deadline: r.Deadline, IPOwnership: r.IPOwnership,
		Conditions:      domain.NeedConditions{TRLMin: r.TRLMin, Territory: r.Territory, Secret: r.Secret, Text: r.ConditionText},
		Confidentiality: r.Confidentiality, ContactName: r.ContactName, ContactPhone: r.ContactPhone, Keywords: r.Keywords, ValidUntil: r.ValidUntil,
		State: domain.ListingState(r.State), Reason: r.Reason, SourceKey: string(r.SourceKey), PublishedAt: utc(r.PublishedAt), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

func needSortKey(r needRow, column string) string {
	switch column {
	case "title":
		return r.Title
	case "created_at":
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}
