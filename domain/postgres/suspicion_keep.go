package postgres

import (
	"context"

	"sanku/domain"
)

// suspect looks for what is suspicious about c, as it stands now, and keeps it. Contracts
// of the same two parties wait for one another, so that of two handed in at once the
// second sees the first.
func (t *tx) suspect(c domain.Contract) error {
	if c.State == domain.ContractDraft {
		return nil
	}
	low, high := c.SellerID.String(), c.BuyerID.String()
	if high < low {
		low, high = high, low
	}
	if err := t.alone("suspicions " + low + " " + high); err != nil {
		return err
	}
	rules, err := contractRules(t.DB)
	if err != nil {
		return err
	}
	_, err = t.keepSuspicions(c, rules)
	return err
}

// keepSuspicions keeps what is found about c, and lets lapse what was open and is not
// found any more. It returns how many suspicions were new, or have new evidence.
func (t *tx) keepSuspicions(c domain.Contract, rules domain.Rulebook) (kept int, err error) {
	found, err := findSuspicions(t.DB, c, rules, domain.DateOf(t.now))
	if err != nil {
		return 0, err
	}
	holds := map[string]bool{}
	for _, s := range found {
		holds[s.Subject()] = true
		fresh, err := t.keepSuspicion(s)
		if err != nil {
			return kept, err
		}
		if fresh {
			kept++
		}
	}
	if !c.Suspicious() {
		if err := t.freeCounted(c); err != nil {
			return kept, err
		}
	}
	var open []suspicionRow
	if err := t.Where(concernsContract, c.ID).Where("state = 'open'").Order("id").Find(&open).Error; err != nil {
		return kept, err
	}
	for _, r := range open {
		if holds[r.Subject] {
			continue
		}
		if err := t.lapse(r); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// keepSuspicion keeps s unless it was decided on the same evidence, or confirmed. One that
// is open takes the new evidence in the place of the old.
func (t *tx) keepSuspicion(s domain.Suspicion) (fresh bool, err error) {
	var rows []suspicionRow
	if err := t.Where("subject = ?", s.Subject()).Order("id").Find(&rows).Error; err != nil {
		return false, err
	}
	var open, same *suspicionRow
	decided := false
	for i, r := range rows {
		state := domain.SuspicionState(r.State)
		switch again := r.Fingerprint == s.Fingerprint(); {
		case state == domain.SuspicionConfirmed, again && state == domain.SuspicionDismissed:
			decided = true
		case again:
			same = &rows[i]
		case state == domain.SuspicionOpen:
			open = &rows[i]
		}
	}
	if open != nil && (decided || same != nil) {
		if err := t.lapse(*open); err != nil {
			return false, err
		}
	}
	switch {
	case decided, same != nil && same.State == string(domain.SuspicionOpen):
		return false, nil
	case same != nil:
		return true, t.renewSuspicion(s, *same)
	case open != nil:
		return true, t.renewSuspicion(s, *open)
	}
	return true, t.insertSuspicion(&s)
}

// renewSuspicion opens a kept suspicion with the evidence of s.
func (t *tx) renewSuspicion(s domain.Suspicion, kept suspicionRow) error {
	s.ID, s.Version, s.CreatedAt = kept.ID, kept.Version, kept.CreatedAt
	if err := t.Where("suspicion_id = ?", s.ID).Delete(&suspicionContractRow{}).Error; err != nil {
		return err
	}
	if err := t.insertSuspects(s); err != nil {
		return err
	}
	return t.updateSuspicion(&s, "find")
}

func (t *tx) lapse(r suspicionRow) error {
	t.record(domain.Suspicions, r.ID, r.Version+1, "lapse", nil)
	return t.Model(&suspicionRow{}).Where("id = ?", r.ID).Updates(map[string]any{"state": domain.SuspicionLapsed, "version": r.Version + 1, "updated_at": t.now}).Error
}

func (t *tx) insertSuspicion(s *domain.Suspicion) error {
	s.ID, s.Version, s.CreatedAt, s.UpdatedAt = domain.NewID(), 1, t.now, t.now
	row := suspicionRowOf(*s)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	t.record(domain.Suspicions, s.ID, s.Version, "find", map[string]any{"kind": s.Kind, "score": s.Score})
	return t.insertSuspects(*s)
}

func (t *tx) insertSuspects(s domain.Suspicion) error {
	rows := domains(s.Contracts, func(c domain.Suspect) suspicionContractRow { return suspicionContractRow{s.ID, c.ID, c.Version} })
	return t.Create(&rows).Error
}

func (t *tx) updateSuspicion(s *domain.Suspicion, action domain.Action) error {
	s.Version, s.UpdatedAt = s.Version+1, t.now
	row := suspicionRowOf(*s)
	if err := t.Select("*").Omit("id", "created_at").Where("id = ?", s.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Suspicions, s.ID, s.Version, action, map[string]any{"state": s.State, "reason": s.Reason})
	return nil
}

// SuspectBatch is how many contracts Suspect looks at in one transaction.
const SuspectBatch = 200

// Searched is what Suspect did.
type Searched struct {
	Contracts int       // looked at
	Found     int       // suspicions that are new, or have new evidence
	Next      domain.ID // to go on after; zero when all were looked at
}

// Suspect looks at the next contracts after one, in the order of their ids, as each is
// looked at when it is handed in. Errors: ErrForbidden.
func (db *DB) Suspect(ctx context.Context, actor domain.Actor, after domain.ID) (Searched, error) {
	var done Searched
	if !domain.Can(actor, "search", domain.Suspicions, domain.Facts{}) {
		return done, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error {
		rules, err := contractRules(t.DB)
		if err != nil {
			return err
		}
		if err := t.alone("suspicions"); err != nil {
			return err
		}
		var rows []contractRow
		q := t.Omit("terms").Where("state <> 'draft'")
		if !after.IsZero() {
			q = q.Where("id > ?", after)
		}
		if err := q.Order("id").Limit(SuspectBatch + 1).Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) > SuspectBatch {
			rows = rows[:SuspectBatch]
			done.Next = rows[SuspectBatch-1].ID
		}
		for _, r := range rows {
			kept, err := t.keepSuspicions(r.domain(), rules)
			if err != nil {
				return err
			}
			done.Contracts, done.Found = done.Contracts+1, done.Found+kept
		}
		t.audit(domain.Suspicions, domain.ID{}, 0, "search", map[string]any{"contracts": done.Contracts, "found": done.Found})
		return nil
	})
	return done, err
}
