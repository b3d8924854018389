package postgres

import (
	"context"

	"sanku/domain"
)

// DismissMatch takes a candidate out of a need's list, and keeps the match as it is
// with the reason. Whoever acts for the need may: its enterprise, a steward of its
// area, the bureau. Errors: ErrNotFound, ErrForbidden, InvalidErrors when the candidate
// is not in the list, a ConflictError when it has been dismissed already.
func (db *DB) DismissMatch(ctx context.Context, actor domain.Actor, d domain.Dismissal) (domain.Dismissal, error) {
	var made outcomeRow
	err := db.changeList(ctx, actor, d.NeedID, "dismiss", func(t *tx) error {
		if err := d.Validate(); err != nil {
			return err
		}
		rows, err := t.storedMatches(d.NeedID, d.CandidateID)
		if err != nil {
			return err
		}
		if len(rows) == 0 || rows[0].Kind != d.Kind {
			return t.notListed(d)
		}
		made = rows[0]
		made.Verdict, made.Reason, made.Note = string(domain.VerdictDismissed), d.Reason, d.Note
		made.Side, made.ActorID, made.DecidedAt = dismissingSide(actor), actor.UserID, &t.now
		if err := t.Create(&made).Error; err != nil {
			return err
		}
		return t.Exec(`DELETE FROM matches WHERE need_id = ? AND coalesce(technology_id, policy_id, expert_id) = ?`, d.NeedID, d.CandidateID).Error
	}, map[string]any{"kind": d.Kind, "candidate": d.CandidateID.String(), "reason": d.Reason})
	return made.dismissal(), err
}

// notListed says why a candidate cannot be dismissed.
func (t *tx) notListed(d domain.Dismissal) error {
	var n int64
	if err := dismissedScope(t.DB, d.NeedID).Where("coalesce(technology_id, policy_id, expert_id) = ?", d.CandidateID).Count(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		return domain.Conflict("该对象已被排除", "it has been dismissed already")
	}
	return domain.Invalid("candidate_id", "不在该需求的匹配结果中", "is not among the matches of the need")
}

// RestoreMatch takes a dismissal back: the candidate is considered again. Errors:
// ErrNotFound, ErrForbidden, InvalidErrors when it was not dismissed.
func (db *DB) RestoreMatch(ctx context.Context, actor domain.Actor, need, candidate domain.ID) error {
	return db.changeList(ctx, actor, need, "restore", func(t *tx) error {
		q := dismissedScope(t.DB, need).Where("coalesce(technology_id, policy_id, expert_id) = ?", candidate)
		found := q.Updates(map[string]any{"verdict": domain.VerdictRestored, "decided_at": t.now, "actor_id": actor.UserID})
		if found.Error == nil && found.RowsAffected == 0 {
			return domain.Invalid("candidate_id", "未被排除", "was not dismissed")
		}
		return found.Error
	}, map[string]any{"candidate": candidate.String()})
}

// changeList changes which candidates a need's list may have, with the need locked, and
// asks for the need to be matched anew.
func (db *DB) changeList(ctx context.Context, actor domain.Actor, need domain.ID, action domain.Action, change func(*tx) error, detail map[string]any) error {
	return db.write(ctx, actor, func(t *tx) error {
		row, err := locked[needRow](t, "id", need)
		if err != nil {
			return err
		}
		area, err := areaOf(t.DB, row.OrganisationID)
		if err != nil {
			return err
		}
		facts := domain.Facts{Organisations: []domain.ID{row.OrganisationID}, Area: area}
		if err := permit(actor, action, domain.Matches, facts, row.Version, 0); err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		t.audit(domain.Matches, need, row.Version, action, detail)
		t.changes = append(t.changes, changeRow{Kind: string(domain.Needs), Ref: need, Version: row.Version})
		return nil
	})
}

func dismissingSide(actor domain.Actor) string {
	if actor.OrganisationID.IsZero() {
		return "bureau"
	}
	return "enterprise"
}

func (r outcomeRow) dismissal() domain.Dismissal {
	d := domain.Dismissal{NeedID: r.NeedID, Kind: r.Kind, CandidateID: r.candidate(), Reason: r.Reason, Note: r.Note, Actor: r.ActorID}
	if r.DecidedAt != nil {
		d.At = r.DecidedAt.UTC()
	}
	return d
}

// Dismissals lists what was dismissed from a need's lists, the latest first. Who may
// see none of the need's matches gets ErrNotFound.
func (db *DB) Dismissals(ctx context.Context, actor domain.Actor, need domain.ID) ([]domain.Dismissal, error) {
	if err := db.mayBeMatched(ctx, domain.ScopeOf(actor, domain.Read, domain.Matches), "needs", need); err != nil {
		return nil, translate(err)
	}
	return db.dismissals(ctx, need)
}

func (db *DB) dismissals(ctx context.Context, needs ...domain.ID) ([]domain.Dismissal, error) {
	var rows []outcomeRow
	err := dismissedScope(db.read(ctx), needs...).Order("decided_at DESC, id").Find(&rows).Error
	return domains(rows, outcomeRow.dismissal), translate(err)
}

// DismissedFrom returns what was dismissed from the lists of needs, by need and candidate.
// It knows no scope: see library.go.
func (db *DB) DismissedFrom(ctx context.Context, needs []domain.ID) (map[domain.ID]map[domain.ID]domain.Dismissal, error) {
	found, err := db.dismissals(ctx, needs...)
	by := map[domain.ID]map[domain.ID]domain.Dismissal{}
	for _, d := range found {
		if by[d.NeedID] == nil {
			by[d.NeedID] = map[domain.ID]domain.Dismissal{}
		}
		by[d.NeedID][d.CandidateID] = d
	}
	return by, err
}
