package postgres

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

// entry is a row of a directory: comparable, and known by its code.
type entry interface {
	comparable
	entryCode() string
}

func (r areaRow) entryCode() string     { return r.Code }
func (r unitRow) entryCode() string     { return r.Code }
func (r industryRow) entryCode() string { return r.Code }

func directory[R any](ctx context.Context, db *DB, order string) ([]R, error) {
	var rows []R
	err := db.read(ctx).Order(order).Find(&rows).Error
	return rows, translate(err)
}

// replaceDirectory makes rows the rows of their table and reports whether they were
// not already. What stays is updated in place, since records refer to it.
func replaceDirectory[R entry](ctx context.Context, db *DB, actor domain.Actor, kind domain.Resource, rows []R) (bool, error) {
	have, err := directory[R](ctx, db, "code")
	if err != nil || sameEntries(have, rows) {
		return false, err
	}
	kept := domains(rows, R.entryCode)
	err = db.write(ctx, actor, func(t *tx) error {
		t.audit(kind, domain.ID{}, 0, domain.Import, map[string]any{"rows": len(rows)})
		upsert := clause.OnConflict{Columns: []clause.Column{{Name: "code"}}, UpdateAll: true}
		if err := t.Clauses(upsert).CreateInBatches(rows, 500).Error; err != nil {
			return err
		}
		return t.Where("NOT code = ANY(?)", texts(kept)).Delete(new(R)).Error
	})
	return err == nil, err
}

func sameEntries[R entry](have, want []R) bool {
	want = slices.SortedFunc(slices.Values(want), func(a, b R) int { return cmp.Compare(a.entryCode(), b.entryCode()) })
	have = slices.SortedFunc(slices.Values(have), func(a, b R) int { return cmp.Compare(a.entryCode(), b.entryCode()) })
	return slices.Equal(have, want)
}
