package seeds

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"sanku/domain"
)

// line is one row of a CSV file, by column name. The first thing wrong with a row
// is kept until it is asked for, so that a row can be read in one go.
type line struct {
	file   string
	number int
	cells  map[string]string
	err    *error
}

// table reads a CSV file with a header row. A row with too few or too many cells is
// an error.
func table(data fs.FS, name string) ([]line, error) {
	f, err := data.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var lines []line
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		number, _ := r.FieldPos(0)
		l := line{file: name, number: number, cells: map[string]string{}, err: new(error)}
		for i, column := range header {
			l.cells[column] = strings.TrimSpace(cells[i])
		}
		lines = append(lines, l)
	}
}

func (l line) fail(column string, err error) {
	if *l.err == nil {
		*l.err = fmt.Errorf("%s line %d, %s: %w", l.file, l.number, column, err)
	}
}

// text returns a cell that must be there, though it may be empty.
func (l line) text(column string) string {
	cell, ok := l.cells[column]
	if !ok {
		l.fail(column, errors.New("no such column"))
	}
	return cell
}

// yes reads a cell that holds "yes" or nothing.
func (l line) yes(column string) bool {
	switch cell := l.text(column); cell {
	case "", "yes":
		return cell == "yes"
	}
	l.fail(column, errors.New(`must be "yes" or empty`))
	return false
}

// codes returns the parts of a cell that are separated by ";".
func (l line) codes(column string) []string {
	cell := l.text(column)
	if cell == "" {
		return nil
	}
	return strings.Split(cell, ";")
}

// decimal returns a cell's number, or nil when it is empty: "not set" is not zero.
func (l line) decimal(column string) *domain.Decimal {
	cell := l.text(column)
	if cell == "" {
		return nil
	}
	d, err := domain.ParseDecimal(cell)
	if err != nil {
		l.fail(column, err)
	}
	return &d
}

func (l line) date(column string) domain.Date {
	d, err := domain.ParseDate(l.text(column))
	if err != nil {
		l.fail(column, err)
	}
	return d
}

// readJSON reads a file of one JSON value.
func readJSON(data fs.FS, name string, v any) error {
	b, err := fs.ReadFile(data, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// jsonLines reads a file of one JSON object a line. An unknown key is an error.
func jsonLines[T any](data fs.FS, name string) ([]T, error) {
	f, err := data.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	decoder := json.NewDecoder(f)
	decoder.DisallowUnknownFields()
	var all []T
	for {
		var one T
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s, object %d: %w", name, len(all)+1, err)
		}
		all = append(all, one)
	}
}
