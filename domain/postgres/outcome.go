package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type outcomeRow struct {
	ID               domain.ID              `gorm:"column:id;primaryKey"`
	NeedID           domain.ID              `gorm:"column:need_id"`
	Kind             string                 `gorm:"column:kind"`
	TechnologyID     domain.ID              `gorm:"column:technology_id"`
	PolicyID         domain.ID              `gorm:"column:policy_id"`
	ExpertID         domain.ID              `gorm:"column:expert_id"`
	DockingID        domain.ID              `gorm:"column:docking_id"`
	Rank             int                    `gorm:"column:rank"`
	Score            float64                `gorm:"column:score"`
	NearMiss         bool                   `gorm:"column:near_miss"`
	Features         jsonb[[]storedFeature] `gorm:"column:features"`
	Gates            jsonb[json.RawMessage] `gorm:"column:gates"`
	Algorithm        string                 `gorm:"column:algorithm"`
	NeedVersion      int64                  `gorm:"column:need_version"`
	CandidateVersion int64                  `gorm:"column:candidate_version"`
	ComputedAt       time.Time              `gorm:"column:computed_at"`
	Late             bool                   `gorm:"column:late"`
	Stage            string                 `gorm:"column:stage"`
	Verdict          string                 `gorm:"column:verdict"`
	Side             string                 `gorm:"column:side"`
	Reason           string                 `gorm:"column:reason"`
	Note             string                 `gorm:"column:note"`
	ActorID          domain.ID              `gorm:"column:actor_id"`
	CreatedAt        time.Time              `gorm:"column:created_at"`
	DecidedAt        *time.Time             `gorm:"column:decided_at"`
}

func (outcomeRow) TableName() string { return "match_outcomes" }

func (r outcomeRow) candidate() domain.ID {
	return map[string]domain.ID{domain.MatchTechnology: r.TechnologyID, domain.MatchPolicy: r.PolicyID, domain.MatchExpert: r.ExpertID}[r.Kind]
}

func (r outcomeRow) domain() domain.Outcome {
	m := domain.Match{NeedID: r.NeedID, Kind: r.Kind, CandidateID: r.candidate(), Rank: r.Rank, Score: r.Score, NearMiss: r.NearMiss,
		Algorithm: r.Algorithm, NeedVersion: r.NeedVersion, CandidateVersion: r.CandidateVersion, ComputedAt: r.ComputedAt.UTC()}
	for _, f := range r.Features.V {
		m.Features = append(m.Features, domain.Feature{Name: f.Name, Known: f.Known, Value: f.Value, Weight: f.Weight, Contribution: f.Contribution,
			Reason: domain.Text{ZH: f.ZH, EN: f.EN}})
	}
	m.Raw = domain.RawOf(m.Features)
	o := domain.Outcome{ID: r.ID, Match: m, DockingID: r.DockingID, Late: r.Late, Stage: domain.Stage(r.Stage), Verdict: domain.Verdict(r.Verdict),
		Side: r.Side, Reason: r.Reason, Note: r.Note, Actor: r.ActorID, CreatedAt: r.CreatedAt.UTC()}
	if r.DecidedAt != nil {
		o.DecidedAt = r.DecidedAt.UTC()
	}
	return o
}

// Outcomes returns what became of matches, in the order in which it was recorded. It
// knows no scope: see library.go.
func (db *DB) Outcomes(ctx context.Context) ([]domain.Outcome, error) {
	var rows []outcomeRow
	err := db.read(ctx).Order("created_at, id").Find(&rows).Error
	return domains(rows, outcomeRow.domain), translate(err)
}

// storedMatches are the rows of a need's stored matches with the given candidates, as
// outcomes that are open.
func (t *tx) storedMatches(need domain.ID, candidates ...domain.ID) ([]outcomeRow, error) {
	var rows []outcomeRow
	err := t.Table("matches").Select("need_id", "kind", "technology_id", "policy_id", "expert_id", "rank", "score", "near_miss", "features", "gates", "algorithm",
		"need_version", "candidate_version", "computed_at").
		Where("need_id = ? AND coalesce(technology_id, policy_id, expert_id) IN ?", need, candidates).Order("kind, rank").Find(&rows).Error
	for i := range rows {
		rows[i].ID, rows[i].Verdict, rows[i].CreatedAt = domain.NewID(), string(domain.VerdictOpen), t.now
	}
	return rows, err
}

