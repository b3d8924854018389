package workbench

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
	"sanku/domain/postgres"
)

// statisticsBook is the statistics as a workbook: a sheet of what it is about, and one
// for each cut. Amounts are numbers of yuan, to the fen.
func (w *Workbench) statisticsBook(v *visit) error {
	p, err := v.readStatistics()
	if err != nil {
		return err
	}
	b, err := newBook()
	if err != nil {
		return err
	}
	b.cover(v, p)
	for _, t := range p.Tables {
		b.cut(v, t)
	}
	if p.Pairs != nil {
		b.pairs(v, p)
	}
	content, err := b.bytes()
	if err == nil {
		v.download("contract-statistics.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content)
	}
	return err
}

// book is a workbook being written; the first thing that goes wrong is kept.
type book struct {
	file                              *excelize.File
	title, head, text, number, amount int // styles
	totalText, totalNumber, total     int
	wrapped, centred, figure          int
	err                               error
}

func newBook() (*book, error) {
	b := &book{file: excelize.NewFile()}
	border := []excelize.Border{{Type: "left", Color: "999999", Style: 1}, {Type: "right", Color: "999999", Style: 1}, {Type: "top", Color: "999999", Style: 1}, {Type: "bottom", Color: "999999", Style: 1}}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	yuan := "#,##0.00"
	const whole = 3 // #,##0
	style := func(to *int, s excelize.Style) {
		id, err := b.file.NewStyle(&s)
		*to, b.err = id, errors.Join(b.err, err)
	}
	bold := &excelize.Font{Bold: true}
	style(&b.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}})
	style(&b.head, excelize.Style{Font: bold, Fill: fill("DCE6F1"), Border: border, Alignment: &excelize.Alignment{Horizontal: "center", WrapText: true}})
	style(&b.text, excelize.Style{Border: border})
	style(&b.number, excelize.Style{Border: border, NumFmt: whole})
	style(&b.amount, excelize.Style{Border: border, CustomNumFmt: &yuan})
	style(&b.totalText, excelize.Style{Border: border, Font: bold, Fill: fill("F2F2F2")})
	style(&b.totalNumber, excelize.Style{Border: border, Font: bold, Fill: fill("F2F2F2"), NumFmt: whole})
	style(&b.total, excelize.Style{Border: border, Font: bold, Fill: fill("F2F2F2"), CustomNumFmt: &yuan})
	style(&b.wrapped, excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	style(&b.centred, excelize.Style{Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}})
	style(&b.figure, excelize.Style{Border: border, Alignment: &excelize.Alignment{Horizontal: "right", Vertical: "center"}})
	return b, b.err
}

func (b *book) note(err error) { b.err = errors.Join(b.err, err) }

// set writes a cell, counted from 1.
func (b *book) set(sheet string, column, row, style int, value any) {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err == nil {
		err = errors.Join(b.file.SetCellValue(sheet, at, value), b.file.SetCellStyle(sheet, at, at, style))
	}
	b.note(err)
}

// sheet begins a sheet that prints on the width of an A4 page, with its title and heads.
func (b *book) sheet(name, title string, heads ...string) {
	_, err := b.file.NewSheet(name)
	b.note(err)
	b.set(name, 1, 1, b.title, title)
	for i, h := range heads {
		b.set(name, i+1, 2, b.head, h)
	}
	a4, one, tall, landscape, fit := 9, 1, 0, "landscape", true
	b.note(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, FitToWidth: &one, FitToHeight: &tall, Orientation: &landscape}))
	b.note(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.note(b.file.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 2, TopLeftCell: "B3", ActivePane: "bottomRight"}))
	last, err := excelize.ColumnNumberToName(max(2, len(heads)))
	b.note(errors.Join(err, b.file.SetColWidth(name, "A", "A", 26), b.file.SetColWidth(name, "B", last, 20)))
}

func (b *book) cover(v *visit, p statisticsPage) {
	name := v.say("汇总", "Summary")
	b.sheet(name, v.say("技术合同登记统计", "Statistics of registered contracts"), v.say("项目", "Item"), v.say("内容", "Content"))
	row := 3
	for _, f := range p.Said {
		b.set(name, 1, row, b.text, f.Name)
		b.set(name, 2, row, b.text, f.Value)
		row++
	}
	b.set(name, 1, row, b.totalText, v.say("项数", "Contracts"))
	b.set(name, 2, row, b.totalNumber, p.Total.Sums.Count)
	b.set(name, 1, row+1, b.totalText, v.say("成交额（元）", "Value (yuan)"))
	b.set(name, 2, row+1, b.total, yuan(p.Total.Sums.Amount))
	b.set(name, 1, row+2, b.totalText, v.say("技术交易额（元）", "Technical value (yuan)"))
	b.set(name, 2, row+2, b.total, yuan(p.Total.Sums.TechnicalAmount))
	b.set(name, 1, row+4, 0, v.scopeNote())
	b.note(b.file.DeleteSheet("Sheet1"))
}

