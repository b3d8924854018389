package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type reviewRow struct {
	ID           domain.ID          `gorm:"column:id;primaryKey"`
	NeedID       domain.ID          `gorm:"column:need_id"`
	TechnologyID domain.ID          `gorm:"column:technology_id"`
	Round        int                `gorm:"column:round"`
	Version      int64              `gorm:"column:version"`
	SubmittedBy  domain.ID          `gorm:"column:submitted_by"`
	SubmittedAt  time.Time          `gorm:"column:submitted_at"`
	Decision     string             `gorm:"column:decision"`
	Points       jsonb[[]pointJSON] `gorm:"column:points"`
	Reason       string             `gorm:"column:reason"`
	DecidedBy    domain.ID          `gorm:"column:decided_by"`
	DecidedAt    *time.Time         `gorm:"column:decided_at"`
	Decider      string             `gorm:"column:decider;->"`
}

type pointJSON struct {
	Field string `json:"field"`
	Words string `json:"words"`
}

func (reviewRow) TableName() string { return "review_rounds" }

func (r reviewRow) domain() domain.ReviewRound {
	return domain.ReviewRound{ID: r.ID, NeedID: r.NeedID, TechnologyID: r.TechnologyID, Round: r.Round, Version: r.Version, SubmittedBy: r.SubmittedBy, SubmittedAt: r.SubmittedAt.UTC(),
		Decision: r.Decision, Points: domains(r.Points.V, func(p pointJSON) domain.ReviewPoint { return domain.ReviewPoint(p) }), Reason: r.Reason,
		DecidedBy: r.DecidedBy, Decider: r.Decider, DecidedAt: utc(r.DecidedAt)}
}

// handled is a listing that has been written, as its rounds of review and the reminders of
// its expiry need to know it.
type handled struct {
	need, technology domain.ID
	version          int64
	before, after    domain.ListingState
	renewed          bool // it is valid until another day
	step             string
	said             domain.Return
}

// followed does what follows from a listing having been written.
func (t *tx) followed(h handled) error {
	if h.renewed {
		if err := t.forgetExpiry(h.listing()); err != nil {
			return err
		}
	}
	return t.reviewed(h)
}

// reviewed opens a round of review when a listing is handed in, and ends it when it is
// waiting no more.
func (t *tx) reviewed(h handled) error {
	switch {
	case h.before == h.after:
		return nil
	case h.after == domain.ListingSubmitted:
		_, err := t.openRound(h)
		return err
	case h.before != domain.ListingSubmitted:
		return nil
	}
	var row reviewRow
	err := t.Where("coalesce(need_id, technology_id) = ? AND decision = ''", h.listing()).Limit(1).Find(&row).Error
	if err == nil && row.ID.IsZero() { // it came in as submitted
		row, err = t.openRound(h)
	}
	if err != nil {
		return err
	}
	row.Decision, row.Reason, row.DecidedBy, row.DecidedAt = h.step, h.said.Words, t.actor.UserID, &t.now
	row.Points.V = domains(h.said.Points, func(p domain.ReviewPoint) pointJSON { return pointJSON(p) })
	return t.Select("decision", "points", "reason", "decided_by", "decided_at").Where("id = ?", row.ID).Updates(&row).Error
}

func (h handled) listing() domain.ID {
	if h.need.IsZero() {
		return h.technology
	}
	return h.need
}

func (t *tx) openRound(h handled) (reviewRow, error) {
	var last int
	if err := t.Raw(`SELECT coalesce(max(round), 0) FROM review_rounds WHERE coalesce(need_id, technology_id) = ?`, h.listing()).Row().Scan(&last); err != nil {
		return reviewRow{}, err
	}
	row := t.roundOf(h, last+1)
	return row, t.Create(&row).Error
}

func (t *tx) roundOf(h handled, number int) reviewRow {
	return reviewRow{ID: domain.NewID(), NeedID: h.need, TechnologyID: h.technology, Round: number, Version: h.version, SubmittedBy: t.actor.UserID, SubmittedAt: t.now,
		Points: jsonb[[]pointJSON]{[]pointJSON{}}}
}

// ReviewsOfNeed returns the rounds of review of a need, the first first, to those who own
// or run it; others get ErrNotFound.
func (db *DB) ReviewsOfNeed(ctx context.Context, actor domain.Actor, need domain.ID) ([]domain.ReviewRound, error) {
	return db.reviews(ctx, actor, "needs", "need_id = ?", need)
}

// ReviewsOfTechnology does the same for a technology.
func (db *DB) ReviewsOfTechnology(ctx context.Context, actor domain.Actor, technology domain.ID) ([]domain.ReviewRound, error) {
	return db.reviews(ctx, actor, "technologies", "technology_id = ?", technology)
}

func (db *DB) reviews(ctx context.Context, actor domain.Actor, table, of string, id domain.ID) ([]domain.ReviewRound, error) {
	if err := db.ownOrRun(ctx, actor, table, id); err != nil {
		return nil, err
	}
	var rows []reviewRow
	err := db.read(ctx).Select("review_rounds.*", "coalesce(u.name, '') AS decider").Joins("LEFT JOIN users u ON u.id = decided_by").Where(of, id).Order("round").Find(&rows).Error
	return domains(rows, reviewRow.domain), translate(err)
}

// ReturnNeed gives a need that waits for review back to its owner, with what is to be
// mended. Errors: those of StepNeed; InvalidErrors when nothing is said.
func (db *DB) ReturnNeed(ctx context.Context, actor domain.Actor, id domain.ID, version int64, said domain.Return) (domain.Need, error) {
	if err := said.Validate(domain.NeedFields); err != nil {
		return domain.Need{}, err
	}
	return db.stepNeed(ctx, actor, id, version, "return", said.Reason(domain.NeedFields), said)
}

// ReturnTechnology does the same for a technology.
func (db *DB) ReturnTechnology(ctx context.Context, actor domain.Actor, id domain.ID, version int64, said domain.Return) (domain.Technology, error) {
	if err := said.Validate(domain.TechnologyFields); err != nil {
		return domain.Technology{}, err
	}
	return db.stepTechnology(ctx, actor, id, version, "return", said.Reason(domain.TechnologyFields), said)
}
