package api

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// writeCSV writes a sheet for spreadsheets: a byte order mark so that they read it as
// UTF-8, and text that would run as a formula made harmless.
func writeCSV(w io.Writer, v any) error {
	s, ok := v.(sheet)
	if !ok {
		return fmt.Errorf("no table: %T", v)
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(s.header); err != nil {
		return err
	}
	for _, row := range s.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = plainText(cell)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// formulaMarks are what spreadsheets take for the beginning of a formula, in East
// Asian locales in full width too.
const formulaMarks = "=+-@\t\r\n＝＋－＠"

// plainText is a cell of a CSV; a quote before a formula makes it text.
func plainText(cell any) string {
	text, ok := cell.(string)
	if !ok {
		return fmt.Sprint(cell)
	}
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(formulaMarks, first) {
		return "'" + text
	}
	return text
}

// writeXLSX writes a sheet as a workbook, in which text is never a formula.
func writeXLSX(w io.Writer, v any) (err error) {
	s, ok := v.(sheet)
	if !ok {
		return fmt.Errorf("no table: %T", v)
	}
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); err == nil {
			err = e
		}
	}()
	if err := fillSheet(book, s); err != nil {
		return err
	}
	return book.Write(w)
}

func fillSheet(book *excelize.File, s sheet) error {
	out, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(s.header))
	for i, name := range s.header {
		header[i] = name
	}
	for i, row := range append([][]any{header}, s.rows...) {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// when is a time as people read it in a table.
func when(t time.Time) string { return t.In(domain.Shanghai).Format(time.DateTime) }
