package workbench

import (
	"fmt"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addBulletins() {
	of := func(path string, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Publications, Action: domain.Read, serve: serve}
	}
	w.add(domain.Text{ZH: "通报", EN: "Bulletins"}, of("/bulletins", w.bulletins))
	w.add(domain.Text{}, of("/bulletins/{id}", w.bulletin))
	w.add(domain.Text{}, of("/bulletins/{id}/document", w.bulletinDocument))
}

type bulletinRow struct{ Title, Href, Code, Published, Reason string }

// bulletins lists what was published of all plans, the latest first.
func (w *Workbench) bulletins(v *visit) error {
	plans, err := w.DB.Plans(v.r.Context())
	if err != nil {
		return err
	}
	var rows []bulletinRow
	for _, plan := range plans {
		all, err := w.DB.Publications(v.r.Context(), plan.Code)
		if err != nil {
			return err
		}
		for _, p := range all {
			rows = append(rows, bulletinRow{p.Title, v.href("/bulletins/" + p.ID.String()), v.edition(p), day(p.PublishedAt), p.Reason})
		}
	}
	v.page(http.StatusOK, "bulletins", v.say("通报", "Bulletins"), rows)
	return nil
}

// edition names a publication: "2024-Q4" or, of a revision, "2024-Q4 第 2 版".
func (v *visit) edition(p domain.Publication) string {
	if p.Revision == 1 {
		return p.Code
	}
	return fmt.Sprintf(v.say("%s 第 %d 版", "%s, revision %d"), p.Code, p.Revision)
}

type bulletinPage struct {
	domain.Publication
	Edition  string
	Document string
	Summary  string
	Tables   []paperTable
	Watch    []string
	Changes  []string
	Notes    []string
}

// paperTable is a table as both the page and the document show it.
type paperTable struct {
	Title   string
	Columns []column
	Heads   []string
	Rows    [][]string
}

// readBulletin is the publication of the route, drawn up for reading.
func (v *visit) readBulletin() (page bulletinPage, err error) {
	id, err := v.record()
	if err != nil {
		return page, err
	}
	p, err := v.DB.Publication(v.r.Context(), id)
	if err != nil {
		return page, err
	}
	b, err := postgres.ReadBulletin(p)
	if err != nil {
		return page, err
	}
	page = bulletinPage{Publication: p, Edition: v.edition(p), Document: v.href("/bulletins/" + v.id + "/document"), Summary: v.bulletinSummary(b)}
	page.Tables = append([]paperTable{v.linesTable(b), v.placesTable(v.say("县市区、园区综合完成率排名", "Areas by mean progress"), b.Areas),
		v.placesTable(v.say("责任单位综合完成率排名", "Units by mean progress"), b.Units)}, v.partTables(b)...)
	for _, w := range b.Watch {
		page.Watch = append(page.Watch, v.nameOf(b, w.Indicator)+v.say("：", ": ")+w.What.In(v.lang))
	}
	for _, c := range b.Changes {
		page.Changes = append(page.Changes, c.Name.In(v.lang)+v.say("：由 ", ": from ")+v.decimal(c.Before)+v.say(" 变为 ", " to ")+v.decimal(c.Now)+c.Unit)
	}
	for _, n := range b.Notes {
		page.Notes = append(page.Notes, n.In(v.lang))
	}
	return page, nil
}

func (v *visit) nameOf(b domain.Bulletin, indicator string) string {
	for _, l := range b.Lines {
		if l.Indicator == indicator {
			return l.Name.In(v.lang)
		}
	}
	return indicator
}

func (v *visit) decimal(d *domain.Decimal) string {
	if d == nil {
		return v.say("未知", "not known")
	}
	return rounded(*d)
}

// bulletinSummary counts the lights.
func (v *visit) bulletinSummary(b domain.Bulletin) string {
	n := map[domain.Light]int{}
	for _, l := range b.Lines {
		n[l.Light]++
	}
	s := fmt.Sprintf(v.say("全部 %d 项指标中", "Of %d indicators"), len(b.Lines))
	for _, t := range domain.Lights {
		if k := n[domain.Light(t.Code)]; k > 0 {
			s += fmt.Sprintf(v.say("，%s %d 项", ", %s: %d"), t.Name.In(v.lang), k)
		}
	}
	if k := n[domain.LightUnknown]; k > 0 {
		s += fmt.Sprintf(v.say("，暂无法判断 %d 项", ", not known: %d"), k)
	}
	return s + v.say("。", ".")
}

func (v *visit) table(title string, columns []column, rows [][]string) paperTable {
	t := paperTable{Title: title, Columns: columns, Rows: rows}
	for _, c := range columns {
		t.Heads = append(t.Heads, c.name)
	}
	return t
}

