package intake

import (
	"errors"
	"slices"
	"strings"

	"sanku/domain"
)

// broken returns what the record's own rules find wrong, but for fields that could not
// even be read.
func (t *table[R]) broken(number int, at map[string]int, record R, known []domain.ImportFault) []domain.ImportFault {
	var invalid domain.InvalidErrors
	if !errors.As(record.Validate(), &invalid) {
		return nil
	}
	var faults []domain.ImportFault
	for _, e := range invalid {
		name := t.columnOf(e.Field, at)
		if !slices.ContainsFunc(known, func(f domain.ImportFault) bool { return f.Field == name }) {
			faults = append(faults, domain.ImportFault{Row: number, Column: at[name], Field: fieldOf(name, e.Field), Reason: e.Reason})
		}
	}
	return faults
}

// columnOf returns the column that a field of the record was read from: the one of its
// name, or one that begins with it and stands in the file ("budget_max" may stand in
// "budget_max_yuan").
func (t *table[R]) columnOf(field string, at map[string]int) string {
	name := strings.TrimPrefix(field, "conditions.")
	if i := strings.IndexAny(name, "[."); i >= 0 {
		name = name[:i]
	}
	for _, c := range t.columns {
		if _, there := at[c.name]; there && (c.name == name || strings.HasPrefix(c.name, name+"_")) {
			return c.name
		}
	}
	return name
}

// fieldOf is the column's name with the place inside the cell that is meant.
func fieldOf(name, field string) string {
	if i := strings.IndexByte(field, '['); i >= 0 {
		return name + field[i:]
	}
	return name
}

func faultsOf(number, column int, name string, err error) []domain.ImportFault {
	var invalid domain.InvalidErrors
	if !errors.As(err, &invalid) {
		invalid = domain.InvalidErrors{{Reason: domain.Text{ZH: "无法识别", EN: "cannot be read"}}}
	}
	faults := make([]domain.ImportFault, len(invalid))
	for i, e := range invalid {
		faults[i] = domain.ImportFault{Row: number, Column: column, Field: name + e.Field, Reason: e.Reason}
	}
	return faults
}
