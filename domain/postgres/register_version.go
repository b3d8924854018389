package postgres

import "sanku/domain"

// writeRegisterVersion keeps what e, as stored, says from a day on, and what was said of
// earlier days. What was known until now stays, closed.
func (t *tx) writeRegisterVersion(e domain.RegisterEntry, from domain.Date) error {
	args := map[string]any{"id": e.ID, "from": from, "now": t.now}
	if err := t.Exec(closeVersionsSQL, args).Error; err != nil {
		return err
	}
	return t.Exec(openVersionSQL, args).Error
}

// Versions that reach beyond the day are no longer what is known; what they say of the
// days before it still is.
const closeVersionsSQL = `
WITH closed AS (
  UPDATE register_versions SET known_to = @now
  WHERE entry_id = @id AND known_to = 'infinity' AND effective_to > CAST(@from AS date) RETURNING *)
INSERT INTO register_versions (entry_id, version, effective_from, effective_to, known_from,
    register, category, level, title, organisation_id, unit, area, amount, starts_on, ends_on, withdrawn_on, content)
SELECT entry_id, version, effective_from, CAST(@from AS date), @now,
    register, category, level, title, organisation_id, unit, area, amount, starts_on, ends_on, withdrawn_on, content
FROM closed WHERE effective_from < CAST(@from AS date)`

const openVersionSQL = `
INSERT INTO register_versions (entry_id, version, effective_from, known_from,
    register, category, level, title, organisation_id, unit, area, amount, starts_on, ends_on, withdrawn_on, content)
SELECT id, version, CAST(@from AS date), @now,
    register, category, level, title, organisation_id, unit, area, amount, starts_on, ends_on, withdrawn_on, to_jsonb(e)
FROM register_entries e WHERE id = @id`
