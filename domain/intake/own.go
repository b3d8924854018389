package intake

import (
	"slices"
	"strings"

	"sanku/domain"
)

// What an organisation imports is its own, and published only after review: its tables
// need neither the columns that say whose a row is nor the one of its state.

// ofOthers are the columns that tables of an organisation's own records do without.
var ofOthers = []string{"organisation", "uscc", "status"}

// OwnColumns returns the columns of a kind for tables of an organisation's own records.
func OwnColumns(kind string) ([]Column, error) {
	columns, err := Columns(kind)
	columns = slices.DeleteFunc(columns, func(c Column) bool { return slices.Contains(ofOthers, c.Name) })
	for i, c := range columns {
		switch {
		case c.Name == "key":
			columns[i].Note = domain.Text{ZH: "自己编的号，表内不可重复；再次导入时按它更新：表中没有的列不变，空着的格清空。可不填，不填则按名称识别。", EN: "A key of your own, unique in the table; importing it again updates by it: columns that the table has not are left alone, empty cells clear. Without one, rows are known by title."}
		case c.Name == "confidentiality" && kind == "needs":
			columns[i].Note = domain.Text{ZH: "不填为注册用户可见；再次导入时不填则不变。" + c.Note.ZH, EN: "For members when empty; on importing again, unchanged. " + c.Note.EN}
		case c.Name == "confidentiality":
			columns[i].Note = domain.Text{ZH: "不填为公开；再次导入时不填则不变。" + c.Note.ZH, EN: "Public when empty; on importing again, unchanged. " + c.Note.EN}
		}
	}
	return columns, err
}

// OwnTemplate is Template for an organisation that imports its own records.
func OwnTemplate(kind, format string) ([]byte, error) {
	columns, err := OwnColumns(kind)
	if err != nil {
		return nil, err
	}
	return template(kind, format, columns)
}

// disowned returns what a row may not say when all rows are of o: another organisation,
// or a state that is reached by review only.
func disowned[R any](o domain.Organisation, e entry[R], number int, at map[string]int) []domain.ImportFault {
	var faults []domain.ImportFault
	add := func(name, zh, en string) {
		f := fault(name, zh, en)
		f.Row, f.Column = number, at[name]
		faults = append(faults, *f)
	}
	if !isOf(o, e.organisation) {
		add("organisation", "不是本单位：请留空，或填写本单位全称", "is not your organisation: leave it blank, or give its full name")
	}
	if !isOf(o, e.uscc) {
		add("uscc", "不是本单位的代码：请留空，或填写本单位的代码", "is not your organisation's: leave it blank")
	}
	if s := stateOf(e.record); s != "" && s != domain.ListingDraft && s != domain.ListingSubmitted {
		add("status", "单位导入的须经审核，请留空，或填“草稿”“待审核”", "can be draft or submitted only: what you import is reviewed")
	}
	return faults
}

// isOf reports whether what a row says names o; saying nothing does. A name is the same in
// either width of brackets.
func isOf(o domain.Organisation, said string) bool {
	return said == "" || normal(said) == normal(o.Name) || strings.EqualFold(said, o.USCC)
}

func stateOf(record any) domain.ListingState {
	switch r := record.(type) {
	case need:
		return r.State
	case tech:
		return r.State
	}
	return ""
}
