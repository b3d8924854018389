package workbench

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addStatistics() {
	of := Route{Method: http.MethodGet, Resource: domain.Contracts, Action: domain.Read}
	page, book, plain := of, of, of
	page.Path, page.serve = "/contract-statistics", w.statistics
	book.Path, book.serve = "/contract-statistics.xlsx", w.statisticsBook
	plain.Path, plain.serve = "/contract-statistics.csv", w.statisticsCSV
	w.add(domain.Text{ZH: "合同统计", EN: "Statistics"}, page)
	w.add(domain.Text{}, book)
	w.add(domain.Text{}, plain)
}

// statisticsPage are the statistics of registered contracts as people read them.
type statisticsPage struct {
	From, To, Area, Kind    string // what was asked for
	By, And, Of             string
	Areas, Kinds, Cuts, Ofs []option
	Said                    []fact // the filter in words
	Total                   cutLine
	Tables                  []cutTable
	Pairs                   *pairTable
	Book, CSV, English      string
}

type option struct {
	Code, Name string
	Chosen     bool
}

// cutTable is one table: the statistics by one cut, and their total.
type cutTable struct {
	Code, Name string
	Lines      []cutLine
	Total      cutLine
	Chart      *barChart
}

// cutLine is a line of a table, with its numbers as they are and as they are written.
type cutLine struct {
	Name                     string
	Sums                     postgres.ContractCut
	Amount, Technical, Share string
}

// pairTable is the statistics by two cuts at once: one measure of every pair, with the
// totals of rows and columns.
type pairTable struct {
	Name, Measure string
	Columns       []string
	Rows          []pairRow
	Total         pairRow
}

type pairRow struct {
	Name  string
	Cells []string
	Sum   string
	sums  []postgres.ContractCut // of the cells, then of the row
}

func (w *Workbench) statistics(v *visit) error {
	p, err := v.readStatistics()
	if err == nil {
		v.page(http.StatusOK, "statistics", v.say("技术合同登记统计", "Statistics of registered contracts"), p)
	}
	return err
}

func (v *visit) readStatistics() (statisticsPage, error) {
	q := v.r.URL.Query()
	p := statisticsPage{From: q.Get("from"), To: q.Get("to"), Area: q.Get("area"), Kind: q.Get("kind"), By: q.Get("by"), And: q.Get("and"), Of: q.Get("of"), English: v.say("", "en")}
	f, err := p.filter()
	if err != nil {
		return p, err
	}
	ctx := v.r.Context()
	areas, err := v.DB.Areas(ctx)
	if err != nil {
		return p, err
	}
	v.offer(&p, areas)
	tables, err := v.DB.ContractTables(ctx, v.actor, domain.ContractCutNames.Codes(), f)
	if err != nil {
		return p, err
	}
	for _, cut := range domain.ContractCutNames {
		p.Tables = append(p.Tables, v.cutTable(cut, domain.CutKeys(cut.Code, areas), tables[cut.Code]))
	}
	p.Total = p.Tables[0].Total
	if p.By != "" && p.And != "" {
		pairs, err := v.DB.ContractStatistics(ctx, v.actor, p.By, p.And, f)
		if err != nil {
			return p, err
		}
		p.Pairs = v.pairTable(p.By, p.And, p.Of, areas, pairs)
	}
	return p, nil
}

// filter reads what was asked for. One end of the period may be left open.
func (p *statisticsPage) filter() (postgres.ContractFilter, error) {
	f := postgres.ContractFilter{Area: p.Area, Kind: p.Kind}
	from, err := domain.ParseDate(p.From)
	if err != nil {
		return f, domain.Invalid("from", "起始日期应写作 2024-01-01", "the first day must be a date like 2024-01-01")
	}
	to, err := domain.ParseDate(p.To)
	if err != nil {
		return f, domain.Invalid("to", "截止日期应写作 2024-12-31", "the last day must be a date like 2024-12-31")
	}
	if from.IsZero() && to.IsZero() {
		return f, nil
	}
	f.Registered = domain.Period{From: cmp.Or(from, domain.Date{Year: 1900, Month: 1, Day: 1}), To: cmp.Or(to, domain.Date{Year: 2200, Month: 12, Day: 31})}
	if f.Registered.To.Before(f.Registered.From) {
		return f, domain.Invalid("to", "截止日期早于起始日期", "the last day is before the first")
	}
	return f, nil
}

