package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type noticeRow struct {
	ID             domain.ID  `gorm:"column:id;primaryKey"`
	OrganisationID domain.ID  `gorm:"column:organisation_id"`
	ExpertID       domain.ID  `gorm:"column:expert_id"`
	Area           optional   `gorm:"column:area"`
	NeedID         domain.ID  `gorm:"column:need_id"`
	Kind           string     `gorm:"column:kind"`
	CandidateID    domain.ID  `gorm:"column:candidate_id"`
	Score          float64    `gorm:"column:score"`
	CreatedAt      time.Time  `gorm:"column:created_at"`
	ReadAt         *time.Time `gorm:"column:read_at"`
	ReadBy         domain.ID  `gorm:"column:read_by"`
	Unread         string     `gorm:"column:unread;->"`
	Need           string     `gorm:"column:need;->"`
	Candidate      string     `gorm:"column:candidate;->"`
}

func (noticeRow) TableName() string { return "notices" }

func (r noticeRow) rowID() domain.ID { return r.ID }

func (r noticeRow) domain() domain.Notice {
	return domain.Notice{ID: r.ID, OrganisationID: r.OrganisationID, ExpertID: r.ExpertID, Area: string(r.Area), NeedID: r.NeedID, Kind: r.Kind,
		CandidateID: r.CandidateID, Score: r.Score, CreatedAt: r.CreatedAt.UTC(), ReadAt: utc(r.ReadAt), ReadBy: r.ReadBy}
}

// Told is a notice with what its list shows of the match: titles, which blind listings
// show too, and nothing of who is behind them.
type Told struct {
	domain.Notice
	Need, Candidate string
}

var noticeScope = scopeColumns{area: "notices.area", organisations: []string{"notices.organisation_id = ?"}, experts: []string{"notices.expert_id = ?"}}

// NoticeSorts is the one order of Notices: the unread first, the newest first in each.
var NoticeSorts = []string{"unread"}

// toldOf are notices with titles, of matches that both sides still offer.
const toldOf = `(SELECT x.*, n.title AS need, coalesce(t.title, e.name, p.title) AS candidate FROM notices x
JOIN needs n ON n.id = x.need_id AND n.state = 'published'
LEFT JOIN technologies t ON x.kind = 'technology' AND t.id = x.candidate_id AND t.state = 'published'
LEFT JOIN experts e ON x.kind = 'expert' AND e.id = x.candidate_id AND e.state = 'published'
LEFT JOIN policies p ON x.kind = 'policy' AND p.id = x.candidate_id AND p.state = 'published'
WHERE coalesce(t.id, e.id, p.id) IS NOT NULL) AS notices`

// Notices lists what actor has been told, as an organisation, an expert or a steward of
// an area.
func (db *DB) Notices(ctx context.Context, actor domain.Actor, unread bool, p Page) (List[Told], error) {
	if p.Sort == "" {
		p.Sort = "-unread"
	}
	order, err := sortOf(p.Sort, NoticeSorts, func(r noticeRow, _ string) string { return r.Unread })
	if err != nil {
		return List[Told]{}, err
	}
	q := noticeScope.within(db.read(ctx).Table(toldOf), domain.ScopeOf(actor, domain.Read, domain.Notices))
	if unread {
		q = q.Where("read_at IS NULL")
	}
	return list(q, order, p, func(r noticeRow) Told { return Told{r.domain(), r.Need, r.Candidate} })
}

// MarkRead notes that actor has read a notice; to have read it twice changes nothing.
// Errors: ErrNotFound when actor may not even read it, ErrForbidden.
func (db *DB) MarkRead(ctx context.Context, actor domain.Actor, id domain.ID) (Told, error) {
	var told Told
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[noticeRow](t, "id", id)
		if err != nil {
			return err
		}
		if err := permit(actor, domain.MarkRead, domain.Notices, row.domain().Facts(), 0, 0); err != nil {
			return err
		}
		if row.ReadAt == nil {
			row.ReadAt, row.ReadBy = &t.now, actor.UserID
			if err := t.Select("read_at", "read_by").Where("id = ?", id).Updates(&row).Error; err != nil {
				return err
			}
		}
		t.audit(domain.Notices, id, 0, domain.MarkRead, nil)
		if err := t.titles(&row); err != nil {
			return err
		}
		told = Told{row.domain(), row.Need, row.Candidate}
		return nil
	})
	return told, err
}

