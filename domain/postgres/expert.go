package postgres

import (
	"time"

	"sanku/domain"
)

type expertRow struct {
	ID             domain.ID `gorm:"column:id;primaryKey"`
	Version        int64     `gorm:"column:version"`
	Kind           string    `gorm:"column:kind"`
	Name           string    `gorm:"column:name"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Area           optional  `gorm:"column:area"`
	Title          string    `gorm:"column:title"`
	Fields         texts     `gorm:"column:fields"`
	Industries     texts     `gorm:"column:industries"`
	Expertise      string    `gorm:"column:expertise"`
	Experience     string    `gorm:"column:experience"`
	Achievements   texts     `gorm:"column:achievements"`
	Capacity       int       `gorm:"column:capacity"`
	State          string    `gorm:"column:state"`
	Reason         string    `gorm:"column:reason"`
	SourceKey      optional  `gorm:"column:source_key"`
	CreatedAt      time.Time `gorm:"column:created_at"`
	UpdatedAt      time.Time `gorm:"column:updated_at"`
}

func (expertRow) TableName() string { return "experts" }

func (r expertRow) rowID() domain.ID { return r.ID }

func expertRowOf(e domain.Expert) expertRow {
	return expertRow{e.ID, e.Version, e.Kind, e.Name, e.OrganisationID, optional(e.Area), e.Title, e.Fields, e.Industries, e.Expertise, e.Experience,
		e.Achievements, e.Capacity, string(e.State), e.Reason, optional(e.SourceKey), e.CreatedAt, e.UpdatedAt}
}

func (r expertRow) domain() domain.Expert {
	return domain.Expert{ID: r.ID, Version: r.Version, Kind: r.Kind, Name: r.Name, OrganisationID: r.OrganisationID, Area: string(r.Area), Title: r.Title,
		Fields: r.Fields, Industries: r.Industries, Expertise: r.Expertise, Experience: r.Experience, Achievements: r.Achievements,
		Capacity: r.Capacity, State: domain.ExpertState(r.State), Reason: r.Reason, SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt.UTC(),
		UpdatedAt: r.UpdatedAt.UTC()}
}

var expertScope = scopeColumns{public: "experts.state = 'published'", members: "experts.state = 'published'", area: "experts.area", experts: []string{"experts.id = ?"}}

func expertSortKey(r expertRow, column string) string {
	switch column {
	case "name":
		return r.Name
	case "created_at":
		return stamp(r.CreatedAt)
	}
	return stamp(r.UpdatedAt)
}
