package workbench

import (
	"cmp"
	"fmt"
	"strconv"

	"sanku/domain"
)

// annex is what a bulletin has on pages of its own.
type annex struct {
	Label  string // 附件1
	Title  string
	Wide   bool // it is printed across
	Tables []sheet
}

// sheet is a table of a bulletin, as the page, the document and the workbook show it.
type sheet struct {
	Title   string
	Name    string // in a workbook; the title when it is ""
	Wide    bool
	Columns []column
	Rows    [][]cell
	Chart   *barChart
	bars    []bar
}

// cell is one of a table: text, or a number that a workbook can reckon with.
type cell struct {
	Text   string
	Number *float64
	Href   string
}

// Text reports whether a column, from 0, is text.
func (a sheet) Text(column int) bool { return a.Columns[column].text }

// Width is the share that a column has of the width, in percent.
func (a sheet) Width(c column) int {
	sum := 0
	for _, c := range a.Columns {
		sum += c.share
	}
	return 100 * c.share / sum
}

// texts are the cells as a document shows them.
func (a sheet) texts() [][]string {
	rows := make([][]string, len(a.Rows))
	for i, r := range a.Rows {
		for _, c := range r {
			rows[i] = append(rows[i], c.Text)
		}
	}
	return rows
}

func (v *visit) number(d *domain.Decimal, unknown string) cell {
	if d == nil {
		return cell{Text: unknown}
	}
	n := d.Round(2).Float()
	return cell{Text: rounded(*d), Number: &n}
}

// ratio is a percentage whose sign stands in the head of the column.
func ratio(d *domain.Decimal) cell {
	if d == nil {
		return cell{Text: "—"}
	}
	n := d.Round(1).Float()
	return cell{Text: strconv.FormatFloat(n, 'f', 1, 64), Number: &n}
}

func whole(n int) cell {
	x := float64(n)
	return cell{Text: strconv.Itoa(n), Number: &x}
}

// annexes are the tables of a bulletin: the indicators, the rankings, and what the
// plan's annexes divide.
func (v *visit) annexes(p domain.Publication, b domain.Bulletin) []annex {
	all := []annex{
		{Title: v.say("主要指标完成情况", "The indicators"), Wide: true, Tables: []sheet{v.linesSheet(p, b)}},
		{Title: v.say("综合完成率排名", "Rankings"), Tables: []sheet{
			v.placesSheet(v.say("县市区、园区综合完成率排名", "Areas by mean progress"), v.say("区域排名", "Areas"), b.Areas),
			v.placesSheet(v.say("责任单位综合完成率排名", "Units by mean progress"), v.say("责任单位排名", "Units"), b.Units)}}}
	divided := annex{Title: v.say("分解指标完成情况", "What the plan divides")}
	for _, t := range b.Tables {
		if t.SumTarget != nil { // an annex of the plan sets targets for it
			divided.Tables = append(divided.Tables, v.partsSheet(t))
		}
	}
	if len(divided.Tables) > 0 {
		all = append(all, divided)
	}
	for i := range all {
		all[i].Label = fmt.Sprintf(v.say("附件%d", "Annex %d"), i+1)
	}
	return all
}

func (v *visit) linesSheet(p domain.Publication, b domain.Bulletin) sheet {
	a := sheet{Name: v.say("主要指标", "Indicators"), Wide: true, Columns: []column{
		{v.say("序号", "No."), 2, false}, {v.say("指标", "Indicator"), 9, true}, {v.say("单位", "Unit"), 3, false}, {v.say("目标年度", "Year"), 3, false}, {v.say("目标", "Target"), 3, false},
		{v.say("完成", "Value"), 3, false}, {v.say("上年同期", "Year before"), 3, false}, {v.say("完成率（%）", "Progress (%)"), 3, false}, {v.say("状态", "Light"), 4, false}, {v.say("牵头单位", "Leads"), 4, false}}}
	none := v.say("未知", "not known")
	for i, l := range b.Lines {
		year := v.say("计划期", "plan")
		if l.TargetYear != 0 {
			year = strconv.Itoa(l.TargetYear)
		}
		a.Rows = append(a.Rows, []cell{whole(i + 1), {Text: l.Name.In(v.lang), Href: v.figureHref(p, l.Indicator)}, {Text: v.unit(l.Unit)}, {Text: year}, v.number(l.Target, v.say("未定", "not set")),
			v.number(l.Value, none), v.number(l.LastYear, "—"), ratio(l.Progress), {Text: v.light(l.Light).Name}, {Text: cmp.Or(l.LeadName.In(v.lang), "—")}})
	}
	return a
}

func (v *visit) placesSheet(title, name string, places []domain.Place) sheet {
	a := sheet{Title: title, Name: name, Columns: []column{{v.say("名次", "Rank"), 2, false}, {v.say("名称", "Name"), 6, true}, {v.say("综合完成率（%）", "Mean progress (%)"), 4, false},
		{v.say("计入指标数", "Figures"), 3, false}, {v.say("缺数指标数", "Missing"), 3, false}}}
	for _, p := range places {
		rank, score := cell{Text: "—"}, cell{Text: "—"}
		if p.Rank > 0 {
			rank, score = whole(p.Rank), ratio(&p.Score)
			a.bars = append(a.bars, bar{Label: p.Name.In(v.lang), Value: score.Text + "%", at: *score.Number})
		}
		a.Rows = append(a.Rows, []cell{rank, {Text: p.Name.In(v.lang)}, score, whole(len(p.Of)), whole(p.Open)})
	}
	a.Chart = newBars(title, a.bars)
	return a
}

// partsSheet is a figure by what an annex of the plan divides it by.
func (v *visit) partsSheet(t domain.BulletinTable) sheet {
	by, unit := domain.Dimensions.Name(string(t.Dimension)).In(v.lang), v.inUnit(t.Unit)
	target := v.say("计划期目标", "target of the plan")
	if t.Year != 0 {
		target = fmt.Sprintf(v.say("%d年目标", "target of %d"), t.Year)
	}
	a := sheet{Title: t.Name.In(v.lang) + v.say("（按", " (by ") + by + v.say("，", ", ") + target + v.say("）", ")"), Name: t.Name.In(v.lang) + v.say("·", " ") + by, Columns: []column{
		{by, 6, true}, {v.say("目标", "Target") + unit, 3, false}, {v.say("完成", "Value") + unit, 3, false}, {v.say("完成率（%）", "Progress (%)"), 3, false}}}
	for _, r := range t.Rows {
		a.Rows = append(a.Rows, []cell{{Text: r.Name.In(v.lang)}, v.number(r.Target, v.say("未定", "not set")), v.number(r.Value, v.say("未知", "not known")), ratio(r.Progress)})
		if r.Value != nil {
			x := bar{Label: r.Name.In(v.lang), Value: rounded(*r.Value), at: r.Value.Float()}
			if r.Target != nil {
				target := r.Target.Float()
				x.target, x.Target = &target, rounded(*r.Target)
			}
			a.bars = append(a.bars, x)
		}
	}
	a.Rows = append(a.Rows, []cell{{Text: v.say("合计", "Total")}, v.number(t.SumTarget, "—"), v.number(t.Sum, "—"), {Text: "—"}})
	a.Chart, a.bars = v.targetBars(a.Title, a.bars)
	return a
}
