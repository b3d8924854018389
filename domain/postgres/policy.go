package postgres

import (
	"time"

	"sanku/domain"
)

type policyRow struct {
	ID            domain.ID   `gorm:"column:id;primaryKey"`
	Version       int64       `gorm:"column:version"`
	Title         string      `gorm:"column:title"`
	Number        string      `gorm:"column:number"`
	Issuer        string      `gorm:"column:issuer"`
	Level         string      `gorm:"column:level"`
	Region        optional    `gorm:"column:region"`
	IssuedOn      domain.Date `gorm:"column:issued_on"`
	EffectiveFrom domain.Date `gorm:"column:effective_from"`
	ValidUntil    domain.Date `gorm:"column:valid_until"`
	SourceURL     string      `gorm:"column:source_url"`
	Summary       string      `gorm:"column:summary"`
	State         string      `gorm:"column:state"`
	Reason        string      `gorm:"column:reason"`
	SourceKey     optional    `gorm:"column:source_key"`
	CreatedAt     time.Time   `gorm:"column:created_at"`
	UpdatedAt     time.Time   `gorm:"column:updated_at"`
}

func (policyRow) TableName() string { return "policies" }

func (r policyRow) rowID() domain.ID { return r.ID }

func policyRowOf(p domain.Policy) policyRow {
	return policyRow{p.ID, p.Version, p.Title, p.Number, p.Issuer, p.Level, optional(p.Region), p.IssuedOn, p.EffectiveFrom, p.ValidUntil, p.SourceURL,
		p.Summary, string(p.State), p.Reason, optional(p.SourceKey), p.CreatedAt, p.UpdatedAt}
}

// domain returns the policy without its clauses.
func (r policyRow) domain() domain.Policy {
	return domain.Policy{ID: r.ID, Version: r.Version, Title: r.Title, Number: r.Number, Issuer: r.Issuer, Level: r.Level, Region: string(r.Region),
		IssuedOn: r.IssuedOn, EffectiveFrom: r.EffectiveFrom, ValidUntil: r.ValidUntil, SourceURL: r.SourceURL, Summary: r.Summary,
		State: domain.PolicyState(r.State), Reason: r.Reason, SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

var policyScope = scopeColumns{public: "policies.state <> 'draft'", members: "policies.state <> 'draft'"}

func policySortKey(r policyRow, column string) string {
	switch column {
	case "title":
		return r.Title
	case "created_at":
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}