// titles reads what a list shows of the match; nothing once it is offered no more.
func (t *tx) titles(row *noticeRow) error {
	var found noticeRow
	err := t.Session(&gorm.Session{NewDB: true}).Table(toldOf).Where("id = ?", row.ID).Limit(1).Find(&found).Error
	row.Need, row.Candidate = found.Need, found.Candidate
	return err
}

type thresholdRow struct {
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	NeedID         domain.ID `gorm:"column:need_id"`
	TechnologyID   domain.ID `gorm:"column:technology_id"`
	Threshold      float64   `gorm:"column:threshold"`
	SetBy          domain.ID `gorm:"column:set_by"`
	UpdatedAt      time.Time `gorm:"column:updated_at"`
}

func (thresholdRow) TableName() string { return "notice_thresholds" }

// SetNoticeThreshold sets from which score on an organisation hears of matches, of all
// its records or of one of its own. Errors: InvalidErrors, ErrForbidden.
func (db *DB) SetNoticeThreshold(ctx context.Context, actor domain.Actor, s domain.NoticeThreshold) (domain.NoticeThreshold, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if err := s.Validate(); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Configure, domain.Notices, s.Facts()) {
			return domain.ErrForbidden
		}
		if err := t.owned("needs", s.NeedID, s.OrganisationID, "need_id"); err != nil {
			return err
		}
		if err := t.owned("technologies", s.TechnologyID, s.OrganisationID, "technology_id"); err != nil {
			return err
		}
		s.UpdatedAt = t.now
		t.audit(domain.Notices, s.OrganisationID, 0, domain.Configure, map[string]any{"threshold": s.Threshold})
		return t.setThreshold(s)
	})
	return s, err
}

func (t *tx) setThreshold(s domain.NoticeThreshold) error {
	of := s.OrganisationID
	for _, id := range []domain.ID{s.NeedID, s.TechnologyID} {
		if !id.IsZero() {
			of = id
		}
	}
	if err := t.Where("coalesce(need_id, technology_id, organisation_id) = ?", of).Delete(&thresholdRow{}).Error; err != nil || s.Threshold == nil {
		return err
	}
	row := thresholdRow{s.OrganisationID, s.NeedID, s.TechnologyID, *s.Threshold, t.actor.UserID, t.now}
	return t.Create(&row).Error
}

// owned requires a record, if one is named, to be of the organisation.
func (t *tx) owned(table string, id, organisation domain.ID, field string) error {
	if id.IsZero() {
		return nil
	}
	var row struct{ ID domain.ID }
	return refersTo(t.Table(table).Select("id").Where("id = ? AND organisation_id = ?", id, organisation).Take(&row).Error, field)
}

// NoticeThresholds lists the thresholds of the organisation of actor, or of all for those
// who may set any.
func (db *DB) NoticeThresholds(ctx context.Context, actor domain.Actor) ([]domain.NoticeThreshold, error) {
	actor.ReadOnly = false // whoever may set them may read them by any token
	scope := domain.ScopeOf(actor, domain.Configure, domain.Notices)
	q := scopeColumns{organisations: []string{"organisation_id = ?"}}.within(db.read(ctx), scope)
	var rows []thresholdRow
	err := q.Order("organisation_id").Order("coalesce(need_id, technology_id)").Limit(MaxBatch).Find(&rows).Error
	return domains(rows, func(r thresholdRow) domain.NoticeThreshold {
		return domain.NoticeThreshold{OrganisationID: r.OrganisationID, NeedID: r.NeedID, TechnologyID: r.TechnologyID, Threshold: &r.Threshold, UpdatedAt: r.UpdatedAt.UTC()}
	}), translate(err)
}