func (v *visit) linesTable(b domain.Bulletin) paperTable {
	var rows [][]string
	for i, l := range b.Lines {
		progress := "—"
		if l.Progress != nil {
			progress = percent(*l.Progress)
		}
		target, year := v.say("未定", "not set"), v.say("计划期", "plan")
		if l.Target != nil {
			target = v.decimal(l.Target)
		}
		if l.TargetYear != 0 {
			year = fmt.Sprint(l.TargetYear)
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), l.Name.In(v.lang), l.Unit, year, target, v.decimal(l.Value), progress, v.light(l.Light).Name, l.LeadName.In(v.lang)})
	}
	return v.table(v.say("主要指标完成情况", "The indicators"), []column{{v.say("序号", "No."), 2, false}, {v.say("指标", "Indicator"), 8, true}, {v.say("单位", "Unit"), 3, false},
		{v.say("目标年度", "Year"), 3, false}, {v.say("目标", "Target"), 3, false}, {v.say("完成", "Value"), 3, false}, {v.say("完成率", "Progress"), 3, false}, {v.say("状态", "Light"), 4, false}, {v.say("牵头单位", "Leads"), 4, false}}, rows)
}

func (v *visit) placesTable(title string, places []domain.Place) paperTable {
	var rows [][]string
	for _, p := range places {
		rank, score := "—", "—"
		if p.Rank > 0 {
			rank, score = fmt.Sprint(p.Rank), percent(p.Score)
		}
		rows = append(rows, []string{rank, p.Name.In(v.lang), score, fmt.Sprint(len(p.Of)), fmt.Sprint(p.Open)})
	}
	return v.table(title, []column{{v.say("名次", "Rank"), 2, false}, {v.say("名称", "Name"), 6, true}, {v.say("综合完成率", "Mean progress"), 4, false},
		{v.say("计入指标数", "Figures"), 3, false}, {v.say("缺数指标数", "Missing"), 3, false}}, rows)
}

// partTables are the figures by what the annexes divide them by.
func (v *visit) partTables(b domain.Bulletin) (tables []paperTable) {
	for _, t := range b.Tables {
		if t.SumTarget == nil {
			continue // no annex sets targets for it
		}
		var rows [][]string
		for _, r := range t.Rows {
			progress := "—"
			if r.Progress != nil {
				progress = percent(*r.Progress)
			}
			target := v.say("未定", "not set")
			if r.Target != nil {
				target = v.decimal(r.Target)
			}
			rows = append(rows, []string{r.Name.In(v.lang), target, v.decimal(r.Value), progress})
		}
		rows = append(rows, []string{v.say("合计", "Total"), v.decimal(t.SumTarget), v.decimal(t.Sum), "—"})
		by := domain.Dimensions.Name(string(t.Dimension)).In(v.lang)
		title := fmt.Sprintf(v.say("%s（按%s，%s，%d年目标）", "%s (by %s, %s, target of %d)"), t.Name.In(v.lang), by, t.Unit, t.Year)
		tables = append(tables, v.table(title, []column{{by, 6, true}, {v.say("目标", "Target"), 3, false}, {v.say("完成", "Value"), 3, false}, {v.say("完成率", "Progress"), 3, false}}, rows))
	}
	return tables
}

func (w *Workbench) bulletin(v *visit) error {
	page, err := v.readBulletin()
	if err != nil {
		return err
	}
	v.page(http.StatusOK, "bulletin", page.Title, page)
	return nil
}

// bulletinDocument answers with the bulletin in the form of offices' papers.
func (w *Workbench) bulletinDocument(v *visit) error {
	page, err := v.readBulletin()
	if err != nil {
		return err
	}
	var d document
	d.text("Title", page.Title)
	if page.Number != "" {
		d.text("Number", page.Number)
	}
	heading := func(zh, en string) { d.text("Heading1", v.say(zh, en)) }
	heading("一、总体情况", "1. Overview")
	d.text("", page.Summary)
	heading("二、指标完成情况", "2. Figures")
	for _, t := range page.Tables {
		d.text("Caption", t.Title)
		d.table(t.Columns, t.Rows)
	}
	for _, part := range []struct {
		zh, en string
		lines  []string
	}{{"三、变化情况", "3. What changed", page.Changes}, {"四、需关注事项", "4. To attend to", page.Watch}, {"五、口径说明", "5. How it is counted", page.Notes}} {
		heading(part.zh, part.en)
		for _, line := range part.lines {
			d.text("", line+v.say("。", "."))
		}
		if len(part.lines) == 0 {
			d.text("", v.say("无。", "Nothing."))
		}
	}
	d.text("", v.asOfLine(page.Publication))
	return v.writeFile("bulletin-"+page.Code, &d, officialPaper)
}

func (v *visit) asOfLine(p domain.Publication) string {
	return v.say("数据截至 ", "Records as of ") + p.AsOf.String() + v.say("，以 ", ", as known at ") + minute(p.KnownAt) + v.say(" 已录入的为准。", ".")
}
