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
	q := db.read(ctx).Table("(SELECT *, record_id AS id FROM import_rows WHERE import_id = ?) AS import_rows", id)
	order := sorting[importedRow]{column: "row_no", cast: "int", key: func(r importedRow) (string, string) { return strconv.Itoa(r.Row), r.RecordID.String() }}
	return list(q, order, p, importedRow.domain)
}
