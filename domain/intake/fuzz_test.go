package intake

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// readable holds what every file must: it opens with an InvalidErrors or not at all,
// reading it ends, rows without faults are valid, keys are unique, nothing holds text
// that cannot be stored.
func readable(t *testing.T, format string, data []byte) {
	for _, kind := range domain.ImportKinds.Codes() {
		f, err := Open(kind, "", data, Options{Format: format})
		if err != nil {
			require.ErrorAs(t, err, new(domain.InvalidErrors))
			continue
		}
		keys := map[string]bool{}
		for row := range f.Rows() {
			for _, x := range row.Faults {
				require.Equal(t, row.Number, x.Row)
				require.NotEmpty(t, x.Reason.ZH)
			}
			if len(row.Faults) > 0 {
				continue
			}
			require.NoError(t, row.Record.Validate())
			require.False(t, keys[row.Key], "key %q", row.Key)
			keys[row.Key] = true
			require.True(t, utf8.ValidString(row.Key+row.Title+row.Organisation))
			require.NotContains(t, row.Key+row.Title+row.Organisation, "\x00")
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"需求名称,技术问题\n甲需求,问题\n", "title,targets\n甲需求,\"a>=1;b\n", "title\ttext\n\"甲\"x\t\"\n", "单位名称,单位类型\n示例公司,企业\n", "政策名称,正文\n示例,第一条 甲\n", "姓名,专家类别,所属区域\n样例,管家,x\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readable(t, CSV, data) })
}

func FuzzJSONLines(f *testing.F) {
	for _, seed := range []string{`{"title":"甲需求","targets":[{"name":"a","comparator":">=","value":1}]}`, `{"title":["a",{"b":[[]]}],"conditions":{"trl_min":1e3}}`,
		`{"title":"示例","clauses":[{"ref":"一","text":"甲","incentive":{"percent":5,"amount_yuan":1e2}}]}`, "{}\n[]\nnull\n{", `{"name":"x","kind":"企业","founded":43525}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readable(t, JSONL, data) })
}

func FuzzWorkbook(f *testing.F) {
	f.Add(workbook(f, []any{"需求名称", "技术问题"}, []any{"甲需求", 1}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) { readable(t, XLSX, data) })
}

func FuzzQuantity(f *testing.F) {
	for _, seed := range []string{"厚度<=0.1mm", "温度-40~85℃", "a>=1e400", "≥", "=1~2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, item := range (value{text: plain(s)}).items(betweenSentences) {
			q, err := parseQuantity(item)
			if err != nil {
				continue
			}
			require.True(t, domain.Comparators.Has(q.Comparator))
			require.True(t, slices.Contains([]string{"present"}, q.Comparator) == (q.Value == nil))
		}
	})
}

func FuzzMoneyAndDates(f *testing.F) {
	for _, seed := range []string{"12.300000000000001", "1.2亿元", "1e15", "2024年5月6日", "45418", "20240230", "50-80万"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := fen(s, wan); err == nil {
			require.True(t, v >= 0 && v <= domain.MaxFen)
		}
		if d, err := parseDay(s, true); err == nil {
			again, err := domain.ParseDate(d.String())
			require.NoError(t, err)
			require.Equal(t, d, again)
		}
		_, _, _ = cutRange(s)
	})
}

func FuzzClauses(f *testing.F) {
	f.Add("总则\n第一条 甲\n第二章 乙\n第二条 丙")
	f.Add("第条\n第〇条之一\u3000")
	f.Fuzz(func(t *testing.T, s string) {
		e := entry[policy]{record: policy{Title: "示例", Level: "city"}}
		require.NoError(t, fullText(&e, value{text: plain(s)}))
		for _, c := range e.record.Clauses {
			require.NotEmpty(t, c.Ref)
		}
	})
}
