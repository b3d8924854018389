package postgres

import (
	"context"
	"errors"
	"fmt"

	"sanku/domain"
)

type importFaultRow struct {
	ImportID domain.ID `gorm:"column:import_id"`
	Row      int       `gorm:"column:row_no"`
	Position int       `gorm:"column:position"`
	Column   int       `gorm:"column:column_no"`
	Field    string    `gorm:"column:field"`
	ReasonZH string    `gorm:"column:reason_zh"`
	ReasonEN string    `gorm:"column:reason_en"`
	Draft    bool      `gorm:"column:draft"`
}

func (importFaultRow) TableName() string { return "import_errors" }

func (r importFaultRow) domain() domain.ImportFault {
	return domain.ImportFault{Row: r.Row, Column: r.Column, Field: r.Field, Reason: domain.Text{ZH: r.ReasonZH, EN: r.ReasonEN}, Draft: r.Draft}
}

// ImportFaults lists the faults of a run in the order of the file, those of rejected
// rows and of rows that were taken as drafts. Access is decided by the caller.
func (db *DB) ImportFaults(ctx context.Context, id domain.ID, p Page) (List[domain.ImportFault], error) {
	limit := p.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	var row, position int
	if p.After != "" {
		if n, err := fmt.Sscanf(p.After, "%d.%d", &row, &position); n != 2 || err != nil {
			return List[domain.ImportFault]{}, domain.Invalid("after", "分页标记无效", "is not a cursor of this list")
		}
	}
	var rows []importFaultRow
	err := db.read(ctx).Where("import_id = ? AND (row_no, position) > (?::int, ?::int)", id, row, position).
		Order("row_no, position").Limit(limit + 1).Find(&rows).Error
	if err != nil {
		return List[domain.ImportFault]{}, translateCursor(err, p.After)
	}
	var out List[domain.ImportFault]
	if len(rows) > limit {
		rows = rows[:limit]
		out.Next = fmt.Sprintf("%d.%d", rows[limit-1].Row, rows[limit-1].Position)
	}
	out.Items = domains(rows, importFaultRow.domain)
	return out, nil
}

// isRowError tells an error that is the row's own from one of the database or the
// context, which ends the run.
func isRowError(err error) bool {
	var invalid domain.InvalidErrors
	return errors.As(err, &invalid) || errors.Is(err, domain.ErrConflict) || errors.Is(err, domain.ErrNotFound)
}

// faultsOf says why a row was rejected.
func faultsOf(row int, err error) []domain.ImportFault {
	var invalid domain.InvalidErrors
	var conflict domain.ConflictError
	switch {
	case errors.As(err, &invalid):
		faults := make([]domain.ImportFault, len(invalid))
		for i, e := range invalid {
			faults[i] = domain.ImportFault{Row: row, Field: e.Field, Reason: e.Reason}
		}
		return faults
	case errors.As(err, &conflict):
		return []domain.ImportFault{{Row: row, Reason: conflict.Reason}}
	}
	return []domain.ImportFault{{Row: row, Reason: domain.Text{ZH: "与已有记录冲突", EN: "conflicts with what is recorded already"}}}
}
