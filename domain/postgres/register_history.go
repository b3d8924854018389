package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// RegisterVersion is one version of an entry: what it said, from which day on, and who
// wrote it when.
type RegisterVersion struct {
	Entry         domain.RegisterEntry
	EffectiveFrom domain.Date
	Action        string
	Reason        string // as given with the step
	At            time.Time
	ActorID       domain.ID
	Actor         string
}

type registerVersionRow struct {
	Said          registerEntryRow `gorm:"embedded"`
	EffectiveFrom domain.Date      `gorm:"column:effective_from"`
	Action        string           `gorm:"column:action"`
	Why           string           `gorm:"column:why"`
	At            time.Time        `gorm:"column:at"`
	ActorID       domain.ID        `gorm:"column:actor_id"`
	Actor         string           `gorm:"column:actor"`
}

// RegisterEntryHistory lists the versions of an entry, the first first; ErrNotFound when
// actor may not see them.
func (db *DB) RegisterEntryHistory(ctx context.Context, actor domain.Actor, id domain.ID) ([]RegisterVersion, error) {
	if _, err := db.registerEntry(ctx, actor, "history", id); err != nil {
		return nil, err
	}
	var rows []registerVersionRow
	if err := db.read(ctx).Raw(registerHistorySQL, map[string]any{"id": id, "ref": id.String()}).Scan(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return domains(rows, func(r registerVersionRow) RegisterVersion {
		return RegisterVersion{r.Said.domain(), r.EffectiveFrom, r.Action, r.Why, r.At.UTC(), r.ActorID, r.Actor}
	}), nil
}

// The first row of a version is the one it was written with; later ones are what was left
// of it.
const registerHistorySQL = `
SELECT said.*, v.effective_from, a.action, coalesce(a.detail->>'reason', '') AS why, a.at, a.actor_id, a.actor
FROM audit a
JOIN LATERAL (SELECT effective_from, content FROM register_versions WHERE entry_id = @id AND version = a.version ORDER BY id LIMIT 1) v ON true
CROSS JOIN LATERAL jsonb_populate_record(NULL::register_entries, v.content) AS said
WHERE a.kind = 'register-entry' AND a.ref = @ref AND a.outcome = 'done' ORDER BY a.version`
