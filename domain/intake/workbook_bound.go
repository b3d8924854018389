package intake

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// Bounds of a sheet: a few bytes of a workbook unpack to millions of cells, and the
// library takes microseconds for each.
const (
	maxSheetColumns = 16_384 // no spreadsheet program has more
	maxCells        = 1_500_000
	maxElements     = 8_000_000
)

// bounded refuses a workbook with a sheet of more rows, columns or cells than tables have,
// empty ones included, before any is read.
func bounded(book *excelize.File) (err error) {
	book.Pkg.Range(func(name, part any) bool {
		text, _ := part.([]byte)
		if strings.HasSuffix(name.(string), ".xml") && bytes.IndexByte(text, 0) >= 0 {
			err = domain.Invalid("file", "工作簿须为 UTF-8 编码", "must be a workbook in UTF-8")
		} else {
			err = boundedPart(text)
		}
		return err == nil
	})
	return err
}

// boundedPart counts the elements of one part of a workbook by their local names, as the
// library tells them.
func boundedPart(text []byte) error {
	var rows, columns, cells, elements int
	for {
		at := bytes.IndexByte(text, '<')
		if at < 0 {
			return nil
		}
		text = text[at+1:]
		elements++
		switch localName(text) {
		case "row":
			rows, columns = rows+1, 0
		case "c":
			if rows > 0 {
				columns, cells = columns+1, cells+1
			}
		}
		switch {
		case rows > maxRows:
			return domain.Invalid("file", fmt.Sprintf("工作表超过 %d 行（空行也计入），请删去多余的行", maxRows), fmt.Sprintf("has a sheet of more than %d rows, empty ones included", maxRows))
		case columns > maxSheetColumns:
			return domain.Invalid("file", fmt.Sprintf("工作表第 %d 行超过 %d 列", rows, maxSheetColumns), fmt.Sprintf("has more than %d columns in row %d", maxSheetColumns, rows))
		case cells > maxCells || elements > maxElements:
			return domain.Invalid("file", "工作表的单元格过多（空的也计入），请分成几个文件", "has a sheet of too many cells, empty ones included: divide it")
		}
	}
}

// localName is the name without its prefix of the element that text begins in; of end tags
// and of long names, which are none of ours, it is empty.
func localName(text []byte) string {
	text = text[:min(len(text), 64)]
	end := bytes.IndexAny(text, " \t\r\n/>")
	if end < 0 {
		return ""
	}
	name := text[:end]
	return string(name[bytes.IndexByte(name, ':')+1:])
}
