package postgres

import "sanku/domain"

var registerVersions = versions{"register_versions", "entry_id",
	"version, register, category, level, title, organisation_id, unit, area, amount, starts_on, ends_on, withdrawn_on"}

// writeRegisterVersion keeps what e, as stored, says from a day on, and what was said of
// earlier days. What was known until now stays, closed.
func (t *tx) writeRegisterVersion(e domain.RegisterEntry, from domain.Date) error {
	known, err := t.end(registerVersions, e.ID, from)
	if err != nil {
		return err
	}
	return t.Exec(`INSERT INTO register_versions (entry_id, effective_from, known_from, content, `+registerVersions.columns+`)
		SELECT id, ?, ?, to_jsonb(e), `+registerVersions.columns+` FROM register_entries e WHERE id = ?`, from, known, e.ID).Error
}
