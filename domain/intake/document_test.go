package intake

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

var update = flag.Bool("update", false, "write COLUMNS.md anew")

// TestColumnsAreDocumented holds that COLUMNS.md lists the columns as they are.
func TestColumnsAreDocumented(t *testing.T) {
	want := document(t)
	if *update {
		require.NoError(t, os.WriteFile("COLUMNS.md", []byte(want), 0o644))
	}
	got, err := os.ReadFile("COLUMNS.md")
	require.NoError(t, err)
	require.Equal(t, want, string(got), "go test ./domain/intake -run Documented -update writes it anew")
}

const introduction = `# 导入文件的列 Columns of import files

` + "Made from the column tables by `go test ./domain/intake -run Documented -update`." + `

- Files: XLSX (the first sheet with a known header), CSV (commas or tabs; UTF-8 with or without a byte order mark, or GB18030), JSON lines. The header is among the first ten rows; headers are Chinese or English, in any order; unknown columns are counted and passed over.
- 多个值用；;、或换行隔开。Several values in one cell are divided by ；;、 or line breaks; sentences (主要成果) by ；; or line breaks only.
- 日期 Dates: 2024-05-06, 2024/5/6, 2024.5.6, 20240506, 2024年5月6日, or a spreadsheet's own dates. A deadline given as a month or a year means its last day.
- 金额 Money: in the column's unit, or with one behind it: 80, 1,200.5, 80万元, 1.2亿. A range in one cell: 50-80, 50~80万元.
- 指标 Quantified targets: 导热系数>=1200W/(m·K)；厚度<=0.1mm；工作温度-40~85℃；具备在线监测. Signs: >= ≥ 不低于 不少于 至少, <= ≤ 不高于 不超过, =. A strict > or < is read as >= or <=.
- 取值 Closed sets take the code, the Chinese or the English name.
- JSON lines: keys are the English names; lists and objects as such; ` + "`conditions`" + ` of a need may be an object; policies may have ` + "`clauses`" + ` with ` + "`incentive`" + ` or ` + "`incentives`" + `, amounts in yuan and percentages of a hundred.
- 没有编号的行按名称和单位识别。Rows without a key are known by their title and organisation; the same row twice is rejected, another row of the same title is another record.
- 必填项不全的行存为草稿，并逐项说明缺什么。Rows that lack something are taken as drafts, and the run says what each lacks.
`

func document(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(introduction)
	for _, kind := range domain.ImportKinds {
		columns, err := Columns(kind.Code)
		require.NoError(t, err)
		fmt.Fprintf(&b, "\n## %s %s\n\n| 列名 | name | 说明 | note | 也可写作 also | 示例 example |\n|---|---|---|---|---|---|\n", kind.Name.ZH, kind.Code)
		for _, c := range columns {
			cells := []string{c.Heading, "`" + c.Name + "`", c.Note.ZH, c.Note.EN, strings.Join(c.Also, "、"), c.Example}
			for i := range cells {
				cells[i] = strings.NewReplacer("|", `\|`, "\n", " ").Replace(cells[i])
			}
			b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		}
	}
	return b.String()
}
