package intake

import (
	"bytes"
	"encoding/csv"
	"iter"
	"strings"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// reportColumn is a column of the table of figures that units report.
type reportColumn struct {
	name    string
	heading domain.Text
	cell    func(domain.Reporting, domain.Duty, domain.Report) string
}

var reportColumns = []reportColumn{
	{"subject", domain.Text{ZH: "事项编号（请勿改动）", EN: "Item"}, func(_ domain.Reporting, d domain.Duty, _ domain.Report) string { return d.Subject.String() }},
	{"", domain.Text{ZH: "指标", EN: "Indicator"}, func(_ domain.Reporting, d domain.Duty, _ domain.Report) string { return d.Name.ZH }},
	{"", domain.Text{ZH: "报告期", EN: "Period"}, func(_ domain.Reporting, d domain.Duty, _ domain.Report) string { return d.Period.Code() }},
	{"", domain.Text{ZH: "截止日期", EN: "Due on"}, func(_ domain.Reporting, d domain.Duty, _ domain.Report) string { return d.DueOn.String() }},
	{"", domain.Text{ZH: "填写要求", EN: "What to fill in"}, howReported},
	{"value", domain.Text{ZH: "数值", EN: "Value"}, func(_ domain.Reporting, _ domain.Duty, r domain.Report) string { return decimalCell(r.Value) }},
	{"numerator", domain.Text{ZH: "分子", EN: "Numerator"}, func(_ domain.Reporting, _ domain.Duty, r domain.Report) string { return decimalCell(r.Numerator) }},
	{"denominator", domain.Text{ZH: "分母", EN: "Denominator"}, func(_ domain.Reporting, _ domain.Duty, r domain.Report) string { return decimalCell(r.Denominator) }},
	{"source", domain.Text{ZH: "数据来源", EN: "Source"}, func(_ domain.Reporting, _ domain.Duty, r domain.Report) string { return r.Source }},
	{"note", domain.Text{ZH: "说明", EN: "Note"}, func(_ domain.Reporting, _ domain.Duty, r domain.Report) string { return r.Note }},
}

func decimalCell(d *domain.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// howReported says which cells of a row are to be filled in, and in what unit.
func howReported(g domain.Reporting, d domain.Duty, _ domain.Report) string {
	i, _ := g.Indicator(d.Indicator)
	if m := i.MeasuredBy; m.Form == "ratio" {
		return "分子：" + m.Numerator.Name.ZH + "（" + m.Numerator.Unit + "）；分母：" + m.Denominator.Name.ZH + "（" + m.Denominator.Unit + "）"
	}
	if i.Measure == "flow" || i.Measure == "annual" || i.Measure == "cumulative" {
		return "数值（" + i.Unit + "，当年 1 月 1 日起累计）"
	}
	return "数值（" + i.Unit + "）"
}

// ReportHeading is what the table calls a field of a row.
func ReportHeading(field string) domain.Text {
	for _, c := range reportColumns {
		if c.name == field && field != "" {
			return c.heading
		}
	}
	return domain.Text{}
}

// ReportTable is a table of what units owe, to be filled in: a row a duty, with what its
// draft in reports says so far. Format is XLSX or CSV.
func ReportTable(format string, g domain.Reporting, duties []domain.Duty, reports map[domain.ID]domain.Report) ([]byte, error) {
	rows := [][]string{nil}
	for _, c := range reportColumns {
		rows[0] = append(rows[0], c.heading.ZH)
	}
	for _, d := range duties {
		var row []string
		for _, c := range reportColumns {
			row = append(row, c.cell(g, d, reports[d.ReportID]))
		}
		rows = append(rows, row)
	}
	switch format {
	case CSV:
		var b bytes.Buffer
		b.WriteString("\ufeff") // as templateCSV
		err := csv.NewWriter(&b).WriteAll(rows)
		return b.Bytes(), err
	case XLSX:
		return reportBook(rows)
	}
	return nil, domain.Invalid("format", "只能取：xlsx、csv", "must be xlsx or csv")
}

func reportBook(rows [][]string) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	const name = "数据填报"
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return nil, err
	}
	if err := writeSheet(book, name, 24, rows...); err != nil {
		return nil, err
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// ReadReports reads a table that ReportTable made and a unit filled in. Errors are
// InvalidErrors as those of Open; what is wrong with a cell is told with its row.
func ReadReports(name string, data []byte) ([]domain.ReportedRow, error) {
	var lines iter.Seq[line]
	var err error
	switch formatOf(name, data) {
	case XLSX:
		lines, err = workbookLines(data, reportField)
	case CSV:
		var text string
		if text, _, err = decode(data, ""); err == nil {
			lines, err = csvLines(text, reportField)
		}
	default:
		err = domain.Invalid("file", "只接受 XLSX、CSV 表格", "must be an XLSX or CSV table")
	}
	if err != nil {
		return nil, err
	}
	var rows []domain.ReportedRow
	for l := range lines {
		rows = append(rows, reportedRow(l))
	}
	return rows, nil
}

func reportField(header string) string {
	for _, c := range reportColumns {
		if c.name != "" && (normal(header) == normal(c.heading.ZH) || normal(header) == normal(c.heading.EN)) {
			return c.name
		}
	}
	return ""
}

func reportedRow(l line) domain.ReportedRow {
	row := domain.ReportedRow{Number: l.number}
	if l.fault != nil {
		l.fault.Row = l.number
		row.Faults = append(row.Faults, *l.fault)
		return row
	}
	for _, c := range l.cells {
		switch field := reportField(c.header); field {
		case "subject":
			row.Subject = strings.TrimSpace(c.text)
		case "source":
			row.Source = c.text
		case "note":
			row.Note = c.text
		case "value", "numerator", "denominator":
			number, err := readDecimal(c.text)
			if err != nil {
				row.Faults = append(row.Faults, faultsOf(l.number, c.column, field, err)...)
			}
			*map[string]**domain.Decimal{"value": &row.Value, "numerator": &row.Numerator, "denominator": &row.Denominator}[field] = number
		}
	}
	return row
}

// readDecimal reads a number, be its thousands set apart; blank is nil.
func readDecimal(s string) (*domain.Decimal, error) {
	s = strings.NewReplacer(",", "", "，", "", " ", "").Replace(s)
	if s == "" {
		return nil, nil
	}
	d, err := domain.ParseDecimal(s)
	if err != nil {
		return nil, bad("应为数字，最多四位小数", "must be a number with at most four decimals")
	}
	return &d, nil
}
