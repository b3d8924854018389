package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

type clinicRow struct {
	NeedID domain.ID `gorm:"column:need_id;primaryKey"`
	Key    string    `gorm:"column:key;primaryKey"`
	Answer string    `gorm:"column:answer"`
	UserID domain.ID `gorm:"column:user_id"`
	At     time.Time `gorm:"column:at"`
}

func (clinicRow) TableName() string { return "clinic_answers" }

// ClinicAnswers are what the owner of a need says in the clinic: keys of proposals to take
// or to turn down, and of questions to pass over.
type ClinicAnswers struct {
	Accept, Reject, Skip []string
}

// Clinic returns the need, which actor may change, with what is asked about it and
// proposed for it. Errors: ErrNotFound when actor may not even read it, ErrForbidden.
func (db *DB) Clinic(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Need, domain.Clinic, error) {
	n, err := db.Need(ctx, actor, id)
	if err != nil {
		return n, domain.Clinic{}, err
	}
	owner, err := db.OrganisationsByIDs(ctx, []domain.ID{n.OrganisationID})
	if err != nil {
		return n, domain.Clinic{}, err
	}
	var area, name string
	if len(owner) > 0 {
		area, name = owner[0].Area, owner[0].Name
	}
	if !n.Shown.Shows(domain.RevealContact) || !domain.Can(actor, domain.Change, domain.Needs, n.Facts(area, db.Now())) {
		return domain.Need{}, domain.Clinic{}, domain.ErrForbidden
	}
	before, err := db.clinicAnswers(ctx, id)
	return n, n.Clinic(name, before, db.today()), err
}

func (db *DB) clinicAnswers(ctx context.Context, need domain.ID) (map[string]string, error) {
	var rows []clinicRow
	err := db.read(ctx).Where("need_id = ?", need).Find(&rows).Error
	answers := make(map[string]string, len(rows))
	for _, r := range rows {
		answers[r.Key] = r.Answer
	}
	return answers, translate(err)
}

// AnswerClinic takes and turns down proposals and passes over questions of the need at
// version. Errors: those of ChangeNeed; InvalidErrors for a proposal to take that the need
// does not make any more.
func (db *DB) AnswerClinic(ctx context.Context, actor domain.Actor, id domain.ID, version int64, a ClinicAnswers) (domain.Need, error) {
	if len(a.Accept)+len(a.Reject)+len(a.Skip) > 200 {
		return domain.Need{}, domain.Invalid("accept", "一次不超过 200 条", "has more than 200 items with the others")
	}
	var n domain.Need
	err := db.write(ctx, actor, func(t *tx) (err error) {
		var f domain.Facts
		if n, f, err = t.permittedNeed(domain.Change, id, version); err != nil {
			return err
		}
		before := n.State
		trusted := domain.Can(actor, "publish", domain.Needs, f)
		if err := n.Edit(trusted, func(n *domain.Need) error { return accept(n, a.Accept, domain.DateOf(t.now)) }); err != nil {
			return err
		}
		if err := t.updateNeed(&n, domain.Change, map[string]any{"accepted": a.Accept}); err != nil {
			return err
		}
		if err := t.keepAnswers(id, a); err != nil {
			return err
		}
		return t.followed(handled{need: n.ID, version: n.Version, before: before, after: n.State})
	})
	return n, err
}

func accept(n *domain.Need, keys []string, today domain.Date) error {
	for i, key := range keys {
		proposals := n.Clinic("", nil, today).Proposals
		at := slices.IndexFunc(proposals, func(p domain.ClinicProposal) bool { return p.Key == key })
		if at < 0 {
			return domain.Invalid(fmt.Sprintf("accept[%d]", i), "文字已改动，这一条建议不再成立", "is not proposed any more")
		}
		proposals[at].Apply(n)
	}
	return nil
}

func (t *tx) keepAnswers(need domain.ID, a ClinicAnswers) error {
	var rows []clinicRow
	for answer, keys := range map[string][]string{domain.ClinicRejected: a.Reject, domain.ClinicSkipped: a.Skip} {
		for _, key := range keys {
			if key == "" || len(key) > 400 {
				return domain.Invalid("skip", "不是这里的问题或建议", "is no key of a question or proposal")
			}
			rows = append(rows, clinicRow{need, key, answer, t.actor.UserID, t.now})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return t.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "need_id"}, {Name: "key"}}, DoUpdates: clause.AssignmentColumns([]string{"answer", "user_id", "at"})}).Create(&rows).Error
}