func (b *book) cut(v *visit, t cutTable) {
	b.sheet(t.Name, v.say("按"+t.Name, "By "+t.Name), t.Name, v.say("项数", "Contracts"), v.say("成交额（元）", "Value (yuan)"), v.say("技术交易额（元）", "Technical value (yuan)"))
	line := func(row, text, number, amount int, l cutLine) {
		b.set(t.Name, 1, row, text, l.Name)
		b.set(t.Name, 2, row, number, l.Sums.Count)
		b.set(t.Name, 3, row, amount, yuan(l.Sums.Amount))
		b.set(t.Name, 4, row, amount, yuan(l.Sums.TechnicalAmount))
	}
	for i, l := range t.Lines {
		line(i+3, b.text, b.number, b.amount, l)
	}
	line(len(t.Lines)+3, b.totalText, b.totalNumber, b.total, t.Total)
}

func (b *book) pairs(v *visit, p statisticsPage) {
	name, heads := v.say("交叉统计", "Cross table"), append([]string{p.Pairs.Name}, append(p.Pairs.Columns[:len(p.Pairs.Columns):len(p.Pairs.Columns)], v.say("合计", "Total"))...)
	measure, number, total := v.say("成交额（元）", "Value (yuan)"), b.amount, b.total
	value := func(c postgres.ContractCut) any { return yuan(c.Amount) }
	switch p.Of {
	case "count":
		measure, number, total = v.say("项数", "Contracts"), b.number, b.totalNumber
		value = func(c postgres.ContractCut) any { return c.Count }
	case "technical_amount":
		measure = v.say("技术交易额（元）", "Technical value (yuan)")
		value = func(c postgres.ContractCut) any { return yuan(c.TechnicalAmount) }
	}
	b.sheet(name, measure, heads...)
	for i, row := range append(p.Pairs.Rows[:len(p.Pairs.Rows):len(p.Pairs.Rows)], p.Pairs.Total) {
		last := i == len(p.Pairs.Rows)
		text := b.text
		if last {
			text = b.totalText
		}
		b.set(name, 1, i+3, text, row.Name)
		for n, c := range row.sums {
			style := number
			if last || n == len(row.sums)-1 {
				style = total
			}
			b.set(name, n+2, i+3, style, value(c))
		}
	}
}

func (b *book) bytes() ([]byte, error) {
	var out bytes.Buffer
	b.note(b.file.Write(&out))
	b.note(b.file.Close())
	return out.Bytes(), b.err
}

// yuan is an amount as a spreadsheet's number. Those up to MaxFen keep their fen.
func yuan(f domain.Fen) float64 {
	n, _ := strconv.ParseFloat(strconv.FormatInt(int64(f), 10)+"e-2", 64) // a number always
	return n
}

// scopeNote says what the statistics count.
func (v *visit) scopeNote() string {
	return v.say("统计口径：状态为“已登记”的技术合同；已解除、已作废的不计。只含本账号有权查看的合同。",
		"What is counted: contracts whose state is registered, without those terminated or voided; of these, the contracts that this account may read.")
}

// statisticsCSV is the statistics as one plain table, with the totals of each cut.
func (w *Workbench) statisticsCSV(v *visit) error {
	p, err := v.readStatistics()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheets read it as UTF-8
	c := csv.NewWriter(&out)
	rows := [][]string{{v.say("分类依据", "Cut"), v.say("分类", "Key"), v.say("项数", "Contracts"), v.say("成交额（元）", "Value (yuan)"), v.say("技术交易额（元）", "Technical value (yuan)")}}
	for _, t := range p.Tables {
		for _, l := range append(t.Lines[:len(t.Lines):len(t.Lines)], t.Total) {
			rows = append(rows, []string{t.Name, l.Name, strconv.FormatInt(l.Sums.Count, 10), l.Sums.Amount.String(), l.Sums.TechnicalAmount.String()})
		}
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	v.download("contract-statistics.csv", "text/csv; charset=utf-8", out.Bytes())
	return nil
}
