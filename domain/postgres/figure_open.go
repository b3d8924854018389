package postgres

import (
	"encoding/json"

	"gorm.io/gorm"

	"sanku/domain"
)

// opening is how a figure is opened into the versions of records that it is made of.
type opening struct {
	made    *gorm.DB // id, version, began, title and content of each
	table   string   // of the records
	columns scopeColumns
	scope   domain.Scope
	sorts   []string
}

// recordThen is a record as it stood.
type recordThen struct {
	ID      domain.ID       `gorm:"column:id"`
	Version int64           `gorm:"column:version"`
	Began   domain.Date     `gorm:"column:began"`
	Title   string          `gorm:"column:title"`
	Content json.RawMessage `gorm:"column:content"`
}

func (r recordThen) rowID() domain.ID { return r.ID }

func openedInto[T any](g *gorm.DB, o opening, p Page, read func([]byte) (T, error)) (FigureRecords[T], error) {
	var found FigureRecords[T]
	if p.Sort == "" {
		p.Sort = "-" + o.sorts[0]
	}
	order, err := sortOf(p.Sort, o.sorts, func(r recordThen, column string) string {
		if column == "title" {
			return r.Title
		}
		return r.Began.String()
	})
	if err != nil {
		return found, err
	}
	rows := g.Table("(?) AS made", o.made)
	if !o.scope.All {
		readable := o.columns.within(g.Table(o.table).Select("id"), o.scope)
		hidden := g.Table("(?) AS made", o.made).Where("id NOT IN (?)", readable).Select("count(*)")
		if err := hidden.Row().Scan(&found.Hidden); err != nil {
			return found, translate(err)
		}
		rows = rows.Where("id IN (?)", readable)
	}
	then, err := list(rows, order, p, func(r recordThen) recordThen { return r })
	if err != nil {
		return found, err
	}
	found.Next, found.Items = then.Next, make([]T, len(then.Items))
	for i, r := range then.Items {
		if found.Items[i], err = read(r.Content); err != nil {
			return found, err
		}
	}
	found.Changed, err = changedSince(g, o.table, then.Items)
	return found, err
}

// changedSince tells which records of a table are at a later version now.
func changedSince(g *gorm.DB, table string, then []recordThen) (map[domain.ID]bool, error) {
	ids := make([]domain.ID, len(then))
	for i, r := range then {
		ids[i] = r.ID
	}
	var now []struct {
		ID      domain.ID
		Version int64
	}
	if err := g.Table(table).Select("id", "version").Where("id IN ?", ids).Find(&now).Error; err != nil {
		return nil, translate(err)
	}
	versions, changed := map[domain.ID]int64{}, map[domain.ID]bool{}
	for _, r := range now {
		versions[r.ID] = r.Version
	}
	for _, r := range then {
		changed[r.ID] = versions[r.ID] != r.Version
	}
	return changed, nil
}