// keepMatches keeps the matches that a docking is made from as they are now. A docking
// that people thought of without a match leaves nothing to learn from.
func (t *tx) keepMatches(d domain.Docking, late bool) error {
	rows, err := t.storedMatches(d.NeedID, d.TechnologyID, d.ExpertID, d.EntrepreneurID)
	if err != nil || len(rows) == 0 {
		return err
	}
	for i := range rows {
		rows[i].DockingID, rows[i].Late = d.ID, late
		rows[i].follow(d, t.actor, d.UpdatedAt)
	}
	return t.Create(&rows).Error
}

// followDocking brings what is kept of a docking's matches up to where it stands.
func (t *tx) followDocking(d domain.Docking) error {
	var rows []outcomeRow
	if err := t.Where("docking_id = ?", d.ID).Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		r.follow(d, t.actor, t.now)
		if err := t.Model(&outcomeRow{}).Where("id = ?", r.ID).Select("stage", "verdict", "side", "reason", "actor_id", "decided_at").Updates(&r).Error; err != nil {
			return err
		}
	}
	return nil
}

// follow sets r to where a docking stands. The furthest stage stays when it is declined.
func (r *outcomeRow) follow(d domain.Docking, by domain.Actor, now time.Time) {
	r.Verdict, r.Side, r.Reason, r.ActorID, r.DecidedAt = string(domain.VerdictOpen), "", "", domain.ID{}, nil
	if d.Stage != domain.StageDeclined {
		r.Stage = string(d.Stage)
	}
	switch d.Stage {
	case domain.StageContracted:
		r.Verdict, r.DecidedAt = string(domain.VerdictContracted), &now
	case domain.StageDeclined:
		r.Verdict, r.Side, r.Reason, r.ActorID, r.DecidedAt = string(domain.VerdictDeclined), sideOf(d, by), d.DeclineReason, by.UserID, &now
	}
}

// sideOf is the side of a docking that an actor is on; who is on neither acts for the
// bureau.
func sideOf(d domain.Docking, by domain.Actor) string {
	if side := d.SideOf(by); side == domain.SideEnterprise || side == domain.SideProvider {
		return string(side)
	}
	return string(domain.SideBureau)
}

// noteOutcome keeps the words with which a docking was declined.
func (t *tx) noteOutcome(docking domain.ID, words string) error {
	return t.Model(&outcomeRow{}).Where("docking_id = ?", docking).UpdateColumn("note", words).Error
}

// KeepLoadedMatches keeps the matches of dockings that were loaded, as they are today,
// and returns how many it kept: what they were at the time, nobody knows.
func (db *DB) KeepLoadedMatches(ctx context.Context, actor domain.Actor) (kept int, err error) {
	err = db.write(ctx, actor, func(t *tx) error {
		var dockings []dockingRow
		loaded := "proposed_by IS NULL AND NOT EXISTS (SELECT FROM match_outcomes o WHERE o.docking_id = dockings.id)"
		matched := "EXISTS (SELECT FROM matches m WHERE m.need_id = dockings.need_id AND coalesce(m.technology_id, m.expert_id) IN (dockings.technology_id, dockings.expert_id, dockings.entrepreneur_id))"
		if err := t.Where(loaded).Where(matched).Order("id").Find(&dockings).Error; err != nil {
			return err
		}
		if kept = len(dockings); kept == 0 {
			return errLoaded
		}
		for _, d := range dockings {
			if err := t.keepMatches(d.domain(), true); err != nil {
				return err
			}
		}
		t.audit(domain.Matches, domain.ID{}, 0, "keep", map[string]any{"dockings": kept})
		return nil
	})
	if errors.Is(err, errLoaded) {
		return 0, nil
	}
	return kept, err
}

// dismissedScope are the dismissals of needs.
func dismissedScope(q *gorm.DB, needs ...domain.ID) *gorm.DB {
	return q.Model(&outcomeRow{}).Where("need_id IN ? AND verdict = ?", needs, domain.VerdictDismissed)
}