// offer fills the form, and says in words what is shown.
func (v *visit) offer(p *statisticsPage, areas []domain.Area) {
	choices := func(set domain.Terms, chosen string) (all []option) {
		for _, t := range set {
			if t.Code != "" {
				all = append(all, option{t.Code, t.Name.In(v.lang), t.Code == chosen})
			}
		}
		return all
	}
	names := domain.CutKeys("area", areas)
	p.Areas, p.Kinds, p.Cuts, p.Ofs = choices(names, p.Area), choices(domain.ContractKinds, p.Kind), choices(domain.ContractCutNames, ""), choices(measures, p.Of)
	say := func(zh, en, value string) {
		if value != "" {
			p.Said = append(p.Said, fact{v.say(zh, en), value})
		}
	}
	switch {
	case p.From != "" && p.To != "":
		say("登记日期", "Registered", p.From+v.say(" 至 ", " to ")+p.To)
	case p.From != "":
		say("登记日期", "Registered", v.say("自 "+p.From+" 起", "from "+p.From))
	case p.To != "":
		say("登记日期", "Registered", v.say("截至 "+p.To, "until "+p.To))
	}
	if p.Area != "" {
		say("统计区域", "Area", names.Name(p.Area).In(v.lang))
	}
	if p.Kind != "" {
		say("合同类型", "Kind", domain.ContractKinds.Name(p.Kind).In(v.lang))
	}
	say("制表日期", "Made on", domain.DateOf(v.DB.Now()).String())
	asked := v.r.URL.RawQuery
	if asked != "" {
		asked = "?" + asked
	}
	p.Book, p.CSV = "/contract-statistics.xlsx"+asked, "/contract-statistics.csv"+asked
}

// cutTable puts the lines in the order of the cut's keys, those of no contract too. Keys
// that are not known, such as months, come as they are.
func (v *visit) cutTable(cut domain.Term, keys domain.Terms, found []postgres.ContractCut) cutTable {
	t := cutTable{Code: cut.Code, Name: cut.Name.In(v.lang), Total: cutLine{Name: v.say("合计", "Total")}}
	for _, c := range found {
		t.Total.Sums = t.Total.Sums.Plus(c)
	}
	var bars []bar
	for _, c := range ordered(keys, found) {
		line := v.line(keys.Name(c.Key).In(v.lang), c, t.Total.Sums)
		t.Lines = append(t.Lines, line)
		if c.Count > 0 {
			bars = append(bars, bar{Label: line.Name, Value: line.Amount + v.say(" 万元", ""), at: float64(c.Amount)})
		}
	}
	t.Total = v.line(t.Total.Name, t.Total.Sums, t.Total.Sums)
	if len(bars) > 1 {
		t.Chart = newBars(v.say("成交额（按"+t.Name+"）", "Value by "+t.Name+", in 10,000 yuan"), bars[max(0, len(bars)-24):])
	}
	return t
}

func ordered(keys domain.Terms, found []postgres.ContractCut) []postgres.ContractCut {
	var all []postgres.ContractCut
	for _, k := range keys {
		at := slices.IndexFunc(found, func(c postgres.ContractCut) bool { return c.Key == k.Code })
		if at >= 0 {
			all = append(all, found[at])
		} else if k.Code != "" {
			all = append(all, postgres.ContractCut{Key: k.Code})
		}
	}
	for _, c := range found {
		if !keys.Has(c.Key) {
			all = append(all, c)
		}
	}
	return all
}

func (v *visit) line(name string, c, of postgres.ContractCut) cutLine {
	l := cutLine{Name: name, Sums: c, Amount: wan(c.Amount), Technical: wan(c.TechnicalAmount), Share: "—"}
	if of.Amount > 0 {
		l.Share = fmt.Sprintf("%.1f%%", 100*float64(c.Amount)/float64(of.Amount))
	}
	return l
}
