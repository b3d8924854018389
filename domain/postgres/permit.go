package postgres

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"sanku/domain"
)

// permit decides whether actor may do action on the locked record. A record that
// the actor may not even read is ErrNotFound, so that foreign and absent look the
// same. Version is what the caller believes the record to be at; 0 asks for no check.
func permit(actor domain.Actor, action domain.Action, resource domain.Resource, f domain.Facts, current, version int64) error {
	readable := actor
	readable.ReadOnly = false
	switch {
	case domain.Can(actor, action, resource, f):
	case domain.Can(readable, domain.Read, resource, f):
		return domain.ErrForbidden
	default:
		return domain.ErrNotFound
	}
	if version != 0 && version != current {
		return domain.ErrStale
	}
	return nil
}

// sortOf reads a sort key such as "name" or "-updated_at" against the keys of a
// list. Columns named …_at are timestamps, …_on dates; others are text.
func sortOf[R interface{ rowID() domain.ID }](sort string, keys []string, value func(R, string) string) (sorting[R], error) {
	if sort == "" {
		sort = keys[0]
	}
	column, desc := strings.CutPrefix(sort, "-")
	if !slices.Contains(keys, column) {
		return sorting[R]{}, domain.Invalid("sort", "只能取："+strings.Join(keys, "、"), "must be one of "+strings.Join(keys, ", "))
	}
	cast := "text"
	switch {
	case strings.HasSuffix(column, "_at"):
		cast = "timestamptz"
	case strings.HasSuffix(column, "_on"):
		cast = "date"
	}
	key := func(r R) (string, string) { return value(r, column), r.rowID().String() }
	return sorting[R]{column: column, cast: cast, desc: desc, key: key}, nil
}

func (r organisationRow) rowID() domain.ID { return r.ID }

func equal(q *gorm.DB, column, value string) *gorm.DB {
	if value == "" {
		return q
	}
	return q.Where(column+" = ?", value)
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
