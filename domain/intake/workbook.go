package intake

import (
	"bytes"
	"fmt"
	"iter"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// maxUnzipped is what a workbook may unpack to. The library's own bound is 16 GB; with
// the same bound for a sheet it puts nothing into temporary files.
const maxUnzipped = 64 << 20

// workbookLines reads the first sheet of a workbook that has a header of this kind:
// templates have a second one that explains the columns. Cells are read as they are
// kept, not as they are shown, so that the format of dates and numbers does not matter.
func workbookLines(data []byte, named func(string) string) (lines iter.Seq[line], err error) {
	defer unreadable(&err)
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped, RawCellValue: true})
	if err != nil {
		return nil, domain.Invalid("file", "不是可读的 XLSX 文件，或解压后过大", "is not a readable XLSX file, or too large unpacked")
	}
	if err := bounded(book); err != nil {
		return nil, err
	}
	for _, sheet := range book.GetSheetList() {
		if lines, err = tableLines(sheetRows(book, sheet), named); err == nil {
			return lines, nil
		}
	}
	if err == nil {
		err = domain.Invalid("file", "工作簿没有工作表", "the workbook has no sheet")
	}
	return nil, err
}

// unreadable turns a panic of the library over a damaged file into an error.
func unreadable(err *error) {
	if p := recover(); p != nil {
		*err = domain.Invalid("file", "XLSX 文件已损坏", "the XLSX file is damaged")
	}
}

func sheetRows(book *excelize.File, sheet string) iter.Seq[tableRow] {
	return func(yield func(tableRow) bool) {
		rows, err := openSheet(book, sheet)
		if err != nil {
			yield(tableRow{number: 1, fault: fault("", "工作表已损坏", "the sheet is damaged")})
			return
		}
		defer rows.Close()
		for n := 1; ; n++ {
			row, more := nextRow(rows, n)
			if !more || !yield(row) || row.fault != nil {
				return
			}
		}
	}
}

func openSheet(book *excelize.File, sheet string) (rows *excelize.Rows, err error) {
	defer unreadable(&err)
	return book.Rows(sheet)
}

// nextRow reads one row. A damaged sheet ends with a row that says so.
func nextRow(rows *excelize.Rows, n int) (row tableRow, more bool) {
	row.number = n
	var damaged error
	func() {
		defer unreadable(&damaged)
		if more = rows.Next(); more {
			row.cells, damaged = rows.Columns()
		} else {
			damaged = rows.Error()
		}
	}()
	switch {
	case damaged != nil:
		row.cells, row.fault, more = nil, fault("", "工作表自此处起已损坏", "the sheet is damaged from here on"), true
	case n > maxRows:
		row.cells, row.fault = nil, fault("", fmt.Sprintf("超过 %d 行，自此行起未读取", maxRows), fmt.Sprintf("has more than %d rows; nothing is read from here on", maxRows))
	case len(row.cells) > maxColumns:
		row.cells, row.fault = nil, fault("", "列数过多，自此行起未读取", "has too many columns; nothing is read from here on")
	}
	return row, more
}
