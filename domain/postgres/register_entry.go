package postgres

import (
	"time"

	"sanku/domain"
)

type registerEntryRow struct {
	ID             domain.ID   `gorm:"column:id;primaryKey"`
	Version        int64       `gorm:"column:version"`
	Register       string      `gorm:"column:register"`
	Category       string      `gorm:"column:category"`
	Level          string      `gorm:"column:level"`
	Title          string      `gorm:"column:title"`
	Number         string      `gorm:"column:number"`
	OrganisationID domain.ID   `gorm:"column:organisation_id"`
	Unit           optional    `gorm:"column:unit"`
	Area           optional    `gorm:"column:area"`
	Amount         *domain.Fen `gorm:"column:amount"`
	StartsOn       domain.Date `gorm:"column:starts_on"`
	EndsOn         domain.Date `gorm:"column:ends_on"`
	WithdrawnOn    domain.Date `gorm:"column:withdrawn_on"`
	Reason         string      `gorm:"column:reason"`
	Source         string      `gorm:"column:source"`
	SourceURL      string      `gorm:"column:source_url"`
	Note           string      `gorm:"column:note"`
	ContractID     domain.ID   `gorm:"column:contract_id"`
	NeedID         domain.ID   `gorm:"column:need_id"`
	Incentive      string      `gorm:"column:incentive"`
	SourceKey      optional    `gorm:"column:source_key"`
	CreatedAt      time.Time   `gorm:"column:created_at"`
	UpdatedAt      time.Time   `gorm:"column:updated_at"`
}

func (registerEntryRow) TableName() string { return "register_entries" }

func (r registerEntryRow) rowID() domain.ID { return r.ID }

func registerEntryRowOf(e domain.RegisterEntry) registerEntryRow {
	return registerEntryRow{e.ID, e.Version, e.Register, e.Category, e.Level, e.Title, e.Number, e.OrganisationID, optional(e.Unit), optional(e.Area), e.Amount,
		e.StartsOn, e.EndsOn, e.WithdrawnOn, e.Reason, e.Source, e.SourceURL, e.Note, e.ContractID, e.NeedID, e.Incentive, optional(e.SourceKey), e.CreatedAt, e.UpdatedAt}
}

func (r registerEntryRow) domain() domain.RegisterEntry {
	return domain.RegisterEntry{ID: r.ID, Version: r.Version, Register: r.Register, Category: r.Category, Level: r.Level, Title: r.Title, Number: r.Number,
		OrganisationID: r.OrganisationID, Unit: string(r.Unit), Area: string(r.Area), Amount: r.Amount, StartsOn: r.StartsOn, EndsOn: r.EndsOn,
		WithdrawnOn: r.WithdrawnOn, Reason: r.Reason, Source: r.Source, SourceURL: r.SourceURL, Note: r.Note, ContractID: r.ContractID, NeedID: r.NeedID,
		Incentive: r.Incentive, SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}

// registerEntryScope says as domain.Register.Facts does who may see an entry.
var registerEntryScope = scopeColumns{
	public:        "register_entries.register IN (SELECT code FROM registers WHERE amount = '')",
	members:       "register_entries.register IN (SELECT code FROM registers WHERE amount = '')",
	organisations: []string{"register_entries.organisation_id = ?"},
	units:         []string{"register_entries.unit = ?"},
	unitArea:      "register_entries.area",
}

func registerEntrySortKey(r registerEntryRow, column string) string {
	switch column {
	case "title":
		return r.Title
	case "starts_on":
		return r.StartsOn.String()
	case "created_at":
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}
