package postgres

import (
	"time"

	"sanku/domain"
)

type dockingRow struct {
	ID             domain.ID `gorm:"column:id;primaryKey"`
	Version        int64     `gorm:"column:version"`
	NeedID         domain.ID `gorm:"column:need_id"`
	TechnologyID   domain.ID `gorm:"column:technology_id"`
	ExpertID       domain.ID `gorm:"column:expert_id"`
	EntrepreneurID domain.ID `gorm:"column:entrepreneur_id"`
	StewardID      domain.ID `gorm:"column:steward_id"`
	EnterpriseID   domain.ID `gorm:"column:enterprise_id"`
	ProviderID     domain.ID `gorm:"column:provider_id"`
	Area           optional  `gorm:"column:area"`

	EnterpriseVeiled bool `gorm:"column:enterprise_veiled"`
	ProviderVeiled   bool `gorm:"column:provider_veiled"`

	Stage         string    `gorm:"column:stage"`
	DeclineReason string    `gorm:"column:decline_reason"`
	Note          string    `gorm:"column:note"`
	ProposedBy    domain.ID `gorm:"column:proposed_by"`
	SourceKey     optional  `gorm:"column:source_key"`
	CreatedAt     time.Time `gorm:"column:created_at"`
	UpdatedAt     time.Time `gorm:"column:updated_at"`

	ProposedSide         string                        `gorm:"column:proposed_side"`
	Intent               jsonb[map[string]storedReply] `gorm:"column:intent"`
	IntroducedAt         *time.Time                    `gorm:"column:introduced_at"`
	EnterpriseAcceptedAt *time.Time                    `gorm:"column:enterprise_accepted_at"`
	ProviderAcceptedAt   *time.Time                    `gorm:"column:provider_accepted_at"`
	StageSince           time.Time                     `gorm:"column:stage_since"`
	DueOn                domain.Date                   `gorm:"column:due_on"`
}

func (dockingRow) TableName() string { return "dockings" }

func (r dockingRow) rowID() domain.ID { return r.ID }

func dockingRowOf(d domain.Docking) dockingRow {
	return dockingRow{d.ID, d.Version, d.NeedID, d.TechnologyID, d.ExpertID, d.EntrepreneurID, d.StewardID, d.EnterpriseID, d.ProviderID,
		optional(d.Area), d.EnterpriseVeiled, d.ProviderVeiled, string(d.Stage), d.DeclineReason, d.Note, d.ProposedBy, optional(d.SourceKey), d.CreatedAt, d.UpdatedAt,
		string(d.ProposedSide), storedReplies(d.Intent), momentOf(d.IntroducedAt), momentOf(d.EnterpriseAcceptedAt), momentOf(d.ProviderAcceptedAt), d.StageSince, d.DueOn}
}

func (r dockingRow) domain() domain.Docking {
	return domain.Docking{ID: r.ID, Version: r.Version, NeedID: r.NeedID, TechnologyID: r.TechnologyID, ExpertID: r.ExpertID,
		EntrepreneurID: r.EntrepreneurID, StewardID: r.StewardID, EnterpriseID: r.EnterpriseID, ProviderID: r.ProviderID,
		Area: string(r.Area), EnterpriseVeiled: r.EnterpriseVeiled, ProviderVeiled: r.ProviderVeiled, Stage: domain.Stage(r.Stage), DeclineReason: r.DeclineReason, Note: r.Note, ProposedBy: r.ProposedBy,
		SourceKey: string(r.SourceKey), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		ProposedSide: domain.Side(r.ProposedSide), Intent: repliesOf(r.Intent), IntroducedAt: timeOf(r.IntroducedAt), EnterpriseAcceptedAt: timeOf(r.EnterpriseAcceptedAt),
		ProviderAcceptedAt: timeOf(r.ProviderAcceptedAt), StageSince: r.StageSince.UTC(), DueOn: r.DueOn}
}

// momentOf is t for a column in which the zero time is NULL.
func momentOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// timeOf is what a column in which the zero time is NULL holds.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// storedReply is a domain.Reply in a jsonb column.
type storedReply struct {
	Words  string     `json:"words,omitempty"`
	Chosen []string   `json:"chosen,omitempty"`
	From   domain.Fen `json:"from,omitempty"`
	To     domain.Fen `json:"to,omitempty"`
}

func storedReplies(replies domain.Replies) jsonb[map[string]storedReply] {
	stored := map[string]storedReply{}
	for code, r := range replies {
		stored[code] = storedReply(r)
	}
	return jsonb[map[string]storedReply]{stored}
}

func repliesOf(stored jsonb[map[string]storedReply]) domain.Replies {
	if len(stored.V) == 0 {
		return nil
	}
	replies := domain.Replies{}
	for code, r := range stored.V {
		replies[code] = domain.Reply(r)
	}
	return replies
}

var dockingScope = scopeColumns{
	area:          "dockings.area",
	organisations: []string{"dockings.enterprise_id = ?", "dockings.provider_id = ?"},
	experts:       []string{"dockings.steward_id = ?", "dockings.expert_id = ?", "dockings.entrepreneur_id = ?"},
	proposer:      "dockings.proposed_by = ?",
}
