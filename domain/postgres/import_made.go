package postgres

import (
	"context"
	"strconv"

	"sanku/domain"
)

type importedRow struct {
	ImportID domain.ID `gorm:"column:import_id"`
	Row      int       `gorm:"column:row_no"`
	RecordID domain.ID `gorm:"column:record_id"`
	Title    string    `gorm:"column:title"`
	Created  bool      `gorm:"column:created"`
	State    string    `gorm:"column:state"`
}

func (importedRow) TableName() string { return "import_rows" }

func (r importedRow) domain() domain.ImportedRow {
	return domain.ImportedRow{Row: r.Row, RecordID: r.RecordID, Title: r.Title, Created: r.Created, State: r.State}
}

// ImportedRows lists the records that a run has made or changed, in the order of the
// file. Access is decided by the caller.
func (db *DB) ImportedRows(ctx context.Context, id domain.ID, p Page) (List[domain.ImportedRow], error) {
	limit, after := p.Limit, 0
	if limit == 0 {
		limit = DefaultLimit
	}
	if p.After != "" {
		var err error
		if after, err = strconv.Atoi(p.After); err != nil {
			return List[domain.ImportedRow]{}, domain.Invalid("after", "分页标记无效", "is not a cursor of this list")
		}
	}
	var rows []importedRow
	if err := db.read(ctx).Where("import_id = ? AND row_no > ?::int", id, after).Order("row_no").Limit(limit + 1).Find(&rows).Error; err != nil {
		return List[domain.ImportedRow]{}, translateCursor(err, p.After)
	}
	var out List[domain.ImportedRow]
	if len(rows) > limit {
		rows = rows[:limit]
		out.Next = strconv.Itoa(rows[limit-1].Row)
	}
	out.Items = domains(rows, importedRow.domain)
	return out, nil
}
