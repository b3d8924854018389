package postgres

import (
	"time"

	"sanku/domain"
)

type activityRow struct {
	ID          domain.ID           `gorm:"column:id;primaryKey"`
	Version     int64               `gorm:"column:version"`
	Kind        string              `gorm:"column:kind"`
	Title       string              `gorm:"column:title"`
	Fields      texts               `gorm:"column:fields"`
	Area        optional            `gorm:"column:area"`
	Place       string              `gorm:"column:place"`
	StartsAt    time.Time           `gorm:"column:starts_at"`
	EndsAt      time.Time           `gorm:"column:ends_at"`
	HostID      domain.ID           `gorm:"column:host_id"`
	Unit        optional            `gorm:"column:unit"`
	Capacity    int                 `gorm:"column:capacity"`
	Description string              `gorm:"column:description"`
	Agenda      jsonb[[]agendaJSON] `gorm:"column:agenda"`
	State       string              `gorm:"column:state"`
	Reason      string              `gorm:"column:reason"`
	AnnouncedAt *time.Time          `gorm:"column:announced_at"`
	Notes       string              `gorm:"column:notes"`
	CreatedBy   domain.ID           `gorm:"column:created_by"`
	CreatedAt   time.Time           `gorm:"column:created_at"`
	UpdatedAt   time.Time           `gorm:"column:updated_at"`
	SourceKey   optional            `gorm:"column:source_key"`
}

type agendaJSON struct {
	At           string    `json:"at,omitempty"`
	NeedID       domain.ID `json:"need,omitzero"`
	TechnologyID domain.ID `json:"technology,omitzero"`
	Words        string    `json:"words,omitempty"`
}

func (activityRow) TableName() string { return "activities" }

func (r activityRow) rowID() domain.ID { return r.ID }

func activityRowOf(a domain.Activity) activityRow {
	agenda := make([]agendaJSON, len(a.Agenda))
	for i, item := range a.Agenda {
		agenda[i] = agendaJSON(item)
	}
	return activityRow{a.ID, a.Version, a.Kind, a.Title, a.Fields, optional(a.Area), a.Place, a.StartsAt, a.EndsAt, a.HostID, optional(a.Unit), a.Capacity, a.Description,
		jsonb[[]agendaJSON]{agenda}, string(a.State), a.Reason, a.AnnouncedAt, a.Notes, a.CreatedBy, a.CreatedAt, a.UpdatedAt, optional(a.SourceKey)}
}

func (r activityRow) domain() domain.Activity {
	a := domain.Activity{ID: r.ID, Version: r.Version, Kind: r.Kind, Title: r.Title, Fields: r.Fields, Area: string(r.Area), Place: r.Place, StartsAt: r.StartsAt.UTC(), EndsAt: r.EndsAt.UTC(),
		HostID: r.HostID, Unit: string(r.Unit), Capacity: r.Capacity, Description: r.Description, State: domain.ActivityState(r.State), Reason: r.Reason, Notes: r.Notes,
		SourceKey: string(r.SourceKey), CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
	if r.AnnouncedAt != nil {
		at := r.AnnouncedAt.UTC()
		a.AnnouncedAt = &at
	}
	for _, item := range r.Agenda.V {
		a.Agenda = append(a.Agenda, domain.AgendaItem(item))
	}
	return a
}

var activityScope = scopeColumns{public: "activities.announced_at IS NOT NULL", area: "activities.area", organisations: []string{"activities.host_id = ?"}}

type activityRegistrationRow struct {
	ID             domain.ID  `gorm:"column:id;primaryKey"`
	Version        int64      `gorm:"column:version"`
	ActivityID     domain.ID  `gorm:"column:activity_id"`
	OrganisationID domain.ID  `gorm:"column:organisation_id"`
	ExpertID       domain.ID  `gorm:"column:expert_id"`
	Persons        int        `gorm:"column:persons"`
	Contact        string     `gorm:"column:contact"`
	Phone          string     `gorm:"column:phone"`
	Note           string     `gorm:"column:note"`
	State          string     `gorm:"column:state"`
	CheckedInAt    *time.Time `gorm:"column:checked_in_at"`
	Came           int        `gorm:"column:came"`
	Satisfaction   int        `gorm:"column:satisfaction"`
	Opinion        string     `gorm:"column:opinion"`
	RegisteredBy   domain.ID  `gorm:"column:registered_by"`
	CreatedAt      time.Time  `gorm:"column:created_at"`
	UpdatedAt      time.Time  `gorm:"column:updated_at"`
}

func (activityRegistrationRow) TableName() string { return "activity_registrations" }

func (r activityRegistrationRow) rowID() domain.ID { return r.ID }

func activityRegistrationRowOf(r domain.Registration) activityRegistrationRow {
	return activityRegistrationRow{r.ID, r.Version, r.ActivityID, r.OrganisationID, r.ExpertID, r.Persons, r.Contact, r.Phone, r.Note, string(r.State),
		r.CheckedInAt, r.Came, r.Satisfaction, r.Opinion, r.RegisteredBy, r.CreatedAt, r.UpdatedAt}
}

func (r activityRegistrationRow) domain() domain.Registration {
	out := domain.Registration{ID: r.ID, Version: r.Version, ActivityID: r.ActivityID, OrganisationID: r.OrganisationID, ExpertID: r.ExpertID, Persons: r.Persons, Contact: r.Contact,
		Phone: r.Phone, Note: r.Note, State: domain.RegistrationState(r.State), Came: r.Came, Satisfaction: r.Satisfaction, Opinion: r.Opinion, RegisteredBy: r.RegisteredBy,
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
	if r.CheckedInAt != nil {
		at := r.CheckedInAt.UTC()
		out.CheckedInAt = &at
	}
	return out
}

var activityRegistrationScope = scopeColumns{
	area:          "(SELECT a.area FROM activities a WHERE a.id = activity_registrations.activity_id)",
	organisations: []string{"activity_registrations.organisation_id = ?"},
	experts:       []string{"activity_registrations.expert_id = ?"},
}
