package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"sanku/domain"
)

// Bounds of a table. Ours are below a hundred columns and a hundred thousand rows.
const (
	maxColumns   = 200
	maxRows      = 200_000
	headerWithin = 10 // rows among which the header is looked for: titles may stand above it
)

// exampleMark is the key of a template's example row, which is passed over: people leave
// it standing.
const exampleMark = "（示例行，导入时跳过）"

// tableRow is one row of a table as its format gives it.
type tableRow struct {
	number int
	cells  []string
	fault  *domain.ImportFault
}

// tableLines finds the header among the first rows of a table and returns the rows
// below it. The header is the first row of which at least two cells are known columns.
func tableLines(rows iter.Seq[tableRow], named func(string) string) (iter.Seq[line], error) {
	headers, at := header(rows, named)
	if headers == nil {
		return nil, domain.Invalid("file", "没有找到表头：前 10 行中至少要有两个已知的列名，可先下载模板", "has no header: among the first 10 rows none has two known columns; see the template")
	}
	if err := once(headers, named); err != nil {
		return nil, err
	}
	return func(yield func(line) bool) {
		for r := range rows {
			if r.number <= at && r.fault == nil {
				continue
			}
			l := r.under(headers)
			if !l.blank() && !yield(l) {
				return
			}
		}
	}, nil
}

func header(rows iter.Seq[tableRow], named func(string) string) (headers []string, at int) {
	seen := 0
	for r := range rows {
		known := 0
		for _, c := range r.cells {
			if named(c) != "" {
				known++
			}
		}
		if known >= 2 {
			return r.cells, r.number
		}
		if seen++; seen == headerWithin {
			break
		}
	}
	return nil, 0
}

// once refuses headers of which two stand for one column, or are the same.
func once(headers []string, named func(string) string) error {
	seen := map[string]int{}
	for i, h := range headers {
		name := named(h)
		if name == "" {
			name = normal(h)
		}
		if first := seen[name]; name != "" && first > 0 {
			return domain.Invalid("file", fmt.Sprintf("表头第 %d 列与第 %d 列重复", i+1, first), fmt.Sprintf("header: column %d repeats column %d", i+1, first))
		}
		seen[name] = i + 1
	}
	return nil
}

// under makes a line of the row, with a cell for every header: cells without one are
// passed over.
func (r tableRow) under(headers []string) line {
	l := line{number: r.number, fault: r.fault}
	for i, h := range headers {
		if h = plain(h); h == "" || r.fault != nil {
			continue
		}
		c := cell{header: h, column: i + 1}
		if i < len(r.cells) { // workbooks leave out the empty cells at the end of a row
			c.text = plain(r.cells[i])
		}
		l.cells = append(l.cells, c)
	}
	return l
}

func (l line) blank() bool {
	if l.fault != nil {
		return false
	}
	for _, c := range l.cells {
		if c.text == exampleMark {
			return true
		}
	}
	for _, c := range l.cells {
		if !c.empty() {
			return false
		}
	}
	return true
}

// csvLines reads text divided by commas, or by tabs when its first line has more of
// those. A line that cannot be taken apart is a fault of its own.
func csvLines(text string, named func(string) string) (iter.Seq[line], error) {
	first, _, _ := strings.Cut(text, "\n")
	comma := ','
	if strings.Count(first, "\t") > strings.Count(first, ",") {
		comma = '\t'
	}
	return tableLines(csvRows(text, comma), named)
}

func csvRows(text string, comma rune) iter.Seq[tableRow] {
	return func(yield func(tableRow) bool) {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord = comma, -1
		for n := 0; ; n++ {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			row := tableRow{cells: cells}
			if err == nil {
				row.number, _ = r.FieldPos(0)
			}
			row.check(err, n)
			if !yield(row) || n > maxRows {
				return
			}
		}
	}
}

func (r *tableRow) check(err error, n int) {
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		r.number, r.fault = broken.StartLine, fault("", "这一行的引号不配对", "the line's quotes do not pair")
	case n > maxRows:
		r.fault = fault("", "表格行数过多", "the table has too many rows")
	case len(r.cells) > maxColumns:
		r.fault = fault("", "列数过多", "has too many columns")
	}
	if r.fault != nil {
		r.cells = nil
	}
}
