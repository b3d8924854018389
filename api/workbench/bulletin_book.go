package workbench

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// bulletinBook is the bulletin as a workbook: a sheet for each annex, for what changed and
// for what to attend to. Numbers are numbers, with their units in the heads.
func (w *Workbench) bulletinBook(v *visit) error {
	p, err := v.readBulletin()
	if err != nil {
		return err
	}
	b, err := newBook()
	if err != nil {
		return err
	}
	for _, a := range append(p.Annexes, annex{Tables: []sheet{v.changesSheet(p.bulletin), v.watchSheet(p.bulletin), v.notesSheet(p)}}) {
		for _, t := range a.Tables {
			t.Title = cmp.Or(t.Title, a.Title)
			b.table(v, p, t)
		}
	}
	b.note(b.file.DeleteSheet("Sheet1"))
	content, err := b.bytes()
	if err == nil {
		v.download("bulletin-"+p.Code+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content)
	}
	return err
}

func (v *visit) changesSheet(b domain.Bulletin) sheet {
	a := sheet{Title: v.say("变化情况", "What changed"), Wide: true, Columns: []column{{v.say("指标", "Indicator"), 9, true}, {v.say("单位", "Unit"), 3, false}, {v.say("上期", "Before"), 3, false},
		{v.say("本期", "Now"), 3, false}, {v.say("上期状态", "Light before"), 4, false}, {v.say("本期状态", "Light now"), 4, false}}}
	none := v.say("未知", "not known")
	for _, c := range b.Changes {
		a.Rows = append(a.Rows, []cell{{Text: c.Name.In(v.lang)}, {Text: v.unit(c.Unit)}, v.number(c.Before, none), v.number(c.Now, none), {Text: v.light(c.WasLight).Name}, {Text: v.light(c.Light).Name}})
	}
	return a
}

func (v *visit) watchSheet(b domain.Bulletin) sheet {
	a := sheet{Title: v.say("需关注事项", "To attend to"), Wide: true, Columns: []column{{v.say("指标", "Indicator"), 9, true}, {v.say("牵头单位", "Leads"), 4, false}, {v.say("事项", "What"), 16, true}}}
	for _, w := range b.Watch {
		for _, l := range b.Lines {
			if l.Indicator == w.Indicator {
				a.Rows = append(a.Rows, []cell{{Text: l.Name.In(v.lang)}, {Text: orDash(l.LeadName.In(v.lang))}, {Text: w.What.In(v.lang)}})
			}
		}
	}
	return a
}

// notesSheet says what the bulletin is and how its figures are counted.
func (v *visit) notesSheet(p bulletinPage) sheet {
	a := sheet{Title: v.say("口径说明", "How it is counted"), Columns: []column{{v.say("项目", "Item"), 3, false}, {v.say("内容", "Content"), 14, true}}}
	say := func(name, text string) { a.Rows = append(a.Rows, []cell{{Text: name}, {Text: text}}) }
	say(v.say("通报", "Bulletin"), p.Title)
	say(v.say("期次", "Edition"), p.Edition)
	say(v.say("数据时点", "Records"), p.AsOfLine)
	for _, s := range p.Paragraphs[len(p.Paragraphs)-1].Says {
		say(v.say("说明", "Note"), s)
	}
	return a
}

// longestSheet is the most letters that a sheet's name may have.
const longestSheet = 31

func (b *book) table(v *visit, p bulletinPage, a sheet) {
	name := strings.NewReplacer("/", "／", ":", "：", "?", "？", "*", "＊", "[", "（", "]", "）", `\`, "＼").Replace(cmp.Or(a.Name, a.Title))
	if letters := []rune(name); len(letters) > longestSheet {
		name = string(letters[:longestSheet])
	}
	heads := make([]string, len(a.Columns))
	for i, c := range a.Columns {
		heads[i] = c.Name
	}
	b.sheet(name, a.Title, heads...)
	for i, row := range a.Rows {
		for j, c := range row {
			switch {
			case c.Number == nil && a.Columns[j].text:
				b.set(name, j+1, i+3, b.wrapped, c.Text)
			case c.Number == nil:
				b.set(name, j+1, i+3, b.centred, c.Text)
			default:
				b.set(name, j+1, i+3, b.figure, *c.Number)
			}
		}
	}
	b.printed(v, name, p, a)
}

// printed sets how a sheet prints: on A4, with its title and heads on every page and, below,
// what it belongs to and the page's number.
func (b *book) printed(v *visit, name string, p bulletinPage, a sheet) {
	standing := "portrait"
	if !a.Wide {
		b.note(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &standing}))
	}
	b.note(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$2", name), Scope: name}))
	b.note(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L" + p.Edition + v.say("，数据截至 ", ", records as of ") + p.AsOf.String() + "&R" + v.say("第 &P 页，共 &N 页", "page &P of &N")}))
	last, err := excelize.ColumnNumberToName(len(a.Columns))
	b.note(errors.Join(err, b.file.MergeCell(name, "A1", last+"1")))
	for i, c := range a.Columns {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.note(errors.Join(err, b.file.SetColWidth(name, column, column, float64(4+c.share*3))))
	}
}
