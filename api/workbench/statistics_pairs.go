package workbench

import (
	"cmp"
	"slices"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// measures are what a table by two cuts can show of each pair.
var measures = domain.Terms{
	{Code: "amount", Name: domain.Text{ZH: "成交额（万元）", EN: "Value (10,000 yuan)"}},
	{Code: "technical_amount", Name: domain.Text{ZH: "技术交易额（万元）", EN: "Technical value (10,000 yuan)"}},
	{Code: "count", Name: domain.Text{ZH: "项数", EN: "Contracts"}},
}

// pairTable shows one measure of every pair; rows and columns of no contract are left out.
func (v *visit) pairTable(by, and, of string, areas []domain.Area, pairs []postgres.ContractCut) *pairTable {
	of = cmp.Or(of, measures[0].Code)
	rows, columns := domain.CutKeys(by, areas), domain.CutKeys(and, areas)
	t := &pairTable{Measure: measures.Name(of).In(v.lang), Total: pairRow{Name: v.say("合计", "Total")},
		Name: domain.ContractCutNames.Name(by).In(v.lang) + " × " + domain.ContractCutNames.Name(and).In(v.lang)}
	first := distinctKeys(rows, pairs, func(c postgres.ContractCut) string { return c.Key })
	second := distinctKeys(columns, pairs, func(c postgres.ContractCut) string { return c.Other })
	for _, key := range second {
		t.Columns = append(t.Columns, columns.Name(key).In(v.lang))
	}
	t.Total.sums = make([]postgres.ContractCut, len(second)+1)
	for _, key := range first {
		row := pairRow{Name: rows.Name(key).In(v.lang), sums: make([]postgres.ContractCut, len(second)+1)}
		for _, c := range pairs {
			if c.Key == key {
				for _, at := range []int{slices.Index(second, c.Other), len(second)} {
					row.sums[at], t.Total.sums[at] = row.sums[at].Plus(c), t.Total.sums[at].Plus(c)
				}
			}
		}
		row.write(of)
		t.Rows = append(t.Rows, row)
	}
	t.Total.write(of)
	return t
}

// distinctKeys are the keys that there are pairs of, in the order of the set.
func distinctKeys(set domain.Terms, pairs []postgres.ContractCut, key func(postgres.ContractCut) string) []string {
	var found, all []string
	for _, c := range pairs {
		if !slices.Contains(found, key(c)) {
			found = append(found, key(c))
		}
	}
	slices.Sort(found)
	for _, k := range set {
		if slices.Contains(found, k.Code) {
			all = append(all, k.Code)
		}
	}
	for _, k := range found {
		if !set.Has(k) {
			all = append(all, k)
		}
	}
	return all
}

func (r *pairRow) write(of string) {
	for _, c := range r.sums {
		r.Cells = append(r.Cells, measured(c, of))
	}
	last := len(r.Cells) - 1
	r.Cells, r.Sum = r.Cells[:last], r.Cells[last]
}

func measured(c postgres.ContractCut, of string) string {
	switch {
	case c.Count == 0:
		return "—"
	case of == "count":
		return strconv.FormatInt(c.Count, 10)
	case of == "technical_amount":
		return wan(c.TechnicalAmount)
	}
	return wan(c.Amount)
}
