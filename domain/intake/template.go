package intake

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// Template returns an empty table of a kind to be filled in, as XLSX or CSV: the
// headers, an example row that importing passes over, and in XLSX a second sheet that
// explains every column, those included that the template leaves out.
func Template(kind, format string) ([]byte, error) {
	columns, err := Columns(kind)
	if err != nil {
		return nil, err
	}
	return template(kind, format, columns)
}

func template(kind, format string, columns []Column) ([]byte, error) {
	switch format {
	case CSV:
		return templateCSV(columns)
	case XLSX:
		return templateXLSX(kind, columns)
	}
	return nil, domain.Invalid("format", "只能取：xlsx、csv", "must be xlsx or csv")
}

// shown are the headers and examples of the columns that a template offers: those that
// have an example.
func shown(columns []Column) (headers, examples []string) {
	for _, c := range columns {
		if c.Example != "" {
			headers, examples = append(headers, c.Heading), append(examples, c.Example)
		}
	}
	return headers, examples
}

// templateCSV begins with a byte order mark, without which spreadsheets here take UTF-8
// for GB18030.
func templateCSV(columns []Column) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	headers, examples := shown(columns)
	if err := w.WriteAll([][]string{headers, examples}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func templateXLSX(kind string, columns []Column) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	name := domain.ImportKinds.Name(kind).ZH
	const guide = "填写说明"
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return nil, err
	}
	if _, err := book.NewSheet(guide); err != nil {
		return nil, err
	}
	headers, examples := shown(columns)
	if err := writeSheet(book, name, 22, headers, examples); err != nil {
		return nil, err
	}
	if err := writeSheet(book, guide, 36, explained(columns)...); err != nil {
		return nil, err
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// explained says of each column what it is called, what it holds and what it looks like.
func explained(columns []Column) [][]string {
	rows := [][]string{{"中文列名", "English", "说明", "Note", "也可写作", "示例"}}
	for _, c := range columns {
		rows = append(rows, []string{c.Heading, c.Name, c.Note.ZH, c.Note.EN, strings.Join(c.Also, "、"), c.Example})
	}
	return rows
}

// writeSheet writes rows of text, the first of which is a header: bold, and it stays in
// sight. All cells are text, so that codes and numbers keep what is typed.
func writeSheet(book *excelize.File, sheet string, width float64, rows ...[]string) error {
	asText, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(rows[0]), width); err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range rows {
		style := asText
		if i == 0 {
			style = bold
		}
		if err := writeRow(w, i+1, style, row); err != nil {
			return err
		}
	}
	return w.Flush()
}

func writeRow(w *excelize.StreamWriter, number, style int, cells []string) error {
	at, err := excelize.CoordinatesToCellName(1, number)
	if err != nil {
		return err
	}
	row := make([]any, len(cells))
	for i, c := range cells {
		row[i] = excelize.Cell{StyleID: style, Value: c}
	}
	return w.SetRow(at, row)
}
